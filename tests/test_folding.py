"""Cases folded into one test: each finds what the fixtures made as they made it, and a failure names its case."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.utils import timezone, translation

from marketplace.accounts.models import User
from tests.cast import at
from tests.folding import each

HERE = settings.SITE_URL


class Told:
    """Stands where pytest's own subtests stand, and keeps what failed."""

    def __init__(self):
        self.wrong = []

    @contextmanager
    def test(self, **case):
        try:
            yield
        except AssertionError:
            self.wrong.append(case)


@pytest.fixture
def noon(now_is):
    noon = at(12)
    now_is(noon)
    return noon


@pytest.fixture
def heard():
    return ["before"]


@each("number", [1, 2, 3])
def test_a_case_finds_all_as_the_fixtures_made_it(
    noon, heard, booking, client, nadia, mailoutbox, settings, monkeypatch, number
):
    assert (booking.status, nadia.phone, heard, mailoutbox) == ("asked", None, ["before"], [])
    assert (timezone.now(), settings.SITE_URL, translation.get_language()) == (noon, HERE, "en")
    assert (dict(client.cookies), caches["drawn"].get("card")) == ({}, None)
    assert not User.objects.filter(given_name="Zoe").exists()

    User.objects.create_user(given_name="Zoe")
    booking.status, nadia.phone, settings.SITE_URL = "over", "1", "https://example.org"
    heard.append("now")
    client.force_login(nadia)
    mail.send_mail("Hello", "", None, ["zoe@example.org"])
    monkeypatch.setattr(timezone, "now", lambda: None)
    caches["drawn"].set("card", "drawn")
    translation.activate("it")


def test_a_failure_names_its_case_and_stops_no_other(db, request):
    @each("letter", "ab")
    @each(("number", "square"), [(1, 1), (2, 4), (3, 8)])
    def played(number, square, letter):
        assert number**2 == square

    told = Told()
    played(request=request, subtests=told)

    assert told.wrong == [{"number": 3, "square": 8, "letter": letter} for letter in "ab"]


@each("who", ["nadia", "dora"])
def test_whom_a_case_asks_for_by_name_stays_for_the_next(request, client, who):
    somebody = request.getfixturevalue(who)
    client.force_login(somebody)

    assert set(User.objects.values_list("given_name", flat=True)) == {"Nadia", "Dora"}
    assert client.session["_auth_user_id"] == str(somebody.pk)
