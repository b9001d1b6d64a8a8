from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_set_first_travel_speeds")]
    operations = [
        migrations.AddField(
            model_name="area",
            name="near_metres",
            field=models.FloatField(editable=False, null=True),
        ),
    ]
