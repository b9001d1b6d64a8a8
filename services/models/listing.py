"""What search reads: everything that an offer is found by, on one row."""

from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.places.points import PointField
from services.models.category import LONGEST_VALUE
from services.models.offer import Offer

NEXT_EDITION = models.Func(
    models.Value("services_listing_edition"), function="nextval", output_field=models.BigIntegerField()
)


class Listing(models.Model):
    """One row for each offer that everybody finds. The database writes it whenever something that it is made of
    changes: the offer, its words and areas, its body, its category. Made, never edited."""

    offer = models.OneToOneField(Offer, primary_key=True, on_delete=models.CASCADE, related_name="listing")
    category = BigIntegerRangeField()  # of one number, so that one index has it together with the point
    # Where everybody may know that it is, see migration `show_no_door`. None: by phone, online, a body without an
    # address, or a place outside of all neighbourhoods that nobody may know: near everywhere.
    location = PointField(null=True)
    where = models.CharField(max_length=10)
    price_cents = models.PositiveIntegerField()
    languages = ArrayField(models.CharField(max_length=5))
    traits = ArrayField(models.CharField(max_length=LONGEST_VALUE), db_default=[])
    areas = ArrayField(models.BigIntegerField(), null=True)  # served at home; none: the whole city
    words = SearchVectorField()  # its own texts weigh A, the names of its category and its body D
    since = models.DateTimeField(
        db_default=Now()
    )  # when it came here; an offer that is edited or withdrawn goes meanwhile
    edition = models.BigIntegerField(db_default=NEXT_EDITION)  # another one whenever its card may look otherwise

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            GistIndex("location", name="listings_by_location"),
            GistIndex("category", "location", name="listings_by_category"),
            GinIndex("words", name="listings_by_words"),
            GinIndex("traits", name="listings_by_traits"),
            models.Index(fields=["since"], name="listings_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.offer)
