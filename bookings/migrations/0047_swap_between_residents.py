"""A booking may be between two residents: one asks, the other answers; what they swap is no household's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0046_open_tills"),
        ("lives", "0003_find_what_was_pressed_before"),
        ("organisations", "0003_keep_what_a_desk_was_told"),
        ("places", "0007_set_first_travel_speeds"),
        ("services", "0024_let_residents_show_garments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="piece",
            name="household",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="services.household"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("partner__isnull", False)), fields=["partner", "ends_at"], name="open_swaps"
            ),
        ),
    ]
