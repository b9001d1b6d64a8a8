"""A series can go to another weekday: it takes place so many days after each date of its plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0030_owe_shares")]
    operations = [
        migrations.AddField("series", "days_later", models.SmallIntegerField(default=0, verbose_name="Days later")),
        migrations.AddField("shift", "days_later", models.SmallIntegerField(default=0)),
    ]
