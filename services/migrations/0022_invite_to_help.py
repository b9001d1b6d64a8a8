"""A wardrobe invites people to give a hand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0021_print_labels")]
    operations = [
        migrations.AddField(
            "wardrobe",
            "helping",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.offer",
                verbose_name="Giving a hand",
            ),
        )
    ]
