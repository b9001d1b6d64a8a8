"""Coordinates lie on the map."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="area",
            name="centre_lat",
            field=models.FloatField(
                validators=[django.core.validators.MinValueValidator(-85), django.core.validators.MaxValueValidator(85)]
            ),
        ),
        migrations.AlterField(
            model_name="area",
            name="centre_lon",
            field=models.FloatField(
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="lat",
            field=models.FloatField(
                validators=[django.core.validators.MinValueValidator(-85), django.core.validators.MaxValueValidator(85)]
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="lon",
            field=models.FloatField(
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="street",
            name="lat",
            field=models.FloatField(
                validators=[django.core.validators.MinValueValidator(-85), django.core.validators.MaxValueValidator(85)]
            ),
        ),
        migrations.AlterField(
            model_name="street",
            name="lon",
            field=models.FloatField(
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("centre_lat__range", (-85, 85)), ("centre_lon__range", (-180, 180))),
                name="area_is_on_the_map",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("lat__range", (-85, 85)), ("lon__range", (-180, 180))), name="place_is_on_the_map"
            ),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.CheckConstraint(
                condition=models.Q(("lat__range", (-85, 85)), ("lon__range", (-180, 180))), name="street_is_on_the_map"
            ),
        ),
    ]
