from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0037_give_bank_accounts")]
    operations = [
        migrations.AddField(
            "booking",
            "way",
            models.CharField(
                choices=[("on_site", "on site"), ("card", "by card"), ("bank", "by bank transfer")],
                default="on_site",
                editable=False,
                max_length=10,
            ),
        ),
    ]
