"""What an outside calendar says is taken is free in no lane. It strands no hold: those stand beside it."""

from importlib import import_module

from django.db import migrations

FREE = import_module("services.migrations.0004_find_starts_of_teams").FREE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
LESS_BUSY = FREE.replace(
    "coalesce(taken.spans, '{}'::tstzmultirange))",
    "coalesce(taken.spans, '{}'::tstzmultirange) - coalesce(busy.spans, '{}'::tstzmultirange))",
).replace(
    "    CROSS JOIN LATERAL generate_series(",
    """    CROSS JOIN LATERAL (
        SELECT range_agg(period) AS spans FROM services_busyspan
        WHERE resource_id = resource.id AND period && span AND open.spans IS NOT NULL
          AND lower(period) >= lower(span) - interval '1 day' AND lower(period) < upper(span)
    ) AS busy
    CROSS JOIN LATERAL generate_series(""",
)


class Migration(migrations.Migration):
    dependencies = [("services", "0010_price_from_on")]
    operations = [migrations.RunSQL(LESS_BUSY, FREE)]
