"""Open pages of a job hear that something changed: social workers of questions, the desk not before a yes."""

import pytest

from marketplace import live
from marketplace.lives.engine import Actor, take


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """told(deed): the topics that open pages hear of once it is in."""

    def hear(deed) -> list[str]:
        heard: list[str] = []
        monkeypatch.setattr(live, "announce", heard.append)
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return heard

    return hear


def test_of_a_question_the_desk_hears_nothing_and_of_a_yes_it_does(job, propose, ready, told):
    saturday, put = job(), []

    asked = told(lambda: put.append(propose(saturday)))
    agreed = told(lambda: take(put[0], "accept", Actor(ready.person)))

    assert saturday.shared_topic in asked
    assert saturday.desk_topic not in asked
    assert saturday.desk_topic in agreed


def test_a_no_is_not_heard_at_the_desk(put, ready, told):
    refused = told(lambda: take(put, "refuse", Actor(ready.person)))

    assert put.job.shared_topic in refused
    assert put.job.desk_topic not in refused


def test_each_follows_what_is_hers(put, ready, chiara, luca, elena, dora, nadia):
    may = {
        topic: [live.may_follow(user, topic) for user in (ready.person, chiara, luca, elena, dora, nadia)]
        for topic in (put.topic, put.job.shared_topic, put.job.desk_topic)
    }

    assert may == {
        put.topic: [True, True, False, False, False, False],
        put.job.shared_topic: [False, True, True, False, False, False],
        put.job.desk_topic: [False, False, False, True, False, False],
    }
