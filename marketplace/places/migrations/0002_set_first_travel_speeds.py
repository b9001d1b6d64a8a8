"""Speeds to start with, as examples; whoever runs the city sets its own from a day on."""

from datetime import date

from django.db import migrations

FIRST_DAY = date(2020, 1, 1)
METRES_PER_MINUTE = {"walk": 75, "bike": 210, "transit": 230, "car": 300}


def set_speeds(apps, schema_editor):
    speeds = apps.get_model("places", "TravelSpeed")
    speeds.objects.bulk_create(
        speeds(mode=mode, metres_per_minute=speed, detour=1.35, valid_from=FIRST_DAY)
        for mode, speed in METRES_PER_MINUTE.items()
    )


def remove_speeds(apps, schema_editor):
    """Only those nobody has touched."""
    speeds = apps.get_model("places", "TravelSpeed").objects
    for mode, speed in METRES_PER_MINUTE.items():
        speeds.filter(mode=mode, metres_per_minute=speed, valid_from=FIRST_DAY, valid_to=None).delete()


class Migration(migrations.Migration):
    replaces = [("places", "0007_set_first_travel_speeds")]
    dependencies = [("places", "0001_tables")]
    operations = [migrations.RunPython(set_speeds, remove_speeds)]
