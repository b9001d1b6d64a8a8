"""What there is in the city, by category, aim and body: counted up to a thousand, so that a large one costs no more."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Func, IntegerField, OuterRef, QuerySet

from marketplace.organisations.models import Organisation
from services.models import Aim, Category, Listing, Offer
from services.search.counts import MOST
from services.search.loosened import Number as Found
from services.search.loosened import found_by_each
from services.search.wishes import Wish


class Number(Func):
    """How many rows a query finds, one after the other."""

    function = "cardinality"
    output_field = IntegerField()


def filled() -> list[Category]:
    """The categories in which there is something, each with its `number`, at most `MOST` + 1."""
    listed = Listing.objects.filter(category__contains=OuterRef("pk"))
    return [category for category in Category.objects.annotate(number=number(listed)) if category.number]


def aimed() -> list[tuple[Aim, Found]]:
    """The aims for which there is something, each with how many offers, counted as far as filters are. Two queries."""
    aims = list(Aim.objects.select_related("category"))
    numbers = found_by_each([Wish(category=aim.category, traits=aim.values) for aim in aims])
    return [(aim, found) for aim, found in zip(aims, numbers, strict=True) if found.offers]


def busiest(many: int) -> list[Organisation]:
    """Whose offers are the most among the newest thousand in the city, most first."""
    newest = Listing.objects.order_by("-pk").values("pk")[:MOST]
    shares = Organisation.objects.filter(offers__in=newest).annotate(number=Count("offers"))
    return list(shares.order_by("-number", "name")[:many])


def numbers_of(bodies: Sequence[Organisation]) -> dict[int, int]:
    """By body: how many offers everybody finds of it, at most `MOST` + 1."""
    mine = Offer.objects.filter(organisation=OuterRef("pk"), listing__isnull=False)
    named = Organisation.objects.filter(pk__in=[body.pk for body in bodies])
    return dict(named.annotate(number=number(mine)).values_list("pk", "number"))


def number(found: QuerySet[Any]) -> Number:
    return Number(ArraySubquery(found.order_by().values("pk")[: MOST + 1]))
