"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import marketplace.casework.models.participant
import marketplace.casework.sealing
from marketplace.schema import Tables


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0001_keep_files"),
        ("casework", "0003_keep_profiles"),
        ("casework", "0004_keep_ceilings"),
        ("casework", "0005_keep_papers_and_notes"),
        ("casework", "0006_open_windows"),
        ("casework", "0007_claim_accounts"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("lives", "0001_tables"),
        ("organisations", "0001_tables"),
        ("places", "0001_tables"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_participant",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participant",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                default=marketplace.casework.models.participant.new_number,
                                editable=False,
                                max_length=7,
                                unique=True,
                            ),
                        ),
                        ("entered_here", models.BooleanField(default=False)),
                        ("contact_on", models.DateField(default=django.utils.timezone.localdate)),
                        ("paused_until", models.DateField(null=True)),
                        ("talk_asked_at", models.DateTimeField(null=True)),
                        ("left_on", models.DateField(null=True)),
                        ("left_for", models.CharField(blank=True, max_length=12)),
                    ],
                    options={
                        "verbose_name": "file",
                        "verbose_name_plural": "files",
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="CeilingRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30)),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        (
                            "forms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), size=None, verbose_name="Forms of contract"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("person", "of each person, wherever she works"),
                                    ("pair", "of each person with one employer"),
                                    ("client", "of one employer, whoever works"),
                                ],
                                max_length=8,
                                verbose_name="Counts the work",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[("cent", "cents"), ("hour", "hours"), ("day", "days")],
                                max_length=6,
                                verbose_name="Unit",
                            ),
                        ),
                        ("amount", models.PositiveIntegerField(verbose_name="At most")),
                        (
                            "period",
                            models.CharField(
                                choices=[("year", "calendar year"), ("month", "month"), ("day", "day")],
                                max_length=6,
                                verbose_name="In a",
                            ),
                        ),
                        (
                            "forbids",
                            models.BooleanField(
                                default=True,
                                help_text="Without it, more only reduces something else, a benefit.",
                                verbose_name="Forbids more",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="Valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                        ("source", models.CharField(max_length=200, verbose_name="Source")),
                    ],
                    options={
                        "verbose_name": "ceiling",
                        "verbose_name_plural": "ceilings",
                        "ordering": ["code", "-valid_from"],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "valid_from"), name="one_ceiling_from_a_day_on"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_ceiling_is_valid_for_a_while",
                                violation_error_message="The end must not come before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalBase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("support", "support on the way to work"),
                                    ("open_file", "another body opens the file"),
                                    ("contact", "another body calls the person"),
                                    ("work", "work is proposed, and providers learn the first name of who says yes"),
                                ],
                                max_length=12,
                                verbose_name="purpose",
                            ),
                        ),
                        (
                            "article",
                            models.CharField(
                                help_text="For example: 6.1.e; 9.2.g", max_length=60, verbose_name="article"
                            ),
                        ),
                        ("version", models.CharField(max_length=20, verbose_name="version of the text")),
                        ("text", models.JSONField(default=dict, verbose_name="text")),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                help_text="After the last contact.", verbose_name="kept for so many months"
                            ),
                        ),
                        (
                            "valid_from",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="Valid from"),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                    ],
                    options={
                        "verbose_name": "legal base",
                        "verbose_name_plural": "legal bases",
                        "constraints": [
                            models.UniqueConstraint(fields=("purpose", "version"), name="one_text_a_version"),
                            models.CheckConstraint(
                                condition=models.Q(("months__gte", 1), ("months__lte", 120)),
                                name="a_base_keeps_for_a_while",
                                violation_error_message="From 1 to 120 months.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_base_is_valid_for_a_while",
                                violation_error_message="The end must not come before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WindowKey",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="window_keys",
                                to="casework.participant",
                            ),
                        ),
                        ("code_hash", models.CharField(max_length=64, unique=True)),
                        ("pin_hash", models.CharField(max_length=64)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("last_used_at", models.DateTimeField(null=True)),
                        ("locked_at", models.DateTimeField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "card of a person",
                        "verbose_name_plural": "cards of people",
                        "ordering": ["-made_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)),
                                fields=("participant",),
                                name="one_card_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tries__lt", 5), ("locked_at__isnull", False), _connector="OR"),
                                name="many_wrong_pins_lock_a_card",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="casework.windowkey",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "claim of an account",
                        "verbose_name_plural": "claims of accounts",
                    },
                ),
                migrations.CreateModel(
                    name="Written",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="written",
                                to="casework.participant",
                            ),
                        ),
                        ("part", models.CharField(max_length=20)),
                        ("sealed", marketplace.casework.sealing.SealedField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "part of a file",
                        "verbose_name_plural": "parts of files",
                        "constraints": [
                            models.UniqueConstraint(fields=("participant", "part"), name="one_text_a_part")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
                    fields=[
                        (
                            "participant",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="profile",
                                serialize=False,
                                to="casework.participant",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(null=True)),
                        ("mode", models.CharField(blank=True, max_length=10)),
                        ("hours", models.PositiveSmallIntegerField(null=True)),
                        ("most_hours", models.PositiveSmallIntegerField(null=True)),
                        ("levels", models.JSONField(default=dict)),
                        (
                            "skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=50), null=True, size=None
                            ),
                        ),
                        (
                            "wishes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=50), default=list, size=None
                            ),
                        ),
                        (
                            "goals",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=50), default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "profile",
                        "verbose_name_plural": "profiles",
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.credentialkind",
                                verbose_name="What",
                            ),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                        (
                            "seen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("seen_on", models.DateField(default=django.utils.timezone.localdate)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "paper",
                        "verbose_name_plural": "papers",
                        "ordering": ["kind__slug", "-seen_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("participant", "kind"),
                                name="one_paper_of_a_kind_stands",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Override",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="casework.participant",
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
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("danger", "somebody is in danger"),
                                    ("away", "the responsible person cannot be reached, and it cannot wait"),
                                    ("order", "a court or an authority asks"),
                                    ("error", "a mistake has to be found"),
                                ],
                                max_length=10,
                                verbose_name="Why",
                            ),
                        ),
                        ("sealed", marketplace.casework.sealing.SealedField(null=True)),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                        ("until", models.DateTimeField()),
                        (
                            "seen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("seen_at", models.DateTimeField(null=True)),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("right", "was right"), ("wrong", "was not right")],
                                max_length=10,
                                verbose_name="Verdict",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "override",
                        "verbose_name_plural": "overrides",
                        "ordering": ["-since"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__gt", models.F("since")),
                                    (
                                        "until__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("since"), "+", models.Value(datetime.timedelta(seconds=28800))
                                        ),
                                    ),
                                ),
                                name="an_override_is_short",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("seen_by", None),
                                    models.Q(("seen_by", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_confirms_an_own_override",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("team", "the team; she or he can read it"),
                                    ("person", "her or him: it shows on the own page"),
                                    ("restricted", "whoever is responsible, and me"),
                                ],
                                max_length=10,
                                verbose_name="For",
                            ),
                        ),
                        ("sealed", marketplace.casework.sealing.SealedField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "note",
                        "verbose_name_plural": "notes",
                        "ordering": ["-at", "pk"],
                        "indexes": [models.Index(fields=["participant", "-at"], name="notes_of_a_file")],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="casework.participant",
                            ),
                        ),
                        ("part", models.CharField(max_length=20)),
                        ("sealed", marketplace.casework.sealing.SealedField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "draft",
                        "verbose_name_plural": "drafts",
                        "constraints": [
                            models.UniqueConstraint(fields=("participant", "part", "by"), name="one_draft_a_part")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CeilingUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uses",
                                to="casework.participant",
                            ),
                        ),
                        ("code", models.SlugField(max_length=30)),
                        ("on", models.DateField(default=django.utils.timezone.localdate)),
                        ("amount", models.PositiveIntegerField(verbose_name="Used elsewhere")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "use of a ceiling",
                        "verbose_name_plural": "uses of ceilings",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "code", "on"), name="one_use_of_a_ceiling_on_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Permission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="permissions",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "base",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.legalbase"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("support", "support on the way to work"),
                                    ("open_file", "another body opens the file"),
                                    ("contact", "another body calls the person"),
                                    ("work", "work is proposed, and providers learn the first name of who says yes"),
                                ],
                                max_length=12,
                                verbose_name="For what",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                                verbose_name="Who",
                            ),
                        ),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("contact", "contact"),
                                        ("strengths", "strengths"),
                                        ("wishes", "wishes"),
                                        ("languages", "languages"),
                                        ("times", "times"),
                                        ("reach", "reach"),
                                        ("limits", "limits"),
                                        ("story", "story"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("version", models.CharField(max_length=20)),
                        ("language", models.CharField(max_length=5, verbose_name="Read out in")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("signed", "signed on paper"),
                                    ("spoken", "said at the interview"),
                                    ("phone", "said on the phone"),
                                    ("herself", "given on her or his own page"),
                                ],
                                max_length=10,
                                verbose_name="How it was given",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateField(default=django.utils.timezone.localdate)),
                        ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "permission",
                        "verbose_name_plural": "permissions",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("participant", "purpose", "body"),
                                name="one_permission_for_a_purpose_and_body",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadBatch",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "reader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("job", "considered for a job"),
                                    ("plan", "considered for the plan of a week"),
                                    ("count", "counted"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        (
                            "participants",
                            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "reading of many files",
                        "verbose_name_plural": "readings of many files",
                        "ordering": ["-at"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["participants"], name="readings_of_many"),
                            models.Index(fields=["at"], name="readings_of_many_by_time"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="casework.participant",
                            ),
                        ),
                        ("number", models.CharField(max_length=7)),
                        (
                            "reader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "door",
                            models.CharField(
                                choices=[("page", "page"), ("api", "program"), ("export", "copy"), ("count", "count")],
                                max_length=8,
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("team", "works with you"),
                                    ("permitted", "you permitted it"),
                                    ("override", "an override"),
                                    ("person", "you"),
                                    ("none", "none"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(choices=[("opened", "opened"), ("refused", "refused")], max_length=8),
                        ),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["participant", "-id"], name="readings_of_a_file"),
                            models.Index(
                                condition=models.Q(("outcome", "refused")),
                                fields=["reader", "at"],
                                name="readings_refused",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
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
                        ("sender", models.CharField(max_length=120, verbose_name="Which body refers")),
                        ("email", models.EmailField(max_length=254, verbose_name="Its e-mail")),
                        (
                            "participant",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="referral",
                                to="casework.participant",
                            ),
                        ),
                        ("sealed", marketplace.casework.sealing.SealedField(null=True)),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "referral",
                        "verbose_name_plural": "referrals",
                        "ordering": ["-sent_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("participant", None)),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("participant__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_answer_makes_a_file",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snapshot",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="snapshots",
                                to="casework.participant",
                            ),
                        ),
                        ("kind", models.CharField(default="entry", max_length=10)),
                        ("sealed", marketplace.casework.sealing.SealedField()),
                        (
                            "asked",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        ("form_version", models.PositiveSmallIntegerField(default=1)),
                        ("taken_on", models.DateField(default=django.utils.timezone.localdate)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "snapshot",
                        "verbose_name_plural": "snapshots",
                        "constraints": [
                            models.UniqueConstraint(fields=("participant", "kind"), name="one_snapshot_a_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                            ),
                        ),
                        ("entered", models.PositiveSmallIntegerField()),
                        ("gender", models.CharField(max_length=8)),
                        ("age", models.CharField(max_length=8)),
                        ("work", models.CharField(max_length=12)),
                        ("left_for", models.CharField(max_length=12)),
                        ("people", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "count of people",
                        "verbose_name_plural": "counts of people",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("body", "entered", "gender", "age", "work", "left_for"), name="one_count_a_cell"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="team",
                                to="casework.participant",
                            ),
                        ),
                        (
                            "user",
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
                        (
                            "role",
                            models.CharField(
                                choices=[("owner", "responsible"), ("team", "in the team"), ("stand_in", "stands in")],
                                max_length=10,
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                        ("until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "member of a team",
                        "verbose_name_plural": "members of a team",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("until", None)), fields=["user"], name="files_somebody_works_with"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("role", "owner"), ("until", None)),
                                fields=("participant",),
                                name="one_is_responsible_for_a_file",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)),
                                fields=("participant", "user"),
                                name="once_in_the_team_of_a_file",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
