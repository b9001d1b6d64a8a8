"""Rivers for the map."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0004_keep_streets_once_an_area")]

    operations = [
        migrations.CreateModel(
            name="Water",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="Name")),
                ("line", models.JSONField(default=list)),
                ("thin", models.BooleanField(default=False, verbose_name="Drawn thin")),
                ("attribution", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "water",
                "verbose_name_plural": "waters",
                "ordering": ["name"],
            },
        ),
    ]
