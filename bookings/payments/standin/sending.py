"""How the stand-in brings webhooks: signed as Stripe signs, and late, twice or never where the dials say so."""

import hmac
import json
import random
import time
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app as tasks

from bookings.payments.standin import objects
from bookings.payments.standin.models import Dials, Kept, Post


def send(kind: str, thing: Any) -> None:
    event = objects.event(kind, thing)
    Kept.objects.create(number=event["id"], kind="event", data=event)
    post(event)


def send_thin(kind: str, account: str) -> None:
    post(objects.thin_event(kind, account))


def post(event: Any) -> None:
    """Put it on its way: not at all, once or twice, and soon or in a while."""
    dials = Dials.objects.get_or_create(pk=1)[0]
    times = 0 if chance(dials.lost) else 1 + chance(dials.duplicated)
    for _time in range(times):
        wait = random.randint(0, dials.delay)
        due = timezone.now() + timedelta(seconds=wait)
        row = Post.objects.create(event=event, due_at=due)
        tasks.configure_task("standin.bring", schedule_in={"seconds": wait}).defer(post_id=row.pk)


def chance(percent: int) -> bool:
    return percent > 0 and random.randrange(100) < percent


def signed(event: Any) -> tuple[bytes, str]:
    """The body and the header with which it comes to the door."""
    body, at = json.dumps(event).encode(), int(time.time())
    mac = hmac.new(settings.STRIPE.secret.encode(), f"{at}.".encode() + body, sha256)
    return body, f"t={at},v1={mac.hexdigest()}"
