"""A place with several lanes (benches, desks) is found for so many people, too: when one of its resources has so many
lanes free at the same time. Before, whoever asked for seats found dates alone.

The same rule as `services.availability.times`; tests hold the two together.
"""

from importlib import import_module

from django.db import migrations, models

SIX = "bigint, timestamptz, timestamptz, timestamptz, int, int"
ALONE = "WHERE offer.life_ptr_id = wanted AND NOT EXISTS (SELECT FROM services_need WHERE offer_id = wanted)"
TOGETHER = """    SELECT min(at) FROM start, rule
    WHERE EXISTS (
        SELECT FROM opening WHERE opening.free @> tstzrange(at - before, at + busy)
        GROUP BY opening.resource HAVING count(*) >= seats
    )
$$
"""
SHARED = "RETURN services_shared_start(wanted, asked_at, since, until, seats, minutes);"
before = import_module("services.migrations.0002_find_starts")


def shared_start() -> str:
    """What is free and when one may begin is found as for a team; in one lane no two spans hold the same time."""
    begun, _team = before.START_BETWEEN.split("    SELECT min(at) FROM start, rule")
    named = begun.replace("services_start_between(", "services_shared_start(").replace(
        "minutes int DEFAULT NULL", "seats int, minutes int"
    )
    return named.replace("WHERE offer.life_ptr_id = wanted", ALONE) + TOGETHER


def harder_start(otherwise: str) -> str:
    return before.HARDER_START.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
        "RETURN NULL;", otherwise
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0009_end_exceptions_at_midnight")]
    operations = [
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["id"], name="resources_for_several", condition=models.Q(lanes__gt=1)),
        ),
        migrations.RunSQL(shared_start(), f"DROP FUNCTION services_shared_start({SIX})"),
        migrations.RunSQL(harder_start(SHARED), harder_start("RETURN NULL;")),
    ]
