"""A series through its pages: all dates first, then one press; and what happens to several at once."""

from datetime import UTC, timedelta

import pytest
from django.urls import reverse

from bookings import lifecycle
from bookings import series as plans
from bookings.models import Booking, Series
from bookings.models.series import Rule
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Mandate
from marketplace.wording import local, weekdays
from tests.cast import ROME
from tests.folding import each

WEEK = timedelta(days=7)


@pytest.fixture
def plan(filled, slot):
    """What the page sends to see four dates; `days` after the first it ends."""

    def make(days=21, **other):
        until = local(slot()[0], ROME).date() + timedelta(days=days)
        return filled(dates="1", every="1", until=until.isoformat(), **other)

    return make


@pytest.fixture
def weekly(offer, nadia, elena, slot):
    start = local(slot()[0], ROME)
    rule = Rule(start.date(), start.date() + 3 * WEEK, start.time(), 120)
    return plans.ask(offer, Actor(nadia), rule, {"address": "via Cecchi 18", "ages": "3 and 6", "note": ""})


@pytest.fixture
def hers(client, nadia):
    client.force_login(nadia)
    return client


def page_of(series, name="series", **query):
    address = reverse(name, args=[series.pk])
    return f"{address}?reach={query['reach']}&on={query['on']}" if query else address


def test_the_page_that_asks_offers_to_come_every_week(client, offer):
    html = client.get(reverse("ask", args=[offer.pk]), headers={"accept-language": "en"}).content.decode()

    assert "Every week?" in html
    assert reverse("series_ask", args=[offer.pk]) in html


def test_whether_to_come_every_week_is_judged_once_somebody_wants_to(hers, offer, filled):
    told = filled(every="1", until="")
    hers.cookies["language"] = "en"

    worked_out = hers.post(reverse("ask", args=[offer.pk]), told | {"plan": ""}).content.decode()
    wanted = hers.post(reverse("series_ask", args=[offer.pk]), told | {"dates": "1"}).content.decode()

    assert "Choose until when." not in worked_out
    assert "Choose until when." in wanted


def test_all_dates_are_shown_first_and_nothing_is_booked(hers, offer, plan):
    html = hers.post(reverse("series_ask", args=[offer.pk]), plan()).content.decode()

    assert html.count("Free time") == 4
    assert "€96" in html
    assert not Booking.objects.exists()


def test_one_press_then_asks_for_all(hers, offer, plan):
    answer = hers.post(reverse("series_ask", args=[offer.pk]), plan(send="1"))

    series = Series.objects.get()
    assert answer.url == series.get_absolute_url()
    assert series.bookings.count() == 4


def test_a_date_that_clashes_is_left_out_or_moved(hers, offer, booking, dora, plan):
    hers.force_login(dora)
    address, first = reverse("series_ask", args=[offer.pk]), local(booking.starts_at, ROME).date()

    html = hers.post(address, plan()).content.decode()
    later = (booking.starts_at + timedelta(hours=2)).astimezone(UTC)  # as the form says it
    hers.post(address, plan(send="1") | {f"on-{first}": later.isoformat()})

    assert "1 date is not free." in html
    assert "€72" in html
    assert Series.objects.get().bookings.count() == 4
    assert Series.objects.get().bookings.get(series_on=first).starts_at == later


@each("wrong", [{"until": ""}, {"until": "soon"}, {"until": "0001-01-01"}, {"every": "9"}, {"ages": ""}])
def test_what_is_wrong_is_told_on_the_page_that_asks(hers, offer, plan, wrong):
    answer = hers.post(reverse("series_ask", args=[offer.pk]), plan() | wrong)

    assert answer.status_code == 422
    assert "is-wrong" in answer.content.decode() or "not right yet" in answer.content.decode()
    assert not Series.objects.exists()


def test_a_forged_choice_is_refused(hers, offer, plan, slot):
    first = local(slot()[0], ROME).date()

    answer = hers.post(reverse("series_ask", args=[offer.pk]), plan(send="1") | {f"on-{first}": "2050-01-01"})

    assert answer.status_code == 422
    assert not Series.objects.exists()


def test_a_visitor_signs_in_and_finds_what_was_typed(client, offer, plan, nadia):
    told = plan()
    answer = client.post(reverse("series_ask", args=[offer.pk]), told)

    client.force_login(nadia)
    html = client.get(reverse("ask", args=[offer.pk])).content.decode()

    assert reverse("ask", args=[offer.pk]) in answer.url
    assert told["until"] in html


def test_sent_twice_it_is_one_series(hers, offer, plan):
    told = plan(send="1")
    for _time in range(2):
        hers.post(reverse("series_ask", args=[offer.pk]), told)

    assert Series.objects.count() == 1


# --- its page -----------------------------------------------------------------------------------------------------
def test_its_page_lists_every_date(hers, weekly):
    html = hers.get(page_of(weekly)).content.decode()

    assert html.count("bookings/") >= 4
    assert "End the whole series" in html


def test_an_outsider_finds_no_series(client, weekly, dora):
    client.force_login(dora)

    pages = [page_of(weekly), page_of(weekly, "series_end", reach="all", on=weekly.first)]
    pages += [page_of(weekly, "series_move", reach="all", on=weekly.first), page_of(weekly, "series_longer")]

    assert [client.get(page).status_code for page in pages] == [404, 404, 404, 404]
    assert client.post(reverse("series_answer", args=[weekly.pk, "accept"])).status_code == 404


@each("query", ["", "?reach=none&on=2026-01-01", "?reach=all&on=soon", "?reach=all&on=0001-01-01"])
def test_addresses_that_no_link_of_ours_has_lead_nowhere(hers, weekly, query):
    assert hers.get(reverse("series_end", args=[weekly.pk]) + query).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_dates(hers, weekly, offer, nadia, django_assert_max_num_queries):
    hers.get(page_of(weekly))
    with django_assert_max_num_queries(30):
        hers.get(page_of(weekly))


def test_a_booking_says_that_it_is_one_of_a_series(hers, weekly):
    html = hers.get(weekly.bookings.first().get_absolute_url()).content.decode()

    assert "One of a series" in html
    assert "End it from here on" in html


def test_it_is_ended_from_here_on_in_one_press(hers, weekly):
    second = weekly.planned()[1]
    address = page_of(weekly, "series_end", reach="onward", on=second)

    html = hers.get(address).content.decode()
    answer = hers.post(address, follow=True)

    assert html.count("Take back the request") == 3
    assert "Done for 3 dates." in answer.content.decode()
    assert weekly.bookings.filter(status="cancelled").count() == 3


def test_another_hour_is_asked_for_on_a_page_of_its_own(hers, weekly):
    address = page_of(weekly, "series_move", reach="all", on=weekly.first)

    wrong = hers.post(address, {"at": "late", "minutes": "120"})
    right = hers.post(address, {"at": "14:00", "minutes": "120", "weekday": ""}, follow=True)
    other = (weekly.first.weekday() + 1) % 7
    told = hers.post(address, {"at": "14:00", "minutes": "120", "weekday": str(other)}, follow=True)

    assert wrong.status_code == 422
    assert "Done for 4 dates." in right.content.decode()
    assert weekdays([other]) in told.content.decode()


def test_a_later_end_shows_what_it_adds_and_one_press_asks_for_it(hers, make_offer, weekly):
    type(weekly.offer).objects.update(horizon_days=60)
    address, told = page_of(weekly, "series_longer"), {"until": "", "number": "6"}

    shown = hers.post(address, told).content.decode()
    before = weekly.bookings.count()
    for _time in range(2):
        sent = hers.post(address, told | {"send": "1"}, follow=True)

    assert "Another end" in hers.get(page_of(weekly)).content.decode()
    assert "How many dates" in hers.get(address).content.decode().replace("Or how", "How")
    assert (shown.count("Free time"), before, weekly.bookings.count()) == (2, 4, 6)
    assert (sent.status_code, sent.redirect_chain[-1][0]) == (200, weekly.get_absolute_url())


def test_an_earlier_end_leads_to_what_does_not_take_place(hers, weekly):
    answer = hers.post(page_of(weekly, "series_longer"), {"until": weekly.planned()[1].isoformat()}, follow=True)

    assert answer.content.decode().count("Take back the request") == 2


@each("wrong", [{}, {"until": "soon"}, {"number": "99"}, {"number": "4"}])
def test_an_end_that_cannot_be_is_told_at_its_field(hers, weekly, wrong):
    answer = hers.post(page_of(weekly, "series_longer"), wrong)

    assert answer.status_code == 422
    assert "is-wrong" in answer.content.decode()


def test_the_page_of_another_end_takes_few_queries(hers, weekly, django_assert_max_num_queries):
    hers.get(page_of(weekly, "series_longer"))
    with django_assert_max_num_queries(20):
        hers.get(page_of(weekly, "series_longer"))


def test_the_desk_prolongs_it_for_whoever_lets_it(desk, weekly, elena, biagio, nadia):
    assert "Another end" not in desk.get(page_of(weekly)).content.decode()
    assert desk.post(page_of(weekly, "series_longer"), {"number": "6"}).status_code == 422
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="on the phone")
    type(weekly.offer).objects.update(horizon_days=60)

    desk.post(f"{page_of(weekly, 'series_longer')}?for_customer=1", {"number": "5", "send": "1"})

    change = weekly.bookings.latest("series_on").last_change
    assert (change.actor, change.acting_for) == (elena, nadia)


# --- at the desk --------------------------------------------------------------------------------------------------
def test_the_desk_accepts_all_at_once(desk, weekly):
    html = desk.get(page_of(weekly)).content.decode()
    desk.post(reverse("series_answer", args=[weekly.pk, "accept"]))

    assert "Accept: all dates" in html
    assert {booking.status for booking in weekly.bookings.all()} == {"confirmed"}


def test_the_desk_declines_all_with_one_reason(desk, weekly):
    address = page_of(weekly, "series_end", reach="all", on=weekly.first)

    assert desk.post(address).status_code == 422
    desk.post(address, {"reason": "We are closed."})

    assert {booking.status for booking in weekly.bookings.all()} == {"declined"}


def test_the_desk_sees_one_request_for_the_whole_series(desk, weekly):
    html = desk.get(reverse("desk")).content.decode()

    assert html.count("Accept with Samira") == 0
    assert "4 dates" in html


def test_ones_own_list_shows_a_series_once(hers, weekly):
    html = hers.get(reverse("bookings")).content.decode()

    assert html.count(f'href="{weekly.get_absolute_url()}"') == 1
    assert "and 3 more dates" in html


def test_the_desk_books_a_series_for_a_caller(desk, carlo, offer, plan):
    address = f"{reverse('desk_book_series')}?person={carlo.pk}&offer={offer.pk}"

    html = desk.post(address, plan()).content.decode()
    desk.post(address, plan(send="1"))

    assert "For Carlo Bianchi" in html
    assert Series.objects.get().customer == carlo
    assert Series.objects.get().bookings.first().last_change.acting_for == carlo


def test_the_desk_of_another_body_books_nothing_here(client, carlo, offer, plan, dora, other_desk):
    client.force_login(dora)

    answer = client.post(f"{reverse('desk_book_series')}?person={carlo.pk}&offer={offer.pk}", plan(send="1"))

    assert answer.status_code in {404, 422}
    assert not Series.objects.exists()


def test_a_withdrawn_offer_keeps_what_was_typed(hers, offer, plan):
    hers.get(reverse("ask", args=[offer.pk]))
    type(offer).objects.filter(pk=offer.pk).update(status="withdrawn")

    assert hers.post(reverse("series_ask", args=[offer.pk]), plan()).status_code == 404
    assert not lifecycle.Booking.objects.exists()
