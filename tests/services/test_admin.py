"""What operators enter counts at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from services.models import Aim, ClosedDay
from services.tasks import write_out_hours
from tests.cast import ROME


@pytest.fixture
def door(client, person):
    client.force_login(person("Olga", is_staff=True, is_superuser=True))
    return client


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name="services.write_out_anew").count()


def test_a_closed_day_closes_calendars_when_it_is_entered(door, worker):
    today = timezone.localdate(timezone=ROME)
    for day in (today, today + timedelta(days=1)):
        door.post("/admin/services/closedday/add/", {"date": day, "name": '{"it": "Festa"}'})

    assert (ClosedDay.objects.count(), waiting()) == (2, 2)
    write_out_hours()
    assert not worker.open_spans.filter(period__startswith__date=today).exists()


def test_a_closed_day_that_is_taken_away_opens_them_again(door, worker):
    day = ClosedDay.objects.create(date=timezone.localdate(timezone=ROME))

    door.post(f"/admin/services/closedday/{day.pk}/delete/", {"post": "yes"})

    assert (ClosedDay.objects.count(), waiting()) == (0, 1)


def test_an_aim_is_a_sentence_and_has_only_details_that_its_category_knows(door, ages):
    aim = {"slug": "baby", "category": ages.pk, "position": 1}
    for wrong in ({"sentence": "{}"}, {"sentence": '{"en": ""}'}, {"traits": "ages:0-2,what:taps"}):
        said = {"sentence": '{"en": "My baby"}', "traits": "ages:0-2"} | wrong
        assert door.post("/admin/services/aim/add/", aim | said).status_code == 200
    assert not Aim.objects.exists()

    door.post("/admin/services/aim/add/", aim | {"sentence": '{"en": "My baby"}', "traits": "ages:0-2"})

    assert Aim.objects.get().values == ("ages:0-2",)
