"""One speed for each way of travelling on any day; no speed of nothing."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0005_create_water")]

    operations = [
        migrations.RemoveConstraint(
            model_name="travelspeed",
            name="one_speed_a_mode_at_a_time",
        ),
        migrations.AlterModelOptions(
            name="travelspeed",
            options={
                "ordering": ["mode", "valid_from"],
                "verbose_name": "travel speed",
                "verbose_name_plural": "travel speeds",
            },
        ),
        migrations.AlterField(
            model_name="travelspeed",
            name="detour",
            field=models.FloatField(
                default=1.35, help_text="1.35: the way is 35 per cent longer than the line.", verbose_name="Detour"
            ),
        ),
        migrations.AlterField(
            model_name="travelspeed",
            name="metres_per_minute",
            field=models.PositiveIntegerField(verbose_name="Metres a minute"),
        ),
        migrations.AlterField(
            model_name="travelspeed",
            name="mode",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="travelspeed",
            name="valid_from",
            field=models.DateField(verbose_name="First day"),
        ),
        migrations.AlterField(
            model_name="travelspeed",
            name="valid_to",
            field=models.DateField(blank=True, null=True, verbose_name="Last day"),
        ),
        migrations.AddConstraint(
            model_name="travelspeed",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="travelspeed",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="travelspeed",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="travelspeed",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="travelspeed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("detour__gte", 1),
                    ("detour__lte", 10),
                    ("metres_per_minute__gte", 1),
                    ("metres_per_minute__lte", 5000),
                ),
                name="a_speed_gets_there",
                violation_error_message="1 to 5000 metres a minute, and a detour of 1 to 10.",
            ),
        ),
        migrations.AddConstraint(
            model_name="travelspeed",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="a_speed_ends_after_it_begins",
                violation_error_message="The last day must not come before the first.",
            ),
        ),
    ]
