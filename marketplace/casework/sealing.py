"""What nobody but casework reads is sealed before it goes to the database, with keys that are not there.

A seal is `<key>.<text>`: AES-256-GCM with a random nonce, bound to its table, column, row and person, so that a text
that was moved to another place does not open. The first key seals, all of them open."""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from marketplace.embedded import files

FILE = "casework-keys"
SHORTEST = 32  # characters of a key
NONCE = 12  # bytes


class Unreadable(Exception):
    """A seal that does not open: its key is missing, or its place is not its own. Never an empty answer."""


class Sealed:
    """A sealed text as the database keeps it. Whoever prints it learns nothing; `files.open_file` leads to words."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def __repr__(self) -> str:
        return "sealed"

    @property
    def key(self) -> str:
        return self.token.partition(".")[0]


class SealedField(models.TextField):
    """Holds nothing but seals: a text that nobody has sealed is refused before it reaches the database."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def get_prep_value(self, value: Any) -> str | None:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("Seal it first.")
        return value.token if value else None

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return getattr(obj, self.attname).token


class Ring:
    """The keys: all of them open, the first one seals."""

    def __init__(self, words: tuple[str, ...]) -> None:
        if not words or min(map(len, words)) < SHORTEST:
            raise ImproperlyConfigured(f"CASEWORK_KEYS: each key has {SHORTEST} characters or more.")
        secrets = [hashlib.sha256(b"cortile casework " + word.encode()).digest() for word in words]
        names = [hashlib.sha256(b"name " + secret).hexdigest()[:8] for secret in secrets]
        self.first = names[0]
        self.keys = {name: AESGCM(secret) for name, secret in zip(names, secrets, strict=True)}

    def seal(self, text: bytes, place: str) -> Sealed:
        nonce = os.urandom(NONCE)
        sealed = nonce + self.keys[self.first].encrypt(nonce, text, place.encode())
        return Sealed(f"{self.first}.{base64.urlsafe_b64encode(sealed).decode()}")

    def open(self, sealed: Sealed, place: str) -> bytes:
        name, _dot, text = sealed.token.partition(".")
        if name not in self.keys:
            raise Unreadable(f"The key {name} of {place} is missing.")
        try:
            raw = base64.urlsafe_b64decode(text)
            return self.keys[name].decrypt(raw[:NONCE], raw[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise Unreadable(f"What lies at {place} does not belong there.") from None


def ring() -> Ring:
    """Read anew when the file changes: a key may be added while the city runs."""
    if settings.CASEWORK_KEYS:
        return made(tuple(settings.CASEWORK_KEYS))
    path = settings.DATA / FILE
    files.secret(settings.DATA, FILE)
    return made(in_file(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def made(words: tuple[str, ...]) -> Ring:
    return Ring(words)


@lru_cache(maxsize=4)
def in_file(path: Path, changed: int) -> tuple[str, ...]:
    return tuple(path.read_text().split())


def add_key() -> None:
    """A new first key in the file. Raises ImproperlyConfigured where the environment has the keys."""
    if settings.CASEWORK_KEYS:
        raise ImproperlyConfigured("The keys stand in CASEWORK_KEYS: put the new one there, before the others.")
    older = files.secret(settings.DATA, FILE)
    files.write(settings.DATA / FILE, f"{files.secrets.token_urlsafe(48)}\n{older}")


def seal(row: Any, told: Any) -> Any:
    """Put what was told into the row, which knows its number already. Gives the row back."""
    row.sealed = ring().seal(json.dumps(told, ensure_ascii=False).encode(), place_of(row))
    return row


def opened(row: Any) -> Any:
    """What was told. `files` calls this, and what counts; pages never. Raises Unreadable."""
    return json.loads(ring().open(row.sealed, place_of(row)))


def opened_all(model: type[models.Model], rows: Iterable[tuple[Any, Any, Sealed]]) -> Iterator[tuple[Any, Any]]:
    """(person, what was told) of many rows (number, person, seal) at once; whoever asks writes one ReadBatch."""
    keys, table = ring(), model._meta.db_table
    for pk, person, sealed in rows:
        yield person, json.loads(keys.open(sealed, f"{table}.sealed:{pk}:{person}"))


def place_of(row: Any) -> str:
    return f"{row._meta.db_table}.sealed:{row.pk}:{row.participant_id}"
