"""A picture is asked for by its name, by whoever looks at a card: in a large city not among all offers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0015_name_streets_of_offers")]
    operations = [
        migrations.AddIndex(
            "offer", models.Index(fields=["picture"], name="offers_by_picture", condition=~models.Q(picture=""))
        ),
    ]
