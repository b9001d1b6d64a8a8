from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from marketplace.organisations.naming import Words


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_tables"), ("places", "0004_fold_names")]
    operations = [
        migrations.AddIndex("organisation", models.Index(fields=["name", "life_ptr"], name="organisations_in_order")),
        migrations.AddIndex("organisation", GinIndex(Words("name"), name="organisations_by_words")),
    ]
