"""The starts of an offer in one query that is written out where it is asked: no function is called for a candidate of a
search, and the plan is kept with the search's own. Dates, teams and credentials alone are asked of functions."""

from importlib import import_module

from django.db import migrations

earlier = import_module("services.migrations.0044_find_starts_for_so_long")
GIVEN = "bigint, timestamptz, timestamptz, timestamptz, int, int"
ARGUMENTS = (
    "wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz, seats int, minutes int DEFAULT NULL"
)
HARDER_START = f"""
CREATE FUNCTION services_harder_start({ARGUMENTS})
RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE COST 3000 AS $$
BEGIN
    IF EXISTS (SELECT FROM services_occasion WHERE offer_id = wanted) THEN
        RETURN (
            SELECT min(occasion.starts_at)
            FROM services_occasion AS occasion
            JOIN services_offer AS offer ON offer.life_ptr_id = occasion.offer_id
            JOIN lives_life AS life ON life.id = occasion.life_ptr_id AND life.status = 'open'
            JOIN services_resource AS resource ON resource.id = occasion.resource_id
            WHERE occasion.offer_id = wanted AND occasion.starts_at >= since AND occasion.starts_at < until
              AND occasion.starts_at > asked_at + make_interval(mins => offer.notice_minutes)
              AND (minutes IS NULL OR occasion.ends_at - occasion.starts_at = make_interval(mins => minutes))
              AND resource.lanes - (SELECT count(*) FROM services_hold WHERE resource_id = resource.id AND active)
                  >= coalesce(seats, 1)
        );
    ELSIF seats IS NULL THEN
        RETURN services_start_between(wanted, asked_at, since, until, minutes);
    END IF;
    RETURN NULL;
END
$$
"""
ON_GRID = """(
            SELECT {at} + (
                ceil(extract(epoch FROM ({at} AT TIME ZONE rule.zone)::time) / rule.step) * rule.step
                - extract(epoch FROM ({at} AT TIME ZONE rule.zone)::time)
            ) * interval '1 second' AS at OFFSET 0
        )"""
# `OFFSET 0` keeps what was worked out once from being written out wherever it is used.
STARTS = f"""
CREATE FUNCTION services_starts({ARGUMENTS}) RETURNS TABLE (at timestamptz) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT found.at
    FROM (
        SELECT seats IS NOT NULL
            OR EXISTS (SELECT FROM services_occasion WHERE offer_id = wanted)
            OR EXISTS (SELECT FROM services_need WHERE offer_id = wanted)
            OR EXISTS (SELECT FROM services_offer_credentials WHERE offer_id = wanted) AS harder
        OFFSET 0
    ) AS asked
    CROSS JOIN LATERAL (
        SELECT services_harder_start(wanted, asked_at, since, until, seats, minutes) AS at WHERE asked.harder
        UNION ALL
        SELECT start.at
        FROM (
            SELECT body.zone, offer.every_minutes * 60 AS step,
                   greatest(since, asked_at + make_interval(mins => offer.notice_minutes)) AS earliest,
                   least(until, ((asked_at AT TIME ZONE body.zone)::date + offer.horizon_days + 1)::timestamp
                                AT TIME ZONE body.zone) AS latest,
                   make_interval(mins => offer.buffer_before) AS before,
                   make_interval(mins => coalesce(minutes, offer.min_minutes) + offer.buffer_after) AS busy
            FROM services_offer AS offer
            JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
            WHERE offer.life_ptr_id = wanted AND NOT asked.harder
            OFFSET 0
        ) AS rule
        CROSS JOIN LATERAL (
            SELECT tstzrange(rule.earliest - rule.before, greatest(rule.earliest, rule.latest + rule.busy)) AS span
            OFFSET 0
        ) AS seen
        JOIN services_offer_resources AS able ON able.offer_id = wanted
        JOIN services_resource AS doer ON doer.id = able.resource_id AND doer.active
        CROSS JOIN LATERAL generate_series(0, doer.lanes - 1) AS lane(number)
        CROSS JOIN LATERAL unnest(
            (
                SELECT range_agg(period) FROM services_openspan
                WHERE resource_id = doer.id AND period && seen.span
                  AND lower(period) >= lower(seen.span) - interval '2 days' AND lower(period) < upper(seen.span)
            ) * tstzmultirange(seen.span) - coalesce((
                SELECT range_agg(period) FROM services_busyspan
                WHERE resource_id = doer.id AND period && seen.span
                  AND lower(period) >= lower(seen.span) - interval '1 day' AND lower(period) < upper(seen.span)
            ), '{{}}') - coalesce((
                SELECT range_agg(period) FROM services_hold
                WHERE resource_id = doer.id AND active AND services_hold.lane = lane.number AND period && seen.span
                  AND lower(period) >= lower(seen.span) - interval '50 days' AND lower(period) < upper(seen.span)
            ), '{{}}') - coalesce((
                SELECT range_agg(period) FROM services_hold
                WHERE resource_id = doer.id AND active AND lasting AND services_hold.lane = lane.number
                  AND period && seen.span
            ), '{{}}')
        ) AS free
        CROSS JOIN LATERAL (SELECT lower(free) + rule.before AS at OFFSET 0) AS soonest
        CROSS JOIN LATERAL {ON_GRID.format(at="soonest.at")} AS step
        -- Where a clock change lies between, the first step lands beside the grid.
        CROSS JOIN LATERAL {ON_GRID.format(at="step.at")} AS start
        WHERE start.at < rule.latest AND start.at + rule.busy <= upper(free)
    ) AS found
$$
"""
# Of a card first the coming days, where most have one. A body in PL/pgSQL, for its plan is kept, too.
NEXT_STARTS = """
CREATE FUNCTION services_next_starts(
    wanted bigint[], asked_at timestamptz, since timestamptz, until timestamptz, minutes int
) RETURNS TABLE (offer bigint, start timestamptz) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE soon timestamptz := least(until, since + interval '4 days');
BEGIN
    RETURN QUERY SELECT each.id, coalesce(
        (SELECT min(at) FROM services_starts(each.id, asked_at, since, soon, NULL, minutes)),
        (SELECT min(at) FROM services_starts(each.id, asked_at, soon, until, NULL, minutes))
    ) FROM unnest(wanted) AS each(id);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0047_say_who_gets_in")]
    operations = [
        migrations.RunSQL(
            f"DROP FUNCTION services_next_start({GIVEN.removesuffix(', int')})", earlier.anew(earlier.NEXT_START)
        ),
        migrations.RunSQL(f"DROP FUNCTION services_first_start({GIVEN})", earlier.FIRST_START),
        migrations.RunSQL(HARDER_START, f"DROP FUNCTION services_harder_start({GIVEN})"),
        migrations.RunSQL(STARTS, f"DROP FUNCTION services_starts({GIVEN})"),
        migrations.RunSQL(
            NEXT_STARTS,
            "DROP FUNCTION services_next_starts(bigint[], timestamptz, timestamptz, timestamptz, int)",
        ),
    ]
