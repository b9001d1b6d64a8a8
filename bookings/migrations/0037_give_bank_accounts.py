import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bookings.models.bank


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0036_fill_disputed_parts"),
        ("organisations", "0003_keep_what_a_desk_was_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "iban",
                    bookings.models.bank.IbanField(
                        max_length=31, validators=[bookings.models.bank.check_iban], verbose_name="IBAN"
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        help_text="The name as the bank has it.",
                        max_length=70,
                        validators=[
                            django.core.validators.MaxLengthValidator(70),
                            django.core.validators.ProhibitNullCharactersValidator(),
                        ],
                        verbose_name="Whose account is it?",
                    ),
                ),
                (
                    "open",
                    models.BooleanField(default=True, verbose_name="Who books may choose to pay by bank transfer"),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_account",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "bank account", "verbose_name_plural": "bank accounts"},
        ),
    ]
