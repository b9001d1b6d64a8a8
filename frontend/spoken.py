"""Own words of organisations in a page of another language: marked, or a screen reader says them wrongly."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.accounts.language import Chosen, here


def lang(words: Any) -> SafeString:
    """` lang="it"` for an element around these words; nothing where they are in the page's language or in none."""
    language = getattr(words, "language", "")
    return format_html(' lang="{}"', language) if language not in {"", here()} else SafeString("")


def entitled(life: Any) -> str:
    """Its title; the words in it that are an organisation's stand in their language, the day and hour in the page's."""
    title, named = life.title if life else "", own(life)
    if not (lang(named) and title.startswith(named)):
        return title
    return format_html("<span{}>{}</span>{}", lang(named), named, title.removeprefix(named))


def own(life: Any) -> str:
    """What an organisation calls it: an offer, a job, or that of which it is one."""
    named = (life, getattr(life, "offer", None), getattr(life, "job", None))
    titles = (getattr(one, "title", "") for one in named)
    return next((title for title in titles if isinstance(title, Chosen)), "")
