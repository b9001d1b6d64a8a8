"""Whoever keeps a search may wait for one offer of which nothing is free."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0007_fold_as_the_query_does")]
    operations = [
        migrations.AddField(
            "savedsearch",
            "offer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.offer"
            ),
        )
    ]
