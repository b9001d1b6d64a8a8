"""A mail server that refuses: the booking stands, the error is kept, and the letter leaves once somebody takes it."""

import socket
import threading
from collections.abc import Iterator

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor
from marketplace.notices.models import Notice
from tests.faults.system import eventually
from tests.servers import database_url, free_ports, running_city

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_tasks")]


class Postman:
    """The smallest mail server there is: `letters` are what arrived. With `refuses` it answers as a full mailbox."""

    def __init__(self, port: int, refuses: bool = False) -> None:
        self.letters: list[str] = []
        self.refuses = refuses
        self.listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.work, daemon=True).start()

    def work(self) -> None:
        try:
            while True:
                line, _ = self.listener.accept()
                threading.Thread(target=self.talk, args=[line.makefile("rw", newline="\r\n")], daemon=True).start()
        except OSError:
            return

    def talk(self, line) -> None:
        self.say(line, "220 post.example")
        for command in line:
            word = command[:4].upper()
            if word == "DATA":
                self.say(line, "354 go on")
                self.letters.append("".join(iter(line.readline, ".\r\n")))
            self.say(
                line, "452 no room" if word == "RCPT" and self.refuses else "221 bye" if word == "QUIT" else "250 ok"
            )

    @staticmethod
    def say(line, words: str) -> None:
        line.write(words + "\n")
        line.flush()

    def close(self) -> None:
        self.listener.close()


@pytest.fixture
def port(settings) -> int:
    """Where this process sends its mail."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_ports()[0]
    return settings.EMAIL_PORT


@pytest.fixture
def postman(port) -> Iterator[Postman]:
    postman = Postman(port)
    yield postman
    postman.close()


def work() -> None:
    """What a worker does with the tasks that are due, once."""
    from procrastinate.contrib.django import app

    app.with_connector(app.connector.get_worker_connector()).run_worker(  # type: ignore[attr-defined]
        wait=False, install_signal_handlers=False, listen_notify=False, queues=["default"]
    )


def letter_task() -> ProcrastinateJob:
    return ProcrastinateJob.objects.get(task_name="notices.send")


def test_a_refused_letter_leaves_the_booking_its_error_and_another_try(port, booking):
    work()

    notice, task = Notice.objects.get(), letter_task()
    assert Booking.objects.get().status == "asked"
    assert notice.done_at is None
    assert "ConnectionRefusedError" in notice.error
    assert (task.status, task.attempts) == ("todo", 1)
    assert task.scheduled_at


def test_a_server_without_room_is_asked_again_too(postman, booking):
    postman.refuses = True

    work()

    assert "452" in Notice.objects.get().error
    assert letter_task().status == "todo"


def test_a_refused_letter_leaves_when_the_server_is_back(port, booking, elena):
    work()
    postman = Postman(port)
    hurry()

    work()
    postman.close()

    assert len(postman.letters) == 1
    assert f"To: {elena.email}" in postman.letters[0]
    assert Notice.objects.get().done_at
    assert Notice.objects.get().error == ""
    assert letter_task().status == "succeeded"


def hurry() -> None:
    """The time of the next try has come."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'notices.send'")


@pytest.mark.soak
def test_the_real_worker_tries_until_the_server_is_there(offer, nadia, wishes, elena):
    port = free_ports()[0]
    with running_city(database_url(), {"MAIL_URL": f"smtp://127.0.0.1:{port}"}) as city:
        lifecycle.ask(offer, Actor(nadia), wishes())
        assert eventually(lambda: Notice.objects.get().error)

        postman = Postman(port)

        assert eventually(lambda: Notice.objects.get().done_at, 25), city.log("worker")
        postman.close()
    assert len(postman.letters) == 1
    assert letter_task().attempts >= 1
