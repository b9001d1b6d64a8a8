"""Cards that are kept: drawn once for each edition of a listing."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marketplace.places.models import Area
from services.models import Listing, Offer
from services.search import Wish, drawn, newest_edition, search, with_next_start
from tests.cast import at, settled


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["drawn"].clear()


def edition(offer) -> int:
    return Listing.objects.get(pk=offer.pk).edition


def told(draw=lambda offer: offer.text.title, **how) -> list[str]:
    return drawn(with_next_start(search(Wish()).light()), "told", draw, **how)


def test_what_was_drawn_is_shown_again_without_a_question_to_the_database(offer):
    offers = with_next_start(search(Wish()).light())
    drawn(offers, "told", lambda offer: offer.text.title)

    with CaptureQueriesContext(connection) as caught:
        again = drawn(offers, "told", lambda offer: "drawn anew")

    assert again == [offer.text.title]
    assert len(caught) == 0


def test_each_language_has_its_own(offer):
    with translation.override("en"):
        english = told()
    with translation.override("it"):
        italian = told()

    assert english + italian == ["Babysitter at your home", "Babysitter at your home (it)"]


def test_another_way_of_drawing_has_its_own(offer):
    told()

    assert drawn(search(Wish()).light(), "other", lambda _offer: "other") == ["other"]


def test_another_next_start_is_drawn_anew_where_it_is_shown(offer):
    offers = with_next_start(search(Wish()).light())
    drawn(offers, "told", lambda offer: str(offer.next_start))
    first, offers[0].next_start = offers[0].next_start, None

    assert drawn(offers, "told", lambda offer: str(offer.next_start)) == ["None"]
    assert first is not None


def test_what_does_not_show_the_next_start_is_kept_whatever_that_is(offer):
    told(live=False)
    offers = with_next_start(search(Wish()).light())
    offers[0].next_start = None

    assert drawn(offers, "told", lambda _offer: "drawn anew", live=False) == [offer.text.title]


def test_every_hour_a_card_is_drawn_anew_for_in_some_zone_tomorrow_has_become_today(offer, now_is):
    offers = with_next_start(search(Wish()).light())
    now_is(at(9))
    drawn(offers, "told", lambda _offer: "at nine")

    now_is(at(10))

    assert drawn(offers, "told", lambda _offer: "at ten") == ["at ten"]


@pytest.mark.parametrize(
    "change",
    [
        lambda offer: offer.texts.filter(language="en").update(title="Otherwise"),
        lambda offer: Offer.objects.filter(pk=offer.pk).update(price_cents=100),
        lambda offer: Offer.objects.filter(pk=offer.pk).update(max_minutes=300),
        lambda offer: Offer.objects.filter(pk=offer.pk).update(picture="offers/another.webp"),
        lambda offer: Offer.objects.filter(pk=offer.pk).update(slice_minutes=20),
        lambda offer: offer.areas.add(Area.objects.get()),
        lambda offer: type(offer.organisation).objects.filter(pk=offer.organisation_id).update(name="Biagio 2"),
        lambda offer: type(offer.organisation).objects.filter(pk=offer.organisation_id).update(slug="biagio-2"),
        lambda offer: type(offer.category).objects.filter(pk=offer.category_id).update(drawing="cat-moving"),
        lambda offer: type(offer.category).objects.filter(pk=offer.category_id).update(name={"en": "Minding"}),
    ],
    ids=["title", "price", "length", "picture", "slice", "area", "body", "address", "drawing", "category"],
)
def test_whatever_a_card_shows_makes_another_edition(offer, aurora, change):
    before = edition(offer)

    change(offer)

    assert edition(offer) > before


def test_an_area_that_is_renamed_is_on_new_cards(make_offer, biagio, aurora):
    place = biagio.place
    place.area = aurora
    place.save()
    there, served = make_offer("There", where="at_place", place=place), make_offer("Served")
    served.areas.add(aurora)
    elsewhere = make_offer("Elsewhere")
    before = [edition(offer) for offer in (there, served, elsewhere)]

    Area.objects.filter(pk=aurora.pk).update(name="Borgo Aurora")

    after = [edition(offer) for offer in (there, served, elsewhere)]
    assert [new > old for new, old in zip(after, before, strict=True)] == [True, True, False]


def test_a_place_that_lies_in_another_area_is_on_new_cards(make_offer, biagio):
    place = biagio.place
    there = make_offer("There", where="at_place", place=place)
    before = edition(there)

    type(place).objects.filter(pk=place.pk).update(area=None)

    assert edition(there) > before


def test_a_body_that_is_saved_unchanged_draws_nothing_anew(offer):
    before = edition(offer)

    offer.organisation.save()

    assert edition(offer) == before


def test_the_newest_edition_says_that_a_listing_came_changed_or_went(make_offer):
    numbers = [newest_edition()]
    offer = make_offer()
    numbers.append(newest_edition())
    offer.texts.filter(language="en").update(title="Otherwise")
    numbers.append(newest_edition())
    settled(offer, "withdrawn")
    numbers.append(newest_edition())

    assert numbers == sorted(set(numbers))
    assert not Listing.objects.exists()
