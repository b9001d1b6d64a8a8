from django.db import migrations, models

SOURCES = [
    ("fund", "a fund"),
    ("bundle", "a bundle"),
    ("card", "by card"),
    ("on_site", "on site"),
    ("invoice", "by invoice"),
    ("bank", "by bank transfer"),
]


class Migration(migrations.Migration):
    dependencies = [("bookings", "0040_drop_by_card")]
    operations = [
        migrations.AlterField("share", "source", models.CharField(choices=SOURCES, max_length=10, verbose_name="from")),
        migrations.AddField("share", "due_on", models.DateField(null=True, verbose_name="to be transferred by")),
        migrations.AddField(
            "share", "paid_cents", models.PositiveIntegerField(default=0, verbose_name="paid of it, cents")
        ),
        migrations.AddField("share", "returned_at", models.DateTimeField(null=True, verbose_name="sent back on")),
    ]
