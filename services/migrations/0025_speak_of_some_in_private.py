"""Of what somebody books there, mails and calendars may say when, and not what."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0024_let_residents_show_garments")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="discreet",
            field=models.BooleanField(default=False, verbose_name="Mails and calendars say when, not what"),
        )
    ]
