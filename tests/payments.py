"""Paying in tests: an organisation that takes cards, what waits in the queue, and a customer in front of a card."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import lifecycle
from bookings import series as plans
from bookings.models import Booking, Charge, PayoutAccount, Purchase, Series
from bookings.models.series import Rule
from bookings.payments import bundles, cards, lasting, stripe_client
from bookings.payments.standin import acting, bodies
from bookings.payments.standin.models import Dials
from marketplace.ledger import book
from marketplace.lives.engine import Actor, take
from tests.cast import ROME

OURS = ("payments.", "standin.")
GOOD, REFUSED, ASKS, DISPUTED = "4242424242424242", "4000000000000002", "4000002760003184", "4000000000000259"
ASKS_ONCE, SAVES = "4000002500003155", "4000000000000341"  # what they do when they are saved, and charged later
WAITS, BOUNCES = "4000000000007726", "4000000000005126"  # what becomes of refunds to them, later
FAR = 82  # days: a card is only saved


@pytest.fixture
def takes_cards(biagio) -> PayoutAccount:
    """Biagio has its account at Stripe, and all is told there."""
    number = stripe_client.open_account({"dashboard": "express", "display_name": "Biagio"}, "account:biagio")["id"]
    bodies.complete_account(number)
    return PayoutAccount.objects.create(organisation=biagio, stripe_id=number, ready=True)


@pytest.fixture
def takes_no_cards(biagio) -> PayoutAccount:
    """Biagio has an account from when the city took cards."""
    return PayoutAccount.objects.create(organisation=biagio, stripe_id="acct_before", ready=True)


@pytest.fixture
def paying(make_offer, takes_cards, nadia, wishes) -> Callable[..., Booking]:
    """Nadia books two hours for 24 euros and goes on to pay; the page is there."""

    def ask(**offer: Any) -> Booking:
        booking = lifecycle.ask(make_offer(**offer), Actor(nadia), wishes(pay_by="card"))
        catch_up()
        return fresh(booking)

    return ask


@pytest.fixture
def paid_and_done(paying, elena, nadia, now_is) -> Booking:
    """The same, paid, accepted, and done five minutes ago."""
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()
    now_is(booking.ends_at + timedelta(minutes=5))
    return take(fresh(booking), "confirm", Actor(nadia))


@pytest.fixture
def far_away(make_offer, takes_cards, nadia, wishes, slot) -> Callable[..., Booking]:
    """Nadia books two hours for 24 euros in 82 days, and goes on to save her card."""

    def ask(**offer: Any) -> Booking:
        start, end = slot(days=FAR)
        told = wishes(pay_by="card", starts_at=start, ends_at=end)
        booking = lifecycle.ask(make_offer(horizon_days=84, **offer), Actor(nadia), told)
        catch_up()
        return fresh(booking)

    return ask


@pytest.fixture
def bounced(paying, elena) -> Booking:
    """24 euros were taken, 7 of them given back, and the card did not take these."""
    booking = taken(paying, elena, BOUNCES)
    cards.refund_by_hand(booking, 700, elena)
    catch_up()
    return fresh(booking)


def taken(paying: Callable[..., Booking], elena: Any, card: str = GOOD) -> Booking:
    booking = paying()
    pay(booking, card)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()
    return fresh(booking)


@pytest.fixture
def weekly_card(make_offer, takes_cards, nadia, words) -> Callable[..., Series]:
    """Nadia asks for two hours in each of four weeks, 24 euros each, and goes on to save one card for all of them."""

    def ask(weeks: int = 4, *, days: int = 2, work: Callable[[], None] = catch_up, **offer: Any) -> Series:
        first = timezone.localdate(timezone=ROME) + timedelta(days=days)
        rule = Rule(first, first + timedelta(weeks=weeks - 1), time(10), 120)
        told = words | {"pay_by": "card"}
        series = plans.ask(make_offer(**{"horizon_days": 84} | offer), Actor(nadia), rule, told, key="press")
        work()
        return series

    return ask


@pytest.fixture
def words() -> dict[str, str]:
    return {"address": "via Cecchi 18", "ages": "3 and 6", "note": ""}


def save_card(series: Series, card: str = GOOD) -> str:
    """On the page that is open for it; the second factor is given."""
    page = lasting.page_of(series)
    said = acting.pay(page.session_id, card, proved=True) if page else "no page"
    catch_up()
    return said


def dates_of(series: Series) -> list[Booking]:
    return list(series.bookings.order_by("series_on"))


def stand(series: Series) -> list[tuple[str, str]]:
    """Of each date its booking and its charge, as they stand."""
    return [(booking.status, charge_of(booking).status) for booking in dates_of(series)]


def turn(**to: int) -> None:
    """The dials of the stand-in; those that are not named are at nothing."""
    names = ("away", "slow", "broken", "lost", "duplicated", "delay")
    turned = dict.fromkeys(names, 0) | to
    if not Dials.objects.filter(pk=1).update(**turned):
        Dials.objects.create(pk=1, **turned)


def fresh(life: Any) -> Any:
    return type(life).objects.get(pk=life.pk)


def charge_of(booking: Booking) -> Charge:
    return Charge.objects.get(booking=booking)


def pay(booking: Booking, card: str = GOOD, proved: bool = False) -> str:
    return acting.pay(charge_of(booking).session_id, card, proved)


def jobs() -> list[ProcrastinateJob]:
    """What waits of payments, in the order in which it was put there."""
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [job for job in waiting if job.task_name.startswith(OURS)]


def do(job: ProcrastinateJob) -> None:
    """As a worker does it. Raises what the task raises; then it waits on."""
    app.tasks[job.task_name].func(**job.args)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])


def work_once() -> None:
    """Do what waits now, and not what comes of it."""
    for job in jobs():
        do(job)


def catch_up() -> None:
    """Do what waits, and what comes of it, until nothing does."""
    while waiting := jobs():
        for job in waiting:
            do(job)


# --- bundles ------------------------------------------------------------------------------------------------------
def pay_for(purchase: Purchase, card: str = GOOD) -> str:
    return acting.pay(fresh(purchase).charge.session_id, card)


def statuses(purchase: Purchase) -> tuple[str, str]:
    """Of the purchase and of its charge."""
    return fresh(purchase).status, fresh(purchase).charge.status


def left_of(purchase: Purchase) -> int:
    return book.balance(bundles.held(fresh(purchase).sale))
