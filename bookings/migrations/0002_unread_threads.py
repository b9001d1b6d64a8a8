"""Where words still wait to be read, so that nobody has to look through all that was ever said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0001_initial"),
        ("lives", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Unread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "life",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="lives.life",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="bookings.message"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unread thread",
                "verbose_name_plural": "unread threads",
                "ordering": ["message"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("desk__isnull", False)), fields=["desk", "message"], name="unread_at_desk"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("life", "reader"), name="one_unread_a_reader"),
                    models.UniqueConstraint(fields=("life", "desk"), name="one_unread_a_desk"),
                    models.CheckConstraint(
                        condition=models.Q(("reader", None), ("desk", None), _connector="XOR"),
                        name="a_reader_or_a_desk_has_not_read",
                    ),
                ],
            },
        ),
    ]
