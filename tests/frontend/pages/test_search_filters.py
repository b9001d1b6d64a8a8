"""Filters of the search page that have rules of their own: for how long, without steps, for me."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.frontend.pages.test_search import words


def test_for_how_long_is_a_filter_that_the_link_of_a_card_takes_along(looked, offer):
    day = (timezone.localdate() + timedelta(days=2)).isoformat()

    page, none = words(looked(on=day, lasting="120", seats="")), words(looked(lasting="480"))

    assert "9:00 (and 14 more times)" in page
    assert f'href="/offers/{offer.pk}/?minutes=120&from={day}"' in page
    assert f'class="chip on" href="?on={day}"><span class="hide">Remove the filter: </span>For 2 hours' in page
    assert f'href="?on={day}&lasting=90">For 1 hour and 30 minutes</a>' in page
    assert "Without “For 8 hours”" in none


def test_what_one_gets_to_without_steps_is_a_filter_with_a_number(looked, make_offer):
    make_offer("Level", where="at_place", step_free=True)
    make_offer("Upstairs", where="at_place", step_free=False)

    everything, level = words(looked()), words(looked(accessible="1"))

    assert 'href="?accessible=1">Without steps (1)</a>' in everything
    assert "Level" in level
    assert "Upstairs" not in level
    assert 'class="chip on" href="?"><span class="hide">Remove the filter: </span>Without steps' in level


@pytest.mark.parametrize(
    ("said", "sentence"), [(True, "One gets in without steps"), (False, "There are steps on the way in"), (None, "")]
)
def test_the_page_of_an_offer_says_whether_one_gets_in(look, biagio, make_offer, said, sentence):
    offer = make_offer("There", where="at_place", place=biagio.place, step_free=said)

    page = words(look(f"/offers/{offer.pk}/"))

    assert sentence in page
    assert ("steps" in page) is bool(sentence)


def test_what_i_may_have_is_asked_once_somebody_has_signed_in(looked, client, trying_on, offer, nadia):
    before = words(looked(eligible="1"))
    client.force_login(nadia)
    after = words(looked(eligible="1"))

    assert "Sign in, so that we can show only what you may have." in before
    assert "<b>2 results</b>" in before
    assert "Sign in, so" not in after
    assert "<b>1 result</b>" in after
    assert 'class="chip on" href="?"><span class="hide">Remove the filter: </span>What I may have' in after


def test_what_one_may_have_is_kept_for_nobody_else(looked, client, trying_on, offer, household, nadia, dora):
    client.force_login(nadia)
    hers = words(looked(eligible="1"))
    client.force_login(dora)

    assert "<b>2 results</b>" in hers
    assert "<b>1 result</b>" in words(looked(eligible="1"))
