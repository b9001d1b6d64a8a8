"""The solver in a process of its own: told how far it is, stopped at once, and never left behind."""

import os
import subprocess
import threading
import time
from dataclasses import replace

import pytest

from bookings.matching import running, solver
from bookings.matching.instance import Failed, Instance, Job, LockRefused, Rule, Stage, TookTooLong
from tests.weeks import week


@pytest.fixture
def children(monkeypatch):
    """The programs that were started."""
    started, popen = [], subprocess.Popen

    def watched(*what, **how):
        started.append(popen(*what, **how))
        return started[-1]

    monkeypatch.setattr("bookings.matching.running.subprocess.Popen", watched)
    return started


def test_it_answers_what_the_solver_answers_here(children):
    instance, stages = week(40, 20), []

    plan = running.solve_in_child(instance, stages.append)

    assert plan == replace(solver.solve(instance), seconds=plan.seconds)
    assert stages == list(Stage)
    assert [child.returncode is not None for child in children] == [True]


@pytest.mark.parametrize("stage", [Stage.READING, Stage.BOUND])
def test_a_cancelled_one_is_gone_with_its_threads_and_answers_nothing(children, stage):
    stages, threads = [], threading.active_count()

    plan = running.solve_in_child(week(600, 200), stages.append, lambda: stage in stages)

    assert plan is None
    assert Stage.CHECKING not in stages
    with pytest.raises(ProcessLookupError):
        os.kill(children[0].pid, 0)
    assert threading.active_count() == threads


def test_one_that_is_cancelled_before_it_begins_does_not_wait(children):
    assert running.solve_in_child(week(300, 100), cancelled=lambda: True) is None
    assert children[0].returncode is not None


def test_a_refused_lock_comes_through():
    lock = ("amina", "morning")

    with pytest.raises(LockRefused) as refused:
        running.solve_in_child(Instance(jobs=(Job("morning", 0, 60),), locked=frozenset({lock})))

    assert (refused.value.choice, refused.value.rule, refused.value.others) == (lock, Rule.GATE, ())


def test_one_that_dies_is_said_to_have_failed(children):
    def kill(stage):
        children[0].kill()

    with pytest.raises(Failed):
        running.solve_in_child(week(600, 200), kill)


def test_one_that_never_ends_is_ended(children, monkeypatch):
    monkeypatch.setattr(running.sys, "executable", "/bin/sleep")
    monkeypatch.setattr(running, "arguments", lambda seconds: ["60"])
    begun = time.monotonic()

    with pytest.raises(TookTooLong):
        running.solve_in_child(week(600, 200), longest=0.5)

    assert time.monotonic() - begun < 30
    assert children[0].returncode is not None


def test_whoever_listens_and_fails_leaves_nothing_behind(children):
    def fail(stage):
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError, match="no database"):
        running.solve_in_child(week(40, 20), fail)

    assert children[0].returncode is not None


def test_no_secret_goes_along(monkeypatch):
    monkeypatch.setenv("CASEWORK_KEYS", "secret")

    assert set(running.bare()) == {"PATH", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
