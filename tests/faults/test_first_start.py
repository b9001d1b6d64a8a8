"""kill -9 of the migrations of a first start, again and again: the next one goes on and ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from tests import copies
from tests.cluster import ROOT
from tests.faults.system import eventually

pytestmark = pytest.mark.soak
NAME = "killed_first_start"


@pytest.fixture
def address() -> Iterator[str]:
    """Of a database in which there is nothing yet."""
    with copies.maintenance() as line:
        copies.copy("template1", NAME)
        yield copies.address(NAME)
        line.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def start(address: str) -> "subprocess.Popen[bytes]":
    surroundings = os.environ | {"DATABASE_URL": address}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
    return subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE)


def recorded(address: str) -> int:
    with suppress(psycopg.errors.UndefinedTable), psycopg.connect(address) as line:
        [count] = line.execute("SELECT count(*) FROM django_migrations").fetchone() or (0,)
        return count
    return 0


def test_migrations_that_are_killed_at_any_moment_are_ended_by_the_next_start(address):
    for more in (1, 20, 20, 1):  # records of those that were folded come many at a time
        before, running = recorded(address), start(address)
        assert eventually(lambda least=before + more: recorded(address) >= least, 120)
        running.send_signal(signal.SIGKILL)
        running.communicate()

    last = start(address)
    _, said = last.communicate(timeout=300)

    assert (last.returncode, said) == (0, b"")
