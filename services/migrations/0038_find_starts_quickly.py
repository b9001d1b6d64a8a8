"""The first start of an offer in a span of time, quick enough to be asked of one candidate of a search after the other.

What most offers are, one of their people for one stay, is answered step by step: each step is a look-up by an index and
its plan is kept. Teams and credentials are asked of `services_start_between`, which knows everything and takes a
multiple; a test holds the two together. With `seats`, only dates count, and only those that have so many left.
"""

from importlib import import_module

from django.db import migrations

dates = import_module("services.migrations.0007_find_the_next_date")

# The same as services_on_grid, which is not inlined where it is called: there it costs as much as the rest.
AT = (
    "at := at + (ceil(extract(epoch FROM (at AT TIME ZONE rule.zone)::time) / step) * step"
    " - extract(epoch FROM (at AT TIME ZONE rule.zone)::time)) * interval '1 second'"
)
FIRST_START = f"""
CREATE FUNCTION services_first_start(
    wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz, seats int
) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE COST 3000 AS $$
DECLARE
    rule record; doer record; seen tstzrange; open tstzmultirange; spans tstzmultirange; free tstzrange;
    step int; at timestamptz; best timestamptz;
BEGIN
    SELECT offer.every_minutes AS every, body.zone,
           greatest(since, asked_at + make_interval(mins => offer.notice_minutes)) AS earliest,
           least(until, ((asked_at AT TIME ZONE body.zone)::date + offer.horizon_days + 1)::timestamp
                        AT TIME ZONE body.zone) AS latest,
           asked_at + make_interval(mins => offer.notice_minutes) AS noticed,
           make_interval(mins => offer.buffer_before) AS before,
           make_interval(mins => offer.min_minutes + offer.buffer_after) AS busy,
           EXISTS (SELECT FROM services_occasion WHERE offer_id = wanted) AS dated,
           EXISTS (SELECT FROM services_need WHERE offer_id = wanted)
               OR EXISTS (SELECT FROM services_offer_credentials WHERE offer_id = wanted) AS harder
    INTO rule
    FROM services_offer AS offer
    JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
    WHERE offer.life_ptr_id = wanted;
    IF rule.dated THEN
        RETURN (
            SELECT min(occasion.starts_at)
            FROM services_occasion AS occasion
            JOIN lives_life AS life ON life.id = occasion.life_ptr_id AND life.status = 'open'
            JOIN services_resource AS resource ON resource.id = occasion.resource_id
            WHERE occasion.offer_id = wanted AND occasion.starts_at >= since AND occasion.starts_at < until
              AND occasion.starts_at > rule.noticed
              AND resource.lanes - (SELECT count(*) FROM services_hold WHERE resource_id = resource.id AND active)
                  >= coalesce(seats, 1)
        );
    ELSIF seats IS NOT NULL THEN
        RETURN NULL;
    ELSIF rule.harder THEN
        RETURN services_start_between(wanted, asked_at, since, until);
    END IF;
    step := rule.every * 60;
    seen := tstzrange(rule.earliest - rule.before, greatest(rule.earliest, rule.latest + rule.busy));
    FOR doer IN
        SELECT resource.id, resource.lanes FROM services_offer_resources AS able
        JOIN services_resource AS resource ON resource.id = able.resource_id AND resource.active
        WHERE able.offer_id = wanted
    LOOP
        open := (
            SELECT range_agg(period) FROM services_openspan
            WHERE resource_id = doer.id AND period && seen
              AND lower(period) >= lower(seen) - interval '2 days' AND lower(period) < upper(seen)
        ) * tstzmultirange(seen);
        CONTINUE WHEN open IS NULL;
        FOR number IN 0 .. doer.lanes - 1 LOOP
            spans := open - coalesce((
                SELECT range_agg(period) FROM services_hold
                WHERE resource_id = doer.id AND active AND lane = number AND period && seen
                  AND lower(period) >= lower(seen) - interval '50 days' AND lower(period) < upper(seen)
            ), '{{}}');
            spans := spans - coalesce((
                SELECT range_agg(period) FROM services_hold
                WHERE resource_id = doer.id AND active AND lasting AND lane = number AND period && seen
            ), '{{}}');
            FOR free IN SELECT unnest(spans) LOOP
                at := lower(free) + rule.before;
                {AT};
                {AT};  -- where a clock change lies between, the first step lands beside it
                EXIT WHEN at >= rule.latest OR at >= best;
                IF at + rule.busy <= upper(free) THEN
                    best := at;
                    EXIT;
                END IF;
            END LOOP;
        END LOOP;
    END LOOP;
    RETURN best;
END
$$
"""
NEXT_START = """
CREATE OR REPLACE FUNCTION services_next_start(
    wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz
) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE COST 5000 AS $$
    SELECT coalesce(
        services_first_start(wanted, asked_at, since, least(until, since + interval '4 days'), NULL),
        services_first_start(wanted, asked_at, least(until, since + interval '4 days'), until, NULL)
    )
$$
"""
INSTANTS = "bigint, timestamptz, timestamptz, timestamptz"


class Migration(migrations.Migration):
    dependencies = [("services", "0037_know_words")]
    operations = [
        migrations.RunSQL(FIRST_START, f"DROP FUNCTION services_first_start({INSTANTS}, int)"),
        migrations.RunSQL(NEXT_START, dates.NEXT_START),
        migrations.RunSQL(f"DROP FUNCTION services_next_date({INSTANTS})", dates.NEXT_DATE),
    ]
