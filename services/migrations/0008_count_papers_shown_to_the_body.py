"""A paper counts for the offers of the body that has seen it: another one has to look at it itself."""

from importlib import import_module

from django.db import migrations

before = import_module("services.migrations.0004_find_starts_of_teams").VALID.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
VALID = before.replace(
    "LEFT JOIN organisations_credential AS shown ON",
    "JOIN services_offer AS offer ON offer.life_ptr_id = asked.offer_id\n"
    "        LEFT JOIN organisations_credential AS shown ON shown.organisation_id = offer.organisation_id AND",
)


class Migration(migrations.Migration):
    dependencies = [("services", "0007_find_the_next_date")]
    operations = [migrations.RunSQL(VALID, before)]
