from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0038_find_starts_quickly"),
    ]

    operations = [
        migrations.AddField("listing", "since", models.DateTimeField(db_default=Now())),
        migrations.AddIndex("listing", models.Index(fields=["since"], name="listings_by_age")),
    ]
