from django.db import migrations, models
from phonenumber_field.modelfields import PhoneNumberField


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_keep_credentials")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="called",
            field=models.CharField(blank=True, default="", editable=False, max_length=170),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="told_phone",
            field=PhoneNumberField(blank=True, editable=False, max_length=128, null=True, region=None),
        ),
    ]
