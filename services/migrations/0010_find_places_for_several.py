"""A place with several lanes (benches, desks) is found for so many people, too: when one of its resources has so many
lanes free at the same time. Before, whoever asked for seats found dates alone.

The same rule as `services.availability.times`; tests hold the two together.
"""

from django.db import migrations, models

SHARED_START = """
CREATE FUNCTION services_shared_start(
    wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz, seats int, minutes int
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
        WHERE offer.life_ptr_id = wanted AND NOT EXISTS (SELECT FROM services_need WHERE offer_id = wanted)
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
    WHERE EXISTS (
        SELECT FROM opening WHERE opening.free @> tstzrange(at - before, at + busy)
        GROUP BY opening.resource HAVING count(*) >= seats
    )
$$
"""
ARGUMENTS = (
    "wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz, seats int, minutes int DEFAULT NULL"
)
HARDER_START = """
CREATE OR REPLACE FUNCTION services_harder_start({arguments})
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
    RETURN {otherwise};
END
$$
"""
SHARED = "services_shared_start(wanted, asked_at, since, until, seats, minutes)"


class Migration(migrations.Migration):
    dependencies = [("services", "0009_end_exceptions_at_midnight")]
    operations = [
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["id"], name="resources_for_several", condition=models.Q(lanes__gt=1)),
        ),
        migrations.RunSQL(
            SHARED_START,
            "DROP FUNCTION services_shared_start(bigint, timestamptz, timestamptz, timestamptz, int, int)",
        ),
        migrations.RunSQL(
            HARDER_START.format(arguments=ARGUMENTS, otherwise=SHARED),
            HARDER_START.format(arguments=ARGUMENTS, otherwise="NULL"),
        ),
    ]
