"""Every night old answers and old counts are thrown away."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from marketplace.api import idempotency
from marketplace.api.models import Call
from marketplace.api.throttles import LONGEST


@app.periodic(cron="40 2 * * *")
@app.task(name="api.forget_answers", queueing_lock="api.forget_answers")
def forget_answers(timestamp: int) -> None:
    idempotency.forget()


@app.periodic(cron="45 2 * * *")
@app.task(name="api.forget_calls", queueing_lock="api.forget_calls")
def forget_calls(timestamp: int) -> None:
    Call.objects.filter(since__lt=timezone.now() - timedelta(seconds=LONGEST)).delete()
