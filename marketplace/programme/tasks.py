"""Every night an edition of the results is prepared, and the one of the night before published."""

from procrastinate.contrib.django import app

from marketplace.programme import editions


@app.periodic(cron="45 3 * * *")
@app.task(name="programme.prepare_edition", queueing_lock="programme.prepare_edition")
def every_night(timestamp: int) -> None:
    editions.nightly()
