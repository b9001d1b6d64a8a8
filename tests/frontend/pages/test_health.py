"""The page that says whether the city is well."""

from datetime import timedelta

from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone


def test_it_counts_timers_that_should_have_fired(client, booking, django_assert_num_queries):
    booking.timers.filter(step="expire").update(due_at=timezone.now() - timedelta(hours=1))

    with django_assert_num_queries(3):
        answer = client.get(reverse("health"))

    assert answer.status_code == 200
    assert answer.json()["timers_overdue"] == 1
    assert answer.json()["tasks_waiting"] > 0


def test_it_tells_nothing_personal(client, booking):
    assert "Nadia" not in client.get(reverse("health")).content.decode()


def test_it_is_ready_when_the_database_has_all_tables_of_this_version(client, db):
    had = MigrationRecorder.Migration.objects.filter(app="bookings")
    ready = client.get("/ready/")
    had.filter(name="0001_tables").delete()
    folded = client.get("/ready/")
    had.filter(name="0023_keep_stranded_dates").delete()
    behind = client.get("/ready/")

    assert (ready.status_code, ready.json()) == (200, {"migrations_lacking": 0})
    assert folded.status_code == 200  # all that it was folded from is there
    assert (behind.status_code, behind.json()) == (503, {"migrations_lacking": 1})
