from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0046_set_first_lift_rule"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="step_free",
            field=models.BooleanField(blank=True, null=True, verbose_name="One gets in without steps"),
        ),
    ]
