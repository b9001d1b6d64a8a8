"""Private files of the data folder: secrets made once, locks, and words for what the disk refuses."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


class Unavailable(SystemExit):
    """Why the database cannot run here, as a line for people; uncaught, it ends the program with that line."""


def secret(data: Path, name: str) -> str:
    """The random secret of that name, made once in a file that only its owner can read. Several may ask at once.
    Raises Unavailable."""
    path = data / name
    with in_words(data):
        if not path.exists():
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            make_once(path)
        return path.read_text()


def make_once(path: Path) -> None:
    with locked(path.with_name("secrets.lock")):
        if not path.exists():
            write(path, secrets.token_urlsafe(48))


@contextlib.contextmanager
def in_words(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"Cortile cannot use its data folder {data}: {error.strerror or error}.") from error


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with open(path, "a", opener=_for_me_alone) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def write(path: Path, text: str) -> None:
    """All of it or nothing, for no other eyes."""
    unfinished = path.with_name(path.name + ".new")
    with open(unfinished, "w", opener=_for_me_alone) as file:
        file.write(text)
    unfinished.replace(path)
