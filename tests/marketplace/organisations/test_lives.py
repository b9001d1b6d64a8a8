"""The life of an organisation: what the City may do with it, and what not even the City may."""

import pytest

from marketplace.lives.engine import Actor, steps_open, take
from marketplace.organisations.models import is_city
from marketplace.refusals import Refused


def test_the_city_suspends_a_body_and_says_why(biagio, gianni):
    biagio = take(biagio, "suspend", Actor(gianni), {"reason": "No insurance"})

    assert biagio.status == "suspended"


def test_no_officer_suspends_the_city_and_so_nobody_is_locked_out(city, gianni):
    with pytest.raises(Refused):
        take(city, "suspend", Actor(gianni), {"reason": "A mistake"})

    city.refresh_from_db()
    assert city.status == "verified"
    assert is_city(gianni, "officer")
    assert steps_open(city, Actor(gianni)) == {}
