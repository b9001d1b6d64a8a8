"""Telling of messages, inviting who waits, letting bookings follow their date, and checking, in the background."""

import logging
from itertools import islice

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bookings import figures, lifting, seats, series, telling, waiting
from bookings.jobs import following, followups, incidents, making, plans, spreading, stopping
from bookings.models import Charge, Incident, Message, SavedCard, StripeEvent
from bookings.payments import bundles, checking, comparing, events, looking, reconciling, saving, stripe_client, talking
from marketplace.lives.models import Change
from services.models import Occasion

log = logging.getLogger(__name__)


@app.task(name="bookings.tell_of_message", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def tell_of_message(message_id: int) -> None:
    telling.tell_of(Message.objects.select_related("author", "life").get(pk=message_id))


@app.task(name="bookings.invite", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def invite(resource_id: int) -> None:
    waiting.invite(resource_id)


@app.task(name="bookings.follow_occasion", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def follow_occasion(occasion_id: int, step: str, change_id: int) -> None:
    seats.follow_occasion(Occasion.objects.get(pk=occasion_id), step, Change.objects.get(pk=change_id))


@app.periodic(cron="* * * * *")
@app.task(name="jobs.follow", queueing_lock="jobs.follow")
def follow_bookings(timestamp: int) -> None:
    following.follow_all()


@app.task(name="jobs.close", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def close_proposals(proposal_ids: list[int], code: str) -> None:
    stopping.close(proposal_ids, code)


@app.task(name="jobs.plan", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def work_out_plan(plan_id: str) -> None:
    plans.work(plan_id)


@app.periodic(cron="25 1 * * *")
@app.task(name="jobs.every_week", queueing_lock="jobs.every_week")
def make_weekly_jobs(timestamp: int) -> None:
    making.every_week()


@app.periodic(cron="35 1 * * *")
@app.task(name="jobs.follow_up", queueing_lock="jobs.follow_up")
def follow_up(timestamp: int) -> None:
    followups.every_night()


@app.periodic(cron="45 1 * * 1")
@app.task(name="jobs.spread", queueing_lock="jobs.spread")
def work_out_spread(timestamp: int) -> None:
    spreading.work_out()


@app.task(name="jobs.tell_of_incident", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def tell_of_incident(incident_id: str) -> None:
    incidents.mail(Incident.objects.select_related("participant").get(pk=incident_id))


@app.task(name="payments.work", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def work(life_id: int) -> None:
    talking.work(life_id)


@app.task(name="payments.look", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def look(charge_id: int) -> None:
    looking.look(Charge.objects.get(pk=charge_id))


@app.task(name="payments.look_at_card", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def look_at_card(card_id: int) -> None:
    saving.look(SavedCard.objects.get(pk=card_id))


@app.task(name="payments.handle", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def handle(event_id: int) -> None:
    events.handle(StripeEvent.objects.get(pk=event_id))


@app.periodic(cron="17 * * * *")
@app.task(name="payments.reconcile", queueing_lock="payments.reconcile")
def every_hour(timestamp: int) -> None:
    if settings.STRIPE.on:
        reconciling.reconcile()


@app.periodic(cron="30 2 * * *")
@app.task(name="bookings.extend_series", queueing_lock="bookings.extend_series")
def every_night(timestamp: int) -> None:
    extend_series()


def extend_series() -> int:
    """Ask for the dates of all series whose time has come, each series for itself. Answers how many were asked for."""
    return sum(extended(number) for number in series.unfinished(timezone.localdate()))


def extended(number: int) -> int:
    """A series that fails stops no other; it is tried again the next night."""
    try:
        return series.extend(number)
    except Exception:
        log.exception("series %s was not extended", number)
        return 0


@app.periodic(cron="40 2 * * *")
@app.task(name="bookings.end_years", queueing_lock="bookings.end_years")
def end_years(timestamp: int) -> None:
    bundles.end_years()


@app.periodic(cron="50 2 * * *")
@app.task(name="bookings.prepare_figures", queueing_lock="bookings.prepare_figures")
def prepare_figures(timestamp: int) -> None:
    figures.prepare_all()


@app.periodic(cron="55 2 * * *")
@app.task(name="bookings.lift", queueing_lock="bookings.lift")
def lift(timestamp: int) -> None:
    lifting.lift_all()


@app.task(name="bookings.welcome")
def welcome(organisation_id: int) -> None:
    lifting.welcome(organisation_id)


class SharesDiffer(Exception):
    """Bookings and the book do not say the same. As a failed task it is counted by /health/ and stands in the log."""


@app.periodic(cron="25 3 * * *")
@app.task(name="bookings.check_shares", queueing_lock="bookings.check_shares")
def check_shares(timestamp: int) -> None:
    if differences := list(checking.differences()):
        raise SharesDiffer("\n".join(differences))


class StripeDiffers(Exception):
    """Stripe holds something else than we say. As a failed task it is counted by /health/ and stands in the log."""


@app.periodic(cron="35 3 * * *")
@app.task(
    name="payments.compare",
    queueing_lock="payments.compare",
    retry=RetryStrategy(max_attempts=6, exponential_wait=4, retry_exceptions=[stripe_client.Away]),
)
def compare(timestamp: int) -> None:
    """The first hundred differences, if there are as many."""
    if settings.STRIPE.on and (differences := list(islice(comparing.differences(), 100))):
        raise StripeDiffers("\n".join(differences))
