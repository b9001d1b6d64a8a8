"""What is free, lane by lane, as functions of the database, and the next start of an offer that needs a team.

`services.availability` reads the first two; search filters and orders by the last. A test holds the two together.
"""

from importlib import import_module

from django.db import migrations

before = import_module("services.migrations.0002_find_the_next_start")

FREE = """
CREATE FUNCTION services_free(wanted bigint, span tstzrange) RETURNS TABLE (lane int, free tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT lane, unnest(open.spans * tstzmultirange(span) - coalesce(taken.spans, '{}'::tstzmultirange))
    FROM services_resource AS resource
    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM services_openspan
        WHERE resource_id = resource.id AND period && span
          AND lower(period) >= lower(span) - interval '2 days' AND lower(period) < upper(span)
    ) AS open
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

# The days on which somebody may do this: those on which every credential that the offer asks for is valid.
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
        LEFT JOIN organisations_credential AS shown ON shown.kind_id = asked.credentialkind_id AND shown.user_id = person
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
# By Hall's theorem a team is there when any of the needs together find as many people as they ask for.
START_BETWEEN = """
CREATE OR REPLACE FUNCTION services_start_between(
    wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz
) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE COST 5000 AS $$
    WITH rule AS (
        SELECT offer.every_minutes AS every, body.zone,
               greatest(since, asked_at + make_interval(mins => offer.notice_minutes)) AS earliest,
               least(until, ((asked_at AT TIME ZONE body.zone)::date + offer.horizon_days + 1)::timestamp
                            AT TIME ZONE body.zone) AS latest,
               make_interval(mins => offer.buffer_before) AS before,
               make_interval(mins => offer.min_minutes + offer.buffer_after) AS busy
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


class Migration(migrations.Migration):
    dependencies = [("services", "0003_need_teams_skills_and_credentials"), ("organisations", "0002_keep_credentials")]
    operations = [
        migrations.RunSQL(FREE, "DROP FUNCTION services_free(bigint, tstzrange)"),
        migrations.RunSQL(VALID, "DROP FUNCTION services_valid(bigint, bigint, text)"),
        migrations.RunSQL(OPENINGS, "DROP FUNCTION services_openings(bigint[], tstzrange)"),
        migrations.RunSQL(START_BETWEEN, before.START_BETWEEN.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
