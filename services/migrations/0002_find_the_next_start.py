"""The next moment at which an offer can be had, as a function of the database: search filters and orders by it.

The same rule as `services.availability.next_free`; a test holds the two together.
"""

from django.db import migrations

ON_GRID = """
CREATE FUNCTION services_on_grid(moment timestamptz, every_minutes int, zone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT moment + (ceil(passed / (every_minutes * 60)) * every_minutes * 60 - passed) * interval '1 second'
    FROM (SELECT extract(epoch FROM (moment AT TIME ZONE zone)::time) AS passed) AS local
$$
"""

# Twice on the grid: where a clock change lies between, the first step lands beside it.
START_BETWEEN = """
CREATE FUNCTION services_start_between(wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE COST 5000 AS $$
    SELECT min(first.start)
    FROM services_offer AS offer
    JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
    CROSS JOIN LATERAL (
        SELECT greatest(since, asked_at + make_interval(mins => offer.notice_minutes)) AS earliest,
               least(until, ((asked_at AT TIME ZONE body.zone)::date + offer.horizon_days + 1)::timestamp
                            AT TIME ZONE body.zone) AS latest,
               make_interval(mins => offer.buffer_before) AS before,
               make_interval(mins => offer.min_minutes + offer.buffer_after) AS busy
    ) AS rule
    CROSS JOIN LATERAL (
        SELECT tstzrange(earliest - before, greatest(earliest, latest + busy)) AS span
    ) AS seen
    JOIN services_offer_resources AS doer ON doer.offer_id = offer.life_ptr_id
    JOIN services_resource AS resource ON resource.id = doer.resource_id AND resource.active
    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM services_openspan
        WHERE resource_id = resource.id AND period && seen.span
          AND lower(period) >= lower(seen.span) - interval '2 days' AND lower(period) < upper(seen.span)
    ) AS open
    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM services_hold
        WHERE resource_id = resource.id AND active AND resource.lanes = 1 AND period && seen.span
          AND lower(period) >= lower(seen.span) - interval '50 days' AND lower(period) < upper(seen.span)
    ) AS taken
    CROSS JOIN LATERAL unnest(
        open.spans * tstzmultirange(seen.span) - coalesce(taken.spans, '{}'::tstzmultirange)
    ) AS free
    CROSS JOIN LATERAL (
        SELECT services_on_grid(
            services_on_grid(lower(free) + before, offer.every_minutes, body.zone), offer.every_minutes, body.zone
        ) AS start
    ) AS first
    WHERE offer.life_ptr_id = wanted AND first.start + busy <= upper(free) AND first.start < latest
$$
"""

# Most offers have something free within days: the weeks after them are looked at only when there is nothing.
NEXT_START = """
CREATE FUNCTION services_next_start(wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE COST 5000 AS $$
    SELECT coalesce(
        services_start_between(wanted, asked_at, since, least(until, since + interval '4 days')),
        services_start_between(wanted, asked_at, least(until, since + interval '4 days'), until)
    )
$$
"""

INSTANTS = "bigint, timestamptz, timestamptz, timestamptz"


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("organisations", "0001_initial")]
    operations = [
        migrations.RunSQL(ON_GRID, "DROP FUNCTION services_on_grid(timestamptz, int, text)"),
        migrations.RunSQL(START_BETWEEN, f"DROP FUNCTION services_start_between({INSTANTS})"),
        migrations.RunSQL(NEXT_START, f"DROP FUNCTION services_next_start({INSTANTS})"),
    ]
