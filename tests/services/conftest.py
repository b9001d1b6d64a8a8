"""How a desk writes offers, for the tests of what is in them."""

import pytest

from marketplace.lives.engine import Actor, take
from services import publishing


@pytest.fixture
def fields(babysitting):
    """fields() is what a form sends for a babysitter by the hour; any may be named."""

    def make(**other):
        return {
            "category": babysitting, "at_once": False, "where": "at_home", "price": "hourly", "price_cents": 1200,
            "slice_minutes": 30, "min_minutes": 60, "max_minutes": 240, "every_minutes": 30, "notice_minutes": 60,
            "horizon_days": 28, "buffer_before": 0, "buffer_after": 0, "answer_hours": 24, **other,
        }  # fmt: skip

    return make


@pytest.fixture
def texts():
    def make(title="Babysitter at your home", **it):
        english = {"title": title, "summary": "Somebody who knows how.", "body": "", "conditions": ""}
        italian = {"title": "Babysitter a casa", "summary": "Qualcuno che sa come si fa.", "body": "", "conditions": ""}
        return {"it": italian | it, "en": english}

    return make


@pytest.fixture
def write(biagio, elena, worker, fields, texts):
    """write(offer) changes an offer, write() makes one; fields and texts as they are, or as named."""

    def run(offer=None, words=None, resources=None, areas=(), picture=None, by=elena, key=None, **other):
        doers = [worker] if resources is None else resources
        told = (fields(**other), words or texts(), doers, areas, picture)
        return publishing.write(offer, biagio, Actor(by), *told, key=key)

    return run


@pytest.fixture
def published(write, elena, gianni):
    return take(take(write(), "submit", Actor(elena)), "publish", Actor(gianni))
