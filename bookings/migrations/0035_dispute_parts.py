"""How much of a payment is disputed, and how much of it was lost."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0034_hand_on_more_than_once")]
    operations = [
        migrations.AddField("charge", "disputed_cents", models.PositiveIntegerField(default=0)),
        migrations.AddField("charge", "lost_cents", models.PositiveIntegerField(default=0)),
    ]
