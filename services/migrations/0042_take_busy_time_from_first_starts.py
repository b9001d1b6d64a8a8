"""What an outside calendar has is not free for the quick first start either."""

from importlib import import_module

from django.db import migrations

FIRST_START = import_module("services.migrations.0038_find_starts_quickly").FIRST_START.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
LESS_BUSY = FIRST_START.replace(
    "        CONTINUE WHEN open IS NULL;\n",
    """        CONTINUE WHEN open IS NULL;
        open := open - coalesce((
            SELECT range_agg(period) FROM services_busyspan
            WHERE resource_id = doer.id AND period && seen
              AND lower(period) >= lower(seen) - interval '1 day' AND lower(period) < upper(seen)
        ), '{}');
""",
)


class Migration(migrations.Migration):
    dependencies = [("services", "0041_find_who_works_at_a_time")]
    operations = [migrations.RunSQL(LESS_BUSY, FIRST_START)]
