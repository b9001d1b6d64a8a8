import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0025_save_cards_for_what_is_far"),
        ("ledger", "0005_know_cards"),
        ("services", "0013_let_bundles_last_a_year"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="share", name="a_bundle_pays_as_itself"),
        migrations.AddField(
            model_name="share",
            name="sale",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="bookings.sale"
            ),
        ),
        migrations.AddField(
            model_name="sale",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="sales", to="ledger.account"
            ),
        ),
        migrations.AddField(model_name="sale", name="first_day", field=models.DateField(null=True)),
        migrations.AddField(model_name="sale", name="last_day", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="sale",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first_day", None), ("last_day", None)),
                    models.Q(("first_day__isnull", False), ("last_day__gt", models.F("first_day"))),
                    _connector="OR",
                ),
                name="a_membership_has_its_year",
            ),
        ),
    ]
