"""The scripts under `make`: each way in which a first start can fail ends in one line that says what to do."""

import subprocess
from pathlib import Path

import pytest

from tests.cluster import ROOT

SYSTEM = ("sh", "dirname", "mkdir", "date", "grep", "tail", "tee", "df", "cat", "env")
OFFLINE = [
    "Temporary failure in name resolution",
    "npm error code ENOTFOUND",
    "connect ECONNREFUSED 10.0.0.1:443",
    "Temporary failure resolving 'archive.example.org'",
    "W: Could not resolve 'archive.example.org'",
    "Network is unreachable",
]
FULL = ["OSError: [Errno 28] No space left on device", "npm error ENOSPC: no space left on device, write"]
NO_VENV = ["The virtual environment was not created successfully because ensurepip is not available."]


@pytest.fixture
def programs(tmp_path) -> Path:
    """A PATH of its own: a few programs of the system, and what a test puts there besides."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in SYSTEM:
        found = next(Path(place, name) for place in ("/bin", "/usr/bin") if Path(place, name).exists())
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def run(programs, tmp_path):
    def call(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        surroundings = {"PATH": str(programs), "HOME": str(tmp_path), "CORTILE_DATA": str(tmp_path / "data")}
        return subprocess.run(
            [str(ROOT / ".ci" / script), *arguments],
            env=surroundings | environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return call


def put(folder: Path, name: str, says: str) -> None:
    """A program of that name that does so."""
    (folder / name).write_text(f"#!/bin/sh\n{says}\n")
    (folder / name).chmod(0o755)


def refused(done: subprocess.CompletedProcess) -> str:
    """The one line with which it ended."""
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    return line


# --- Python -------------------------------------------------------------------------------------------------------
def test_without_any_python_one_line_says_which_is_needed(run):
    assert refused(run("python")) == "Cortile needs Python 3.11 or newer; found none."


def test_an_old_python_is_named(run, programs):
    put(programs, "python3", 'case "$1" in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')

    assert refused(run("python")) == "Cortile needs Python 3.11 or newer; found Python 3.9.2."


def test_a_newer_python_beside_an_old_one_is_taken(run, programs):
    put(programs, "python3", "exit 1")
    put(programs, "python3.13", "exit 0")

    done = run("python")

    assert (done.returncode, done.stdout) == (0, "python3.13\n")


# --- a step of the set-up -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "told"),
    [
        *((words, "No network, or the package index does not answer") for words in OFFLINE),
        *((words, "No space left on the disk.") for words in FULL),
        *((words, "install python3-venv") for words in NO_VENV),
    ],
)
def test_a_step_that_fails_says_why_in_one_line(run, words, told):
    noise = f'echo "many words"; echo "{words}" >&2; exit 7'

    assert told in refused(run("step", "Installing", "sh", "-c", noise))


def test_a_disk_that_is_full_is_told_also_where_the_log_lies_on_it(run, tmp_path):
    (tmp_path / "data/log").mkdir(parents=True)
    (tmp_path / "data/log/set-up.log").symlink_to("/dev/full")  # whoever writes there is told that there is no space

    assert refused(run("step", "Installing", "sh", "-c", f"echo '{FULL[0]}'; exit 1")) == "No space left on the disk."


@pytest.mark.parametrize(("kilobytes", "told"), [(0, "No space left"), (9000, "No space left"), (20000, "odd")])
def test_a_disk_that_is_full_is_told_also_where_a_step_says_something_else(run, programs, kilobytes, told):
    (programs / "df").unlink()
    put(programs, "df", f"echo 'none 500000 480000 {kilobytes} 96% /some where'")

    assert told in refused(run("step", "Making", "sh", "-c", "echo 'something odd'; exit 1"))


def test_of_a_reason_that_nobody_foresaw_the_last_words_are_shown(run, tmp_path):
    done = run("step", "Building", "sh", "-c", "echo 'error: line 7 is odd'; exit 3")

    assert refused(done) == "error: line 7 is odd"
    assert done.stdout == "· Building ... failed.\n"
    assert "line 7" in (tmp_path / "data/log/set-up.log").read_text()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(run, tmp_path):
    (tmp_path / "file").write_text("here a folder should be")

    done = run("step", "Making", "sh", "-c", "exit 0", CORTILE_DATA=str(tmp_path / "file" / "data"))

    assert "cannot write to" in refused(done)


def test_a_step_that_works_says_how_long_it_took_and_keeps_its_noise_to_itself(run):
    done = run("step", "Building", "sh", "-c", "echo noise; echo more >&2")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("· Building ... ")
    assert "noise" not in done.stdout


# --- programs of the system ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("user", "apt"), [("0", False), ("1000", True), ("1000", False)])
def test_missing_programs_are_named_to_whoever_cannot_install_them(run, programs, user, apt):
    put(programs, "id", f"echo {user}")
    if apt:
        put(programs, "apt-get", "exit 0")

    line = refused(run("need", "no-such-browser", "sh"))

    assert line.startswith("These tests need no-such-browser: install")
    assert "apt-get install --no-install-recommends no-such-browser" in line


def test_root_without_a_network_is_told_so_in_one_line(run, programs):
    put(programs, "id", "echo 0")
    put(programs, "apt-get", 'echo "W: Failed to fetch" >&2; echo "Temporary failure resolving" >&2; exit 100')

    assert refused(run("need", "no-such-browser")).startswith("No network")


def test_root_is_given_what_is_missing_and_nothing_else(run, programs, tmp_path):
    put(programs, "id", "echo 0")
    put(programs, "apt-get", f'echo "$@" >> "{tmp_path}/asked"')

    done = run("need", "no-such-browser", "sh")

    assert (done.returncode, done.stderr) == (0, "")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["update", "install --yes --no-install-recommends no-such-browser"]


@pytest.mark.parametrize(
    "words",
    ["E: Unable to locate package no-such-browser", "E: Package 'no-such-browser' has no installation candidate"],
)
def test_root_of_a_system_without_such_a_package_is_told_so_in_one_line(run, programs, words):
    put(programs, "id", "echo 0")
    put(programs, "apt-get", f'[ "$1" = update ] || {{ echo "{words}" >&2; exit 100; }}')

    line = refused(run("need", "no-such-browser"))

    assert line.startswith("This system has no such package")
    assert "CHROMIUM=" in line


def test_a_browser_of_another_name_is_taken_where_it_is_named(run, programs):
    put(programs, "google-chrome", "exit 0")

    named = run("need", "chromium", "chromium-headless-shell", CHROMIUM=str(programs / "google-chrome"))
    wrong = run("need", "chromium", CHROMIUM=str(programs / "no-such-browser"))

    assert (named.returncode, named.stdout, named.stderr) == (0, "", "")
    assert wrong.returncode == 1


def test_where_nothing_is_missing_nothing_is_said_or_done(run, programs):
    put(programs, "apt-get", "exit 1")

    done = run("need", "sh", "cat")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
