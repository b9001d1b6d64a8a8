"""All tables of this app, as they were before the first release. Each migration that was folded stands in one of the
new ones."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import marketplace.places.points
import services.models.category
import services.models.garment
import services.models.hold
import services.models.household
from marketplace.schema import Tables


class Searchable(django.db.models.expressions.Func):
    """The stems of an offer's words as they were found at first: 0007 folds them otherwise."""

    output_field = django.contrib.postgres.search.SearchVectorField()
    template = (
        "to_tsvector(CASE language WHEN 'it' THEN 'italian'::regconfig WHEN 'en' THEN 'english'::regconfig"
        " ELSE 'simple'::regconfig END, translate(lower(title || ' ' || summary || ' ' || body),"
        " 'àáâãäåçèéêëìíîïñòóôõöùúûüý', 'aaaaaaceeeeiiiinooooouuuuy'))"
    )


class Migration(migrations.Migration):
    replaces = [
        ("services", "0001_initial"),
        ("services", "0003_need_teams_skills_and_credentials"),
        ("services", "0005_take_places_on_dates"),
        ("services", "0006_write_cancellation_policies"),
        ("services", "0009_read_outside_calendars"),
        ("services", "0010_price_from_on"),
        ("services", "0012_sell_bundles"),
        ("services", "0013_let_bundles_last_a_year"),
        ("services", "0014_open_wardrobes"),
        ("services", "0015_let_rules_follow_each_other"),
        ("services", "0016_find_what_hangs"),
        ("services", "0017_fill_what_hangs"),
        ("services", "0018_count_what_a_wardrobe_does"),
        ("services", "0019_take_bags_in"),
        ("services", "0020_enter_lists_of_garments"),
        ("services", "0021_print_labels"),
        ("services", "0022_invite_to_help"),
        ("services", "0023_tell_presses_apart"),
        ("services", "0024_let_residents_show_garments"),
        ("services", "0025_speak_of_some_in_private"),
        ("services", "0026_keep_openings"),
        ("services", "0027_let_bodies_send_households"),
        ("services", "0028_say_how_one_comes"),
        ("services", "0029_invite_to_several_things"),
        ("services", "0030_carry_the_invitation_over"),
        ("services", "0031_drop_the_single_invitation"),
        ("services", "0032_list_what_is_published"),
        ("services", "0034_group_skills"),
        ("services", "0035_fill_skill_groups"),
        ("services", "0036_write_openings_once"),
        ("services", "0037_know_words"),
        ("services", "0039_know_since_when_listed"),
        ("services", "0040_keep_searches"),
        ("services", "0041_find_who_works_at_a_time"),
        ("services", "0045_lift_new_and_little_asked"),
        ("services", "0047_say_who_gets_in"),
        ("services", "0049_describe_offers_by_traits"),
        ("services", "0050_list_traits"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("lives", "0001_tables"),
        ("organisations", "0001_tables"),
        ("places", "0001_tables"),
    ]

    operations = [
        # First of all: the number of a listing's edition comes from it by default.
        migrations.RunSQL("CREATE SEQUENCE services_listing_edition", "DROP SEQUENCE services_listing_edition"),
        Tables(
            [
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        ("words", models.TextField(blank=True, verbose_name="Other words people use")),
                        ("drawing", models.CharField(default="cat-errands", max_length=40)),
                        ("questions", models.JSONField(blank=True, default=list, verbose_name="Booking questions")),
                        (
                            "traits",
                            models.JSONField(
                                blank=True,
                                db_default=models.Value([], models.JSONField()),
                                default=list,
                                help_text="A list; of each trait slug, name by language and choices, and of each choice slug and name.",
                                validators=[services.models.category.check_traits],
                                verbose_name="Traits of its offers",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=100)),
                    ],
                    options={
                        "verbose_name": "category",
                        "verbose_name_plural": "categories",
                        "ordering": ["position", "slug"],
                    },
                ),
                migrations.CreateModel(
                    name="ClosedDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField(unique=True, verbose_name="Date")),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                    ],
                    options={
                        "verbose_name": "closed day",
                        "verbose_name_plural": "closed days",
                        "ordering": ["date"],
                    },
                ),
                migrations.CreateModel(
                    name="GarmentType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=40, unique=True)),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        ("drawing", models.CharField(default="gar-tee", max_length=40, verbose_name="Drawing")),
                        (
                            "sizing",
                            models.CharField(
                                choices=[
                                    ("adult", "Adults: XS to XXXL"),
                                    ("child", "Children: by age"),
                                    ("shoe", "Shoes: by number"),
                                    ("one", "One size"),
                                ],
                                default="adult",
                                max_length=10,
                                verbose_name="Sizes",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="Position")),
                    ],
                    options={
                        "verbose_name": "type of garment",
                        "verbose_name_plural": "types of garment",
                        "ordering": ["position", "slug"],
                    },
                ),
                migrations.CreateModel(
                    name="CancellationPolicy",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="policies",
                                to="organisations.organisation",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "spared",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("first", "the first booking of this offer"),
                                        ("illness", "illness, with a word about it"),
                                    ],
                                    max_length=10,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Nothing is kept for",
                            ),
                        ),
                        (
                            "move_hours",
                            models.PositiveSmallIntegerField(
                                default=2, verbose_name="Hours before the start until which it can be moved"
                            ),
                        ),
                        (
                            "moves",
                            models.PositiveSmallIntegerField(default=3, verbose_name="How often it can be moved"),
                        ),
                    ],
                    options={
                        "verbose_name": "cancellation policy",
                        "verbose_name_plural": "cancellation policies",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "name"), name="a_policy_has_its_own_name")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SkillGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("uri", models.CharField(blank=True, max_length=200, verbose_name="URI")),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        (
                            "broader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="narrower",
                                to="services.skillgroup",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "group of skills",
                        "verbose_name_plural": "groups of skills",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Skill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("uri", models.CharField(blank=True, max_length=200, verbose_name="URI")),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="skills",
                                to="services.skillgroup",
                                verbose_name="group of skills",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "skill",
                        "verbose_name_plural": "skills",
                        "ordering": ["slug"],
                    },
                ),
                migrations.CreateModel(
                    name="Resource",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="resources",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resources",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "lanes",
                            models.PositiveSmallIntegerField(default=1, verbose_name="How many at the same time"),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="In use")),
                        (
                            "skills",
                            models.ManyToManyField(
                                blank=True, related_name="resources", to="services.skill", verbose_name="What for"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "resource",
                        "verbose_name_plural": "resources",
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "user"), name="one_calendar_a_worker"),
                            models.CheckConstraint(
                                condition=models.Q(("lanes__gte", 1)), name="a_resource_carries_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_offer",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="services.category",
                                verbose_name="Category",
                            ),
                        ),
                        (
                            "traits",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=49),
                                blank=True,
                                db_default=[],
                                default=list,
                                size=None,
                                verbose_name="Details",
                            ),
                        ),
                        ("kind", models.CharField(default="appointment", max_length=20, verbose_name="Kind")),
                        (
                            "at_once",
                            models.BooleanField(
                                default=False,
                                help_text="Nobody has to accept: a free time is booked as it is chosen.",
                                verbose_name="Booked at once",
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("turn", "whose turn it is: fewest hours lately"),
                                    ("customer", "whoever books chooses, if they like"),
                                    ("desk", "the desk decides"),
                                ],
                                default="turn",
                                max_length=10,
                                verbose_name="Who is sent",
                            ),
                        ),
                        (
                            "request_blocks",
                            models.BooleanField(
                                default=True,
                                help_text="Otherwise several people may ask for the same time, and the first yes takes it.",
                                verbose_name="A request keeps the time",
                            ),
                        ),
                        (
                            "most_a_month",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: as many as they like.",
                                null=True,
                                verbose_name="At most so many a month for each person",
                            ),
                        ),
                        (
                            "one_at_a_time",
                            models.BooleanField(default=False, verbose_name="Nobody has two of it at the same time"),
                        ),
                        (
                            "discreet",
                            models.BooleanField(default=False, verbose_name="Mails and calendars say when, not what"),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: it costs nothing until the start.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="services.cancellationpolicy",
                                verbose_name="If somebody cancels",
                            ),
                        ),
                        (
                            "where",
                            models.CharField(
                                choices=[
                                    ("at_home", "at your home"),
                                    ("at_place", "at our place"),
                                    ("phone", "by phone"),
                                    ("remote", "online"),
                                ],
                                default="at_home",
                                max_length=10,
                                verbose_name="Where",
                            ),
                        ),
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
                        (
                            "step_free",
                            models.BooleanField(blank=True, null=True, verbose_name="One gets in without steps"),
                        ),
                        ("location", marketplace.places.points.PointField(blank=True, editable=False, null=True)),
                        (
                            "price",
                            models.CharField(
                                choices=[
                                    ("free", "free"),
                                    ("fixed", "a fixed price"),
                                    ("hourly", "by the hour"),
                                    ("slice", "by the slice of time"),
                                    ("from", "from this price on, by what there is to do"),
                                ],
                                default="free",
                                max_length=10,
                                verbose_name="Price",
                            ),
                        ),
                        ("price_cents", models.PositiveIntegerField(default=0, verbose_name="Cents")),
                        ("slice_minutes", models.PositiveSmallIntegerField(default=30, verbose_name="Minutes a slice")),
                        (
                            "min_minutes",
                            models.PositiveSmallIntegerField(default=60, verbose_name="Shortest stay, minutes"),
                        ),
                        (
                            "max_minutes",
                            models.PositiveSmallIntegerField(default=60, verbose_name="Longest stay, minutes"),
                        ),
                        (
                            "every_minutes",
                            models.PositiveSmallIntegerField(default=30, verbose_name="A start every, minutes"),
                        ),
                        (
                            "notice_minutes",
                            models.PositiveIntegerField(default=240, verbose_name="Notice needed, minutes"),
                        ),
                        (
                            "horizon_days",
                            models.PositiveSmallIntegerField(default=28, verbose_name="Bookable this many days ahead"),
                        ),
                        (
                            "buffer_before",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Minutes kept free before"),
                        ),
                        (
                            "buffer_after",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Minutes kept free after"),
                        ),
                        (
                            "answer_hours",
                            models.PositiveSmallIntegerField(default=24, verbose_name="Hours in which you answer"),
                        ),
                        ("picture", models.ImageField(blank=True, upload_to="offers", verbose_name="Picture")),
                        (
                            "credentials",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="organisations.credentialkind",
                                verbose_name="What workers must have shown",
                            ),
                        ),
                        (
                            "resources",
                            models.ManyToManyField(
                                blank=True, related_name="offers", to="services.resource", verbose_name="Who does it"
                            ),
                        ),
                        (
                            "areas",
                            models.ManyToManyField(
                                blank=True,
                                help_text="None: the whole city.",
                                related_name="+",
                                to="places.area",
                                verbose_name="Areas served",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "offer",
                        "verbose_name_plural": "offers",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(models.F("location"), name="offers_by_location")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_minutes__gte", models.F("min_minutes")),
                                    ("max_minutes__lte", 1440),
                                    ("min_minutes__gte", 5),
                                ),
                                name="stay_has_a_length",
                                violation_error_message="The longest stay must not be shorter than the shortest.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_minutes__gte", 5), ("every_minutes__lte", 480), ("slice_minutes__gte", 5)
                                ),
                                name="starts_and_slices_have_a_length",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("horizon_days__lte", 84)), name="hours_are_written_out_that_far"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("price", "free"), ("price_cents", 0)),
                                    models.Q(models.Q(("price", "free"), _negated=True), ("price_cents__gt", 0)),
                                    _connector="OR",
                                ),
                                name="free_costs_nothing",
                                violation_error_message="Something free has no price; everything else has one.",
                            ),
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Word",
                    fields=[
                        ("folded", models.CharField(max_length=30, primary_key=True, serialize=False)),
                        ("written", models.CharField(max_length=30)),
                        ("texts", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "word",
                        "verbose_name_plural": "words",
                    },
                ),
                migrations.CreateModel(
                    name="Wardrobe",
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
                                related_name="wardrobes",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="Small letters, digits and hyphens. It names the points in the book, and is never changed.",
                                max_length=40,
                                unique=True,
                                validators=[django.core.validators.RegexValidator("^[a-z0-9-]+$")],
                            ),
                        ),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        (
                            "offer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wardrobe",
                                to="services.offer",
                                verbose_name="Fitting",
                            ),
                        ),
                        (
                            "drop_off",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.offer",
                                verbose_name="Giving clothes",
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.offer",
                                verbose_name="Asking for a card",
                            ),
                        ),
                        (
                            "swaps",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swap_wardrobe",
                                to="services.offer",
                                verbose_name="Swaps between residents",
                            ),
                        ),
                        ("takes", models.JSONField(blank=True, default=dict, verbose_name="What is taken")),
                        (
                            "keep_hours",
                            models.PositiveSmallIntegerField(
                                default=48,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(336),
                                ],
                                verbose_name="Hours for which what was chosen is kept until a time is booked",
                            ),
                        ),
                        (
                            "most_chosen",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="Pieces that a household may have put aside at a time",
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="Open")),
                        (
                            "invitations",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="services.offer", verbose_name="Giving a hand"
                            ),
                        ),
                        (
                            "meeting_places",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="places.place",
                                verbose_name="Where residents meet to swap",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wardrobe",
                        "verbose_name_plural": "wardrobes",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Bag",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="bags", to="services.wardrobe"
                            ),
                        ),
                        (
                            "life",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="brought",
                                to="lives.life",
                            ),
                        ),
                        ("came_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "grams",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2000000),
                                ],
                                verbose_name="Weight, grams",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20000),
                                ],
                                verbose_name="Pieces, if counted",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[django.core.validators.ProhibitNullCharactersValidator()],
                                verbose_name="Note",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=80, unique=True)),
                        ("told_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "bag",
                        "verbose_name_plural": "bags",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("life__isnull", False), ("told_at", None)),
                                fields=["came_at"],
                                name="bags_to_tell_of",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Garment",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_garment",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="garments",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="garments",
                                to="services.garmenttype",
                                verbose_name="Type",
                            ),
                        ),
                        (
                            "label",
                            models.CharField(
                                default=services.models.garment.new_label, editable=False, max_length=12, unique=True
                            ),
                        ),
                        ("size", models.CharField(max_length=10, verbose_name="Size")),
                        (
                            "season",
                            models.CharField(
                                choices=[("winter", "Winter"), ("summer", "Summer"), ("all", "All the year")],
                                default="all",
                                max_length=10,
                                verbose_name="Season",
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(
                                choices=[("new", "new"), ("as_new", "as new"), ("good", "good")],
                                default="good",
                                max_length=10,
                                verbose_name="Condition",
                            ),
                        ),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("black", "black"),
                                    ("white", "white"),
                                    ("grey", "grey"),
                                    ("blue", "blue"),
                                    ("green", "green"),
                                    ("red", "red"),
                                    ("yellow", "yellow"),
                                    ("brown", "brown"),
                                    ("pink", "pink"),
                                    ("mixed", "several colours"),
                                ],
                                default="mixed",
                                max_length=10,
                                verbose_name="Colour",
                            ),
                        ),
                        (
                            "points",
                            models.PositiveSmallIntegerField(
                                editable=False,
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="Points",
                            ),
                        ),
                        ("picture", models.ImageField(blank=True, upload_to="garments", verbose_name="Picture")),
                        (
                            "bag",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="garments",
                                to="services.bag",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="own_garments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "remark",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                validators=[django.core.validators.ProhibitNullCharactersValidator()],
                                verbose_name="A few words",
                            ),
                        ),
                        ("printed_at", models.DateTimeField(editable=False, null=True)),
                        ("hangs", models.BooleanField(default=False, editable=False)),
                        ("hung_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "garment",
                        "verbose_name_plural": "garments",
                        "indexes": [
                            models.Index(
                                models.F("wardrobe"),
                                models.F("type"),
                                models.F("size"),
                                models.OrderBy(models.F("hung_at"), descending=True),
                                models.OrderBy(models.F("life_ptr"), descending=True),
                                condition=models.Q(("hangs", True)),
                                name="what_hangs_by_size",
                            ),
                            models.Index(
                                models.F("wardrobe"),
                                models.OrderBy(models.F("hung_at"), descending=True),
                                models.OrderBy(models.F("life_ptr"), descending=True),
                                condition=models.Q(("hangs", True)),
                                name="what_hangs",
                            ),
                            models.Index(
                                condition=models.Q(("printed_at", None)), fields=["wardrobe"], name="garments_to_label"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hangs", False), ("hung_at__isnull", False), _connector="OR"),
                                name="what_hangs_was_hung",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("resident", None),
                                    models.Q(("bag", None), ("hangs", False), ("points", 0)),
                                    _connector="OR",
                                ),
                                name="what_residents_show_is_no_stock",
                            ),
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="OwnGarment",
                    fields=[],
                    options={
                        "verbose_name": "garment to swap",
                        "verbose_name_plural": "garments to swap",
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=("services.garment",),
                ),
                migrations.CreateModel(
                    name="Bulk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="bulk", to="services.bag"
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.garmenttype",
                                verbose_name="Type",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[("pieces", "pieces"), ("grams", "grams")],
                                default="pieces",
                                max_length=10,
                                verbose_name="Counted in",
                            ),
                        ),
                        (
                            "total",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2000000),
                                ],
                                verbose_name="How many or how much",
                            ),
                        ),
                        (
                            "hung",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(2000000)],
                                verbose_name="Put on the rack",
                            ),
                        ),
                        (
                            "recycled",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(2000000)],
                                verbose_name="Recycled",
                            ),
                        ),
                        (
                            "sent_on",
                            models.PositiveIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(2000000)],
                                verbose_name="Sent on",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("key", models.CharField(editable=False, max_length=80, unique=True)),
                    ],
                    options={
                        "verbose_name": "bulk of a bag",
                        "verbose_name_plural": "bulk of bags",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("hung"), "+", models.F("recycled")
                                            ),
                                            "+",
                                            models.F("sent_on"),
                                        ),
                                    ),
                                    ("total__gt", 0),
                                ),
                                name="bulk_adds_up",
                                violation_error_message="What became of it does not add up to the whole. Look at the figures.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Household",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_household",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="households",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "without_home",
                            models.BooleanField(
                                default=False,
                                help_text="Then they have so many pieces in so many days, and no points.",
                                verbose_name="Without a home",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                                verbose_name="Neighbourhood",
                            ),
                        ),
                        ("recharged_for", models.DateField(editable=False, null=True)),
                        ("sizes", models.JSONField(blank=True, default=dict, verbose_name="Sizes")),
                    ],
                    options={
                        "verbose_name": "household",
                        "verbose_name_plural": "households",
                        "indexes": [models.Index(fields=["wardrobe", "recharged_for"], name="households_to_recharge")],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="Card",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cards",
                                to="services.household",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=services.models.household.new_code, editable=False, max_length=12, unique=True
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "card",
                        "verbose_name_plural": "cards",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("household",), name="one_card_at_a_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Admission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="admissions",
                                to="services.household",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("means", "the means test is passed"),
                                    ("no_home", "no place to sleep"),
                                    ("referral", "sent by a body of the network"),
                                ],
                                max_length=10,
                                verbose_name="What was seen",
                            ),
                        ),
                        ("seen_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="Seen on")),
                        ("valid_until", models.DateField(verbose_name="Valid until")),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "admission",
                        "verbose_name_plural": "admissions",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gte", models.F("seen_on"))),
                                name="an_admission_lasts",
                                violation_error_message="The end must not come before the start.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lift",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lifts",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.category"
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                choices=[("new", "New here"), ("little_asked", "To get to know")], max_length=12
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lift",
                        "verbose_name_plural": "lifts",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "category"), name="lifted_once_in_a_category"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiftRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "new_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="New for so many days after the first offer",
                            ),
                        ),
                        (
                            "asked_days",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="Requests are counted over so many days",
                            ),
                        ),
                        (
                            "asked_percent",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="Requests for each offer are compared. 0: nobody is lifted for being little asked.",
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="Little asked: under so many per cent of what is usual in the category",
                            ),
                        ),
                        (
                            "nearer_percent",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[django.core.validators.MaxValueValidator(50)],
                                verbose_name="Near a place they count as nearer by so many per cent",
                            ),
                        ),
                        (
                            "sooner_minutes",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[django.core.validators.MaxValueValidator(240)],
                                verbose_name="On a day they count as free so many minutes sooner",
                            ),
                        ),
                        (
                            "places_up",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MaxValueValidator(6)],
                                verbose_name="In the other lists they move up by so many places",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule for new and little asked organisations",
                        "verbose_name_plural": "rules for new and little asked organisations",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_lift_rule_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    )
                                ],
                                name="one_lift_rule_at_a_time",
                                violation_error_message="On some of these days there is such a rule already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Listing",
                    fields=[
                        (
                            "offer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="listing",
                                serialize=False,
                                to="services.offer",
                            ),
                        ),
                        ("category", django.contrib.postgres.fields.ranges.BigIntegerRangeField()),
                        ("location", marketplace.places.points.PointField(null=True)),
                        ("where", models.CharField(max_length=10)),
                        ("price_cents", models.PositiveIntegerField()),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=5), size=None
                            ),
                        ),
                        (
                            "traits",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=49), db_default=[], size=None
                            ),
                        ),
                        (
                            "areas",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), null=True, size=None
                            ),
                        ),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        (
                            "edition",
                            models.BigIntegerField(
                                db_default=models.Func(
                                    models.Value("services_listing_edition"),
                                    function="nextval",
                                    output_field=models.BigIntegerField(),
                                )
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "listing",
                        "verbose_name_plural": "listings",
                        "indexes": [
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("location"), name="listings_by_location"
                            ),
                            django.contrib.postgres.indexes.GistIndex(
                                models.F("category"), models.F("location"), name="listings_by_category"
                            ),
                            django.contrib.postgres.indexes.GinIndex(models.F("words"), name="listings_by_words"),
                            django.contrib.postgres.indexes.GinIndex(models.F("traits"), name="listings_by_traits"),
                            models.Index(fields=["since"], name="listings_by_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bundle",
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
                                related_name="bundles",
                                to="organisations.organisation",
                            ),
                        ),
                        ("yearly", models.BooleanField(default=False, verbose_name="A membership for a year")),
                        (
                            "services",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="How many services"),
                        ),
                        ("price_cents", models.PositiveIntegerField(verbose_name="Price, cents")),
                        ("on_sale", models.BooleanField(default=True, verbose_name="On sale")),
                        (
                            "offers",
                            models.ManyToManyField(
                                related_name="bundles", to="services.offer", verbose_name="For which offers"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bundle",
                        "verbose_name_plural": "bundles",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("services__in", (6, 12, 24)), ("services__isnull", False), ("yearly", False)
                                    ),
                                    models.Q(
                                        ("yearly", True),
                                        models.Q(("services", None), ("services__range", (1, 366)), _connector="OR"),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_bundle_has_6_12_or_24_or_lasts_a_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("price_cents__gt", 0)), name="a_bundle_has_a_price"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfferText",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="services.offer"
                            ),
                        ),
                        ("language", models.CharField(max_length=5, verbose_name="Language")),
                        ("title", models.CharField(max_length=90, verbose_name="Title")),
                        ("summary", models.CharField(max_length=240, verbose_name="In one sentence")),
                        ("body", models.TextField(blank=True, max_length=4000, verbose_name="What you get")),
                        ("conditions", models.TextField(blank=True, max_length=4000, verbose_name="Conditions")),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=Searchable(),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "offer text",
                        "verbose_name_plural": "offer texts",
                        "indexes": [django.contrib.postgres.indexes.GinIndex(models.F("search"), name="offer_words")],
                        "constraints": [
                            models.UniqueConstraint(fields=("offer", "language"), name="one_text_a_language")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideCalendar",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outside_calendars",
                                to="services.resource",
                            ),
                        ),
                        ("url", models.CharField(editable=False, max_length=1000)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("next_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("tried_at", models.DateTimeField(editable=False, null=True)),
                        ("read_at", models.DateTimeField(editable=False, null=True)),
                        ("failures", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "error",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("inside", "This address leads to no public place."),
                                    ("unreachable", "Nobody answers at this address."),
                                    ("refused", "The address is not known there, or not any more."),
                                    (
                                        "redirects",
                                        "The address sends on to too many others, or to one that is not allowed.",
                                    ),
                                    ("too_large", "The calendar is too large: it may have two megabytes."),
                                    ("too_slow", "The answer took too long."),
                                    (
                                        "too_much",
                                        "The calendar has too many events, or repeats that take too long to work out.",
                                    ),
                                    ("no_calendar", "There is no calendar at this address."),
                                ],
                                editable=False,
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "outside calendar",
                        "verbose_name_plural": "outside calendars",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["next_at"], name="outside_calendars_to_read")],
                        "constraints": [
                            models.UniqueConstraint(fields=("resource", "url"), name="an_outside_calendar_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenSpan",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_spans",
                                to="services.resource",
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                    ],
                    options={
                        "verbose_name": "open span",
                        "verbose_name_plural": "open spans",
                        "indexes": [
                            models.Index(
                                models.F("resource"),
                                models.Func("period", function="lower"),
                                include=("period",),
                                name="open_spans_by_resource",
                            ),
                            django.contrib.postgres.indexes.GistIndex(models.F("period"), name="open_spans_by_time"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Occasion",
                    fields=[
                        (
                            "life_ptr",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                related_name="as_occasion",
                                serialize=False,
                                to="lives.life",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="occasions",
                                to="services.offer",
                            ),
                        ),
                        (
                            "resource",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="occasion",
                                to="services.resource",
                            ),
                        ),
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
                        (
                            "leaders",
                            models.ManyToManyField(
                                blank=True, related_name="leads", to="services.resource", verbose_name="Who leads it"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "date",
                        "verbose_name_plural": "dates",
                        "indexes": [models.Index(fields=["offer", "starts_at"], name="occasions_of_an_offer")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="an_occasion_lasts"
                            )
                        ],
                    },
                    bases=("lives.life",),
                ),
                migrations.CreateModel(
                    name="HoursException",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exceptions",
                                to="services.resource",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="Date")),
                        ("opens", models.TimeField(blank=True, null=True, verbose_name="From")),
                        ("closes", models.TimeField(blank=True, null=True, verbose_name="Until")),
                        ("reason", models.CharField(blank=True, max_length=120, verbose_name="Why")),
                    ],
                    options={
                        "verbose_name": "exception",
                        "verbose_name_plural": "exceptions",
                        "ordering": ["date", "opens"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes", None), ("opens", None)),
                                    models.Q(("closes__gt", models.F("opens")), ("opens__isnull", False)),
                                    _connector="OR",
                                ),
                                name="exception_is_closed_or_has_hours",
                                violation_error_message="Give both hours, the end after the start, or neither: then it is closed.",
                            ),
                            models.UniqueConstraint(
                                fields=("resource", "date", "opens"), name="exception_once", nulls_distinct=False
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="services.resource",
                            ),
                        ),
                        (
                            "life",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="lives.life"
                            ),
                        ),
                        ("lane", models.PositiveSmallIntegerField(default=0)),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                        ("active", models.BooleanField(default=True)),
                        (
                            "lasting",
                            models.GeneratedField(
                                db_persist=True,
                                expression=services.models.hold.Lasts("period"),
                                output_field=models.BooleanField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hold",
                        "verbose_name_plural": "holds",
                        "indexes": [
                            models.Index(
                                models.F("resource"),
                                models.Func("period", function="lower"),
                                condition=models.Q(("active", True)),
                                include=("lane", "period"),
                                name="holds_by_resource",
                            ),
                            models.Index(
                                models.F("resource"),
                                condition=models.Q(("active", True), ("lasting", True)),
                                name="holds_that_last",
                            ),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("active", True)),
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("resource"), models.F("resource"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        services.models.hold.Point(
                                            models.F("lane"), models.F("lane"), function="int4range"
                                        ),
                                        "&&",
                                    ),
                                    ("period", "&&"),
                                ],
                                name="nobody_is_in_two_places",
                            ),
                            models.CheckConstraint(condition=models.Q(("period__isempty", False)), name="a_hold_lasts"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BusySpan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spans",
                                to="services.outsidecalendar",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="busy_spans",
                                to="services.resource",
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                    ],
                    options={
                        "verbose_name": "busy span",
                        "verbose_name_plural": "busy spans",
                        "indexes": [
                            models.Index(
                                models.F("resource"),
                                models.Func("period", function="lower"),
                                include=("period",),
                                name="busy_spans_by_resource",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False)), name="busy_time_lasts"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_searches",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("query", models.CharField(max_length=1000)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("until", models.DateField(null=True)),
                        (
                            "known",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("looked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("next_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "verbose_name": "saved search",
                        "verbose_name_plural": "saved searches",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "query"), name="a_search_is_saved_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "occasion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="services.occasion",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="Starts")),
                        ("ends_at", models.DateTimeField(verbose_name="Ends")),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_session_lasts"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opening",
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
                                related_name="openings",
                                to="organisations.organisation",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: not for bookings, for days of its own.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="openings",
                                to="services.offer",
                                verbose_name="For bookings of",
                            ),
                        ),
                        ("name", models.JSONField(default=dict, verbose_name="Name")),
                        ("tasks", models.JSONField(blank=True, default=dict, verbose_name="What there is to do")),
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
                        ("hourly_cents", models.PositiveIntegerField(default=0, verbose_name="Cents an hour")),
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
                        (
                            "places",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(40),
                                ],
                                verbose_name="How many people",
                            ),
                        ),
                        (
                            "all_together",
                            models.BooleanField(
                                default=False,
                                help_text="A sofa is not carried by one.",
                                verbose_name="All of them or nobody",
                            ),
                        ),
                        (
                            "demands",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="It asks for",
                            ),
                        ),
                        ("levels", models.JSONField(blank=True, default=dict, verbose_name="Languages")),
                        (
                            "support_on_site",
                            models.BooleanField(default=False, verbose_name="Somebody is there to help"),
                        ),
                        (
                            "mate",
                            models.BooleanField(
                                default=False, verbose_name="Beginners come with somebody who knows the work"
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                help_text="Empty: on days that you name.",
                                null=True,
                                verbose_name="Every week on",
                            ),
                        ),
                        ("opens", models.TimeField(blank=True, null=True, verbose_name="From")),
                        ("closes", models.TimeField(blank=True, null=True, verbose_name="Until")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="Until")),
                        ("active", models.BooleanField(default=True, verbose_name="In use")),
                        ("key", models.CharField(editable=False, max_length=80, null=True)),
                        (
                            "needed",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="services.skill", verbose_name="Must be able to"
                            ),
                        ),
                        (
                            "nice",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="services.skill", verbose_name="Good to be able to"
                            ),
                        ),
                        (
                            "credentials",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="organisations.credentialkind",
                                verbose_name="Papers it needs",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "opening",
                        "verbose_name_plural": "openings",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("form__in", ["volunteer", "trial"]), ("hourly_cents", 0)),
                                    models.Q(
                                        models.Q(("form__in", ["volunteer", "trial"]), _negated=True),
                                        ("hourly_cents__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="work_is_paid_as_its_form_says",
                                violation_error_message="Voluntary work and a trial day are not paid; everything else is.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes", None), ("opens", None), ("weekday", None)),
                                    models.Q(
                                        ("closes__gt", models.F("opens")),
                                        ("opens__isnull", False),
                                        ("weekday__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_weekly_opening_has_hours",
                                violation_error_message="Give the day and both hours, the end after the start; or none of them.",
                            ),
                            models.UniqueConstraint(fields=("organisation", "key"), name="a_key_writes_one_opening"),
                            models.CheckConstraint(
                                condition=models.Q(("places__gte", 1), ("places__lte", 40)),
                                name="an_opening_has_places",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="services.offer"
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.skill",
                                verbose_name="What for",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="How many")),
                    ],
                    options={
                        "verbose_name": "need",
                        "verbose_name_plural": "needs",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("offer", "skill"), name="a_skill_is_needed_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 12)), name="a_team_has_a_size"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tiers",
                                to="services.cancellationpolicy",
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveSmallIntegerField(verbose_name="Less than so many hours before the start"),
                        ),
                        ("percent", models.PositiveSmallIntegerField(verbose_name="Percent of the price")),
                    ],
                    options={
                        "verbose_name": "tier",
                        "verbose_name_plural": "tiers",
                        "ordering": ["-hours"],
                        "constraints": [
                            models.UniqueConstraint(fields=("policy", "hours"), name="a_tier_an_hour"),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", 1), ("hours__lte", 720)),
                                name="a_tier_begins_within_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                                name="no_more_than_the_price",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.tag",
                            ),
                        ),
                        ("until_then", models.DateField(editable=False, null=True)),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tags",
                                to="services.garmenttype",
                                verbose_name="Type",
                            ),
                        ),
                        (
                            "points",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(1000)], verbose_name="Points"
                            ),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="At most, for each member in a period",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "points of a type",
                        "verbose_name_plural": "points of types",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_tag_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("wardrobe"), models.F("wardrobe"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        services.models.hold.Point(
                                            models.F("type"), models.F("type"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_tag_of_a_type_at_a_time",
                                violation_error_message="On some of these days there is such a rule already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SwapRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.swaprule",
                            ),
                        ),
                        ("until_then", models.DateField(editable=False, null=True)),
                        (
                            "missed",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="So many times not come",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=180,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(730),
                                ],
                                verbose_name="In so many days",
                            ),
                        ),
                        (
                            "pause_days",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(730),
                                ],
                                verbose_name="Then no asking for so many days",
                            ),
                        ),
                        (
                            "late_hours",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MaxValueValidator(72)],
                                verbose_name="Stepping back counts as not coming from so many hours before",
                            ),
                        ),
                        (
                            "most_shown",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="Garments that one may show at a time",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule of swaps",
                        "verbose_name_plural": "rules of swaps",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_swap_rule_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("wardrobe"), models.F("wardrobe"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_swap_rule_at_a_time",
                                violation_error_message="On some of these days there is such a rule already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sought",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sought",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.garmenttype",
                                verbose_name="Type",
                            ),
                        ),
                        (
                            "sizes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Sizes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "what is needed",
                        "verbose_name_plural": "what is needed",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_wish_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Served",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="served",
                                to="services.wardrobe",
                            ),
                        ),
                        ("month", models.DateField()),
                        (
                            "area",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        ("households", models.PositiveIntegerField()),
                        ("members", models.PositiveIntegerField()),
                        ("pieces", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "month of an area",
                        "verbose_name_plural": "months of areas",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("wardrobe"),
                                models.F("month"),
                                models.F("area"),
                                name="served_once_a_month",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.recharge",
                            ),
                        ),
                        ("until_then", models.DateField(editable=False, null=True)),
                        (
                            "adult_points",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="Points for an adult",
                            ),
                        ),
                        (
                            "child_points",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="Points for a child",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(24),
                                ],
                                verbose_name="Every, months",
                            ),
                        ),
                        ("keeps_rest", models.BooleanField(default=False, verbose_name="What is left is kept")),
                    ],
                    options={
                        "verbose_name": "recharge",
                        "verbose_name_plural": "recharges",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_recharge_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("wardrobe"), models.F("wardrobe"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_recharge_at_a_time",
                                violation_error_message="On some of these days there is such a rule already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.quota",
                            ),
                        ),
                        ("until_then", models.DateField(editable=False, null=True)),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="Pieces",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="In so many days",
                            ),
                        ),
                        (
                            "types",
                            models.ManyToManyField(
                                related_name="quotas", to="services.garmenttype", verbose_name="Types"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "quota of people without a home",
                        "verbose_name_plural": "quotas of people without a home",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_quota_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointsMoved",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="points_moved",
                                to="services.wardrobe",
                            ),
                        ),
                        ("month", models.DateField()),
                        ("given_out", models.IntegerField()),
                        ("spent", models.IntegerField()),
                    ],
                    options={
                        "verbose_name": "points of a month",
                        "verbose_name_plural": "points of months",
                        "constraints": [
                            models.UniqueConstraint(models.F("wardrobe"), models.F("month"), name="points_once_a_month")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Missed",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="missed",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="services.garmenttype"
                            ),
                        ),
                        ("size", models.CharField(blank=True, max_length=10)),
                        ("day", models.DateField()),
                        ("number", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "not found",
                        "verbose_name_plural": "not found",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("wardrobe"),
                                models.F("day"),
                                models.F("type"),
                                models.F("size"),
                                name="counted_once_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="services.household",
                            ),
                        ),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="households",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("child", models.BooleanField(default=False, verbose_name="Child")),
                        ("since", models.DateField(default=django.utils.timezone.localdate)),
                        ("until", models.DateField(blank=True, null=True)),
                        ("key", models.CharField(editable=False, max_length=80, null=True)),
                    ],
                    options={
                        "verbose_name": "member of a household",
                        "verbose_name_plural": "members of a household",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)),
                                fields=("wardrobe", "person"),
                                name="one_household_in_a_wardrobe",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="a_member_stays_a_while",
                            ),
                            models.UniqueConstraint(fields=("household", "key"), name="a_key_brings_one_member"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Introduction",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="introductions",
                                to="services.wardrobe",
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
                        ("sender", models.CharField(max_length=120, verbose_name="Which body sends")),
                        (
                            "email",
                            models.EmailField(
                                help_text="The address that you know already, not a new one.",
                                max_length=254,
                                verbose_name="Its e-mail",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("given_name", models.CharField(blank=True, max_length=80, verbose_name="First name")),
                        (
                            "phone",
                            phonenumber_field.modelfields.PhoneNumberField(
                                blank=True, max_length=128, region=None, verbose_name="Phone"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("it", "Italiano"), ("en", "English")],
                                default="it",
                                max_length=5,
                                verbose_name="Language",
                            ),
                        ),
                        (
                            "seen",
                            models.CharField(
                                blank=True,
                                choices=[("means", "the means test is passed"), ("no_home", "no place to sleep")],
                                max_length=10,
                                verbose_name="What you have seen",
                            ),
                        ),
                        ("seen_on", models.DateField(blank=True, null=True, verbose_name="Seen on")),
                        (
                            "grown",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="Grown-ups",
                            ),
                        ),
                        (
                            "children",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(19)],
                                verbose_name="Children",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "introduction",
                        "verbose_name_plural": "introductions",
                        "ordering": ["-sent_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("closed_at", None),
                                        ("children", None),
                                        ("given_name", ""),
                                        ("grown", None),
                                        ("phone", ""),
                                        ("seen", ""),
                                        ("seen_on", None),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("closed_at", None),
                                        ("withdrawn_at", None),
                                        ("children__isnull", False),
                                        ("grown__isnull", False),
                                        ("seen_on__isnull", False),
                                        models.Q(("given_name", ""), _negated=True),
                                        models.Q(("seen", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("closed_at__isnull", False),
                                        ("children", None),
                                        ("given_name", ""),
                                        ("grown", None),
                                        ("phone", ""),
                                        ("seen", ""),
                                        ("seen_on", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="what_a_body_wrote_goes_with_the_decision",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GarmentList",
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
                                related_name="lists",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "bag",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lists",
                                to="services.bag",
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
                        ("name", models.CharField(max_length=100, verbose_name="File")),
                        ("digest", models.CharField(max_length=64)),
                        ("lines", models.JSONField(default=list)),
                        ("wrong", models.JSONField(default=list)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("entered", models.PositiveIntegerField(default=0)),
                        ("stopped", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "verbose_name": "list of garments",
                        "verbose_name_plural": "lists of garments",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("wardrobe", "bag", "digest"),
                                name="a_file_is_entered_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="First day")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="Last day")),
                        (
                            "wardrobe",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="services.wardrobe",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="services.accessrule",
                            ),
                        ),
                        ("until_then", models.DateField(editable=False, null=True)),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("booked", "with a time in the fitting room"),
                                    ("free", "without a time: what is put aside waits until the wardrobe closes"),
                                    ("either", "with a time or without, as one likes"),
                                ],
                                default="booked",
                                max_length=10,
                                verbose_name="How one comes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule of access",
                        "verbose_name_plural": "rules of access",
                        "ordering": ["valid_from"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="an_access_rule_ends_after_it_begins",
                                violation_error_message="The last day must not come before the first.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        services.models.hold.Point(
                                            models.F("wardrobe"), models.F("wardrobe"), function="int8range"
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("valid_from"),
                                            models.F("valid_to"),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_access_rule_at_a_time",
                                violation_error_message="On some of these days there is such a rule already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["booked", "free", "either"])), name="one_comes_somehow"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyHours",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weekly_hours",
                                to="services.resource",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                verbose_name="Day",
                            ),
                        ),
                        ("opens", models.TimeField(verbose_name="From")),
                        ("closes", models.TimeField(verbose_name="Until")),
                    ],
                    options={
                        "verbose_name": "weekly hours",
                        "verbose_name_plural": "weekly hours",
                        "ordering": ["weekday", "opens"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"
                                ),
                                name="hours_end_after_they_start",
                                violation_error_message="The end must come after the start.",
                            ),
                            models.UniqueConstraint(fields=("resource", "weekday", "opens"), name="hours_once"),
                        ],
                    },
                ),
            ]
        ),
    ]
