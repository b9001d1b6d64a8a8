"""Desks give back by hand what a fund or a bundle carried: each time is a row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("bookings", "0032_keep_why_a_refund_failed"),
    ]
    operations = [
        migrations.CreateModel(
            name="GivenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                ("reason", models.TextField(max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="given back on")),
                ("key", models.CharField(max_length=80, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="given_back", to="bookings.share"
                    ),
                ),
            ],
            options={
                "verbose_name": "amount given back by hand",
                "verbose_name_plural": "amounts given back by hand",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["share", "key"], name="a_key_gives_back_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="what_is_given_back_is_something"
                    ),
                ],
            },
        ),
    ]
