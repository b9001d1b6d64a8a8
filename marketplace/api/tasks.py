"""Every night old answers are thrown away."""

from procrastinate.contrib.django import app

from marketplace.api import idempotency


@app.periodic(cron="40 2 * * *")
@app.task(name="api.forget_answers", queueing_lock="api.forget_answers")
def forget_answers(timestamp: int) -> None:
    idempotency.forget()
