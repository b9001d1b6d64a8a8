"""The next start of an offer that takes place on dates of its own is the next of them that has a seat left.

Whoever has dates has no other starts: those who lead them may be free all week, and nobody can book that.
"""

from importlib import import_module

from django.db import migrations

before = import_module("services.migrations.0002_find_the_next_start")

NEXT_DATE = """
CREATE FUNCTION services_next_date(wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT min(occasion.starts_at)
    FROM services_occasion AS occasion
    JOIN lives_life AS life ON life.id = occasion.life_ptr_id AND life.status = 'open'
    JOIN services_offer AS offer ON offer.life_ptr_id = occasion.offer_id
    JOIN services_resource AS resource ON resource.id = occasion.resource_id
    WHERE occasion.offer_id = wanted AND occasion.starts_at >= since AND occasion.starts_at < until
      AND occasion.starts_at > asked_at + make_interval(mins => offer.notice_minutes)
      AND resource.lanes > (SELECT count(*) FROM services_hold WHERE resource_id = resource.id AND active)
$$
"""
NEXT_START = """
CREATE OR REPLACE FUNCTION services_next_start(
    wanted bigint, asked_at timestamptz, since timestamptz, until timestamptz
) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE COST 5000 AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM services_occasion WHERE offer_id = wanted)
        THEN services_next_date(wanted, asked_at, since, until)
        ELSE coalesce(
            services_start_between(wanted, asked_at, since, least(until, since + interval '4 days')),
            services_start_between(wanted, asked_at, least(until, since + interval '4 days'), until)
        )
    END
$$
"""
INSTANTS = "bigint, timestamptz, timestamptz, timestamptz"


class Migration(migrations.Migration):
    dependencies = [("services", "0006_write_cancellation_policies"), ("lives", "0002_changes_of_a_life")]
    operations = [
        migrations.RunSQL(NEXT_DATE, f"DROP FUNCTION services_next_date({INSTANTS})"),
        migrations.RunSQL(NEXT_START, before.NEXT_START.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
