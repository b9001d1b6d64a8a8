"""Jobs follow the booking that they were made for: it moves, and they move; it is called off, and so are they."""

from django.db import transaction
from django.db.models import F, Q

from bookings.jobs import making, stopping
from bookings.models import Booking, Job
from marketplace.lives.models import Life


def behind() -> list[int]:
    """Bookings that have changed since their jobs last looked. One query, over jobs to come alone."""
    unseen = Q(seen_change=None) | ~Q(seen_change=F("booking__last_change"))
    jobs = Job.objects.to_come().filter(unseen, booking__isnull=False)
    return sorted(set(jobs.values_list("booking_id", flat=True)))


def follow_all() -> None:
    for booking_id in behind():
        follow(booking_id)


@transaction.atomic
def follow(booking_id: int) -> None:
    """Safe to run twice."""
    Life.objects.select_for_update().get(pk=booking_id)
    booking = Booking.objects.get(pk=booking_id)
    for job in Job.objects.to_come().filter(booking=booking).select_for_update(of=("self",)).order_by("pk"):
        follow_one(job, booking)


def follow_one(job: Job, booking: Booking) -> None:
    Job.objects.filter(pk=job.pk).update(seen_change=booking.last_change_id)
    if not booking.state.holds:
        making.end(job)
    elif (job.starts_at, job.ends_at, job.place_id) != (booking.starts_at, booking.ends_at, booking.place_id):
        stopping.close_soon(job.proposals.filter(live=True), "changed")
        there = {"starts_at": booking.starts_at, "ends_at": booking.ends_at, "place": booking.place_id}
        Job.objects.filter(pk=job.pk).update(**there)
