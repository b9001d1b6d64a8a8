"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from marketplace.schema import Tables


class Migration(migrations.Migration):
    replaces = [("programme", "0001_fund_and_subsidise"), ("programme", "0002_tell_results")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organisations", "0001_tables"),
        ("places", "0001_tables"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("until", models.DateTimeField()),
                        ("prepared_at", models.DateTimeField(auto_now_add=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("held", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "edition",
                        "verbose_name_plural": "editions",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.Case(models.When(published_at=None, then=True)), name="one_edition_is_prepared"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("published_at", None), ("held", False), _connector="OR"),
                                name="what_is_held_is_not_published",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        (
                            "funder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="organisations.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "programme",
                        "verbose_name_plural": "programmes",
                        "ordering": ["slug"],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="programme.programme",
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        ("grant_cents", models.PositiveBigIntegerField(verbose_name="Grant, cents")),
                    ],
                    options={
                        "verbose_name": "project",
                        "verbose_name_plural": "projects",
                        "ordering": ["slug"],
                    },
                ),
                migrations.CreateModel(
                    name="Involved",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involved",
                                to="programme.project",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involved",
                                to="organisations.organisation",
                            ),
                        ),
                        ("counts", models.BooleanField(default=True, verbose_name="What it does is counted here")),
                        ("since", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "body of a project",
                        "verbose_name_plural": "bodies of projects",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("project", "organisation"), name="involved_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("counts", True)),
                                fields=("organisation",),
                                name="counted_for_one_project",
                                violation_error_message="What this body does is counted for another project already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funds",
                                to="programme.programme",
                            ),
                        ),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                    ],
                    options={
                        "verbose_name": "fund",
                        "verbose_name_plural": "funds",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Subsidy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subsidies",
                                to="programme.fund",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Percent of the price"
                            ),
                        ),
                        ("cents", models.PositiveIntegerField(blank=True, null=True, verbose_name="or so many cents")),
                        (
                            "categories",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(),
                                blank=True,
                                default=list,
                                help_text="None: all of them.",
                                size=None,
                                verbose_name="Categories",
                            ),
                        ),
                        (
                            "needs_eligibility",
                            models.BooleanField(default=False, verbose_name="Only for those who were admitted"),
                        ),
                        (
                            "most_cents",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="At most, cents for each person"
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[("month", "a month"), ("year", "a year")],
                                default="month",
                                max_length=10,
                                verbose_name="in",
                            ),
                        ),
                        (
                            "valid_from",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="Valid from"),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                        (
                            "areas",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="places.area", verbose_name="Areas"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "subsidy",
                        "verbose_name_plural": "subsidies",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cents__gt", 0), ("cents__isnull", False), ("percent", None)),
                                    models.Q(
                                        ("cents", None),
                                        ("percent__gte", 1),
                                        ("percent__isnull", False),
                                        ("percent__lte", 100),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_subsidy_is_a_percentage_or_an_amount",
                                violation_error_message="Write a percentage from 1 to 100, or an amount, and not both.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_subsidy_is_valid_for_a_while",
                                violation_error_message="The end must not come before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Told",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="told", to="programme.edition"
                            ),
                        ),
                        ("indicator", models.SlugField()),
                        (
                            "by",
                            models.CharField(
                                choices=[
                                    ("whole", "as a whole"),
                                    ("project", "by project"),
                                    ("area", "by neighbourhood"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("line", models.PositiveBigIntegerField(default=0)),
                        ("amount", models.PositiveBigIntegerField()),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "told number",
                        "verbose_name_plural": "told numbers",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("edition"),
                                models.F("indicator"),
                                models.F("by"),
                                models.F("line"),
                                name="told_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Eligibility",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="eligible",
                                to="programme.programme",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="eligibilities",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("seen_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="Seen on")),
                        ("valid_until", models.DateField(verbose_name="Valid until")),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "eligibility",
                        "verbose_name_plural": "eligibilities",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gte", models.F("seen_on"))),
                                name="an_eligibility_is_valid_for_a_while",
                                violation_error_message="The end must not come before the start.",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="project",
            name="bodies",
            field=models.ManyToManyField(
                related_name="projects", through="programme.Involved", to="organisations.organisation"
            ),
        ),
    ]
