"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import django.db.models.deletion
import django.utils.timezone
import rest_framework.utils.encoders
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("api", "0001_keep_answers"), ("api", "0002_count_calls")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "who", "span", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("who", models.CharField(max_length=64)),
                ("span", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "count of calls",
                "verbose_name_plural": "counts of calls",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.JSONField(encoder=rest_framework.utils.encoders.JSONEncoder, null=True)),
                ("claimed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "stored answer",
                "verbose_name_plural": "stored answers",
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="one_answer_a_key")],
            },
        ),
        # Counts need not outlive a crash, and no request is to wait until they are on a disk.
        migrations.RunSQL("ALTER TABLE api_call SET UNLOGGED", "ALTER TABLE api_call SET LOGGED"),
    ]
