"""What a card costs the server: a whole booking that is paid, beside one of the same offer that is paid on site.

Both are asked for and accepted through the pages. The card's brings besides: the way to Stripe's page, the stand-in's
answers there and beneath the library, its signed webhooks through the door, and the tasks that follow. No network.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

ROUNDS, WARM = 20, 2
TASKS = ("payments.", "standin.")


def measure() -> Iterator[dict]:
    offer, starts = an_offer()
    customer, desk = window("Bench, who pays"), desk_of(offer)
    work_off()
    pairs = [measure_pair(offer, starts, customer, desk) for _round in range(ROUNDS + WARM)][WARM:]
    value, limit = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield {
        "value": value,
        "unit": "ms of the server, lower is better",
        "limit": limit,
        "limit_is": "the same booking, paid on site",
        "ratio": value / limit,
        "rounds": ROUNDS,
    }


def measure_pair(offer, starts: Iterator[datetime], customer, desk) -> tuple[float, float]:
    """Milliseconds of one with a card and of one without, one after the other."""
    paid = timed(lambda: book_by_card(offer, next(starts), customer, desk))
    return paid, timed(lambda: book(offer, next(starts), customer, desk))


def timed(deed: Callable[[], None]) -> float:
    begun = time.perf_counter()
    deed()
    return (time.perf_counter() - begun) * 1000


def book(offer, start: datetime, customer, desk) -> None:
    accept(ask(offer, start, customer, "on_site"), desk)


def book_by_card(offer, start: datetime, customer, desk) -> None:
    from tests.payments import GOOD

    number = ask(offer, start, customer, "card")
    work_off()
    page = customer.post(f"/bookings/{number}/pay/").url
    card = {"number": GOOD, "until": "12/40", "code": "123"}
    customer.get(customer.post(page, card).url)
    work_off()
    accept(number, desk)
    work_off()
    assert charges(number) == ["captured"], f"{number} was not paid: {charges(number)}"


def ask(offer, start: datetime, customer, pay_by: str) -> str:
    told = {"starts_at": start.isoformat(), "minutes": "30", "note": "", "key": str(uuid4()), "pay_by": pay_by}
    answer = customer.post(f"/offers/{offer.pk}/ask/", told)
    assert "/bookings/" in answer.headers.get("Location", ""), answer.content
    return answer.url.strip("/").rpartition("/")[2]


def accept(number: str, desk) -> None:
    from bookings.models import Booking

    answer = desk.post(f"/bookings/{number}/steps/accept/", {"key": str(uuid4())})
    assert answer.status_code == 302, answer.content
    assert Booking.objects.get(pk=number).status == "confirmed"


def charges(number: str) -> list[str]:
    from bookings.models import Charge

    return list(Charge.objects.filter(booking=number).values_list("status", flat=True))


def work_off() -> None:
    """What waits of payments, as a worker does it; webhooks come through the door."""
    from django.db.models import Q
    from procrastinate.contrib.django.models import ProcrastinateJob

    from tests.payments import do

    ours = Q(*(("task_name__startswith", name) for name in TASKS), _connector=Q.OR)
    while waiting := list(ProcrastinateJob.objects.filter(ours, status="todo").order_by("pk")):
        for job in waiting:
            do(job)


def an_offer() -> tuple[Any, Iterator[datetime]]:
    """Of an organisation that takes cards, with somebody who is always there; and its times."""
    from django.utils import timezone

    from bookings.models import PayoutAccount
    from services.models import Category
    from tests.benchmarks.bookings_http import open_offer

    body = PayoutAccount.objects.filter(ready=True).order_by("pk")[0].organisation
    category = Category.objects.get_or_create(slug="bench", defaults={"name": {"en": "Bench"}})[0]
    offer = open_offer(body, category, f"Paid {uuid4().hex[:6]}", price="fixed", price_cents=1_000)
    first = (timezone.now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    return offer, (first + timedelta(minutes=30 * turn) for turn in range(2 * (ROUNDS + WARM)))


def window(name: str):
    from marketplace.accounts.models import User

    return signed_in(User.objects.create_user(given_name=name, email=f"bench-{uuid4().hex[:6]}@example.org"))


def desk_of(offer):
    from marketplace.accounts.models import User
    from marketplace.organisations.models import DESK

    at_desk = User.objects.filter(memberships__organisation=offer.organisation, memberships__role__in=DESK)
    return signed_in(at_desk.order_by("pk")[0])


def signed_in(user):
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
