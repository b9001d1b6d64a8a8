"""Hours of a dated exception may end at midnight, as the weekly ones do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0008_wait_for_one_offer"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="hoursexception",
            name="exception_is_closed_or_has_hours",
        ),
        migrations.AddConstraint(
            model_name="hoursexception",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes", None), ("opens", None)),
                    models.Q(
                        ("opens__isnull", False),
                        models.Q(("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="exception_is_closed_or_has_hours",
                violation_error_message="Give both hours, the end after the start, or neither: then it is closed.",
            ),
        ),
    ]
