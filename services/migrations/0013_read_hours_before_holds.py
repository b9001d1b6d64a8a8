"""What is taken is looked for only where somebody has hours in that time: half of those whom a search looks at have none
on the day that is asked for."""

from importlib import import_module

from django.db import migrations

HOURS_LAST = """        CROSS JOIN LATERAL generate_series(0, doer.lanes - 1) AS lane(number)
        CROSS JOIN LATERAL unnest(
            (
                SELECT range_agg(period) FROM services_openspan
                WHERE resource_id = doer.id AND period && seen.span
                  AND lower(period) >= lower(seen.span) - interval '2 days' AND lower(period) < upper(seen.span)
            ) * tstzmultirange(seen.span) - coalesce(("""
HOURS_FIRST = """        CROSS JOIN LATERAL (
            SELECT range_agg(period) * tstzmultirange(seen.span) AS spans FROM services_openspan
            WHERE resource_id = doer.id AND period && seen.span
              AND lower(period) >= lower(seen.span) - interval '2 days' AND lower(period) < upper(seen.span)
            OFFSET 0
        ) AS open
        CROSS JOIN LATERAL
            generate_series(0, CASE WHEN open.spans IS NULL THEN -1 ELSE doer.lanes - 1 END) AS lane(number)
        CROSS JOIN LATERAL unnest(
            open.spans - coalesce(("""
tables = import_module("services.migrations.0002_find_starts")
dates = import_module("services.migrations.0012_begin_on_dates_alone")


def hours_first(function: str) -> str:
    head, found, tail = function.partition(HOURS_LAST)
    assert found, "the function reads otherwise"
    return head + HOURS_FIRST + tail


class Migration(migrations.Migration):
    dependencies = [("services", "0012_begin_on_dates_alone")]
    operations = [
        migrations.RunSQL(hours_first(dates.without_dates(tables.STARTS)), dates.without_dates(tables.STARTS))
    ]
