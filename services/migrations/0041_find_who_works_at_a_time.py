import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0040_keep_searches")]
    operations = [
        migrations.AddIndex(
            model_name="openspan",
            index=django.contrib.postgres.indexes.GistIndex("period", name="open_spans_by_time"),
        ),
    ]
