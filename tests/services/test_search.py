"""Which offers there are for a wish, and in which order."""

from datetime import time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.places.geocoding import Found
from marketplace.places.models import Area
from marketplace.places.points import project
from services import availability
from services.availability import starts_on
from services.models import Category, Hold, HoursException, Offer, OfferText, Resource
from services.search import Wish, counts_by_area, search, with_next_start
from tests.cast import ROME, at, settled
from tests.folding import each

VISITOR = AnonymousUser()


def titles(wish: Wish) -> list[str]:
    return [offer.title for offer in search(wish)]


def wish_of(query: str) -> tuple[Wish, dict]:
    return Wish.from_query(QueryDict(query))


@pytest.fixture
def near_aurora(aurora) -> Found:
    return wish_of("near=Aurora")[0].near


def test_an_empty_wish_finds_everything_published(make_offer):
    make_offer("Shown")
    make_offer("Hidden", status="review")

    assert titles(Wish()) == ["Shown"]


def test_a_draft_is_found_by_nobody(make_offer):
    make_offer("Hidden", status="new")

    assert titles(Wish()) == []


def test_nothing_of_a_suspended_organisation_is_found(offer, biagio):
    settled(biagio, "suspended")

    assert titles(Wish()) == []


@each(
    "words",
    [
        "babysitter", "BABYSITTERS", "babysit", "nanny", "tata", "bambino", "biagio", "babysitter biagio",
        "a babysitter at your home", "babysitter per la", "bàbysitter",
    ],
)  # fmt: skip
def test_words_find_by_stem_by_beginning_by_category_and_by_organisation(offer, words):
    assert titles(Wish(words=words)) == ["Babysitter at your home"]


def test_italian_words_are_found_by_their_stem_without_accents(offer):
    OfferText.objects.filter(offer=offer, language="it").update(title="Attività serali per le città")

    assert titles(Wish(words="attivita citta serale"))
    assert not titles(Wish(words="attivita mattutina"))


@each("words", ["plumber", "babysitter plumber", "xyz", "en"])
def test_a_word_that_stands_nowhere_finds_nothing(offer, words):
    assert titles(Wish(words=words)) == []


@each("words", ["'; DROP TABLE", "a & | ! :*", "()", "\\", "🙂", "مرحبا", "%%", "<b>", "-" * 100])
def test_strange_words_break_nothing(offer, words):
    titles(Wish(words=words))


def test_facts_narrow_the_list(make_offer, biagio):
    make_offer("Paid at home")
    make_offer("Free on the phone", where="phone", price="free", price_cents=0)

    assert titles(Wish(free=True)) == ["Free on the phone"]
    assert titles(Wish(where="at_home")) == ["Paid at home"]
    assert titles(Wish(category=Category.objects.get(), language="ar")) == ["Free on the phone", "Paid at home"]
    assert titles(Wish(language="fr")) == []


def test_near_a_place_the_nearest_come_first_with_their_distance(make_offer, near_aurora):
    make_offer("Far", location=project(45.02, 7.62))
    make_offer("Near", location=project(45.084, 7.69))
    make_offer("By phone", where="phone")

    found = list(search(Wish(near=near_aurora)))

    assert [offer.title for offer in found] == ["Near", "Far", "By phone"]
    assert found[0].distance == pytest.approx(136, abs=15)
    assert found[2].distance is None


def test_within_some_metres_leaves_out_what_is_farther(make_offer, near_aurora):
    make_offer("Far", location=project(45.02, 7.62))
    make_offer("Near", location=project(45.084, 7.69))
    make_offer("By phone", where="phone", location=project(45.02, 7.62))

    assert titles(Wish(near=near_aurora, within=1000)) == ["Near", "By phone"]


def test_who_does_not_come_to_a_neighbourhood_is_not_found_near_it(make_offer, near_aurora, aurora):
    falchera = Area.objects.create(code="falchera", name="Falchera", rings=[], centre_lat=45.13, centre_lon=7.70)
    make_offer("Falchera only").areas.add(falchera)
    make_offer("Aurora too").areas.add(falchera, aurora)
    make_offer("At a place of theirs", where="at_place").areas.add(falchera)

    assert titles(Wish(near=near_aurora)) == ["Aurora too", "At a place of theirs"]


def test_on_a_day_without_a_place_who_is_free_soonest_comes_first(make_offer, biagio):
    make_offer("In the afternoon", buffer_before=300)
    make_offer("In the morning")
    make_offer("Never").resources.clear()

    assert titles(Wish(on=at(0).date())) == ["In the morning", "In the afternoon"]


def test_without_place_day_or_words_the_newest_come_first(make_offer):
    make_offer("First")
    make_offer("Second")

    assert titles(Wish()) == titles(Wish(free=False)) == ["Second", "First"]


def test_words_alone_order_by_how_well_they_fit(make_offer, babysitting):
    Category.objects.update(words="ironing")
    make_offer("Something else")
    make_offer("Washing and ironing")
    OfferText.objects.filter(offer=make_offer("Ironing")).update(body="Ironing of shirts, ironing of all.")

    assert titles(Wish(words="ironing")) == ["Ironing", "Washing and ironing", "Something else"]


def test_on_a_day_only_what_is_really_free_is_found(make_offer, offer, worker, booking):
    make_offer("All day", min_minutes=540, max_minutes=540)

    assert titles(Wish(on=at(0, days=2).date())) == ["Babysitter at your home"]
    assert len(titles(Wish(on=at(0, days=3).date()))) == 2


def test_a_day_of_rest_a_notice_and_a_horizon_make_a_day_unfree(make_offer, worker):
    HoursException.objects.create(resource=worker, date=at(0, days=2).date())
    availability.write_out(worker)
    make_offer("Slow", notice_minutes=60 * 24 * 5)
    make_offer("Short", horizon_days=3)

    assert titles(Wish(on=at(0, days=2).date())) == []
    assert titles(Wish(on=at(0, days=3).date())) == ["Short"]
    assert titles(Wish(on=at(0, days=8).date())) == ["Slow"]


def test_somebody_who_is_not_in_use_any_more_makes_nothing_free(offer, worker):
    Resource.objects.update(active=False)

    assert titles(Wish(on=at(0).date())) == []


def test_the_next_start_is_that_of_the_cards(make_offer, offer, booking):
    make_offer("Later", notice_minutes=3000, buffer_before=45, every_minutes=50)
    make_offer("Never").resources.clear()
    offers = search(Wish()).for_cards().prefetch_related("resources")

    expected = availability.next_free(offers, days=90)

    assert {offer.pk: offer.next_start for offer in with_next_start(offers) if offer.next_start} == expected


def test_a_day_lists_every_start_for_all_cards_in_three_queries(make_offer, offer, booking, django_assert_num_queries):
    make_offer("Other", min_minutes=30)
    day = at(0).date()
    offers = list(Offer.objects.for_cards().prefetch_related("resources").order_by("pk"))

    with django_assert_num_queries(3):
        found = starts_on(offers, day)

    assert [len(found[offer.pk]) for offer in offers] == [12, 14]


def test_each_neighbourhood_counts_what_a_press_on_it_would_show(make_offer, aurora):
    falchera = Area.objects.create(code="falchera", name="Falchera", rings=[], centre_lat=45.13, centre_lon=7.70)
    make_offer("By phone", where="phone")
    make_offer("Everywhere")
    make_offer("Falchera only").areas.add(falchera)
    make_offer("A place there", where="at_place", location=project(45.131, 7.701))
    make_offer("From nobody knows where", location=None)
    make_offer("From there to Falchera", location=None).areas.add(falchera)

    counts = counts_by_area(Wish(), within=3000)

    for area in (aurora, falchera):
        wish = wish_of(f"near={area.name}&within=3000")[0]
        assert counts[area.pk] == search(wish).count()
    assert counts == {aurora.pk: 3, falchera.pk: 4}


@each(
    ("query", "name"),
    [
        ("on=yesterday", "on"), ("on=2020-01-01", "on"), ("on=2999-01-01", "on"), ("on=2026-13-45", "on"),
        ("near=Atlantis", "near"), ("within=minus", "within"), ("within=99999999999999999999", "within"),
        ("category=nonsense", "category"), ("where=moon", "where"), ("price=cheap", "price"),
        ("language=english", "language"), ("q=" + "x" * 101, "q"), ("q=%00", "q"), ("category=%00", "category"),
        ("near=%00", "near"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_told_and_left_out(offer, query, name):
    wish, errors = wish_of(query)

    assert list(errors) == [name]
    assert errors[name][0].endswith((".", ")"))
    assert wish == Wish()


def test_filters_that_can_be_are_kept_beside_one_that_cannot(offer):
    wish, errors = wish_of("on=tomorrow&category=babysitting&price=cheap")

    assert list(errors) == ["price"]
    assert wish.category == Category.objects.get()
    assert wish.on == timezone.localdate() + timedelta(days=1)


@st.composite
def rules(draw):
    """An offer's rules about time, as providers choose them."""
    shortest = draw(st.sampled_from([15, 30, 50, 60, 120, 600]))
    return {
        "min_minutes": shortest, "max_minutes": shortest, "every_minutes": draw(st.sampled_from([15, 30, 50, 60, 480])),
        "notice_minutes": draw(st.integers(0, 6000)), "horizon_days": draw(st.integers(1, 84)),
        "buffer_before": draw(st.sampled_from([0, 10, 45])), "buffer_after": draw(st.sampled_from([0, 5, 60])),
    }  # fmt: skip


taken = st.lists(st.tuples(st.integers(0, 20 * 48), st.integers(1, 200)), max_size=8)


@pytest.fixture(params=["by day", "round the clock"])
def hours(request, worker):
    """Samira's usual hours, and those of somebody who is always there: then one day runs into the next."""
    if request.param == "round the clock":
        worker.weekly_hours.update(opens=time(0), closes=time(0))
        availability.write_out(worker)


@pytest.mark.parametrize("hours", ["round the clock"], indirect=True)
def test_somebody_who_is_always_there_is_free_on_every_day_also_over_midnight(make_offer, hours):
    night = make_offer("At night", min_minutes=600, max_minutes=600)
    day = at(0, days=9).date()

    (listed,) = availability.times(night, day, 1, 600)

    assert search(Wish(on=day)).get().next_start == at(0, days=9)
    assert [listed.times[0].starts_at, listed.times[-1].starts_at] == [at(0, days=9), at(23, 30, days=9)]
    assert not listed.closed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=rules(), holds=taken, ahead=st.integers(0, 20), more=st.sampled_from([None, 0, 1]))
def test_the_database_and_the_offers_page_agree_on_what_is_free(worker, offer, hours, fields, holds, ahead, more):
    lasting = None if more is None else fields["min_minutes"] + more * fields["every_minutes"]
    Offer.objects.filter(pk=offer.pk).update(**fields | {"max_minutes": max(lasting or 0, fields["max_minutes"])})
    offer.refresh_from_db()
    Hold.objects.all().delete()
    for start, halves in holds:
        begin = at(0, days=0) + timedelta(minutes=30 * start)
        availability.hold(offer, worker, begin, begin + timedelta(minutes=30 * halves))
    day = timezone.localdate(timezone=ROME) + timedelta(days=ahead)

    (listed,) = availability.times(offer, day, 1, lasting or offer.min_minutes)
    found = search(Wish(on=day, lasting=lasting)).first()

    assert (found and found.next_start) == (listed.times[0].starts_at if listed.times else None)


def test_what_stands_in_its_own_text_comes_before_what_its_category_alone_is_called(make_offer):
    Category.objects.update(words="lampada rubinetto")
    make_offer("By its category")
    own = make_offer("Lampada", category=Category.objects.create(slug="other", name={"it": "Altro"}))
    filling = " ".join(f"parola{number}" for number in range(80))
    OfferText.objects.filter(offer=own, language="en").delete()
    OfferText.objects.filter(offer=own).update(title="Lampada", body=f"{filling} rubinetto")

    assert titles(Wish(words="lampada rubinetto")) == ["Lampada", "By its category"]
