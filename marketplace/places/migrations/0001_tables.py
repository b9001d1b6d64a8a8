"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("places", "0001_initial"),
        ("places", "0002_bound_coordinates"),
        ("places", "0003_date_areas_and_places"),
        ("places", "0004_keep_streets_once_an_area"),
        ("places", "0005_create_water"),
        ("places", "0006_keep_speeds_apart"),
    ]

    initial = True

    dependencies = []

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
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("district", models.PositiveSmallIntegerField(default=0, verbose_name="District")),
                ("rings", models.JSONField(default=list)),
                (
                    "centre_lat",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-85),
                            django.core.validators.MaxValueValidator(85),
                        ]
                    ),
                ),
                (
                    "centre_lon",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ]
                    ),
                ),
                ("attribution", models.CharField(blank=True, max_length=300)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "area",
                "verbose_name_plural": "areas",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("centre_lat__range", (-85, 85)), ("centre_lon__range", (-180, 180))),
                        name="area_is_on_the_map",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TravelSpeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("walk", "on foot"),
                            ("bike", "by bicycle"),
                            ("transit", "by bus and tram"),
                            ("car", "by car"),
                        ],
                        max_length=10,
                        verbose_name="Way of travelling",
                    ),
                ),
                ("metres_per_minute", models.PositiveIntegerField(verbose_name="Metres a minute")),
                (
                    "detour",
                    models.FloatField(
                        default=1.35,
                        help_text="1.35: the way is 35 per cent longer than the line.",
                        verbose_name="Detour",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="First day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
            ],
            options={
                "verbose_name": "travel speed",
                "verbose_name_plural": "travel speeds",
                "ordering": ["mode", "valid_from"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("mode", "walk")),
                        expressions=[
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="one_speed_walk_at_a_time",
                        violation_error_message="On some of these days this way of travelling already has a speed.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("mode", "bike")),
                        expressions=[
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="one_speed_bike_at_a_time",
                        violation_error_message="On some of these days this way of travelling already has a speed.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("mode", "transit")),
                        expressions=[
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="one_speed_transit_at_a_time",
                        violation_error_message="On some of these days this way of travelling already has a speed.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("mode", "car")),
                        expressions=[
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="one_speed_car_at_a_time",
                        violation_error_message="On some of these days this way of travelling already has a speed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("detour__gte", 1),
                            ("detour__lte", 10),
                            ("metres_per_minute__gte", 1),
                            ("metres_per_minute__lte", 5000),
                        ),
                        name="a_speed_gets_there",
                        violation_error_message="1 to 5000 metres a minute, and a detour of 1 to 10.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="a_speed_ends_after_it_begins",
                        violation_error_message="The last day must not come before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=160, verbose_name="Street and number")),
                ("extra", models.CharField(blank=True, max_length=160, verbose_name="Door, floor, name on the bell")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "lat",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-85),
                            django.core.validators.MaxValueValidator(85),
                        ]
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ]
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lat__range", (-85, 85)), ("lon__range", (-180, 180))),
                        name="place_is_on_the_map",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Street",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("folded", models.CharField(blank=True, db_index=True, max_length=120)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="streets",
                        to="places.area",
                    ),
                ),
                (
                    "lat",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-85),
                            django.core.validators.MaxValueValidator(85),
                        ]
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ]
                    ),
                ),
            ],
            options={
                "verbose_name": "street",
                "verbose_name_plural": "streets",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("folded", "area"), name="a_street_once_an_area", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lat__range", (-85, 85)), ("lon__range", (-180, 180))),
                        name="street_is_on_the_map",
                    ),
                ],
            },
        ),
    ]
