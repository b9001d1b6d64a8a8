"""The City says which bodies may keep files of supported people. Until it has said so, none may."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_know_social_workers")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="keeps_files_since",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
