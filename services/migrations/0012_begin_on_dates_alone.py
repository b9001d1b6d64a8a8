"""What takes place on dates begins on these alone. Before the first was announced, the hours of who leads it were told as
times at which it could be had."""

from importlib import import_module

from django.db import migrations

ON_DATES = "offer.kind <> 'event'"  # of the kinds of booking, `services.models.DATED`
WANTED = "WHERE offer.life_ptr_id = wanted"
before = import_module("services.migrations.0002_find_starts")


def anew(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def without_dates(function: str) -> str:
    return anew(function).replace(WANTED, f"{WANTED} AND {ON_DATES}")


class Migration(migrations.Migration):
    dependencies = [("services", "0011_know_a_second_press")]
    operations = [
        migrations.RunSQL(without_dates(function), anew(function)) for function in (before.STARTS, before.START_BETWEEN)
    ]
