from django.db import migrations, models
from django.db.models import F, Q


def freeze(apps, schema_editor):
    """What takes place where its offer is, or on a date that the organisation announced. All else is somebody's home."""
    bookings = apps.get_model("bookings", "Booking").objects
    here = Q(place=F("offer__place")) | Q(place=None) | Q(enrolment__isnull=False)
    bookings.filter(pk__in=bookings.filter(here).values("pk")).update(on_site=True)


class Migration(migrations.Migration):
    dependencies = [("bookings", "0013_keep_what_is_stranded")]

    operations = [
        migrations.AddField(
            model_name="booking", name="on_site", field=models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            model_name="proof",
            name="wrong_codes",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
