"""Telling people, in the background: the booking stands whether or not the mail server does."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from marketplace.lives.models import Change
from marketplace.notices import telling
from marketplace.notices.models import Notice

PATIENT = RetryStrategy(max_attempts=12, exponential_wait=4)


@app.task(name="notices.announce", retry=PATIENT)
def announce(change_id: int) -> None:
    telling.announce(Change.objects.select_related("life").get(pk=change_id))


@app.task(name="notices.send", retry=PATIENT)
def send(notice_id: int) -> None:
    try:
        telling.send(notice_id)
    except OSError as error:
        Notice.objects.filter(pk=notice_id).update(error=f"{type(error).__name__}: {error}"[:300])
        raise
