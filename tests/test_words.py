"""Everything the site says is said in every language, with the same names in it and in words we want to be read."""

import re
import subprocess
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

from frontend.management.commands import extract_words as words
from marketplace.accounts.language import ALSO

PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|\{(\w+)\}")
TAG = re.compile(r"<[^>]+>")
ITALIAN = re.compile(r"\b(il|gli|della|dello|che|sono|è|perché|alle|dalle|nella|questo|questa|prenotazione)\b")
# No resident and no provider reads of people as problems.
UNKIND = re.compile(
    r"\b(at risk|vulnerab\w+|fragile|needy|underprivileged|user case|a rischio|svantaggiat\w|disagiat\w|bisognos\w)\b",
    re.IGNORECASE,
)
GLOSSARY = re.compile(r"^\| (?!word)([^|]+) \| ([^|]+) \|", re.MULTILINE)
BORROWED_FROM = ("django", "django/contrib/auth", "allauth", "phonenumber_field")


@cache
def spoken(rooms: tuple[str, ...]) -> Catalog:
    return words.spoken(rooms)


@pytest.fixture(params=[*words.catalogues(), *words.of_own_page()], ids=lambda path: path.parent.parent.name)
def path(request) -> Path:
    return request.param


@pytest.fixture
def catalogue(path) -> Catalog:
    return words.read(path)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def names(catalogue: Catalog) -> set[tuple]:
    return {(message.context, message.id) for message in messages(catalogue)}


def said(message: Message) -> list[tuple[str, str]]:
    """Each English form beside its translation; the last one is for many, and some languages have several of these."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, many = message.id
    return [(one if not place else many, text) for place, text in enumerate(message.string)]


def placeholders(text: str) -> list[str]:
    return sorted(match[0] for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def ending(text: str) -> str:
    text = text.replace("؟", "?")
    return text[-1:] if text.endswith((".", ":", "?", "!")) else ""


def test_every_language_but_that_of_the_sources_has_a_catalogue():
    assert [path.parent.parent.name for path in words.catalogues()] == sorted(dict(settings.LANGUAGES).keys() - {"en"})
    assert [path.parent.parent.name for path in words.of_own_page()] == sorted(dict(ALSO))


def test_the_catalogue_has_what_the_sources_say_and_no_more(path, catalogue):
    """Otherwise: `make words`, then translate."""
    assert names(catalogue) == names(spoken(words.rooms_of(path)))


def test_what_the_own_page_borrows_is_said_elsewhere():
    """Else it would be translated for nobody."""
    borrowed = settings.ROOT / "frontend" / "pages" / "window" / "borrowed.py"
    others = [path for path in words.sources() if path != borrowed]
    elsewhere = {(context, text) for path in others for _, text, _, context in words.messages_of(path)}

    told = {(context, text) for _, text, _, context in words.messages_of(borrowed)}

    assert told - elsewhere == set()


def test_nothing_waits_to_be_translated(catalogue):
    assert [message.id for message in words.waiting(catalogue)] == []


def test_the_catalogue_compiles(catalogue):
    """As set-up does it: with the checks of Babel, which stop there."""
    assert [str(error) for _, errors in catalogue.check() for error in errors] == []


def test_plurals_have_all_their_forms(catalogue):
    plurals = [message for message in messages(catalogue) if isinstance(message.id, tuple)]

    assert [message.id for message in plurals if len(message.string) != catalogue.num_plurals] == []


def test_names_and_numbers_stand_in_each_translation(catalogue):
    """One of something may be said without the number: "Resta un giorno"."""
    single = [(message.id, message.string) for message in messages(catalogue) if isinstance(message.id, str)]
    many = [said(message)[-1] for message in messages(catalogue) if isinstance(message.id, tuple)]
    one = [(message.id[-1], message.string[0]) for message in messages(catalogue) if isinstance(message.id, tuple)]

    assert [english for english, other in single + many if placeholders(english) != placeholders(other)] == []
    assert [english for english, other in one if not set(placeholders(other)) <= set(placeholders(english))] == []


def test_links_and_emphasis_stand_in_each_translation(catalogue):
    pairs = [pair for message in messages(catalogue) for pair in said(message)]

    assert [english for english, other in pairs if sorted(TAG.findall(english)) != sorted(TAG.findall(other))] == []


def test_sentences_end_alike(catalogue):
    pairs = [pair for message in messages(catalogue) for pair in said(message)]

    assert [english for english, other in pairs if ending(english) != ending(other)] == []
    assert [other for english, other in pairs if other != other.strip() or "  " in other] == []


def test_the_sources_speak_english():
    assert [
        text for message in messages(spoken(words.ROOMS)) for text, _ in said(message) if ITALIAN.search(text)
    ] == []


def test_borrowed_sentences_are_still_those_of_their_libraries():
    ours = words.messages_of(settings.ROOT / "frontend" / "borrowed.py")
    site = Path(django.__file__).parent.parent
    theirs: set = set()
    for library in BORROWED_FROM:
        folder = "django/conf" if library == "django" else library
        with (site / folder / "locale/it/LC_MESSAGES/django.po").open("rb") as file:
            theirs |= {message.id for message in read_po(file)}

    assert [message for _, message, _, _ in ours if not theirs & {message, message[:2]}] == []


def test_nobody_is_called_a_problem(catalogue):
    texts = [text for message in messages(catalogue) for pair in said(message) for text in pair]
    shown = [path.read_text() for path in words.sources() if path.suffix in words.TEMPLATES]
    shown += [path.read_text() for path in (settings.ROOT / "frontend" / "demo").rglob("*.toml")]

    assert [UNKIND.search(text)[0] for text in [*texts, *shown] if UNKIND.search(text)] == []


def test_the_glossary_and_the_site_use_the_same_words():
    [italian] = [words.read(path) for path in words.catalogues() if "it" in path.parts]
    ours = {message.id.lower(): message.string.lower() for message in messages(italian) if isinstance(message.id, str)}
    rows = GLOSSARY.findall((settings.ROOT / "docs" / "glossary.md").read_text().lower())

    assert len(rows) > 30
    assert [(word, there, ours[word]) for word, there in rows if there != ours.get(word, there)] == []


def test_compiled_catalogues_are_not_kept():
    kept = subprocess.run(["git", "ls-files", "*.mo"], cwd=settings.ROOT, check=True, capture_output=True, text=True)

    assert kept.stdout == ""
