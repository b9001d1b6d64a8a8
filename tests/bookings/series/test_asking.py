"""Asked for whole, and then night by night as the dates come near."""

import pytest
from django.core.exceptions import ValidationError

from bookings import cancellation, lifecycle
from bookings import series as plans
from bookings.models import Booking, Series
from bookings.payments import bank
from marketplace.lives.engine import Actor
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations.models import Mandate
from tests.bookings.series.conftest import WEEK
from tests.cast import at, settled


def dates(series):
    return list(series.bookings.order_by("series_on").values_list("series_on", flat=True))


def test_each_date_is_a_booking_and_the_same_worker_comes(weekly, worker, rule):
    assert dates(weekly) == list(rule().dates())
    assert {booking.worker for booking in weekly.bookings.all()} == {worker}
    assert {booking.status for booking in weekly.bookings.all()} == {"asked"}


def test_a_series_is_asked_for_whole_or_not_at_all(offer, booking, dora, rule, words):
    with pytest.raises(ValidationError, match="Leave out or move what is not free"):
        plans.ask(offer, Actor(dora), rule(), words)

    assert not Series.objects.exists()
    assert Booking.objects.count() == 1


def test_what_clashes_can_be_left_out_or_moved(offer, booking, dora, rule, words):
    [first, second, *_rest] = rule().dates()

    series = plans.ask(offer, Actor(dora), rule(), words, {first: at(14), second: None})

    assert dates(series) == [on for on in rule().dates() if on != second]
    assert series.bookings.get(series_on=first).starts_at == at(14)
    assert list(series.gaps.values_list("on", "why")) == [(second, "")]


def test_a_key_makes_one_series(offer, nadia, rule, words):
    first, second = (plans.ask(offer, Actor(nadia), rule(), words, key="once") for _time in range(2))

    assert first == second
    assert Booking.objects.count() == 4


def test_later_dates_are_asked_for_when_their_time_comes_once(far, rule, night, worker):
    assert dates(far) == list(rule().dates())[:2]

    asked = [night(far, days=7), night(far, days=0), night(far, days=7)]

    assert asked == [1, 0, 1]
    assert dates(far) == list(rule().dates())
    assert {booking.worker for booking in far.bookings.all()} == {worker}


def test_a_later_date_that_is_taken_is_left_out_and_both_sides_are_told(far, offer, nadia, dora, elena, words, night):
    third = far.planned()[2]
    start, end = far.span_on(third)
    lifecycle.ask(offer, Actor(dora), words | {"starts_at": start, "ends_at": end})

    assert night(far, days=7) == 0
    assert night(far, days=0) == 0

    assert far.gaps.get().on == third
    told = Notice.objects.filter(cause=f"series:{far.pk}:{third}")
    assert {notice.reader for notice in told} == {nadia, elena}
    assert "not free any more" in told[0].text


def test_while_an_offer_is_not_published_nothing_is_asked_for_and_nothing_is_lost(far, night):
    settled(far.offer, "withdrawn")
    waited = night(far, days=7)
    settled(far.offer, "published")

    assert (waited, night(far, days=0)) == (0, 1)
    assert not far.gaps.exists()


def test_what_was_moved_or_cancelled_is_neither_doubled_nor_deleted(far, nadia, night):
    first = far.bookings.order_by("series_on").first()
    Booking.objects.filter(pk=first.pk).update(starts_at=first.starts_at + WEEK, ends_at=first.ends_at + WEEK)
    plans.out_of(far, Actor(nadia), plans.ONE, far.planned()[1])

    night(far, days=7)

    assert len(dates(far)) == len(set(dates(far))) == 3


def test_where_the_desk_may_not_act_any_more_the_series_ends_and_both_are_told(far, nadia, elena, biagio, night):
    Series.objects.filter(pk=far.pk).update(made_by=elena)
    far.refresh_from_db()
    third = far.planned()[2]

    assert night(far, days=7) == 0
    assert night(far, days=7) == 0

    far.refresh_from_db()
    assert (far.stopped_from, far.gaps.get().on, len(dates(far))) == (third, third, 2)
    assert not far.bookings.filter(changes__actor=nadia, series_on__gte=third).exists()
    told = Notice.objects.filter(cause=f"series:{far.pk}:{third}")
    assert {notice.reader for notice in told} == {nadia, elena}
    assert "may not act for Nadia any more" in told[0].text


def test_where_the_desk_may_still_act_it_asks_in_its_own_name(far, nadia, elena, biagio, night):
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")
    Series.objects.filter(pk=far.pk).update(made_by=elena)

    assert night(far, days=7) == 1

    opened = far.bookings.latest("series_on").changes.get()
    assert (opened.actor, opened.acting_for) == (elena, nadia)


def test_the_terms_are_looked_at_once_and_not_for_each_date(make_offer, nadia, rule, words, night):
    offer = make_offer(horizon_days=10)
    seen = {"terms_seen": cancellation.digest(cancellation.terms_of(offer))}
    with pytest.raises(ValidationError, match="look again"):
        plans.ask(offer, Actor(nadia), rule(), words | {"terms_seen": "other"})

    series = plans.ask(offer, Actor(nadia), rule(), words | seen)

    assert "terms_seen" not in series.wishes


def test_its_dates_are_paid_on_site_whatever_way_was_chosen(takes_cards, offer, nadia, elena, biagio, rule, words):
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena)

    series = plans.ask(offer, Actor(elena, nadia), rule(), words | {"pay_by": "card"})

    assert "pay_by" not in series.wishes
    assert series.bookings.exists()
    assert not series.bookings.filter(way="card").exists()


def test_its_dates_are_paid_by_bank_transfer_as_long_as_some_are_taken(
    bank_account, make_offer, nadia, elena, biagio, rule, words
):
    series = plans.ask(make_offer(horizon_days=80), Actor(nadia), rule(), words | {"pay_by": "bank"})
    ways = list(series.bookings.values_list("way", flat=True))
    bank.write_account(biagio, elena, bank_account.iban, "Biagio", is_open=False)

    longer = plans.prolong(Series.objects.get(pk=series.pk), Actor(nadia), series.last + WEEK)

    assert ways == ["bank"] * 4
    assert longer.bookings.get(series_on=series.last + WEEK).way == "on_site"


def test_each_date_has_a_reference_of_its_own_and_the_mail_says_them_all(
    bank_account, offer, nadia, elena, rule, words
):
    series = plans.ask(offer, Actor(nadia), rule(), words | {"pay_by": "bank"})

    plans.take_each(series, "accept", Actor(elena), plans.ALL, series.first)
    telling.announce(series.bookings.order_by("pk").last().last_change)

    slips = [bank.slip(booking) for booking in series.bookings.all()]
    text = Notice.objects.get(reader=nadia).text
    assert len({slip.reference for slip in slips}) == len(slips) == 4
    assert [slip.spoken in text for slip in slips] == [True] * 4
