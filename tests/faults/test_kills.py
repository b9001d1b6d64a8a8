"""kill -9 of each process of the city while people book: what was answered stands, and what was begun is ended."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.models import Booking
from marketplace.lives.models import Change, Timer
from marketplace.lives.tasks import resume_stalled
from marketplace.notices.models import Letter, Notice
from tests.cast import at
from tests.faults.conftest import Window
from tests.faults.system import eventually
from tests.faults.whole import everything_is_whole
from tests.servers import City, database_url, running_city

pytestmark = [
    pytest.mark.soak, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_tasks"),
]  # fmt: skip


def killed(city: City, name: str) -> None:
    """The process and the children it may have, as the kernel does it when memory runs out."""
    (one,) = [running for running in city.supervisor.running if running.process.name == name]
    os.killpg(one.child.pid, signal.SIGKILL)


def ask(window: Window, offer, days: int, hour: int = 10) -> int | None:
    """The number of the booking that the city answered with; None when there was no answer or another one."""
    sent = {"starts_at": at(hour, days=days).isoformat(), "minutes": "120", "address": "via Cecchi 18", "door": "3"}
    try:
        path = f"/offers/{offer.pk}/ask/"
        answer = window.post(path, {**sent, "area": "", "ages": "3", "note": "", "key": str(uuid4())})
    except OSError:
        return None
    found = answer.url.rstrip("/").rsplit("/", 1)[-1] if answer.ok else ""
    return int(found) if found.isdigit() else None


def test_what_was_answered_stands_and_is_told_whichever_is_killed(offer, nadia, elena):
    """One after the other, in a city that goes on."""
    with running_city(database_url()) as city:
        window = Window(city, nadia)
        for hour, name in zip((10, 12, 14), ("pages", "sockets", "worker"), strict=True):
            assert ask(window, offer, 2, hour)

            killing = threading.Timer(0.15, killed, [city, name])
            killing.start()
            promised = [number for days in range(3, 11) if (number := ask(window, offer, days, hour))]
            killing.join()

            assert eventually(lambda hour=hour: ask(window, offer, 12, hour), 20), name
            assert set(promised) <= set(Booking.objects.values_list("pk", flat=True))
            assert eventually(everybody_is_told, 30), city.log("worker")
            topic = Booking.objects.latest("pk").topic
            assert eventually(lambda topic=topic: window.hears(topic, lambda: writes(window, topic)), 20), name


def writes(window: Window, topic: str) -> None:
    window.post(f"/bookings/{topic.split(':')[1]}/messages/", {"text": "Hello", "key": str(uuid4())})


def everybody_is_told() -> bool:
    """Elena has one letter for each booking."""
    resumed()
    return Notice.objects.exclude(done_at=None).count() == Letter.objects.count() == Booking.objects.count()


def resumed() -> None:
    """What the task of every other minute does, once the pulse of all workers but the newest has been gone for long."""
    with connection.cursor() as cursor:
        gone = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        cursor.execute(f"{gone} WHERE id < (SELECT max(id) FROM procrastinate_workers)")
    async_to_sync(resume_stalled)()


def test_a_letter_that_was_half_sent_when_the_worker_was_killed_is_sent_by_the_next(booking):
    with running_city(database_url()) as city:
        assert eventually(everybody_is_told, 20)
        Notice.objects.update(done_at=None)
        with psycopg.connect(database_url()) as line:  # holds what the task needs
            line.execute("LOCK TABLE notices_notice IN ACCESS EXCLUSIVE MODE")
            task = app.configure_task("notices.send").defer(notice_id=pk_of_notice(line))
            assert eventually(lambda: status(task) == "doing")
            killed(city, "worker")

        assert status(task) == "doing"
        assert eventually(lambda: resumed() or status(task) == "succeeded", 40)
    assert Notice.objects.get().done_at


def pk_of_notice(line: psycopg.Connection) -> int:
    (number,) = line.execute("SELECT id FROM notices_notice").fetchone() or (0,)
    return number


def status(task: int) -> str:
    return ProcrastinateJob.objects.get(pk=task).status


# --- again and again, in the middle of whatever is done ---------------------------------------------------------------
KILLS, THREADS = 4, 4  # of each


def test_however_often_they_are_killed_every_booking_is_whole(offer, nadia, elena):
    chance = random.Random("kills")
    kills = [(name, chance.randrange(200, 1500)) for name in ["pages", "worker"] * KILLS]
    with running_city(database_url()) as city:
        with busy_people(city, offer, nadia, elena):
            for name, pause in kills:
                time.sleep(pause / 1000)
                much_is_due()
                time.sleep(pause / 10_000)
                assert eventually(lambda name=name: not killed(city, name))  # it is started again in its own time
                assert eventually(lambda: Window(city).get("/").ok, 30)

        assert eventually(nothing_is_left_to_do, 60), city.log("worker")
        assert eventually(everything_is_whole, 20) or everything_is_whole()
    assert Change.objects.filter(step="ask").count() > len(kills)
    assert Change.objects.filter(step__in=["accept", "withdraw", "decline"]).exists()


@contextmanager
def busy_people(city: City, offer, *people) -> Iterator[None]:
    """Four who go on until the end, whatever is killed."""
    over = threading.Event()
    windows = [[Window(city, user) for user in people] for _n in range(THREADS)]
    play = [threading.Thread(target=busy, args=(pair, offer, random.Random(n), over)) for n, pair in enumerate(windows)]
    for thread in play:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in play:
            thread.join()


def busy(windows: list[Window], offer, chance: random.Random, over: threading.Event) -> None:
    """Nadia asks, Elena says yes or no, or Nadia takes it back. What gets no answer is tried no more."""
    nadia, elena = windows
    while not over.is_set():
        if asked := ask(nadia, offer, days=chance.randrange(2, 28)):
            name = chance.choice(["accept", "decline", "withdraw"])
            with suppress(OSError):
                sent = {"reason": "Ill.", "key": str(uuid4())}
                (nadia if name == "withdraw" else elena).post(f"/bookings/{asked}/steps/{name}/", sent)


def much_is_due() -> None:
    """Many requests run out in this moment, and the clock is woken."""
    past = timezone.now() - timedelta(minutes=1)
    Timer.objects.filter(step="expire").update(due_at=past, retry_at=past)
    app.configure_task("lives.take_due", queueing_lock=str(uuid4())).defer(timestamp=0)


def nothing_is_left_to_do() -> bool:
    resumed()
    return not ProcrastinateJob.objects.filter(status__in=["todo", "doing"], scheduled_at=None).exists()
