"""What somebody said stands nowhere but behind a seal: in no table, no log, no letter, no title, no session."""

import base64
import logging
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from marketplace.casework import questions, referrals, sealing
from marketplace.casework.models import Note, Snapshot
from marketplace.casework.rotating import SEALED
from marketplace.casework.sealing import Ring

MARKER = "Qzxwkvj"  # no stem and no part of a word: an index would keep it as it is


def told_of(part: questions.Part) -> dict[str, str]:
    """The marker in every answer that is words."""
    words = [one for one in part.questions if not one.choices and not one.most]
    return {one.code: f"{MARKER} {one.code}" for one in words}


def tables_with(word: str) -> list[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return [name for name in names if holds(cursor, name, word)]


def holds(cursor, table: str, word: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS it WHERE it::text ILIKE %s)', [f"%{word}%"])
    return cursor.fetchone()[0]


@pytest.fixture
def walked(client, fatou, chiara, rita, dario, service, run_letters, caplog) -> list[str]:
    """Everything that takes words has taken the marker, through the pages. Gives the titles that were shown."""
    caplog.set_level(logging.DEBUG)
    client.force_login(chiara)
    titles = []
    for part in questions.PARTS:
        for name in ("casework_part", "casework_draft"):
            client.post(reverse(name, args=[fatou.number, part.code]), told_of(part) | {"seen": "0"})
    client.post(reverse("casework_draft", args=[fatou.number, "story"]), {"story": MARKER, "seen": "1"})
    pages = {name: reverse(f"casework_{name}", args=[fatou.number]) for name in ("notes", "copy", "file")}
    for audience in Note.Audience.values:
        client.post(pages["notes"], {"words": f"{MARKER} {audience}", "audience": audience})
    client.post(pages["copy"])
    for path in (*pages.values(), "/casework/", reverse("casework_part", args=[fatou.number, "story"])):
        titles.append(client.get(path).content.decode().partition("</title>")[0])
    link = reverse(
        "casework_refer", args=[referrals.token(referrals.invite(service, chiara, "Mensa", "m@example.org"))]
    )
    client.post(link, {"given_name": "Amadou", "language": "it", "words": MARKER, "agreed": "on"})
    client.force_login(rita)
    client.post("/casework/override/", {"number": fatou.number, "reason": "danger", "words": " ".join([MARKER] * 5)})
    client.get(fatou.get_absolute_url())
    run_letters()
    return titles


def kept_in_cache() -> str:
    """What lies there is packed: no search of the table would find it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM cache")
        return str([base64.b64decode(value) for (value,) in cursor.fetchall()])


def kept_in_sessions() -> str:
    return str([session.get_decoded() for session in Session.objects.all()])


def test_after_a_whole_walk_it_stands_nowhere_in_plain_text(walked, caplog):
    letters = "".join(f"{letter.subject} {letter.body} {letter.to}" for letter in mail.outbox)

    assert tables_with(MARKER) == []
    assert MARKER not in caplog.text
    assert MARKER not in letters
    assert letters
    assert not [title for title in walked if MARKER in title or "Fatou" in title]
    assert MARKER not in kept_in_cache() + kept_in_sessions()


def test_on_that_walk_each_sealed_column_has_taken_it(walked):
    here = [model for model in SEALED if model._meta.app_label == "casework"]
    asks_words = [model for model in here if model is not Snapshot]  # on the first day choices alone are asked

    seals = {model: [sealing.opened(row) for row in model.objects.all()] for model in asks_words}

    assert [model for model, told in seals.items() if MARKER not in str(told)] == []


def test_the_search_of_tables_would_have_found_it(client, chiara, fatou):
    type(chiara).objects.filter(pk=chiara.pk).update(family_name=MARKER)

    assert tables_with(MARKER) == ["accounts_user"]


@given(st.text(min_size=6, max_size=300), st.text(max_size=40))
def test_a_seal_hides_any_text_and_opens_in_its_place_alone(text, place):
    ring = Ring(("k" * 40,))

    sealed = ring.seal(text.encode("utf-8", "surrogatepass"), place)

    assert text not in sealed.token
    assert ring.open(sealed, place).decode("utf-8", "surrogatepass") == text
    with pytest.raises(sealing.Unreadable):
        ring.open(sealed, f"{place}{uuid4()}")
