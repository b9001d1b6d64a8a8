"""What happened to several dates is told in one notice."""

from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.lives.engine import CLOCK, take
from marketplace.lives.models import Change
from marketplace.notices import telling
from marketplace.notices.models import Notice


def test_the_desk_is_told_once_of_all_dates(weekly, elena):
    for change in Change.objects.filter(life__in=weekly.bookings.all()).order_by("pk"):
        telling.announce(change)

    [notice] = Notice.objects.filter(reader=elena)
    assert ", and 3 more: Nadia asked for this time." in notice.subject
    assert notice.text.count("- Babysitter at your home") == 4


def test_what_the_clock_does_to_all_dates_is_told_a_little_later_in_one(weekly, elena, now_is):
    now_is(weekly.bookings.first().answer_by + timedelta(minutes=1))
    for booking in weekly.bookings.all():
        take(booking, "expire", CLOCK)

    waiting = ProcrastinateJob.objects.filter(task_name="notices.announce").exclude(scheduled_at=None)

    assert waiting.count() == 4
