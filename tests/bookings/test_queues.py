"""What waits for whom."""

from datetime import timedelta

from django.utils import timezone

from bookings import lifecycle, queues
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from services import occasions
from tests.cast import ROME


def the_day_of(booking):
    return booking.starts_at.astimezone(ROME).date()


def test_what_was_asked_waits_for_the_desk_until_it_is_answered(booking, elena, biagio):
    assert list(queues.to_answer(biagio)) == [booking]

    take(booking, "accept", Actor(elena))

    assert not queues.to_answer(biagio).exists()


def test_what_runs_out_first_stands_first(booking, offer, dora, wishes, slot, biagio):
    starts_at, ends_at = slot(hour=14)
    later = lifecycle.ask(offer, Actor(dora), wishes(starts_at=starts_at, ends_at=ends_at))
    Booking.objects.filter(pk=later.pk).update(answer_by=booking.answer_by - timedelta(hours=1))

    assert list(queues.to_answer(biagio)) == [later, booking]


def test_a_day_holds_what_is_agreed_and_not_what_is_only_asked(booking, elena, biagio):
    assert not queues.on_day(biagio, the_day_of(booking)).exists()

    take(booking, "accept", Actor(elena))

    assert list(queues.on_day(biagio, the_day_of(booking))) == [booking]
    assert not queues.on_day(biagio, the_day_of(booking) + timedelta(days=1)).exists()


def test_what_was_called_off_leaves_the_day(confirmed, elena, biagio):
    take(confirmed, "call_off", Actor(elena), {"reason": "Samira is ill"})

    assert not queues.on_day(biagio, the_day_of(confirmed)).exists()


def test_the_week_says_how_full_each_day_is(confirmed, biagio):
    today = timezone.localdate(timezone=ROME)

    days = queues.week(biagio, today)

    assert [day.date for day in days] == [today + timedelta(days=n) for n in range(7)]
    assert (days[2].bookings, days[2].percent) == (1, round(100 * 2 / 9))
    assert (days[3].bookings, days[3].percent) == (0, 0)


def test_a_day_without_hours_is_closed(biagio, worker):
    worker.open_spans.all().delete()

    assert queues.week(biagio, timezone.localdate())[0].percent is None


def test_a_span_over_midnight_counts_for_both_days(slot):
    start, end = slot(hour=23, minutes=120)

    parts = queues.by_day(start, end, ROME)

    assert parts == [(start.date(), 60), (start.date() + timedelta(days=1), 60)]


def test_who_has_no_mail_is_phoned(booking, nadia, elena, biagio):
    nadia.email = None
    nadia.save()
    booking = take(booking, "accept", Actor(elena))
    telling.announce(booking.last_change)

    notice = queues.to_phone(biagio).get()

    assert notice.reader == nadia
    assert notice.life.as_booking == booking


def test_who_leads_a_date_and_has_no_mail_is_phoned_when_it_is_called_off(on, worker, samira, elena, biagio, abito):
    by_phone(samira)
    dinner = occasions.call_off(on(leaders=[worker]), Actor(elena), "The cook is ill.")
    telling.announce(dinner.last_change)

    notice = queues.to_phone(biagio).get()

    assert (notice.reader, notice.life.concrete()) == (samira, dinner)
    assert "The cook is ill." in notice.text
    assert not queues.to_phone(abito).exists()


def test_members_of_a_household_without_mail_are_phoned_by_its_wardrobe(household, nadia, abito, biagio):
    by_phone(nadia)
    telling.announce(household.last_change)

    assert queues.to_phone(abito).get().reader == nadia
    assert queues.to_phone(biagio, abito).count() == 1
    assert not queues.to_phone(biagio).exists()


def test_whose_garment_was_taken_off_a_page_is_phoned(shown, nadia, tomas, abito):
    by_phone(nadia)
    telling.announce(take(shown(nadia), "remove", Actor(tomas), {"reason": "It is torn."}).last_change)

    assert queues.to_phone(abito).get().reader == nadia


def test_what_the_city_is_told_of_a_body_is_no_call_of_its_desk(offer, biagio, person):
    ugo = person("Ugo", email=None)
    Notice.objects.create(reader=ugo, life=offer, cause="test", role="officer", channel="phone")
    Notice.objects.create(reader=ugo, life=biagio, cause="again", role="officer", channel="phone")

    assert not queues.to_phone(biagio).exists()


def by_phone(user):
    user.email = None
    user.save()


def test_a_worker_sees_what_she_has_still_to_do(confirmed, samira, nadia):
    assert list(queues.to_do_of(samira)) == [confirmed]
    assert not queues.to_do_of(nadia).exists()


def test_done_jobs_are_kept_and_called_off_ones_are_not(confirmed, samira, elena):
    Booking.objects.filter(pk=confirmed.pk).update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now()
    )
    done = take(confirmed, "finish", Actor(samira), {"work_note": "All well."})

    assert list(queues.done_by(samira)) == [done]
    assert not queues.to_do_of(samira).exists()
