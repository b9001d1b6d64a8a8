from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_owe_by_bank"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[
                    ("held", "there to spend"),
                    ("on_site", "due on site"),
                    ("invoiced", "due by invoice"),
                    ("bank", "due by bank transfer"),
                    ("card", "paid by card"),
                    ("to_transfer", "to be transferred"),
                    ("transferred", "transferred"),
                    ("promised", "promised, not earned yet"),
                    ("earned", "earned"),
                    ("owed", "owed"),
                    ("issued", "given out"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
