import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0007_make_calendar_keys"),
        ("services", "0006_write_cancellation_policies"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="moved",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="booking",
            name="other_times",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="rounds",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="booking",
            name="terms",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="booking",
            name="wanted",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.resource",
            ),
        ),
    ]
