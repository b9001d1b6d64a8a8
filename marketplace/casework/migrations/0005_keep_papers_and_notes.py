"""Papers that people have shown, and notes on them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import marketplace.casework.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_keep_ceilings"),
        ("organisations", "0005_let_bodies_keep_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "the team; she or he can read it"),
                            ("person", "her or him: it shows on the own page"),
                            ("restricted", "whoever is responsible, and me"),
                        ],
                        max_length=10,
                        verbose_name="For",
                    ),
                ),
                ("sealed", marketplace.casework.sealing.SealedField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="casework.participant"
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-at", "pk"],
                "indexes": [models.Index(fields=["participant", "-at"], name="notes_of_a_file")],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("seen_on", models.DateField(default=django.utils.timezone.localdate)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="casework.participant"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ["kind__slug", "-seen_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("participant", "kind"),
                        name="one_paper_of_a_kind_stands",
                    )
                ],
            },
        ),
    ]
