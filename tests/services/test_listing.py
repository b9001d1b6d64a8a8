"""What search reads follows what it is made of, whoever changes it and whichever way."""

import pytest
from django.db import connection

from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.places.points import project
from services.models import Category, Listing, Offer, OfferText
from tests.cast import settled
from tests.folding import each
from tests.racing import at_once


def listed(offer: Offer) -> Listing | None:
    return Listing.objects.filter(offer=offer).first()


def test_an_offer_is_listed_while_it_is_published_by_a_verified_body(make_offer, biagio):
    offer = make_offer(status="review")
    assert listed(offer) is None

    settled(offer, "published")
    assert listed(offer)

    settled(biagio, "suspended")
    assert listed(offer) is None

    settled(biagio, "verified")
    assert listed(offer)

    settled(offer, "withdrawn")
    assert listed(offer) is None


@each(
    ("changed", "name", "value"),
    [
        ({"price": "fixed", "price_cents": 700}, "price_cents", 700),
        ({"price": "free", "price_cents": 0}, "price_cents", 0),
        ({"where": "phone"}, "where", "phone"),
        ({"traits": ["ages:0-2", "homework:yes"]}, "traits", ["ages:0-2", "homework:yes"]),
        ({"where": "phone"}, "location", None),
        ({"location": project(45.0, 7.6)}, "location", project(45.0, 7.6)),
    ],
)
def test_it_follows_the_offer(offer, changed, name, value):
    Offer.objects.filter(pk=offer.pk).update(**changed)

    assert getattr(listed(offer), name) == value


def test_it_follows_the_areas(offer, aurora):
    assert listed(offer).areas is None

    offer.areas.add(aurora)
    assert listed(offer).areas == [aurora.pk]

    offer.areas.remove(aurora)
    assert listed(offer).areas is None


def test_it_follows_the_words_of_the_offer_its_body_and_its_category(offer, biagio):
    OfferText.objects.filter(offer=offer, language="it").update(body="Anche ai giardini di via Cottolengo")
    Organisation.objects.filter(pk=biagio.pk).update(name="Portineria", languages=["it", "fr"])
    Category.objects.update(words="scuolabus")

    listing = listed(offer)

    assert all(stem in listing.words for stem in ("'cottoleng'", "'portiner'", "'scuolabus'"))
    assert "biagio" not in listing.words
    assert listing.languages == ["it", "fr"]


def test_it_follows_a_text_that_goes(offer):
    assert "babysitt" in listed(offer).words
    Category.objects.update(name={}, words="")

    OfferText.objects.filter(offer=offer).delete()

    assert "babysitt" not in listed(offer).words


def test_it_follows_another_category(offer):
    other = Category.objects.create(slug="other", name={"it": "Altro"})

    Offer.objects.filter(pk=offer.pk).update(category=other)

    assert listed(offer).category.lower == other.pk


def test_another_thing_said_of_it_is_another_edition(offer):
    before = listed(offer).edition

    Offer.objects.filter(pk=offer.pk).update(traits=["ages:0-2"])

    assert listed(offer).edition > before


def test_what_search_does_not_read_lists_nothing_again(offer):
    def row() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmin FROM services_listing WHERE offer_id = %s", [offer.pk])
            return cursor.fetchone()[0]

    before = listed(offer), row()

    Offer.objects.filter(pk=offer.pk).update(notice_minutes=5)
    Area.objects.create(code="x", name="X", rings=[], centre_lat=45, centre_lon=7)

    assert (listed(offer), row()) == before


@pytest.mark.django_db(transaction=True)
def test_two_who_change_it_at_the_same_moment_are_both_listed(offer, biagio):
    def words() -> None:
        OfferText.objects.filter(offer=offer, language="it").update(title="Giocoleria")

    def name() -> None:
        Organisation.objects.filter(pk=biagio.pk).update(name="Portineria")

    at_once(words, name)

    listing = listed(offer)
    assert "'giocol" in listing.words
    assert "'portiner'" in listing.words
