"""The solver in a process of its own: it tells how far it is, and can be stopped, which the library itself cannot.

Started as a fresh program and never forked: whoever plans runs threads and holds connections."""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from bookings.matching.instance import SECONDS, Failed, Instance, OnStage, Plan, Stage, TookTooLong

ROOT = Path(__file__).resolve().parent.parent.parent
LOOK = 0.2  # seconds between two looks at whether it was cancelled
LONGEST = 600.0  # seconds for all of it
END = 10.0  # seconds for a killed program to be gone
GONE = None  # what stands in the queue when the program has said all


def solve_in_child(
    instance: Instance,
    on_stage: OnStage = lambda stage: None,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    seconds: float = SECONDS,
    longest: float = LONGEST,
) -> Plan | None:
    """The plan, or None when it was cancelled; the program is gone in any case. Raises LockRefused and
    Failed, of which TookTooLong: `longest` are seconds for all of it, `seconds` those for choosing."""
    until = time.monotonic() + longest
    with started(instance, seconds) as told:
        while not cancelled():
            if time.monotonic() > until:
                raise TookTooLong
            with suppress(Empty):
                if plan := taken(told.get(timeout=LOOK), on_stage):
                    return plan
    return None


def taken(value: Any, on_stage: OnStage) -> Plan | None:
    """A plan ends the wait, a stage is passed on, what went wrong is raised."""
    if isinstance(value, Plan):
        return value
    if isinstance(value, Exception):
        raise value
    if value is GONE:
        raise Failed
    on_stage(Stage(value))
    return None


@contextmanager
def started(instance: Instance, seconds: float) -> Iterator[Queue[Any]]:
    command = [sys.executable, *arguments(seconds)]
    told: Queue[Any] = Queue()
    child = subprocess.Popen(command, cwd=ROOT, env=bare(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    talk = Thread(target=talk_with, args=(child, instance, told), daemon=True)
    try:
        talk.start()
        yield told
    finally:
        child.kill()
        child.wait(END)
        talk.join(END)


def arguments(seconds: float) -> list[str]:
    return ["-m", "bookings.matching.child", str(seconds)]


def bare() -> dict[str, str]:
    """No secrets, and one thread: the machine has others to serve."""
    return {"PATH": os.defpath, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def talk_with(child: "subprocess.Popen[bytes]", instance: Instance, told: Queue[Any]) -> None:
    """Hand over the instance, and put into the queue what comes back, until the program has ended or was killed. In a
    thread of its own: a pipe that is full would make whoever waits for `cancelled` wait for the program instead."""
    assert child.stdin
    assert child.stdout
    with suppress(OSError, EOFError, pickle.UnpicklingError), child.stdout as answers:
        with child.stdin as given:
            pickle.dump(instance, given)
        while True:
            told.put(pickle.load(answers))
    told.put(GONE)
