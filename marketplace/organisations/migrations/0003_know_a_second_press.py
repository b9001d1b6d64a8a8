"""The key of the form with which something was made: sent a second time it makes no second organisation or person."""

from django.db import migrations, models

KEY = {"editable": False, "max_length": 100, "null": True, "unique": True}


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_find_organisations_by_name")]
    operations = [
        migrations.AddField("organisation", "key", models.CharField(**KEY)),
        migrations.AddField("membership", "key", models.CharField(**KEY)),
        migrations.AddField("mandate", "key", models.CharField(**KEY)),
        migrations.AlterField("apikey", "hashed", models.CharField(max_length=64, unique=True)),
    ]
