"""The first start for a stay of so many minutes, or on a date that lasts so long; NULL: for the shortest stay."""

from importlib import import_module

from django.db import migrations

first = import_module("services.migrations.0042_take_busy_time_from_first_starts").LESS_BUSY
between = import_module("services.migrations.0004_find_starts_of_teams").START_BETWEEN
following = import_module("services.migrations.0038_find_starts_quickly").NEXT_START
INSTANTS = "bigint, timestamptz, timestamptz, timestamptz"
STAY = "offer.min_minutes + offer.buffer_after", "coalesce(minutes, offer.min_minutes) + offer.buffer_after"
GIVEN = "until timestamptz\n)", "until timestamptz, minutes int DEFAULT NULL\n)"
SO_LONG_A_DATE = """AND occasion.starts_at > rule.noticed
              AND (minutes IS NULL OR occasion.ends_at - occasion.starts_at = make_interval(mins => minutes))"""


def anew(function: str) -> str:
    """Made under another signature: the one before is dropped first."""
    return function.replace("CREATE OR REPLACE FUNCTION", "CREATE FUNCTION")


FIRST_START = (
    anew(first)
    .replace("seats int\n)", "seats int, minutes int DEFAULT NULL\n)")
    .replace(*STAY)
    .replace("AND occasion.starts_at > rule.noticed", SO_LONG_A_DATE)
    .replace("asked_at, since, until)", "asked_at, since, until, minutes)")
)
START_BETWEEN = anew(between).replace(*GIVEN).replace(*STAY)
NEXT_START = anew(following).replace(*GIVEN).replace("NULL)", "NULL, minutes)")


def instead(name: str, given: str, now: str, before: str) -> list[migrations.RunSQL]:
    """This function takes the place of one that knows nothing of minutes."""
    return [
        migrations.RunSQL(f"DROP FUNCTION {name}({given})", anew(before)),
        migrations.RunSQL(now, f"DROP FUNCTION {name}({given}, int)"),
    ]


class Migration(migrations.Migration):
    dependencies = [("services", "0043_count_editions_of_listings")]
    operations = [
        *instead("services_start_between", INSTANTS, START_BETWEEN, between),
        *instead("services_first_start", f"{INSTANTS}, int", FIRST_START, first),
        *instead("services_next_start", INSTANTS, NEXT_START, following),
    ]
