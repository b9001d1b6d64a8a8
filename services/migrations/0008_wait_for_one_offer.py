"""Whoever keeps a search may wait for one offer of which nothing is free."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0006_keep_cards_of_measured_areas")]
    operations = [
        migrations.AddField(
            "savedsearch",
            "offer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.offer"
            ),
        )
    ]
