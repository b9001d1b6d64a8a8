"""Folders that are whole or not there: what is in them stands in a manifest, with sizes and checksums."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


class Unusable(Exception):
    """Why an archive cannot be made or taken, as a line for people."""


@contextmanager
def making(target: Path, room: int) -> Iterator[Path]:
    """A folder for no other eyes that gets its name at the end; what fails leaves nothing behind. `room`: the bytes
    that it may need. Raises Unusable."""
    with in_words(target):
        if target.exists():
            raise Unusable(f"{target} is there already: choose another name.")
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            if (free := shutil.disk_usage(target.parent).free) < room:
                raise Unusable(f"No room in {target.parent}: {room:,} bytes are needed, {free:,} are free.")
            yield unfinished
            unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """What the disk refuses, as Unusable."""
    try:
        yield
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror or error}.") from error


def finish(folder: Path, facts: dict[str, Any]) -> None:
    """Write the manifest: the facts, and each file with its size in bytes and its SHA-256."""
    files = {
        str(path.relative_to(folder)): {"bytes": path.stat().st_size, "sha256": checksum(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / MANIFEST).write_text(json.dumps(facts | {"files": files}, indent=1, ensure_ascii=False) + "\n")


def opened(folder: Path, form: str) -> dict[str, Any]:
    """The manifest of an archive of this form, of which nothing is missing, cut or changed. Raises Unusable."""
    with in_words(folder):
        manifest = read(folder)
        if manifest.get("form") != form:
            raise Unusable(f"{folder} is not what is asked for: it says {manifest.get('form')!r}, not {form!r}.")
        for name, about in manifest["files"].items():
            look_at(folder, name, about)
        return manifest


def read(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError:
        raise Unusable(f"{folder} has no {MANIFEST}: Cortile did not make it, or did not come to the end.") from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise Unusable(f"{folder / MANIFEST} is damaged.")
    return manifest


def look_at(folder: Path, name: str, about: dict[str, Any]) -> None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        raise Unusable(f"{path} is missing.")
    if path.stat().st_size != about["bytes"]:
        raise Unusable(f"{path} is damaged: {path.stat().st_size:,} of {about['bytes']:,} bytes.")
    if checksum(path) != about["sha256"]:
        raise Unusable(f"{path} is damaged: its checksum is another one.")


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size(folder: Path) -> int:
    """Bytes of all files in it; 0 where there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def copy(folder: Path, target: Path) -> None:
    """All of it, also where there is nothing yet."""
    if folder.exists():
        shutil.copytree(folder, target)
    else:
        target.mkdir()


def put_in_place(folder: Path, target: Path) -> None:
    """A copy of the folder takes the place of the other one, at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    copied = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        copy(folder, copied / "new")
        if target.exists():
            target.rename(copied / "old")
        (copied / "new").rename(target)
    finally:
        shutil.rmtree(copied, ignore_errors=True)
