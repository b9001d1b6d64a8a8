"""What a card did not take back is kept with Stripe's word for why, and how often Stripe has said no at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0031_move_series_to_another_day")]
    operations = [
        migrations.AddField("refund", "failure", models.CharField(blank=True, max_length=60)),
        migrations.AddField("refund", "refusals", models.PositiveSmallIntegerField(default=0)),
    ]
