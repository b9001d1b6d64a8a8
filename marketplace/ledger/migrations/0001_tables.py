"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0003_owe_by_invoice"),
        ("ledger", "0004_promise_and_earn"),
        ("ledger", "0005_know_cards"),
        ("ledger", "0006_owe_by_bank"),
        ("ledger", "0007_owe_points"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=60, verbose_name="holder")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("currency", models.CharField(max_length=40, verbose_name="currency")),
                ("never_below_zero", models.BooleanField(default=False, verbose_name="never below zero")),
            ],
            options={
                "verbose_name": "account in the book",
                "verbose_name_plural": "accounts in the book",
                "constraints": [
                    models.UniqueConstraint(fields=("holder", "kind", "currency"), name="one_account_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^(EUR|(points|voucher|bundle):[a-z0-9-]+)$")),
                        name="a_known_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder__regex", "^[a-z_]+(:[0-9]+)?$")), name="a_holder_is_a_topic"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("user", None), models.Q(("holder__startswith", "user:"), _negated=True)),
                            (
                                "holder",
                                django.db.models.functions.text.Concat(
                                    models.Value("user:"),
                                    django.db.models.functions.comparison.Cast(models.F("user_id"), models.CharField()),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_person_is_named_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, verbose_name="key")),
                ("at", models.DateTimeField(verbose_name="entered at")),
                ("why", models.CharField(max_length=200, verbose_name="why")),
                ("about", models.CharField(blank=True, max_length=60, verbose_name="about")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="ledger.entry",
                        verbose_name="takes back",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "indexes": [models.Index(fields=["about"], name="entries_by_life")],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="a_key_enters_once"),
                    models.UniqueConstraint(fields=("reverses",), name="an_entry_is_reversed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reverses", models.F("id")), _negated=True), name="no_entry_reverses_itself"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("key", ""), _negated=True), models.Q(("why", ""), _negated=True)),
                        name="an_entry_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.entry",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.account",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="amount")),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
                "indexes": [models.Index(fields=["account", "id"], include=("amount",), name="postings_by_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "account"), name="one_line_an_account"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="a_posting_moves_something"
                    ),
                ],
            },
        ),
    ]
