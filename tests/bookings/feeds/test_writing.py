"""What a feed says, read by two parsers that did not write it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import feeds, lifecycle
from bookings.models import Booking
from marketplace.lives.engine import CLOCK, Actor, take
from marketplace.organisations.models import Membership
from services.models import Offer
from tests.cast import ROME
from tests.folding import each
from tests.gatherings import evening


@pytest.fixture
def feed(understood):
    """The events of a feed of this person's."""

    def events(user, shows="booked", desk=None, **options):
        key, _secret = feeds.make(user, shows, desk, **options)
        method, found = understood(feeds.read(key))
        assert method == "PUBLISH"
        return found

    return events


def test_a_feed_says_what_when_and_where(confirmed, nadia, feed, settings):
    [event] = feed(nadia)

    assert event.uid == f"{confirmed.reference}@{settings.SITE_HOST}"
    assert (event.starts, event.ends) == (confirmed.starts_at, confirmed.ends_at)
    assert (event.status, event.summary) == ("CONFIRMED", "Babysitter at your home (Biagio)")
    assert "via Cecchi 18" in event.location
    assert "With: Samira" in event.text
    assert f"{settings.SITE_URL}/bookings/{confirmed.pk}/" in event.text


def test_what_nobody_has_accepted_yet_is_tentative(booking, nadia, feed):
    assert [event.status for event in feed(nadia)] == ["TENTATIVE"]


def test_who_comes_is_not_named_before_the_yes(booking, nadia, feed):
    assert "Samira" not in feed(nadia)[0].text


def test_a_cancelled_booking_says_so_under_the_same_uid(confirmed, nadia, feed):
    [before] = feed(nadia)
    take(confirmed, "cancel", Actor(nadia))

    [after] = feed(nadia)

    assert (after.uid, after.status) == (before.uid, "CANCELLED")
    assert after.sequence > before.sequence


def test_what_was_declined_will_not_be(booking, nadia, elena, feed):
    take(booking, "decline", Actor(elena), {"reason": "We are full."})

    assert feed(nadia)[0].status == "CANCELLED"


def test_what_is_done_took_place(confirmed, nadia, samira, now_is, feed):
    now_is(confirmed.starts_at)
    take(confirmed, "finish", Actor(samira))

    assert feed(nadia)[0].status == "CONFIRMED"


def test_each_change_raises_the_sequence_and_a_reminder_does_not(booking, nadia, elena, feed):
    first = feed(nadia)[0].sequence
    accepted = take(booking, "accept", Actor(elena))
    second = feed(nadia)[0].sequence
    take(accepted, "remind", CLOCK)

    assert (first, second, feed(nadia)[0].sequence) == (0, 1, 1)


def test_the_worker_reads_her_jobs_with_the_street_and_not_the_door(confirmed, samira, feed):
    [event] = feed(samira, "jobs")

    assert event.summary == "Babysitter at your home (Nadia)"
    assert "via Cecchi" in event.location
    assert "18" not in event.location


def test_the_worker_reads_the_door_from_the_day_before(confirmed, samira, feed, now_is):
    now_is(confirmed.starts_at - timedelta(hours=20))

    assert "via Cecchi 18" in feed(samira, "jobs")[0].location


def test_the_desk_reads_only_the_neighbourhood_of_a_request(booking, elena, biagio, feed):
    [event] = feed(elena, "desk", biagio)

    assert event.location.startswith("Aurora")
    assert "Cecchi" not in event.location


def test_notes_and_answers_stay_at_home(offer, nadia, wishes, understood):
    lifecycle.ask(offer, Actor(nadia), wishes(note="The key is under the mat.", ages="3 and 6"))
    key, _secret = feeds.make(nadia, "booked")

    body = feeds.read(key).decode()

    assert "mat" not in body
    assert "3 and 6" not in body


def test_a_discreet_feed_says_when_and_nothing_else(confirmed, nadia, feed):
    [event] = feed(nadia, discreet=True)

    assert (event.summary, event.location, event.text) == ("Appointment", "", "")
    assert event.starts == confirmed.starts_at


def test_of_a_discreet_offer_whoever_booked_has_when_in_the_calendar_and_the_desk_what(
    confirmed, nadia, elena, biagio, feed
):
    Offer.objects.update(discreet=True)

    [hers], [theirs] = feed(nadia), feed(elena, "desk", biagio)

    assert hers.summary == "Appointment"
    assert theirs.summary.startswith("Babysitter at your home")


def test_nobody_reads_what_others_booked(confirmed, dora, feed):
    assert feed(dora) == []


def test_other_desks_are_not_in_a_desk_s_feed(confirmed, elena, biagio, city, feed):
    Membership.objects.create(organisation=city, user=elena, role="coordinator")
    Booking.objects.filter(pk=confirmed.pk).update(organisation=city)

    assert feed(elena, "desk", biagio) == []


def test_the_feed_speaks_its_owner_s_language(confirmed, nadia, feed):
    nadia.language = "it"
    nadia.save()

    assert "(it)" in feed(nadia)[0].summary


@each(("days", "there"), [(-62, False), (-58, True), (364, True), (366, False)])
def test_a_feed_reaches_60_days_back_and_a_year_ahead(confirmed, nadia, feed, now_is, days, there):
    now_is(confirmed.starts_at - timedelta(days=days))

    assert bool(feed(nadia)) == there


@each(
    ("wall", "exact"),
    [
        (datetime(2027, 3, 27, 10, tzinfo=ROME), datetime(2027, 3, 27, 9, tzinfo=UTC)),
        (datetime(2027, 3, 28, 10, tzinfo=ROME), datetime(2027, 3, 28, 8, tzinfo=UTC)),
        (datetime(2027, 10, 31, 2, 30, tzinfo=ROME, fold=0), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (datetime(2027, 10, 31, 2, 30, tzinfo=ROME, fold=1), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_a_clock_change(confirmed, nadia, feed, now_is, wall, exact):
    Booking.objects.filter(pk=confirmed.pk).update(starts_at=wall, ends_at=exact + timedelta(hours=2))
    now_is(exact - timedelta(days=3))

    [event] = feed(nadia)

    assert event.starts == exact
    assert event.ends - event.starts == timedelta(hours=2)


def test_words_that_mean_something_to_calendars_are_only_words(confirmed, nadia, biagio, feed):
    biagio.name = 'Biagio; già: "sì", \\n\nEND:VEVENT è un nome lungo, più lungo di settantacinque ottetti, à è ì ò ù'
    biagio.save()

    [event] = feed(nadia)

    assert "END:VEVENT è un nome" in event.summary


def test_a_feed_that_nothing_has_changed_in_is_the_same_to_the_byte(confirmed, nadia):
    key, _secret = feeds.make(nadia, "booked")

    assert feeds.read(key) == feeds.read(key)


def test_a_long_feed_asks_as_little_as_a_short_one(confirmed, offer, nadia, wishes, slot):
    key, _secret = feeds.make(nadia, "booked")
    with CaptureQueriesContext(connection) as short:
        feeds.read(key)
    for hour in (13, 15):
        start, end = slot(hour)
        lifecycle.ask(offer, Actor(nadia), wishes(starts_at=start, ends_at=end))

    with CaptureQueriesContext(connection) as long:
        feeds.read(key)

    assert len(long) == len(short) < 11


def test_a_course_is_an_event_for_each_of_its_days(on, come, nadia, feed):
    days = [evening(3), evening(10), evening(17)]
    booking = come(nadia, on(sessions=3))

    found = feed(nadia)

    assert [(event.starts, event.ends) for event in found] == days
    assert [event.uid.split("@")[0] for event in found] == [
        booking.reference, f"{booking.reference}-2", f"{booking.reference}-3"
    ]  # fmt: skip


def test_another_time_is_told_under_the_same_uid_with_a_higher_sequence(confirmed, nadia, elena, feed, slot):
    [before] = feed(nadia)
    start, _end = slot(14)
    offered = take(confirmed, "propose_move", Actor(elena), {"times": [start], "words": ""})
    take(offered, "agree_to_move", Actor(nadia), {"time": start})

    [after] = feed(nadia)

    assert (after.uid, after.starts, after.status) == (before.uid, start, "CONFIRMED")
    assert after.sequence > before.sequence
