"""What is free, lane by lane, and when an offer can be had, as functions of the database: search filters and orders by
them.

`services.availability` reads what is free. The same rule as `services.availability.next_free`; tests hold the two
together.
"""

from django.db import migrations

ON_GRID_AT = """
CREATE FUNCTION services_on_grid(moment timestamptz, every_minutes int, zone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT moment + (ceil(passed / (every_minutes * 60)) * every_minutes * 60 - passed) * interval '1 second'
    FROM (SELECT extract(epoch FROM (moment AT TIME ZONE zone)::time) AS passed) AS local
$$
"""
# What an outside calendar says is taken is free in no lane. It strands no hold: those stand beside it.
FREE = """
CREATE FUNCTION services_free(wanted bigint, span tstzrange) RETURNS TABLE (lane int, free tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT lane, unnest(
        open.spans * tstzmultirange(span)
        - coalesce(taken.spans, '{}'::tstzmultirange) - coalesce(busy.spans, '{}'::tstzmultirange)
    )
    FROM services_resource AS resource
    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM services_openspan
        WHERE resource_id = resource.id AND period && span
          AND lower(period) >= lower(span) - interval '2 days' AND lower(period) < upper(span)
    ) AS open
    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM services_busyspan
        WHERE resource_id = resource.id AND period && span AND open.spans IS NOT NULL
          AND lower(period) >= lower(span) - interval '1 day' AND lower(period) < upper(span)
    ) AS busy
    CROSS JOIN LATERAL generate_series(0, CASE WHEN open.spans IS NULL THEN -1 ELSE resource.lanes - 1 END) AS lane
    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM (
            SELECT period FROM services_hold
            WHERE resource_id = resource.id AND active AND services_hold.lane = lane.lane AND period && span
              AND lower(period) >= lower(span) - interval '50 days' AND lower(period) < upper(span)
            UNION ALL
            SELECT period FROM services_hold
            WHERE resource_id = resource.id AND active AND lasting AND services_hold.lane = lane.lane AND period && span
        ) AS holds
    ) AS taken
    WHERE resource.id = wanted
$$
"""
# The days on which somebody may do this: those on which every credential that the offer asks for is valid. A paper
# counts for the offers of the body that has seen it: another one has to look at it itself.
VALID = """
CREATE FUNCTION services_valid(wanted bigint, person bigint, zone text) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(range_intersect_agg(spans), '{(,)}'::tstzmultirange) FROM (
        SELECT coalesce(
            range_agg(tstzrange(
                shown.valid_from::timestamp AT TIME ZONE zone, (shown.valid_until + 1)::timestamp AT TIME ZONE zone
            )) FILTER (WHERE shown.id IS NOT NULL),
            '{}'::tstzmultirange
        ) AS spans
        FROM services_offer_credentials AS asked
        JOIN services_offer AS offer ON offer.life_ptr_id = asked.offer_id
        LEFT JOIN organisations_credential AS shown ON shown.organisation_id = offer.organisation_id
            AND shown.kind_id = asked.credentialkind_id AND shown.user_id = person
        WHERE asked.offer_id = wanted AND person IS NOT NULL
        GROUP BY asked.credentialkind_id
    ) AS each
$$
"""
OPENINGS = """
CREATE FUNCTION services_openings(offers bigint[], span tstzrange)
RETURNS TABLE (offer bigint, resource bigint, lane int, free tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT doer.offer_id, doer.resource_id, opening.lane, allowed
    FROM services_offer_resources AS doer
    JOIN services_offer AS offer ON offer.life_ptr_id = doer.offer_id
    JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
    JOIN services_resource AS resource ON resource.id = doer.resource_id AND resource.active
    CROSS JOIN LATERAL services_free(resource.id, span) AS opening
    CROSS JOIN LATERAL unnest(
        tstzmultirange(opening.free) * services_valid(offer.life_ptr_id, resource.user_id, body.zone)
    ) AS allowed
    WHERE doer.offer_id = ANY(offers)
$$
"""
# The earliest moment at which a whole team is free is the first start of somebody's free span: of whoever is free last.
# By Hall's theorem a team is there when any of the needs together find as many people as they ask for. Twice on the
# grid: where a clock change lies between, the first step lands beside it. `minutes` is for how long; NULL: for the
# shortest stay.
START_BETWEEN = """
CREATE FUNCTION services_start_between(
    wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz, minutes int DEFAULT NULL
) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE COST 5000 AS $$
    WITH rule AS (
        SELECT offer.every_minutes AS every, body.zone,
               greatest(since, asked_at + make_interval(mins => offer.notice_minutes)) AS earliest,
               least(until, ((asked_at AT TIME ZONE body.zone)::date + offer.horizon_days + 1)::timestamp
                            AT TIME ZONE body.zone) AS latest,
               make_interval(mins => offer.buffer_before) AS before,
               make_interval(mins => coalesce(minutes, offer.min_minutes) + offer.buffer_after) AS busy
        FROM services_offer AS offer
        JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
        WHERE offer.life_ptr_id = wanted
    ), need AS (
        SELECT skill_id, number, (row_number() OVER (ORDER BY id) - 1)::int AS place
        FROM services_need WHERE offer_id = wanted
    ), opening AS (
        SELECT found.resource, found.free
        FROM rule
        CROSS JOIN LATERAL services_openings(
            ARRAY[wanted], tstzrange(earliest - before, greatest(earliest, latest + busy))
        ) AS found
    ), start AS (
        SELECT DISTINCT first.at
        FROM rule, opening
        CROSS JOIN LATERAL (
            SELECT services_on_grid(services_on_grid(lower(free) + before, every, zone), every, zone) AS at
        ) AS first
        WHERE first.at + busy <= upper(free) AND first.at < latest
    )
    SELECT min(at) FROM start, rule
    WHERE NOT EXISTS (
        SELECT FROM generate_series(1, (1 << (SELECT count(*) FROM need)::int) - 1) AS mask
        WHERE (SELECT sum(number) FROM need WHERE mask & (1 << place) > 0) > (
            SELECT count(DISTINCT opening.resource) FROM opening
            JOIN services_resource_skills AS can ON can.resource_id = opening.resource
            JOIN need ON need.skill_id = can.skill_id AND mask & (1 << place) > 0
            WHERE opening.free @> tstzrange(at - before, at + busy)
        )
    )
$$
"""
INSTANTS = "bigint, timestamptz, timestamptz, timestamptz"
ARGUMENTS = (
    "wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz, seats int, minutes int DEFAULT NULL"
)
# Dates, teams and credentials. With `seats`, only dates count, and only those that have so many left.
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
# All starts in one query that is written out where it is asked: no function is called for a candidate of a search, and
# the plan is kept with the search's own. Dates, teams and credentials alone are asked of functions. The step to the grid
# stands here too, because services_on_grid is not inlined: there it costs as much as the rest.
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
    replaces = [
        ("services", "0002_find_the_next_start"),
        ("services", "0004_find_starts_of_teams"),
        ("services", "0007_find_the_next_date"),
        ("services", "0008_count_papers_shown_to_the_body"),
        ("services", "0011_take_busy_time_from_what_is_free"),
        ("services", "0038_find_starts_quickly"),
        ("services", "0042_take_busy_time_from_first_starts"),
        ("services", "0044_find_starts_for_so_long"),
        ("services", "0048_find_starts_in_one_query"),
    ]
    dependencies = [("services", "0001_tables")]
    operations = [
        migrations.RunSQL(ON_GRID_AT, "DROP FUNCTION services_on_grid(timestamptz, int, text)"),
        migrations.RunSQL(FREE, "DROP FUNCTION services_free(bigint, tstzrange)"),
        migrations.RunSQL(VALID, "DROP FUNCTION services_valid(bigint, bigint, text)"),
        migrations.RunSQL(OPENINGS, "DROP FUNCTION services_openings(bigint[], tstzrange)"),
        migrations.RunSQL(START_BETWEEN, f"DROP FUNCTION services_start_between({INSTANTS}, int)"),
        migrations.RunSQL(HARDER_START, f"DROP FUNCTION services_harder_start({INSTANTS}, int, int)"),
        migrations.RunSQL(STARTS, f"DROP FUNCTION services_starts({INSTANTS}, int, int)"),
        migrations.RunSQL(
            NEXT_STARTS,
            "DROP FUNCTION services_next_starts(bigint[], timestamptz, timestamptz, timestamptz, int)",
        ),
    ]
