"""Filters of the search page that have rules of their own: for how long, without steps, for me."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.organisations.profile import TONGUES
from services.models import Category
from tests.folding import each
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


@each(("said", "sentence"), [(True, "One gets in without steps"), (False, "There are steps on the way in"), (None, "")])
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


@pytest.fixture
def sitters(make_offer, ages):
    make_offer("Small", traits=["ages:0-2"])
    make_offer("Middle", traits=["ages:3-5", "homework:yes"])


def test_what_offers_of_a_category_say_is_filters_with_numbers_once_it_is_chosen(looked, sitters):
    before, page = words(looked()), words(looked(category="babysitting"))

    assert "For which ages" not in before
    assert "For which ages</h2>" in page
    assert 'href="?category=babysitting&trait=ages%3A0-2">0 to 2 years (1)</a>' in page
    assert '<span class="chip none">6 to 10 years (0)</span>' in page
    assert 'href="?category=babysitting&trait=homework%3Ayes">Helps with homework (1)</a>' in page


def test_pressed_one_after_the_other_they_add_up_and_each_is_taken_off_alone(looked, sitters):
    one = words(looked(category="babysitting", trait="ages:0-2"))
    two = words(looked(category="babysitting", trait=["ages:3-5", "ages:0-2"]))

    assert "<b>1 result</b>" in one
    assert 'href="?category=babysitting&trait=ages%3A0-2%2Cages%3A3-5">3 to 5 years (2)</a>' in one
    assert "<b>2 results</b>" in two
    off = (
        '<a class="chip on" href="?category=babysitting&trait=ages%3A3-5"><span class="hide">Remove the filter: </span>'
    )
    assert f"{off}For which ages: 0 to 2 years" in two
    assert f"{off}0 to 2 years (2)" in two  # also where it was put on


def test_they_go_with_their_category_and_stay_with_all_else(looked, sitters):
    Category.objects.create(slug="ironing", name={"en": "Ironing"})

    page = words(looked(category="babysitting", trait="ages:0-2", q="Small"))

    assert 'class="chip on" href="?q=Small"><span class="hide">Remove the filter: </span>Babysitting' in page
    assert "category=ironing&trait" not in page
    assert '<input type="hidden" name="trait" value="ages:0-2">' in page
    assert 'href="?q=Small&category=babysitting&trait=ages%3A0-2&price=free"' in page


def test_what_nobody_says_there_is_told_on_the_page(looked, sitters):
    page = words(looked(category="babysitting", trait="ages:99"))

    assert "This category has no such detail. Choose from the list." in page
    assert "<b>2 results</b>" in page


def test_an_empty_list_can_be_loosened_by_each(looked, sitters):
    page = words(looked(category="babysitting", trait="ages:0-2,homework:yes"))

    assert "Without “Helps with homework”" in page
    assert "Without “For which ages: 0 to 2 years”" in page


def test_the_page_of_an_offer_says_what_is_true_of_it(look, make_offer, ages):
    told = words(look(f"/offers/{make_offer(traits=['ages:0-2', 'ages:3-5']).pk}/"))
    silent = words(look(f"/offers/{make_offer().pk}/"))

    assert "<dt>For which ages</dt><dd>0 to 2 years, 3 to 5 years</dd>" in told
    assert "For which ages" not in silent


def speaking(biagio, *codes: str) -> None:
    biagio.languages = list(codes)
    biagio.save(update_fields=["languages"])


@each(("code", "name"), [("zh", "Chinese"), ("sq", "Albanian"), ("pt", "Portuguese")])
def test_each_language_that_is_found_is_a_filter(looked, offer, biagio, code, name):
    speaking(biagio, "it", code)

    page, none = words(looked()), words(looked(language="bn"))

    assert f'href="?language={code}">Speaks {name} (1)</a>' in page
    assert f'<a class="chip" href="?language={code}">{name}</a>' in page  # at hand
    assert "Speaks Arabic" not in page
    assert 'aria-current="true">Speaks Bangla (0)</a>' in none  # what is on can be taken off


def test_the_city_s_own_language_is_not_at_hand(looked, offer, biagio):
    speaking(biagio, "it", "ar")

    assert [chip.label for group in looked().context["at_hand"] for chip in group.chips] == ["Arabic"]


def test_where_not_all_were_counted_any_language_that_organisations_tick_may_be_pressed(
    looked, make_offer, biagio, monkeypatch
):
    monkeypatch.setattr("services.search.facets.MOST", 1)
    speaking(biagio, "it")
    for number in range(3):
        make_offer(f"Offer {number}")

    page = words(looked())

    assert all(f'href="?language={code}">' in page for code in TONGUES)


def test_the_parts_of_a_day_are_at_hand_once_a_day_is_chosen(looked, offer):
    day = (timezone.localdate() + timedelta(days=2)).isoformat()

    before, page, after = words(looked()), words(looked(on=day)), words(looked(on=day, until="12:00"))

    assert ">Morning</a>" not in before
    assert f'<a class="chip" href="?on={day}&until=12%3A00">Morning</a>' in page
    assert page.index(">Morning</a>") < page.index("<details")
    assert ">Morning</a>" not in after


@each(
    "filters",
    [{"accessible": "1"}, {"lasting": "60"}, {"price_up_to": "30"}, {"near": "Aurora", "within": "5000"},
     {"on": "tomorrow", "from": "10:00"}, {"near": "Aurora", "minutes": "20"}],
)  # fmt: skip
def test_more_filters_stay_open_while_one_of_them_is_on(looked, offer, aurora, filters):
    assert '<details class="more" open>' in words(looked(**filters))


@each(
    "filters",
    [{}, {"q": "x"}, {"price": "free"}, {"near": "Aurora", "within": "3000"}, {"on": "tomorrow", "until": "12:00"}],
)
def test_they_are_closed_for_what_has_a_chip_above(looked, offer, aurora, filters):
    page = words(looked(**filters))

    assert '<details class="more"><summary>' in page
    assert '<a class="btn" href="#found">Show the results</a>' in page


def test_where_nothing_is_found_they_do_not_stand_before_what_helps(looked, offer):
    page = words(looked(where="phone"))

    assert "Nothing fits all of this" in page
    assert '<details class="more"><summary>' in page
