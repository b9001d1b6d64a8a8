"""Every night hours are written out one day further; outside calendars are read now and then."""

from procrastinate.contrib.django import app

from services import outside
from services.availability import write_out
from services.models import Resource


@app.periodic(cron="10 2 * * *")
@app.task(name="services.write_out_hours", queueing_lock="services.write_out_hours")
def every_night(timestamp: int) -> None:
    write_out_hours()


@app.task(name="services.write_out_anew")
def write_out_hours() -> None:
    for resource in Resource.objects.filter(active=True).select_related("organisation").iterator():
        write_out(resource)


@app.periodic(cron="*/10 * * * *")
@app.task(name="services.read_outside_calendars", queueing_lock="services.read_outside_calendars")
def every_ten_minutes(timestamp: int) -> None:
    """Each outside calendar in a task of its own: what fails stops no other."""
    for pk in outside.claim_due():
        outside.hand_out(pk)


@app.task(name="services.read_outside")
def read_outside(calendar_id: int) -> None:
    """Named by number: its address is a secret, and stands in no queue."""
    outside.read(calendar_id)
