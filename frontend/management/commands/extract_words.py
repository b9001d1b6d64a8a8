"""`make words`: what the sources say in English, put into the catalogues of other languages: Italian says all of it, a
few more say what stands on the own page of a supported person."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

ROOMS = ("marketplace", "services", "bookings", "frontend")
OWN_PAGE = (
    "frontend/pages/window", "frontend/templates/window", "marketplace/casework/asking.py",
    "marketplace/casework/ceilings.py", "marketplace/casework/claiming.py", "marketplace/casework/windows.py",
)  # fmt: skip
PLAIN: dict[str, tuple[Any, ...] | None] = {
    "_": None, "gettext": None, "gettext_noop": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
KEYWORDS = PLAIN | {f"{name}_lazy": numbers for name, numbers in PLAIN.items()}
TEMPLATES = {".html", ".txt"}


class Command(BaseCommand):
    help = "Bring the catalogues up to date with the sources; what is new waits there to be translated."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Tells for each language how many words wait."""
        for path in [*catalogues(), *of_own_page()]:
            catalogue = merged(path, spoken(rooms_of(path)))
            path.write_bytes(printed(catalogue))
            self.stdout.write(f"{path.relative_to(settings.ROOT)}: {len(waiting(catalogue))} to translate")


def catalogues() -> list[Path]:
    return sorted((settings.ROOT / "marketplace" / "locale").glob("*/LC_MESSAGES/*.po"))


def of_own_page() -> list[Path]:
    """They say no more than that page does."""
    return sorted((settings.ROOT / "frontend" / "locale").glob("*/LC_MESSAGES/*.po"))


def rooms_of(path: Path) -> tuple[str, ...]:
    """Whose words this catalogue has."""
    return OWN_PAGE if path in of_own_page() else ROOMS


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def spoken(rooms: tuple[str, ...] = ROOMS) -> Catalog:
    """Every message in the sources of these rooms, with no translation."""
    words = Catalog()
    for path in sources(rooms):
        for number, message, _comments, context in messages_of(path):
            words.add(message, None, [(str(path.relative_to(settings.ROOT)), number)], context=context)
    return words


def sources(rooms: tuple[str, ...] = ROOMS) -> Iterator[Path]:
    for room in (settings.ROOT / name for name in rooms):
        for path in [room] if room.is_file() else sorted(room.rglob("*")):
            if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
                yield path


@cache
def messages_of(path: Path) -> tuple[tuple[int, Any, list[str], str | None], ...]:
    """Line, message (two of them when it has a plural), comments and context. Kept: several catalogues say the same."""
    text = path.read_text()
    if path.suffix in TEMPLATES:
        # Python's own tokens are looked for next, and they mind how lines are indented.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return tuple(extract("python", BytesIO(text.encode()), KEYWORDS))


def merged(path: Path, words: Catalog) -> Catalog:
    """The catalogue with exactly these words. A translation is never guessed from a similar message."""
    catalogue = read(path)
    catalogue.update(words, no_fuzzy_matching=True, update_creation_date=False)
    return catalogue


def printed(catalogue: Catalog) -> bytes:
    """Sorted and without line numbers, so that a change of the sources alone changes nothing here."""
    file = BytesIO()
    write_po(file, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def waiting(catalogue: Catalog) -> list[Any]:
    """Messages without a whole translation."""
    return [message for message in catalogue if message.id and not whole(message)]


def whole(message: Any) -> bool:
    said = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(said) and all(said) and not message.fuzzy
