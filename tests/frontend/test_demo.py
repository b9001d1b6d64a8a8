"""The demo city of today as the visitor finds it at the moment at which it was loaded."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, zip_longest

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import kinds, queues, stranded
from bookings.kinds import DONE
from bookings.kinds.flows import ON_REQUEST
from bookings.kinds.garment import CHOSEN
from bookings.kinds.gathering import LIST_STATES
from bookings.models import Booking, Charge, Message, PayoutAccount, Purchase, Refund, Sale, Share, Transfer
from bookings.payments import checking as of_bookings
from frontend.demo import holidays, load, stories
from frontend.demo.past import clock_at
from frontend.demo.people import PEOPLE
from marketplace.accounts.models import User
from marketplace.ledger import checking
from marketplace.ledger.models import Entry, Posting
from marketplace.lives.models import Change, Life, Timer
from marketplace.notices.models import Letter, Notice
from marketplace.organisations import credentials
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from services import availability
from services.availability import spans
from services.lives import PUBLICATION
from services.models import Category, ClosedDay, Hold, Lift, Offer, Resource
from tests import copies

RELEASED = {"declined", "cancelled", "expired", "absent", "excused", "not_there"}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def now(django_db_setup, django_db_blocker):
    """When it was loaded: in a copy, which takes seconds where loading it takes half a minute."""
    with django_db_blocker.unblock(), copies.in_town("seen"), transaction.atomic():
        moment = Organisation.objects.get(kind="city").born_at
        with clock_at(moment):
            yield moment
        transaction.set_rollback(True)


def statuses(model):
    return Counter(model.objects.values_list("status", flat=True))


def test_it_has_the_people_bodies_and_offers_of_a_small_city():
    assert Organisation.objects.filter(kind="provider").count() == 14
    assert 75 <= User.objects.count() <= 115
    assert 55 <= Offer.objects.published().count() <= 80
    assert Category.objects.filter(offers__status="published").distinct().count() == 13
    assert Area.objects.count() == 32
    assert Message.objects.count() > 50


def test_one_body_waits_for_the_city_and_one_was_refused():
    providers = Organisation.objects.filter(kind="provider")

    assert Counter(providers.values_list("status", flat=True)) == {"verified": 12, "submitted": 1, "refused": 1}


def test_offers_and_bookings_are_in_every_state_and_bodies_are_new_or_little_asked():
    assert set(statuses(Offer)) == set(PUBLICATION.states)
    assert set(statuses(Booking)) >= set(ON_REQUEST.states) - {"new"}
    assert set(statuses(Booking)) >= set(LIST_STATES)
    assert set(Lift.objects.values_list("why", flat=True)) == set(Lift.Why.values)


def test_every_published_offer_speaks_both_languages():
    for offer in Offer.objects.published().for_cards():
        assert {text.language for text in offer.texts.all()} == {"it", "en"}


def test_whoever_the_sign_in_page_shows_can_sign_in():
    emails = [person.email for person in PEOPLE]

    assert User.objects.filter(email__in=emails).count() == len(PEOPLE)
    assert EmailAddress.objects.filter(email__in=emails, verified=True, primary=True).count() == len(PEOPLE)


def test_every_wish_found_a_time_before_the_last_weeks(now):
    today = timezone.localdate(now)
    wished = [occasion for occasion in stories.occasions(today) if occasion.day <= today]

    assert Booking.objects.count() >= len(wished)


def test_a_status_is_where_the_last_change_led_and_changes_follow_each_other():
    for life in Life.objects.exclude(last_change=None).select_related("last_change").prefetch_related("changes"):
        changes = list(life.changes.all())

        assert life.status == life.last_change.target == changes[-1].target
        assert all(first.target == then.source and first.at <= then.at for first, then in pairwise(changes))


def test_what_was_done_at_a_price_stands_in_the_book():
    kept = Share.objects.filter(kept_cents__gt=0).exclude(source=Share.Source.CARD)
    received = Posting.objects.filter(entry__key__endswith=":kept", amount__gt=0)

    assert received.count() == kept.count() >= Booking.objects.filter(status=DONE, price_cents__gt=0).count() > 5
    in_euro = received.filter(account__currency="EUR").values_list("amount", flat=True)
    assert sum(in_euro) == sum(kept.exclude(source="bundle").values_list("kept_cents", flat=True))
    assert list(checking.differences()) == []


def test_cards_are_paid_in_every_way_and_something_is_transferred_and_given_back():
    assert set(statuses(Charge)) == {"open", "held", "captured"}
    assert set(statuses(Transfer)) >= {"sent"}
    assert {"given", "failed"} <= set(statuses(Refund))
    assert PayoutAccount.objects.filter(ready=True).count() == 2


def test_a_transfer_is_awaited_one_came_and_one_has_to_go_back():
    by_bank = Share.objects.filter(source=Share.Source.BANK).exclude(due_on=None)

    assert by_bank.filter(paid_at=None).count() == 1
    assert by_bank.exclude(paid_at=None).count() == 2
    assert [share.back_cents > 0 for share in by_bank.filter(kept_cents=0, returned_at=None)] == [True]


def test_the_city_has_carried_a_part_of_what_was_done_and_promised_some_of_what_is_to_come():
    carried = Share.objects.filter(source="fund")

    assert carried.filter(kept_cents__gt=0).count() > 3
    assert carried.filter(kept_cents=None).exists()


def test_desks_have_sold_a_bundle_and_a_membership_of_which_something_is_left():
    bundle, membership = Sale.objects.exclude(sold_by=None).order_by("bundle__yearly").with_left()

    assert 0 < bundle.left <= bundle.bundle.services
    assert not membership.counted
    assert not membership.is_over
    assert list(of_bookings.differences()) == []


def test_somebody_has_bought_a_bundle_by_card():
    purchase = Purchase.objects.get()

    assert (purchase.status, purchase.charge.status) == ("bought", "captured")
    assert purchase.charge.transfers.get().status == "waiting"


def test_nothing_is_dated_after_the_visitor_arrives(now):
    assert not Entry.objects.filter(at__gt=now).exists()
    assert not Change.objects.filter(at__gt=now).exists()
    assert not Message.objects.filter(created_at__gt=now).exists()
    assert not Letter.objects.filter(sent_at__gt=now).exists()


def test_those_who_come_are_taken_for_as_long_as_it_lasts_and_free_again_once_it_is_off():
    bookings = Booking.objects.filter(enrolment=None).exclude(changes__step="take")
    for booking in bookings.exclude(offer__kind__in=("removal", "swap")).prefetch_related("offer", "holds", "crew"):
        active = [hold for hold in booking.holds.all() if hold.active]

        if booking.status in RELEASED | {CHOSEN}:  # what was chosen waits for a time
            assert active == []
            continue
        assert sorted(hold.resource_id for hold in active) == sorted(one.pk for one in booking.crew.all())
        assert booking.worker_id in {hold.resource_id for hold in active}
        period = availability.with_buffers(booking.offer, booking.starts_at, booking.ends_at)
        assert {(hold.period.lower, hold.period.upper) for hold in active} == {period}


def test_a_removal_takes_two_people_and_a_van_from_its_first_price_on():
    for booking in Booking.objects.filter(offer__kind="removal").prefetch_related("holds__resource"):
        taken = [hold.resource.user_id is not None for hold in booking.holds.all() if hold.active]

        assert sorted(taken) == ([False, True, True] if booking.quotes.exists() else [])


def test_timers_are_armed_for_what_is_still_to_come(now):
    tables = [table for kind in kinds.ALL.values() for table in kind.tables]
    timed = {source for table in tables for step in table.steps.values() if step.by_clock for source in step.sources}
    open_lives = Booking.objects.filter(status__in=timed)
    timers = Timer.objects.filter(life__species="bookings.booking")

    assert set(timers.values_list("life_id", flat=True)) == set(open_lives.values_list("pk", flat=True))
    assert not Timer.objects.filter(due_at__lte=now).exists()


def test_the_worker_of_the_demo_finds_no_task_and_the_outbox_a_few_letters():
    assert not ProcrastinateJob.objects.exists()
    assert 5 < Letter.objects.count() < 80
    assert not Notice.objects.filter(channel="mail", done_at=None).exists()


def test_a_caller_is_booked_for_by_the_desk_and_waits_to_be_phoned():
    carlo = User.objects.get(given_name="Carlo")
    asked = Change.objects.filter(acting_for=carlo, step__in=("ask", "book"))

    assert {change.actor.given_name for change in asked} == {"Elena"}
    assert asked.count() == Booking.objects.filter(customer=carlo).count() == 3
    assert carlo in {notice.reader for notice in queues.to_phone(Organisation.objects.get(slug="biagio"))}


def test_a_resident_of_aurora_finds_a_babysitter_today_or_tomorrow():
    aurora = Area.objects.get(name="Aurora")
    offer = Offer.objects.published().get(texts__title="Babysitter a casa tua", areas=aurora)

    days = availability.times(offer, timezone.localdate(), 2, offer.min_minutes)

    assert any(day.times for day in days)


def test_nearly_every_published_offer_has_a_free_time():
    offers = list(Offer.objects.published().for_cards().prefetch_related("resources"))

    assert len(availability.next_free(offers)) >= 0.9 * len(offers)


def test_the_desk_of_biagio_has_something_to_answer():
    biagio = Organisation.objects.get(slug="biagio")

    waiting = {booking.customer.given_name for booking in queues.to_answer(biagio)}

    assert {"Yara", "Teresa", "Joy"} <= waiting


def test_somebody_works_on_holidays(now):
    blessing = Resource.objects.get(user__given_name="Blessing")
    today = timezone.localdate(now)
    written_out = (today - timedelta(days=39), today + timedelta(weeks=spans.WEEKS_AHEAD, days=-1))
    closed = ClosedDay.objects.filter(date__range=written_out).values_list("date", flat=True)

    noons = [datetime.combine(day, time(12), tzinfo=UTC) for day in closed]

    assert {blessing.open_spans.filter(period__contains=noon).exists() for noon in noons} == {True}


@pytest.mark.soak
def test_loading_again_at_the_same_time_gives_the_same_city(now):
    before = picture()

    load.empty()
    load.load(now)
    after = picture()

    assert [(old, new) for old, new in zip_longest(before, after) if old != new] == []


def test_emptying_the_city_leaves_the_guard_of_the_book_on():
    with connection.cursor() as cursor:
        load.empty()
        cursor.execute("SELECT tgrelid::regclass::text, tgenabled FROM pg_trigger WHERE tgname = 'never_emptied'")
        guards = dict(cursor.fetchall())

    kept = {"bookings_receipt", "ledger_account", "ledger_entry", "ledger_posting"}
    assert guards == dict.fromkeys(kept | {"casework_reading", "casework_snapshot"}, "O")


def picture():
    rows = (
        Booking.objects.filter(offer__texts__language="it")
        .order_by("pk")
        .values_list("offer__texts__title", "customer__given_name", "worker__name", "starts_at", "status", "born_at")
    )
    return [*rows, Letter.objects.count(), Hold.objects.count()]


def test_the_command_leaves_a_city_of_today_alone(now):
    before = Booking.objects.count()

    call_command("load_demo")

    assert load.loaded_on() == timezone.localdate(now)
    assert Booking.objects.count() == before


def test_the_command_refuses_a_database_that_has_people_of_its_own():
    Organisation.objects.filter(kind="city").update(email="somebody@example.org")

    with pytest.raises(CommandError, match="people of its own"):
        call_command("load_demo", renew=True)


@pytest.mark.parametrize("sunday", [date(2024, 3, 31), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)])
def test_easter_is_when_the_calendar_says(sunday):
    assert holidays.easter(sunday.year) == sunday
    assert sunday + timedelta(days=1) in dict(holidays.of(sunday.year))


def test_a_team_with_its_van_is_booked_and_the_workshop_strands_it(now):
    coming = Booking.objects.filter(offer__needs__skill__slug="van", kind="appointment", starts_at__gt=now)

    booking = coming.get()

    assert sorted(one.name for one in booking.crew.all() if not one.user_id) == ["Ducato grigio"]
    assert booking.crew.count() == 3
    assert [one.booking for one in stranded.at_desk(booking.organisation)] == [booking]
    assert credentials.ending(booking.organisation).count() == 2
