"""The supervisor, with small stand-ins for the processes: what ends comes back, what is stopped is gone."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from frontend.demo.processes import Failed, Process, answers, city, require_free
from frontend.demo.supervisor import MARK, Supervisor
from tests.servers import database_url, free_ports, running_city

# A city in a program of its own, to be ended in all the ways there are.
PROGRAM = """
import sys
from pathlib import Path
from frontend.demo.processes import Process
from frontend.demo.supervisor import Supervisor, obey_signals
obey_signals()
port = int(sys.argv[1])
pages = Process("pages", ("-m", "http.server", str(port), "--bind", "127.0.0.1"), port)
supervisor = Supervisor((pages,), Path(sys.argv[2]), {"DATABASE_URL": ""})
try:
    supervisor.start()
    print("open", flush=True)
    supervisor.watch()
except KeyboardInterrupt:
    supervisor.stop()
"""

# What draws receipts and labels, and what plans weeks, which is a program of its own.
HEAVY = ("fpdf", "fontTools", "numpy", "scipy")
PAGES = f"""
import sys, django
django.setup()
import marketplace.urls
print([name for name in {HEAVY} if name in sys.modules])
"""


@pytest.fixture
def port() -> int:
    return free_ports()[0]


@pytest.fixture
def pages(port) -> Process:
    return Process("pages", ("-m", "http.server", str(port), "--bind", "127.0.0.1"), port)


@pytest.fixture
def supervisor(pages, tmp_path):
    supervisor = Supervisor((pages,), tmp_path, {"DATABASE_URL": ""})
    yield supervisor
    supervisor.stop()


@pytest.fixture
def program(port, tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(port), str(tmp_path)]
    # As a shell does with what it starts in the background: INT is ignored from birth.
    shell = ["sh", "-c", 'trap "" INT; exec "$0" "$@"', *command]
    program = subprocess.Popen(shell, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert program.stdout
    assert program.stdout.readline() == "open\n"
    yield program
    program.kill()
    program.communicate()


def eventually(what, seconds=10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := what()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(done)


def is_free(port: int) -> bool:
    try:
        require_free(port)
    except Failed:
        return False
    return True


def test_what_is_killed_comes_back(supervisor, pages):
    supervisor.start()
    threading.Thread(target=supervisor.watch, daemon=True).start()

    killed = supervisor.running[0].child.pid
    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: supervisor.running[0].child.pid != killed)
    assert eventually(lambda: answers(pages, "", 0))


def test_stopping_ends_also_what_slipped_out_of_the_group(supervisor, tmp_path):
    supervisor.start()
    slipped = subprocess.Popen(["sleep", "60"], start_new_session=True, env={MARK: supervisor.mark, "PATH": os.defpath})

    supervisor.stop()

    assert slipped.wait(20) == -signal.SIGKILL


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
def test_a_signal_stops_everything_even_where_the_shell_ignored_it(program, port, sign):
    program.send_signal(sign)

    assert program.wait(30) == 0
    assert is_free(port)


def test_when_the_supervisor_is_killed_its_processes_end_too(program, port):
    program.kill()

    assert eventually(lambda: is_free(port))


def test_the_next_one_tidies_up_what_survived_and_takes_its_port(supervisor, pages, port, tmp_path):
    (tmp_path / f"city-{port}").write_text("of-yesterday")
    left_over = subprocess.Popen(
        [sys.executable, *pages.arguments], env={MARK: "of-yesterday"}, stderr=subprocess.DEVNULL
    )
    assert eventually(lambda: not is_free(port))

    supervisor.start()

    assert left_over.wait(20) == -signal.SIGKILL


@pytest.fixture
def unmarked(pages, port):
    """One that survived where environments cannot be looked at, which have the mark: in a group of its own."""
    child = subprocess.Popen([sys.executable, *pages.arguments], stderr=subprocess.DEVNULL, start_new_session=True)
    assert eventually(lambda: not is_free(port))
    yield child
    child.kill()
    child.wait()


def test_the_next_one_ends_the_groups_that_the_note_of_a_killed_one_names(supervisor, unmarked, port, tmp_path):
    killed = Supervisor(supervisor.processes, tmp_path, {"DATABASE_URL": ""})
    killed.lock = os.open(tmp_path / f"city-{port}", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    os.write(killed.lock, b"of-yesterday\n")
    killed._remember(unmarked)
    killed._forget_lock()

    supervisor.start()

    assert unmarked.wait(20) == -signal.SIGKILL
    assert len((tmp_path / f"city-{port}").read_text().splitlines()) == 2  # its own mark, and its own child


def test_a_number_that_is_somebody_elses_by_now_is_left_alone(supervisor, unmarked, port, tmp_path):
    (tmp_path / f"city-{port}").write_text(f"of-yesterday\n{unmarked.pid} 1\n{unmarked.pid}\n")

    with pytest.raises(Failed, match=f"Port {port}"):
        supervisor.claim()

    assert unmarked.poll() is None


def test_a_port_in_use_is_told_in_one_line(supervisor, port):
    with socket.create_server(("127.0.0.1", port)), pytest.raises(Failed) as refusal:
        supervisor.start()

    assert f"Port {port}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_two_cities_in_one_folder_on_one_port_are_refused(supervisor, pages, tmp_path):
    supervisor.start()

    with pytest.raises(Failed, match="already runs"):
        Supervisor((pages,), tmp_path, {"DATABASE_URL": ""}).claim()


def test_one_that_cannot_start_says_its_last_words(tmp_path, port):
    broken = Process("pages", ("-c", "raise SystemExit('no such page')"), port)
    supervisor = Supervisor((broken,), tmp_path, {"DATABASE_URL": ""})

    with pytest.raises(Failed, match="no such page"):
        supervisor.start()

    supervisor.stop()


def test_sockets_answer_on_the_port_after_the_pages():
    pages, sockets, worker = city(8000)

    assert (pages.port, sockets.port, worker.port) == (8000, 8001, None)
    assert Path(__file__).parent.parent.joinpath(worker.arguments[0]).exists()


@pytest.mark.django_db(transaction=True)
def test_the_real_three_answer_and_what_is_killed_comes_back():
    with running_city(database_url()) as running:
        pages = running.supervisor.running[0]
        killed = pages.child.pid

        os.kill(killed, signal.SIGKILL)

        assert eventually(lambda: pages.child.pid != killed and answers(pages.process, "", 0), 20)
    assert is_free(pages.process.port or 0)


def test_pages_start_without_what_few_of_them_need():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    told = subprocess.run([sys.executable, "-c", PAGES], env=environment, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
