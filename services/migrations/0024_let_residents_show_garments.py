"""Residents show garments of their own, by a rule of the wardrobe under whose name they do it."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import services.models.hold


class Migration(migrations.Migration):
    dependencies = [
        ("lives", "0003_find_what_was_pressed_before"),
        ("places", "0007_set_first_travel_speeds"),
        ("services", "0023_tell_presses_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SwapRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="First day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                ("until_then", models.DateField(editable=False, null=True)),
                (
                    "missed",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="So many times not come",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(730),
                        ],
                        verbose_name="In so many days",
                    ),
                ),
                (
                    "pause_days",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(730),
                        ],
                        verbose_name="Then no asking for so many days",
                    ),
                ),
                (
                    "late_hours",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(72)],
                        verbose_name="Stepping back counts as not coming from so many hours before",
                    ),
                ),
                (
                    "most_shown",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="Garments that one may show at a time",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of swaps",
                "verbose_name_plural": "rules of swaps",
                "ordering": ["valid_from"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnGarment",
            fields=[],
            options={
                "verbose_name": "garment to swap",
                "verbose_name_plural": "garments to swap",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("services.garment",),
        ),
        migrations.AddField(
            model_name="garment",
            name="resident",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_garments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="garment",
            name="remark",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[django.core.validators.ProhibitNullCharactersValidator()],
                verbose_name="A few words",
            ),
        ),
        migrations.AddField(
            model_name="wardrobe",
            name="meeting_places",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="places.place", verbose_name="Where residents meet to swap"
            ),
        ),
        migrations.AddField(
            model_name="wardrobe",
            name="swaps",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="swap_wardrobe",
                to="services.offer",
                verbose_name="Swaps between residents",
            ),
        ),
        migrations.AddConstraint(
            model_name="garment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resident", None), models.Q(("bag", None), ("hangs", False), ("points", 0)), _connector="OR"
                ),
                name="what_residents_show_is_no_stock",
            ),
        ),
        migrations.AddField(
            model_name="swaprule",
            name="follows",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.swaprule",
            ),
        ),
        migrations.AddField(
            model_name="swaprule",
            name="wardrobe",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="services.wardrobe"
            ),
        ),
        migrations.AddConstraint(
            model_name="swaprule",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="a_swap_rule_ends_after_it_begins",
                violation_error_message="The last day must not come before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="swaprule",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        services.models.hold.Point(models.F("wardrobe"), models.F("wardrobe"), function="int8range"),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_swap_rule_at_a_time",
                violation_error_message="On some of these days there is such a rule already.",
            ),
        ),
    ]
