"""A street stands once for each area it runs through, so that loading it again corrects it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0003_date_areas_and_places")]

    operations = [
        migrations.AlterModelOptions(
            name="street",
            options={"ordering": ["name", "pk"], "verbose_name": "street", "verbose_name_plural": "streets"},
        ),
        migrations.RemoveConstraint(
            model_name="street",
            name="a_street_once",
        ),
        migrations.AlterField(
            model_name="street",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="streets",
                to="places.area",
            ),
        ),
        migrations.AlterField(
            model_name="street",
            name="folded",
            field=models.CharField(blank=True, db_index=True, max_length=120),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.UniqueConstraint(
                fields=("folded", "area"), name="a_street_once_an_area", nulls_distinct=False
            ),
        ),
    ]
