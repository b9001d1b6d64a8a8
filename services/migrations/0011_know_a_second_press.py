"""The key of the form with which an offer was written: sent a second time it writes no second one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lives", "0001_tables"),
        ("organisations", "0003_know_a_second_press"),
        ("places", "0003_look_near_first"),
        ("services", "0010_find_places_for_several"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="key",
            field=models.CharField(editable=False, max_length=80, null=True),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(fields=("organisation", "key"), name="a_key_writes_one_offer"),
        ),
    ]
