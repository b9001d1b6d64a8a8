"""Of a payment more than one transfer may follow, where something came back for nothing or was kept back for a bank."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0033_give_back_by_hand")]
    operations = [
        migrations.AlterField(
            "transfer",
            "charge",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="bookings.charge"
            ),
        ),
        migrations.AddField("reversal", "by_hand", models.BooleanField(default=False)),
    ]
