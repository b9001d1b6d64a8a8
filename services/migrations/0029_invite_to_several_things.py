"""A wardrobe invites to give a hand with several things: sorting, languages, tailoring."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0028_say_how_one_comes")]

    operations = [
        migrations.AddField(
            model_name="wardrobe",
            name="invitations",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="services.offer", verbose_name="Giving a hand"
            ),
        )
    ]
