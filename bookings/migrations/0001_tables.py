"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bookings.models.bank
import bookings.models.booking
import bookings.models.parcel
import bookings.models.till
import marketplace.casework.sealing
import services.models.hold
from marketplace.schema import Tables


class Migration(migrations.Migration):
    replaces = [
        ("bookings", "0001_initial"),
        ("bookings", "0002_unread_threads"),
        ("bookings", "0003_fill_unread_threads"),
        ("bookings", "0004_take_crews_seats_and_clients"),
        ("bookings", "0005_fill_crews"),
        ("bookings", "0006_index_what_is_open"),
        ("bookings", "0007_make_calendar_keys"),
        ("bookings", "0008_keep_other_times_and_terms"),
        ("bookings", "0009_keep_dates_and_waiting"),
        ("bookings", "0010_keep_stops_parcels_and_photos"),
        ("bookings", "0011_plan_series"),
        ("bookings", "0012_keep_inventories_and_quotes"),
        ("bookings", "0013_keep_what_is_stranded"),
        ("bookings", "0014_freeze_whose_place_it_is"),
        ("bookings", "0015_share_out_prices"),
        ("bookings", "0016_fill_shares"),
        ("bookings", "0017_share_by_subsidy"),
        ("bookings", "0018_say_what_was_paid"),
        ("bookings", "0019_pay_with_bundles"),
        ("bookings", "0020_keep_card_payments"),
        ("bookings", "0021_give_receipts"),
        ("bookings", "0023_keep_stranded_dates"),
        ("bookings", "0024_take_back_transfers"),
        ("bookings", "0025_save_cards_for_what_is_far"),
        ("bookings", "0026_hold_services_by_sale"),
        ("bookings", "0027_fill_sales_of_shares"),
        ("bookings", "0028_pay_with_sales"),
        ("bookings", "0029_buy_bundles_by_card"),
        ("bookings", "0030_owe_shares"),
        ("bookings", "0031_move_series_to_another_day"),
        ("bookings", "0032_keep_why_a_refund_failed"),
        ("bookings", "0033_give_back_by_hand"),
        ("bookings", "0034_hand_on_more_than_once"),
        ("bookings", "0035_dispute_parts"),
        ("bookings", "0036_fill_disputed_parts"),
        ("bookings", "0037_give_bank_accounts"),
        ("bookings", "0038_choose_among_ways_to_pay"),
        ("bookings", "0039_fill_ways_to_pay"),
        ("bookings", "0040_drop_by_card"),
        ("bookings", "0041_pay_by_bank"),
        ("bookings", "0042_fill_what_was_paid"),
        ("bookings", "0043_check_what_was_paid"),
        ("bookings", "0044_keep_one_card_for_a_series"),
        ("bookings", "0045_choose_garments"),
        ("bookings", "0046_open_tills"),
        ("bookings", "0047_swap_between_residents"),
        ("bookings", "0048_propose_jobs"),
        ("bookings", "0050_plan_weeks"),
        ("bookings", "0051_keep_worked_hours"),
        ("bookings", "0053_keep_follow_ups"),
        ("bookings", "0054_plan_a_choice"),
        ("bookings", "0055_ask_for_the_same_person"),
        ("bookings", "0056_tell_how_work_is_spread"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0001_tables"),
        ("ledger", "0001_tables"),
        ("lives", "0001_tables"),
        ("organisations", "0001_tables"),
        ("places", "0001_tables"),
        ("programme", "0001_tables"),
        ("services", "0001_tables"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="series", to="services.offer"
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), size=None
                            ),
                        ),
                        ("every", models.PositiveSmallIntegerField(default=1, verbose_name="Every how many weeks")),
                        ("first", models.DateField(verbose_name="First date")),
                        ("last", models.DateField(verbose_name="Last date")),
                        ("at", models.TimeField(verbose_name="Starts")),
                        ("minutes", models.PositiveSmallIntegerField(verbose_name="Minutes")),
                        ("days_later", models.SmallIntegerField(default=0, verbose_name="Days later")),
                        ("wishes", models.JSONField(default=dict)),
                        ("by_card", models.BooleanField(default=False)),
                        ("stopped_from", models.DateField(null=True)),
                        ("key", models.CharField(max_length=80, null=True)),
                        ("born_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "series",
                        "verbose_name_plural": "series",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["last"], name="series_by_end")],
                        "constraints": [
                            models.UniqueConstraint(fields=("made_by", "key"), name="a_key_makes_one_series"),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))), name="a_series_has_an_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("every__gte", 1), ("every__lte", 4)), name="a_series_comes_again"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Booking",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_booking",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=bookings.models.booking.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("kind", models.CharField(editable=False, max_length=20)),
                        ("at_once", models.BooleanField(default=False, editable=False)),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="services.offer",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="services.resource",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ordered",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="How many",
                            ),
                        ),
                        ("blocks", models.BooleanField(default=True, editable=False)),
                        ("starts_at", models.DateTimeField(verbose_name="Starts")),
                        ("ends_at", models.DateTimeField(verbose_name="Ends")),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.place",
                            ),
                        ),
                        ("on_site", models.BooleanField(default=False, editable=False)),
                        ("answers", models.JSONField(blank=True, default=dict, verbose_name="Answers")),
                        (
                            "note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[
                                    django.core.validators.MaxLengthValidator(2000),
                                    django.core.validators.ProhibitNullCharactersValidator(),
                                ],
                                verbose_name="Anything to say?",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="bookings.series",
                            ),
                        ),
                        ("series_on", models.DateField(editable=False, null=True)),
                        (
                            "price_cents",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="Price, cents"),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("on_site", "on site"), ("card", "by card"), ("bank", "by bank transfer")],
                                default="on_site",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("answer_by", models.DateTimeField(editable=False, null=True)),
                        (
                            "wanted",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.resource",
                            ),
                        ),
                        (
                            "other_times",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("rounds", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("moved", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("terms", models.JSONField(default=dict, editable=False)),
                        (
                            "crew",
                            models.ManyToManyField(
                                blank=True, editable=False, related_name="+", to="services.resource"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "booking",
                        "verbose_name_plural": "bookings",
                        "indexes": [
                            models.Index(fields=["organisation", "starts_at"], name="bookings_of_organisation"),
                            models.Index(fields=["customer", "-starts_at"], name="bookings_of_customer"),
                            models.Index(fields=["worker", "starts_at"], name="bookings_of_worker"),
                            models.Index(fields=["organisation", "ends_at"], name="open_bookings_at_desk"),
                            models.Index(fields=["customer", "ends_at"], name="open_bookings_of_customer"),
                            models.Index(
                                condition=models.Q(("partner__isnull", False)),
                                fields=["partner", "ends_at"],
                                name="open_swaps",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="a_booking_lasts",
                                violation_error_message="The end must come after the start.",
                            ),
                            models.UniqueConstraint(
                                fields=("series", "series_on"), name="a_date_of_a_series_is_booked_once"
                            ),
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "opening",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="services.opening"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to="bookings.booking",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="Starts")),
                        ("ends_at", models.DateTimeField(verbose_name="Ends")),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.place",
                            ),
                        ),
                        ("places", models.PositiveSmallIntegerField(verbose_name="How many people")),
                        ("terms", models.JSONField(default=dict)),
                        ("seen_change", models.BigIntegerField(null=True)),
                        ("born_at", models.DateTimeField(auto_now_add=True)),
                        ("called_off_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "job",
                        "verbose_name_plural": "jobs",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("called_off_at", None)), fields=["starts_at"], name="jobs_to_come"
                            ),
                            models.Index(fields=["organisation", "starts_at"], name="jobs_of_organisation"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_job_lasts"
                            ),
                            models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="a_job_has_places"),
                            models.UniqueConstraint(
                                condition=models.Q(("booking__isnull", False), ("called_off_at", None)),
                                fields=("opening", "booking"),
                                name="helpers_are_asked_for_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("booking", None), ("called_off_at", None)),
                                fields=("opening", "starts_at"),
                                name="an_opening_gives_a_day_one_job",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="Version")),
                        ("rules", models.JSONField(verbose_name="Rules")),
                        ("approved_by", models.CharField(max_length=120, verbose_name="Approved by")),
                        ("approved_on", models.DateField(verbose_name="Approved on")),
                        (
                            "valid_from",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="Valid from"),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                    ],
                    options={
                        "verbose_name": "rules of matching",
                        "verbose_name_plural": "rules of matching",
                        "ordering": ["-version"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="rules_are_valid_for_a_while",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_proposal",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="bookings.job"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="casework.participant",
                            ),
                        ),
                        ("lane", models.PositiveSmallIntegerField()),
                        ("live", models.BooleanField(default=True)),
                        (
                            "rule_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.ruleset"
                            ),
                        ),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(null=True)),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("wish", "she or he wishes for exactly this"),
                                    ("learning", "to learn it"),
                                    ("asked", "the family asks for her or him again"),
                                    ("knows", "I know something that the rules do not"),
                                    ("turn", "it is her or his turn, all in all"),
                                    ("plan", "the plan of the week suggests it"),
                                ],
                                max_length=10,
                                verbose_name="Why her or him?",
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("told", models.JSONField(default=dict)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("expires_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "proposal",
                        "verbose_name_plural": "proposals",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("live", True)),
                                fields=["participant"],
                                name="live_proposals_of_a_person",
                            ),
                            models.Index(fields=["participant", "-life_ptr"], name="proposals_of_a_person"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("live", True)), fields=("job", "lane"), name="one_person_a_place"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("live", True)),
                                fields=("job", "participant"),
                                name="nobody_is_asked_twice_for_a_job",
                            ),
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="SavedCard",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_card",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="bookings.series"
                            ),
                        ),
                        ("wanted", models.BooleanField(default=True)),
                        ("session_id", models.CharField(blank=True, max_length=100)),
                        ("page", models.URLField(blank=True, max_length=2000)),
                        ("payer", models.CharField(blank=True, max_length=80)),
                        ("method", models.CharField(blank=True, max_length=80)),
                        ("label", models.CharField(blank=True, max_length=40)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "saved card",
                        "verbose_name_plural": "saved cards",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("payer", ""), _negated=True),
                                fields=("payer",),
                                name="a_card_is_kept_once",
                            )
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="StripeEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=80, unique=True)),
                        ("body", models.JSONField()),
                        ("arrived_at", models.DateTimeField(auto_now_add=True)),
                        ("handled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "event at Stripe",
                        "verbose_name_plural": "events at Stripe",
                    },
                ),
                migrations.CreateModel(
                    name="BankAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_account",
                                to="organisations.organisation",
                            ),
                        ),
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
                            models.BooleanField(
                                default=True, verbose_name="Who books may choose to pay by bank transfer"
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "bank account",
                        "verbose_name_plural": "bank accounts",
                    },
                ),
                migrations.CreateModel(
                    name="Considered",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="considered",
                                to="bookings.proposal",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.participant"
                            ),
                        ),
                        ("sealed", marketplace.casework.sealing.SealedField(null=True)),
                    ],
                    options={
                        "verbose_name": "what was considered",
                        "verbose_name_plural": "what was considered",
                    },
                ),
                migrations.CreateModel(
                    name="Fitting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fitting",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fittings",
                                to="services.household",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fitting",
                        "verbose_name_plural": "fittings",
                    },
                ),
                migrations.CreateModel(
                    name="Kept",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.resource"
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("left", "not here any more, or out of use"),
                                    ("closed", "does not work at this time"),
                                    ("paper", "lacks a valid paper"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="kept", to="bookings.booking"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kept booking",
                        "verbose_name_plural": "kept bookings",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("booking", "resource", "starts_at", "why"), name="a_booking_is_kept_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptDate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.resource"
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("left", "not here any more, or out of use"),
                                    ("closed", "does not work at this time"),
                                    ("paper", "lacks a valid paper"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "occasion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="kept", to="services.occasion"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kept date",
                        "verbose_name_plural": "kept dates",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("occasion", "resource", "starts_at", "why"), name="a_date_is_kept_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "life",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="lives.life"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "acting_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("role", models.CharField(max_length=20)),
                        ("text", models.TextField(max_length=2000, verbose_name="Message")),
                        ("key", models.CharField(max_length=80, null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["life", "id"], name="messages_by_life")],
                        "constraints": [
                            models.UniqueConstraint(fields=("life", "key"), name="a_key_sends_one_message")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonthEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="month_ends",
                                to="organisations.organisation",
                            ),
                        ),
                        ("month", models.DateField()),
                        (
                            "closed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "closed month",
                        "verbose_name_plural": "closed months",
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "month"), name="a_month_is_closed_once"),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="a_month_begins_on_its_first_day"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Parcel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parcels",
                                to="bookings.booking",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="How many")),
                        (
                            "size",
                            models.CharField(
                                choices=[
                                    ("S", "S: a shoe box, up to 40 cm"),
                                    ("M", "M: a suitcase, up to 70 cm"),
                                    ("L", "L: a moving box, up to 100 cm"),
                                    ("XL", "XL: a chair, up to 180 cm"),
                                ],
                                max_length=2,
                                verbose_name="Size",
                            ),
                        ),
                        ("kg", models.PositiveSmallIntegerField(verbose_name="Kilograms each")),
                        ("fragile", models.BooleanField(default=False, verbose_name="Breaks easily")),
                    ],
                    options={
                        "verbose_name": "parcel",
                        "verbose_name_plural": "parcels",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 50)),
                                name="parcels_can_be_counted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kg__gte", 1), ("kg__lte", 100)), name="a_parcel_can_be_lifted"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayoutAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payout_account",
                                to="organisations.organisation",
                            ),
                        ),
                        ("stripe_id", models.CharField(blank=True, max_length=80)),
                        ("ready", models.BooleanField(default=False, verbose_name="can be paid out")),
                    ],
                    options={
                        "verbose_name": "account for payments",
                        "verbose_name_plural": "accounts for payments",
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="bookings.booking",
                            ),
                        ),
                        ("file", models.FileField(upload_to="bookings")),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "photo",
                        "verbose_name_plural": "photos",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Piece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pieces",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="services.household",
                            ),
                        ),
                        (
                            "garment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="services.garment",
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField(verbose_name="Points")),
                        ("on", models.DateField(verbose_name="Chosen on")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("aside", "put aside"), ("taken", "taken home"), ("left", "left here")],
                                default="aside",
                                max_length=10,
                            ),
                        ),
                        ("excuse", models.CharField(blank=True, max_length=200, verbose_name="Why beyond the rules")),
                    ],
                    options={
                        "verbose_name": "chosen garment",
                        "verbose_name_plural": "chosen garments",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["household", "on"], name="pieces_of_a_household")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "left"), _negated=True),
                                fields=("garment",),
                                name="nobody_takes_the_same_garment",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("monday", models.DateField()),
                        (
                            "rule_set",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="bookings.ruleset",
                            ),
                        ),
                        ("asking", models.BooleanField(default=False)),
                        ("stage", models.CharField(blank=True, max_length=10)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("cancelled_at", models.DateTimeField(null=True)),
                        (
                            "trouble",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("lock", "A choice that you keep cannot be kept."),
                                    ("failed", "It could not be worked out."),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("told", models.JSONField(default=dict)),
                        ("gaps", models.JSONField(default=list)),
                    ],
                    options={
                        "verbose_name": "plan of a week",
                        "verbose_name_plural": "plans of a week",
                        "ordering": ["-asked_at"],
                        "indexes": [models.Index(fields=["by", "monday", "-asked_at"], name="plans_of_a_week")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("by", "monday"),
                                name="one_plan_is_worked_out_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="bookings.plan"
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="bookings.job"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.participant"
                            ),
                        ),
                        ("points", models.FloatField(default=0)),
                        ("to_ask", models.BooleanField(default=False)),
                        ("locked", models.BooleanField(default=False)),
                        ("struck", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "choice of a plan",
                        "verbose_name_plural": "choices of a plan",
                        "ordering": ["job__starts_at", "job", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "job", "participant"), name="a_plan_chooses_once"),
                            models.CheckConstraint(
                                condition=models.Q(("locked", False), ("struck", False), _connector="OR"),
                                name="kept_or_struck",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="proof", to="bookings.booking"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(default=bookings.models.parcel.new_code, editable=False, max_length=4),
                        ),
                        ("wrong_codes", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("code", "The receiver's code"),
                                    ("photo", "A photo"),
                                    ("name", "The name of who took it"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=80)),
                        (
                            "photo",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="bookings.photo",
                            ),
                        ),
                        ("at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "proof of delivery",
                        "verbose_name_plural": "proofs of delivery",
                    },
                ),
                migrations.CreateModel(
                    name="Sale",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bundle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="sales", to="services.bundle"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bundles",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sold_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sold_at", models.DateTimeField(auto_now_add=True)),
                        ("price_cents", models.PositiveIntegerField()),
                        ("key", models.CharField(max_length=80, null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sales",
                                to="ledger.account",
                            ),
                        ),
                        ("first_day", models.DateField(null=True)),
                        ("last_day", models.DateField(null=True)),
                        ("returned_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "sale of a bundle",
                        "verbose_name_plural": "sales of bundles",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sold_by", "key"), name="a_key_sells_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_day", None), ("last_day", None)),
                                    models.Q(("first_day__isnull", False), ("last_day__gt", models.F("first_day"))),
                                    _connector="OR",
                                ),
                                name="a_membership_has_its_year",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Purchase",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_purchase",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "bundle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purchases",
                                to="services.bundle",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purchases",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("key", models.CharField(max_length=80, null=True)),
                        (
                            "sale",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purchase",
                                to="bookings.sale",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "purchase of a bundle",
                        "verbose_name_plural": "purchases of bundles",
                        "constraints": [models.UniqueConstraint(fields=("person", "key"), name="a_key_buys_once")],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Charge",
                    fields=[
                        ("stripe_id", models.CharField(blank=True, max_length=80)),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_charge",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "purchase",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="bookings.purchase",
                            ),
                        ),
                        (
                            "wish",
                            models.CharField(
                                choices=[
                                    ("save", "to save the card"),
                                    ("hold", "to hold"),
                                    ("capture", "to take"),
                                    ("release", "to let go"),
                                ],
                                default="hold",
                                max_length=8,
                            ),
                        ),
                        ("captured_cents", models.PositiveIntegerField(default=0)),
                        ("session_id", models.CharField(blank=True, max_length=100)),
                        ("page", models.URLField(blank=True, max_length=2000)),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("card", models.CharField(blank=True, max_length=40)),
                        ("payer", models.CharField(blank=True, max_length=80)),
                        ("method", models.CharField(blank=True, max_length=80)),
                        (
                            "saved",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="bookings.savedcard",
                            ),
                        ),
                        ("charge_at", models.DateTimeField(null=True)),
                        ("until", models.DateTimeField(null=True)),
                        ("disputed_cents", models.PositiveIntegerField(default=0)),
                        ("lost_cents", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "payment by card",
                        "verbose_name_plural": "payments by card",
                        "indexes": [models.Index(fields=["stripe_id"], name="charges_by_intent")],
                        "constraints": [
                            models.UniqueConstraint(fields=("booking",), name="a_booking_is_charged_once"),
                            models.UniqueConstraint(fields=("purchase",), name="a_purchase_is_charged_once"),
                            models.CheckConstraint(
                                condition=models.Q(("booking", None), ("purchase", None), _connector="XOR"),
                                name="a_charge_is_for_one_thing",
                            ),
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Quote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotes",
                                to="bookings.booking",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "price_cents",
                            models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)]),
                        ),
                        ("minutes", models.PositiveSmallIntegerField()),
                        (
                            "crew",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(8),
                                ],
                            ),
                        ),
                        ("van", models.BooleanField(default=True)),
                        ("starts_at", models.DateTimeField()),
                        ("valid_until", models.DateTimeField()),
                        ("words", models.TextField(blank=True, max_length=1000)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "quote",
                        "verbose_name_plural": "quotes",
                        "ordering": ["booking", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("booking", "number"), name="a_round_has_one_quote"),
                            models.CheckConstraint(
                                condition=models.Q(("price_cents__gte", 1)), name="a_quote_names_a_price"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("crew__gte", 1), ("crew__lte", 8)), name="a_quote_has_a_crew"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 30), ("minutes__lte", 720)), name="a_quote_lasts"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadCursor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "life",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="read_cursors",
                                to="lives.life",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="bookings.message"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "read cursor",
                        "verbose_name_plural": "read cursors",
                        "constraints": [models.UniqueConstraint(fields=("life", "reader"), name="one_cursor_a_reader")],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptBook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipt_books",
                                to="organisations.organisation",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "book of receipts",
                        "verbose_name_plural": "books of receipts",
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "year"), name="one_book_a_year")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refund",
                    fields=[
                        ("stripe_id", models.CharField(blank=True, max_length=80)),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_refund",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="bookings.charge",
                            ),
                        ),
                        ("failure", models.CharField(blank=True, max_length=60)),
                        ("refusals", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "refund",
                        "verbose_name_plural": "refunds",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("stripe_id", ""), _negated=True),
                                fields=("stripe_id",),
                                name="a_refund_is_kept_once",
                            )
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Gap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="bookings.series"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("why", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "date left out",
                        "verbose_name_plural": "dates left out",
                        "ordering": ["on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "on"), name="a_date_is_left_out_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("fund", "a fund"),
                                    ("bundle", "a bundle"),
                                    ("card", "by card"),
                                    ("on_site", "on site"),
                                    ("invoice", "by invoice"),
                                    ("bank", "by bank transfer"),
                                ],
                                max_length=10,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "subsidy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="programme.subsidy",
                            ),
                        ),
                        (
                            "sale",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="bookings.sale",
                            ),
                        ),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("kept_cents", models.PositiveIntegerField(null=True, verbose_name="kept of it, cents")),
                        ("owed_cents", models.PositiveIntegerField(default=0, verbose_name="owed of it, cents")),
                        ("due_on", models.DateField(null=True, verbose_name="to be transferred by")),
                        ("paid_cents", models.PositiveIntegerField(default=0, verbose_name="paid of it, cents")),
                        ("paid_at", models.DateTimeField(null=True, verbose_name="paid on")),
                        ("returned_at", models.DateTimeField(null=True, verbose_name="sent back on")),
                    ],
                    options={
                        "verbose_name": "share of a booking",
                        "verbose_name_plural": "shares of bookings",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", "fund"), ("subsidy__isnull", False)),
                                    models.Q(models.Q(("source", "fund"), _negated=True), ("subsidy", None)),
                                    _connector="OR",
                                ),
                                name="a_fund_pays_by_a_subsidy",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sale__isnull", False), ("source", "bundle")),
                                    models.Q(models.Q(("source", "bundle"), _negated=True), ("sale", None)),
                                    _connector="OR",
                                ),
                                name="a_bundle_pays_as_itself",
                            ),
                            models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="a_share_pays_something"),
                            models.CheckConstraint(
                                condition=models.Q(("kept_cents__lte", models.F("cents"))),
                                name="no_more_is_kept_than_is_paid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owed_cents", 0), ("owed_cents__lte", models.F("kept_cents")), _connector="OR"
                                ),
                                name="no_more_is_owed_than_is_kept",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source__in", ("on_site", "invoice", "bank")), _negated=True),
                                    ("kept_cents", None),
                                    ("owed_cents", models.F("kept_cents")),
                                    _connector="OR",
                                ),
                                name="what_is_kept_on_trust_is_owed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owed_cents", 0),
                                    models.Q(("source__in", ("fund", "bundle")), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_is_carried_is_not_owed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid_at", None), ("paid_cents", 0)),
                                    models.Q(("paid_at__isnull", False), ("paid_cents__gt", 0)),
                                    _connector="OR",
                                ),
                                name="what_was_paid_has_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid_cents__lte", models.F("cents")), ("source", "bank")),
                                    ("paid_cents__in", (0, models.F("owed_cents"))),
                                    _connector="OR",
                                ),
                                name="only_by_bank_more_is_paid_than_owed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on", None), ("source", "bank"), _connector="OR"),
                                name="by_bank_there_is_a_last_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("returned_at", None),
                                    models.Q(
                                        ("kept_cents__isnull", False),
                                        ("kept_cents__lt", models.F("paid_cents")),
                                        ("source", "bank"),
                                    ),
                                    _connector="OR",
                                ),
                                name="what_was_not_kept_is_sent_back",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="organisations.organisation",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("issued_at", models.DateTimeField(verbose_name="issued on")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("language", models.CharField(max_length=5, verbose_name="language")),
                        ("cents", models.IntegerField(verbose_name="amount, cents")),
                        (
                            "share",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="bookings.share",
                            ),
                        ),
                        (
                            "sale",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="bookings.sale",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_notes",
                                to="bookings.receipt",
                            ),
                        ),
                        ("facts", models.JSONField()),
                    ],
                    options={
                        "verbose_name": "receipt",
                        "verbose_name_plural": "receipts",
                        "ordering": ["organisation", "year", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "year", "number"), name="a_number_is_given_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("corrects", None)),
                                fields=("share",),
                                name="a_share_has_one_receipt",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("corrects", None)), fields=("sale",), name="a_sale_has_one_receipt"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sale__isnull", False), ("share", None)),
                                    models.Q(("sale", None), ("share__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_receipt_is_for_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cents__gt", 0), ("corrects", None)),
                                    models.Q(("cents__lt", 0), ("corrects__isnull", False)),
                                    _connector="OR",
                                ),
                                name="what_went_back_is_below_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("corrects", models.F("id")), _negated=True),
                                name="no_receipt_corrects_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GivenBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "share",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="given_back",
                                to="bookings.share",
                            ),
                        ),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("reason", models.TextField(max_length=500, verbose_name="reason")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="given back on")),
                        ("key", models.CharField(max_length=80, null=True)),
                    ],
                    options={
                        "verbose_name": "amount given back by hand",
                        "verbose_name_plural": "amounts given back by hand",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("share", "key"), name="a_key_gives_back_once"),
                            models.CheckConstraint(
                                condition=models.Q(("cents__gt", 0)), name="what_is_given_back_is_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="shifts", to="bookings.series"
                            ),
                        ),
                        ("since", models.DateField()),
                        ("at", models.TimeField()),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("days_later", models.SmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "change of hour",
                        "verbose_name_plural": "changes of hour",
                        "ordering": ["since"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "since"), name="a_date_has_one_hour")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spread",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        ("weeks", models.PositiveSmallIntegerField()),
                        ("on", models.DateField(default=django.utils.timezone.localdate)),
                        ("told", models.JSONField(null=True)),
                    ],
                    options={
                        "verbose_name": "spread of work",
                        "verbose_name_plural": "spreads of work",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("body", "weeks", "on"), name="work_is_spread_once_a_day", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="stops", to="bookings.booking"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "what",
                            models.CharField(choices=[("pickup", "Pick up"), ("dropoff", "Bring to")], max_length=10),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                            ),
                        ),
                        ("opens_at", models.DateTimeField(null=True)),
                        ("closes_at", models.DateTimeField(null=True)),
                        (
                            "floor",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(30)],
                                verbose_name="Floor",
                            ),
                        ),
                        ("lift", models.BooleanField(default=False, verbose_name="There is a lift")),
                        ("done_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "stop",
                        "verbose_name_plural": "stops",
                        "ordering": ["booking", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("booking", "position"), name="one_stop_at_a_time"),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="a_window_lasts"
                            ),
                            models.CheckConstraint(condition=models.Q(("floor__lte", 30)), name="a_stop_is_in_a_house"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tariff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="tariffs", to="services.offer"
                            ),
                        ),
                        (
                            "base_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="To come",
                            ),
                        ),
                        (
                            "km_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="Each kilometre begun",
                            ),
                        ),
                        (
                            "s_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="Each piece of size S",
                            ),
                        ),
                        (
                            "m_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="Each piece of size M",
                            ),
                        ),
                        (
                            "l_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="Each piece of size L",
                            ),
                        ),
                        (
                            "xl_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="Each piece of size XL",
                            ),
                        ),
                        (
                            "floor_cents",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="Each piece and floor without a lift",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                    ],
                    options={
                        "verbose_name": "tariff",
                        "verbose_name_plural": "tariffs",
                        "ordering": ["offer", "valid_from"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("offer"), models.F("offer"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_tariff_at_a_time",
                                violation_error_message="On some of these days the offer already has a price table.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_tariff_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Till",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tills",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "secret",
                            models.CharField(default=bookings.models.till.new_secret, editable=False, max_length=64),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("closed_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "till",
                        "verbose_name_plural": "tills",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Slip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "till",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="bookings.till"
                            ),
                        ),
                        ("nonce", models.UUIDField()),
                        ("card", models.CharField(max_length=40)),
                        (
                            "labels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), size=None
                            ),
                        ),
                        ("taken_at", models.DateTimeField()),
                        ("arrived_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("arrived", "arrived"),
                                    ("settled", "settled"),
                                    ("look", "to look at"),
                                    ("decided", "decided"),
                                ],
                                default="arrived",
                                max_length=10,
                            ),
                        ),
                        ("troubles", models.JSONField(default=list)),
                        (
                            "booking",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="What was decided?")),
                    ],
                    options={
                        "verbose_name": "slip of a till",
                        "verbose_name_plural": "slips of tills",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["state", "till"], name="slips_to_look_at")],
                        "constraints": [models.UniqueConstraint(fields=("till", "nonce"), name="a_slip_arrives_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        ("stripe_id", models.CharField(blank=True, max_length=80)),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_transfer",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="bookings.charge",
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "transfer",
                        "verbose_name_plural": "transfers",
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Reversal",
                    fields=[
                        ("stripe_id", models.CharField(blank=True, max_length=80)),
                        ("cents", models.PositiveIntegerField(verbose_name="amount, cents")),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_reversal",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="bookings.transfer",
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        ("by_hand", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "reversal of a transfer",
                        "verbose_name_plural": "reversals of transfers",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("stripe_id", ""), _negated=True),
                                fields=("stripe_id",),
                                name="a_reversal_is_kept_once",
                            )
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Unread",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "life",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="lives.life",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="bookings.message"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unread thread",
                        "verbose_name_plural": "unread threads",
                        "ordering": ["message"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("desk__isnull", False)),
                                fields=["desk", "message"],
                                name="unread_at_desk",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("life", "reader"), name="one_unread_a_reader"),
                            models.UniqueConstraint(fields=("life", "desk"), name="one_unread_a_desk"),
                            models.CheckConstraint(
                                condition=models.Q(("reader", None), ("desk", None), _connector="XOR"),
                                name="a_reader_or_a_desk_has_not_read",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waiting",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waiting",
                                to="services.resource",
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                        ("until", models.DateTimeField(verbose_name="Ask me until")),
                        ("passed", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "waiting",
                        "verbose_name_plural": "waiting",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["resource", "id"], name="waiting_in_line")],
                    },
                ),
                migrations.CreateModel(
                    name="WorkedHours",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="worked",
                                to="bookings.proposal",
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="worked", to="bookings.job"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="worked",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("volunteer", "voluntary work"),
                                    ("presto", "occasional work (PrestO)"),
                                    ("libretto", "occasional work in families (Libretto Famiglia)"),
                                    ("employee", "employment"),
                                    ("traineeship", "traineeship"),
                                    ("trial", "trial day"),
                                ],
                                max_length=12,
                                verbose_name="Form of contract",
                            ),
                        ),
                        ("hourly_cents", models.PositiveIntegerField(default=0)),
                        ("came_at", models.DateTimeField(verbose_name="From")),
                        ("left_at", models.DateTimeField(null=True, verbose_name="Until")),
                        ("person_minutes", models.PositiveIntegerField(null=True)),
                        ("desk_minutes", models.PositiveIntegerField(null=True)),
                        ("said_at", models.DateTimeField(null=True)),
                        ("minutes", models.PositiveIntegerField(null=True)),
                        ("cents", models.PositiveIntegerField(null=True)),
                        ("agreed_at", models.DateTimeField(null=True)),
                        (
                            "month_end",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="bookings.monthend",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "worked hours",
                        "verbose_name_plural": "worked hours",
                        "indexes": [
                            models.Index(fields=["participant", "came_at"], name="hours_of_a_person"),
                            models.Index(
                                condition=models.Q(("agreed_at__isnull", False), ("month_end", None)),
                                fields=["job"],
                                name="hours_not_listed",
                            ),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("left_at__isnull", False)),
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("participant"), models.F("participant"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            "came_at",
                                            "left_at",
                                            function="tstzrange",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="nobody_works_twice_at_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at", None), ("left_at__gt", models.F("came_at")), _connector="OR"
                                ),
                                name="work_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed_at", None), ("cents", None), ("minutes", None), ("month_end", None)
                                    ),
                                    models.Q(
                                        ("agreed_at__isnull", False),
                                        ("cents__isnull", False),
                                        ("left_at__isnull", False),
                                        ("minutes__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreed_hours_are_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Again",
                    fields=[
                        (
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="again",
                                serialize=False,
                                to="bookings.proposal",
                            ),
                        ),
                        ("wanted", models.BooleanField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("said_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "wish for the same person",
                        "verbose_name_plural": "wishes for the same person",
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
                    fields=[
                        (
                            "booking",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="enrolment",
                                serialize=False,
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "occasion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="services.occasion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enrolment",
                        "verbose_name_plural": "enrolments",
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="services.session",
                            ),
                        ),
                        ("came", models.PositiveSmallIntegerField(verbose_name="How many came")),
                        (
                            "marked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("marked_at", models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        "verbose_name": "attendance",
                        "verbose_name_plural": "attendance",
                        "constraints": [models.UniqueConstraint(fields=("booking", "session"), name="attendance_once")],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_keys",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "shows",
                            models.CharField(
                                choices=[
                                    ("booked", "What you booked"),
                                    ("jobs", "Your jobs"),
                                    ("desk", "The bookings of a desk"),
                                ],
                                max_length=10,
                                verbose_name="What it shows",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_keys",
                                to="organisations.organisation",
                            ),
                        ),
                        ("discreet", models.BooleanField(default=False, verbose_name="Only when, not what")),
                        ("hashed", models.CharField(editable=False, max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("last_read_at", models.DateTimeField(editable=False, null=True)),
                        ("revoked_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "calendar address",
                        "verbose_name_plural": "calendar addresses",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("organisation__isnull", False), ("shows", "desk")),
                                    models.Q(models.Q(("shows", "desk"), _negated=True), ("organisation", None)),
                                    _connector="OR",
                                ),
                                name="a_desk_s_calendar_names_the_desk",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="bookings.proposal",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("first_job", "call after the first job"),
                                    ("after_30", "30 days at the new place"),
                                    ("after_90", "90 days at the new place"),
                                    ("after_180", "180 days at the new place"),
                                    ("leaving", "how it stands on leaving"),
                                    ("six_month", "how it stands six months later"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("about_on", models.DateField()),
                        ("opens_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("closes_on", models.DateField(null=True)),
                        (
                            "keeper",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "tries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateField(), default=list, size=None
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("well", "it goes well"),
                                    ("help", "she or he needs help"),
                                    ("over", "it is over"),
                                    ("works", "has work"),
                                    ("better", "has better work than before"),
                                    ("learns", "goes to school or on a course"),
                                    ("seeks", "looks for work"),
                                    ("neither", "neither works nor looks for work"),
                                    ("unsaid", "does not want to say"),
                                    ("not_reached", "not reached"),
                                    ("came_back", "came back before"),
                                    ("forgotten", "the file is gone"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sealed", marketplace.casework.sealing.SealedField(null=True)),
                    ],
                    options={
                        "verbose_name": "follow-up",
                        "verbose_name_plural": "follow-ups",
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)), fields=["participant"], name="open_follow_ups"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "kind", "about_on"), name="one_follow_up_of_a_day"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "first_job")),
                                fields=("participant",),
                                name="the_first_job_is_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("outcome", "")),
                                    models.Q(("done_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="a_follow_up_ends_with_an_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on__gte", models.F("opens_on")),
                                    models.Q(
                                        ("closes_on", None), ("closes_on__gte", models.F("due_on")), _connector="OR"
                                    ),
                                ),
                                name="a_follow_up_opens_before_it_closes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="bookings.proposal",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hurt", "somebody was hurt"),
                                    ("unsafe", "it was not safe there"),
                                    ("treated", "somebody was treated badly"),
                                    ("money", "about money or pay"),
                                    ("damage", "something was broken or is missing"),
                                    ("other", "something else"),
                                ],
                                max_length=8,
                                verbose_name="What it is about",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("person", "the person"),
                                    ("provider", "the provider"),
                                    ("team", "the social service"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "deeds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("called", "called for help (112)"),
                                        ("doctor", "went to the doctor"),
                                        ("home", "went home"),
                                        ("talked", "talked about it"),
                                        ("changed", "something was changed at the place"),
                                        ("stopped", "nobody works there for now"),
                                        ("reported", "reported to the authorities"),
                                    ],
                                    max_length=8,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sealed", marketplace.casework.sealing.SealedField(null=True)),
                    ],
                    options={
                        "verbose_name": "incident",
                        "verbose_name_plural": "incidents",
                        "ordering": ["-told_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None)), fields=["participant"], name="open_incidents"
                            ),
                            models.Index(fields=["proposal"], name="incidents_of_a_proposal"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="somebody_closes_an_incident",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InventoryLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="inventory",
                                to="bookings.booking",
                            ),
                        ),
                        (
                            "room",
                            models.CharField(
                                choices=[
                                    ("living", "Living room"),
                                    ("kitchen", "Kitchen"),
                                    ("bedroom", "Bedroom"),
                                    ("children", "Children's room"),
                                    ("study", "Study"),
                                    ("bathroom", "Bathroom"),
                                    ("hall", "Hall"),
                                    ("cellar", "Cellar or attic"),
                                    ("outside", "Balcony or garden"),
                                ],
                                max_length=10,
                                verbose_name="Room",
                            ),
                        ),
                        ("thing", models.CharField(max_length=30, verbose_name="What")),
                        ("words", models.CharField(blank=True, max_length=120, verbose_name="What it is")),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="How many")),
                        ("litres", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "line of the inventory",
                        "verbose_name_plural": "lines of the inventory",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 99)),
                                name="things_can_be_counted",
                            ),
                            models.CheckConstraint(condition=models.Q(("litres__gte", 1)), name="a_thing_takes_room"),
                        ],
                    },
                ),
            ]
        ),
    ]
