"""Operators look at timers that are late, and try them again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking
from marketplace.lives.models import Timer

PAGE = reverse("admin:lives_timer_changelist")


@pytest.fixture(autouse=True)
def in_english(admin_user):
    """The pages speak the operator's own language."""
    admin_user.language = "en"
    admin_user.save()


@pytest.fixture
def late(booking):
    """The request should have expired an hour ago, and nobody took the step."""
    Booking.objects.filter(pk=booking.pk).update(answer_by=timezone.now() - timedelta(hours=1))
    timer = booking.timers.get(step="expire")
    Timer.objects.filter(pk=timer.pk).update(due_at=timezone.now() - timedelta(hours=1), error="OSError()", attempts=3)
    return timer


def test_overdue_timers_are_listed_apart_with_what_stopped_them(admin_client, late):
    page = admin_client.get(PAGE, {"overdue": "yes"}).content.decode()

    assert "OSError()" in page
    assert "remind_to_answer" not in page.split("result_list")[1].split("</table>")[0]


def test_an_operator_tries_a_late_step_again(admin_client, late, booking):
    chosen = {"action": "try_now", "_selected_action": [late.pk]}

    page = admin_client.post(PAGE, chosen, follow=True).content.decode()

    assert "1 step was taken." in page
    assert Booking.objects.get(pk=booking.pk).status == "expired"


@pytest.fixture
def looks_on(client, person):
    """Staff who may look at timers and do no more."""
    user = person("Viola", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_timer"))
    client.force_login(user)
    return client


def test_whoever_may_only_look_takes_no_step(looks_on, late, booking):
    assert looks_on.get(PAGE).status_code == 200

    looks_on.post(PAGE, {"action": "try_now", "_selected_action": [late.pk]})

    assert Booking.objects.get(pk=booking.pk).status == booking.status


def test_what_is_not_due_is_not_hurried(admin_client, booking):
    timer = booking.timers.get(step="expire")

    page = admin_client.post(PAGE, {"action": "try_now", "_selected_action": [timer.pk]}, follow=True)

    assert "0 steps were taken." in page.content.decode()
    assert Booking.objects.get(pk=booking.pk).status == booking.status


def test_others_do_not_see_timers(client, nadia, late):
    client.force_login(nadia)

    assert client.get(PAGE).status_code == 302
