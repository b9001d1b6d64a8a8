"""Whether somebody has pressed before is found by the key, however much she has done."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("lives", "0002_changes_of_a_life"),
    ]
    operations = [
        migrations.AddIndex(
            "change",
            models.Index(fields=["key", "actor"], name="changes_by_key", condition=models.Q(("key__isnull", False))),
        )
    ]
