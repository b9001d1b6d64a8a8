"""A demo city of an earlier day goes, and whoever wrote in it is told so."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from frontend.demo import load


@pytest.mark.parametrize(("days", "told"), [(0, ""), (1, "it is loaded anew, and what was written in it is gone")])
def test_a_city_of_yesterday_is_loaded_anew_and_the_command_says_what_goes(monkeypatch, days, told):
    of_then, done, said = timezone.localdate() - timedelta(days=days), [], StringIO()
    monkeypatch.setattr(load, "loaded_on", lambda: of_then)
    monkeypatch.setattr(load, "empty", lambda: done.append("empty"))
    monkeypatch.setattr(load, "load", lambda: done.append("load"))

    call_command("load_demo", stdout=said)

    assert done == (["empty", "load"] if days else [])
    assert said.getvalue() == (f"· The city is of {of_then}: {told}\n" if days else "")
