"""The history of a life is read page by page, the newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lives", "0001_initial")]
    operations = [
        migrations.AddIndex("change", models.Index(fields=["life", "id"], name="changes_of_a_life")),
    ]
