"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import django.db.models.deletion
import django.utils.timezone
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import marketplace.organisations.models


class Migration(migrations.Migration):
    replaces = [
        ("organisations", "0001_initial"),
        ("organisations", "0002_keep_credentials"),
        ("organisations", "0003_keep_what_a_desk_was_told"),
        ("organisations", "0004_know_social_workers"),
        ("organisations", "0005_let_bodies_keep_files"),
        ("organisations", "0006_say_which_papers_are_proof"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("lives", "0001_tables"),
        ("places", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CredentialKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.JSONField(default=dict, verbose_name="Name")),
                (
                    "proof",
                    models.BooleanField(
                        default=False,
                        help_text="Without it, one may still ask.",
                        verbose_name="The law wants it to have been seen",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of credential",
                "verbose_name_plural": "kinds of credential",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "life_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_organisation",
                        serialize=False,
                        to="lives.life",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("provider", "provider"), ("city", "the City")], default="provider", max_length=12
                    ),
                ),
                ("about", models.JSONField(blank=True, default=dict, verbose_name="About")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="Languages spoken")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="Phone"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="Website")),
                ("tax_code", models.CharField(blank=True, max_length=16, verbose_name="Tax code")),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                ("zone", models.CharField(default="Europe/Rome", max_length=40, verbose_name="Time zone")),
                ("keeps_files_since", models.DateField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
            bases=("lives.life",),
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_keys",
                        to="organisations.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "prefix",
                    models.CharField(default=marketplace.organisations.models.new_prefix, max_length=12, unique=True),
                ),
                ("hashed", models.CharField(max_length=64)),
                ("scopes", models.JSONField(default=list)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "API key",
                "verbose_name_plural": "API keys",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("coordinator", "coordinator"),
                            ("worker", "worker"),
                            ("caseworker", "social worker"),
                            ("officer", "city officer"),
                            ("auditor", "auditor"),
                            ("protection", "data protection officer"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("called", models.CharField(blank=True, editable=False, max_length=170)),
                (
                    "told_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, editable=False, max_length=128, null=True, region=None
                    ),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate)),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("organisation", "user", "role"),
                        name="one_open_membership_a_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("how", models.CharField(max_length=200, verbose_name="how it was given")),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "mandate",
                "verbose_name_plural": "mandates",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("organisation", "person"), name="one_open_mandate"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credentials",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.credentialkind",
                        verbose_name="What",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credentials",
                        to="organisations.organisation",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("valid_until", models.DateField(verbose_name="Valid until")),
                (
                    "seen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("seen_on", models.DateField(default=django.utils.timezone.localdate)),
            ],
            options={
                "verbose_name": "credential",
                "verbose_name_plural": "credentials",
                "ordering": ["valid_until"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="a_credential_is_valid_for_a_while",
                        violation_error_message="The end must not come before the start.",
                    )
                ],
            },
        ),
    ]
