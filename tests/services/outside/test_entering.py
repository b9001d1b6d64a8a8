"""Who enters which outside calendar for whom, and how many."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.organisations.models import Membership
from marketplace.refusals import Refused
from services import outside, tasks, team
from services.models import BusySpan, OutsideCalendar, Resource
from tests.cast import at, settled
from tests.folding import each
from tests.services.outside.conftest import URL


def test_it_is_read_at_once_by_a_task_that_knows_no_address(calendar):
    [job] = ProcrastinateJob.objects.filter(task_name="services.read_outside")

    assert job.args == {"calendar_id": calendar.pk}


def test_calendars_are_often_called_webcal(worker, samira):
    assert (
        outside.add(worker, samira, " webcal://calendar.example.org/a.ics ").url == "https://calendar.example.org/a.ics"
    )


@each(
    "url",
    ["", "http://example.org/a.ics", "https://u:p@example.org/", "https://example.org:8080/", "x", "https://a\0b.org/",
     "https://example.org/" + "a" * 1000, "webcal:example.org"],
)  # fmt: skip
def test_only_addresses_that_may_be_asked_are_kept(worker, samira, url):
    with pytest.raises(ValidationError, match="https"):
        outside.add(worker, samira, url)


def test_our_own_calendars_are_known_already(worker, samira, settings):
    settings.SITE_HOST = "cortile.example"
    with pytest.raises(ValidationError, match="known already"):
        outside.add(worker, samira, "https://cortile.example/calendars/x.ics")


def test_the_same_calendar_once_and_five_at_most(calendar, worker, samira):
    with pytest.raises(ValidationError, match="here already"):
        outside.add(worker, samira, URL)
    for n in range(4):
        outside.add(worker, samira, f"{URL}?{n}")
    with pytest.raises(ValidationError, match="the most"):
        outside.add(worker, samira, f"{URL}?9")


def test_the_desk_may_and_others_may_not(worker, elena, dora, person, biagio):
    colleague = person("Omar")
    Membership.objects.create(organisation=biagio, user=colleague, role="worker")
    assert outside.add(worker, elena, URL)
    for stranger in (dora, colleague):
        with pytest.raises(Refused):
            outside.add(worker, stranger, f"{URL}?2")
        with pytest.raises(Refused):
            outside.remove(OutsideCalendar.objects.get(), stranger)


def test_the_address_stands_in_no_words_about_it(calendar):
    assert str(calendar) == calendar.host == "calendar.example.org"
    assert "secret-token" not in repr(calendar)


def test_only_for_bodies_that_the_city_knows(worker, samira, biagio):
    settled(biagio, "new")

    with pytest.raises(Refused, match="verified"):
        outside.add(worker, samira, URL)

    assert not ProcrastinateJob.objects.filter(task_name="services.read_outside").exists()


def test_only_for_what_is_in_use(worker, samira, elena):
    Resource.objects.filter(pk=worker.pk).update(active=False)

    with pytest.raises(Refused, match="not for you"):
        outside.add(worker, samira, URL)
    with pytest.raises(Refused, match="out of use"):
        outside.add(worker, elena, URL)


def test_an_organisation_has_a_ceiling_too(calendar, biagio, elena, monkeypatch):
    monkeypatch.setattr("services.outside.busy.MOST_OF_ALL", 2)
    van = Resource.objects.create(organisation=biagio, name="Van")
    outside.add(van, elena, URL)

    with pytest.raises(ValidationError, match="2 calendars are the most"):
        outside.add(van, elena, f"{URL}?2")


def test_whoever_leaves_takes_her_other_calendars_along(busy, elena, samira):
    busy((at(9), at(18)))

    team.end(Membership.objects.get(user=samira, role="worker"), elena)

    assert not OutsideCalendar.objects.exists()
    assert not BusySpan.objects.exists()


def test_mails_and_the_clock_come_first_and_two_are_read_at_once(worker, samira):
    for number in range(5):
        outside.add(worker, samira, f"{URL}?{number}")
    OutsideCalendar.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    tasks.every_ten_minutes(0)

    jobs = ProcrastinateJob.objects.filter(task_name="services.read_outside")

    assert jobs.count() == 10
    assert {job.priority for job in jobs} == {-10}
    assert len({job.lock for job in jobs}) == 2
