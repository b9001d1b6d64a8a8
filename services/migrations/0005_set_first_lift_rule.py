"""Numbers to start with, as an example; whoever runs the city sets its own from a day on."""

from datetime import date

from django.db import migrations

FIRST = {
    "valid_from": date(2020, 1, 1),
    "new_days": 30,
    "asked_days": 60,
    "asked_percent": 50,
    "nearer_percent": 20,
    "sooner_minutes": 60,
    "places_up": 3,
}


def set_rule(apps, schema_editor):
    apps.get_model("services", "LiftRule").objects.create(**FIRST)


def remove_rule(apps, schema_editor):
    """Only where nobody has touched it."""
    apps.get_model("services", "LiftRule").objects.filter(**FIRST, valid_to=None).delete()


class Migration(migrations.Migration):
    replaces = [("services", "0046_set_first_lift_rule")]
    dependencies = [("services", "0004_count_editions")]
    operations = [migrations.RunPython(set_rule, remove_rule)]
