import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from services.models.category import check_traits


class Migration(migrations.Migration):
    dependencies = [("services", "0048_find_starts_in_one_query")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="traits",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                help_text="A list; of each trait slug, name by language and choices, and of each choice slug and name.",
                validators=[check_traits],
                verbose_name="Traits of its offers",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="traits",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=49),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="Details",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="traits",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=49), db_default=[], size=None
            ),
        ),
        migrations.AddIndex(model_name="listing", index=GinIndex("traits", name="listings_by_traits")),
    ]
