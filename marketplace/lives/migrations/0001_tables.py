"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.lives.models


class Migration(migrations.Migration):
    replaces = [
        ("lives", "0001_initial"),
        ("lives", "0002_changes_of_a_life"),
        ("lives", "0003_find_what_was_pressed_before"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Life",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("species", marketplace.lives.models.SpeciesField(editable=False, max_length=60)),
                ("status", models.CharField(default="new", editable=False, max_length=20, verbose_name="status")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("born_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "life",
                "verbose_name_plural": "lives",
                "indexes": [models.Index(fields=["species", "status"], name="lives_by_status")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "life",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="lives.life"
                    ),
                ),
                ("step", models.CharField(max_length=30)),
                ("source", models.CharField(max_length=20)),
                ("target", models.CharField(max_length=20)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "acting_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("roles", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=80, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["life", "id"], name="changes_of_a_life"),
                    models.Index(
                        condition=models.Q(("key__isnull", False)), fields=["key", "actor"], name="changes_by_key"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("life", "key"), name="a_key_takes_one_step")],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "life",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="timers", to="lives.life"
                    ),
                ),
                ("step", models.CharField(max_length=30)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField()),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "timer",
                "verbose_name_plural": "timers",
                "indexes": [models.Index(fields=["retry_at"], name="timers_by_time")],
                "constraints": [models.UniqueConstraint(fields=("life", "step"), name="one_timer_a_step")],
            },
        ),
        migrations.AddField(
            model_name="life",
            name="last_change",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lives.change",
            ),
        ),
    ]
