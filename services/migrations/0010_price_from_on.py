from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0009_read_outside_calendars")]

    operations = [
        migrations.AlterField(
            model_name="offer",
            name="price",
            field=models.CharField(
                choices=[
                    ("free", "free"),
                    ("fixed", "a fixed price"),
                    ("hourly", "by the hour"),
                    ("slice", "by the slice of time"),
                    ("from", "from this price on, by what there is to do"),
                ],
                default="free",
                max_length=10,
                verbose_name="Price",
            ),
        ),
    ]
