"""Filters of the search page that have rules of their own: for how long."""

from datetime import timedelta

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
