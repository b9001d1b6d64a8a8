"""Every morning the desks are told of papers that end soon."""

from procrastinate.contrib.django import app

from marketplace.organisations import credentials


@app.periodic(cron="20 5 * * *")
@app.task(name="organisations.tell_of_ending", queueing_lock="organisations.tell_of_ending")
def every_morning(timestamp: int) -> None:
    credentials.tell_of_ending()
