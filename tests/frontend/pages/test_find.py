"""The finder: few plain questions, whose answers are filters of the search."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Aim, Category
from tests.folding import each
from tests.frontend.pages.conftest import ENGLISH


@pytest.fixture(autouse=True)
def nothing_kept():
    """What the test before drew: its listings went without anybody counting an edition."""
    for name in ("drawn", "pieces"):
        caches[name].clear()


@pytest.fixture
def minding(babysitting) -> Aim:
    sentence = {"it": "Qualcuno per i bambini", "en": "Someone to mind my children"}
    return Aim.objects.create(slug="mind", sentence=sentence, category=babysitting)


@pytest.fixture
def babies(ages) -> Aim:
    return Aim.objects.create(slug="babies", sentence={"en": "My baby"}, category=ages, traits=["ages:0-2"])


@pytest.fixture
def page(client, db):
    """page("where/", near="Aurora"): what that question says, in English."""

    def read(path="", **said) -> str:
        answer = client.get(f"/find/{path}", said, headers=ENGLISH)
        assert answer.status_code == 200
        return words(answer)

    return read


def words(answer) -> str:
    return " ".join(unescape(answer.content.decode()).replace("\xa0", " ").split())


def test_the_first_question_has_the_aims_for_which_there_is_something(page, make_offer, minding):
    pets = Category.objects.create(slug="pets", name={"en": "Pets"})
    Aim.objects.create(slug="dog", sentence={"en": "Walk my dog"}, category=pets)
    make_offer()
    make_offer("Hidden", status="review")

    first = page()

    assert "<title>What do you need? - Cortile</title>" in first
    assert 'href="/find/where/?category=babysitting"' in first
    assert "<b>Someone to mind my children</b><small>1 offer" in first
    assert '<p role="status"><b>1 offer' in first
    assert "Walk my dog" not in first


def test_an_aim_may_be_a_part_of_a_category(page, make_offer, babies):
    make_offer(traits=["ages:3-5"])
    assert "My baby" not in page()

    make_offer(traits=["ages:0-2"])

    assert "/find/where/?category=babysitting&trait=ages%3A0-2" in page()


def test_what_a_category_gave_up_narrows_nothing(page, make_offer, babies, ages):
    make_offer()
    ages.traits = []
    ages.save()

    assert 'href="/find/where/?category=babysitting"' in page()


def test_where_nobody_wrote_down_an_aim_the_categories_are_asked_for(page, make_offer):
    make_offer()

    assert "<b>Babysitting</b><small>1 offer" in page()


def test_an_empty_city_says_so(page):
    assert "Nobody offers anything at the moment. Come back soon." in page()


def test_a_place_is_a_neighbourhood_or_is_written_or_does_not_matter(page, make_offer, aurora):
    make_offer()

    where = page("where/", category="babysitting")

    assert '<p role="status"><b>1 offer' in where
    assert '<a class="chip on" href="?"><span class="hide">Remove the filter: </span>Babysitting' in where
    assert 'href="/find/when/?category=babysitting&near=Aurora&within=3000">Aurora (1)</a>' in where
    assert '<a class="answer" href="/find/when/?category=babysitting">' in where
    assert '<form method="get" action="/find/when/"' in where
    assert '<input type="hidden" name="category" value="babysitting">' in where
    assert 'id="near-me"' in where


def test_a_place_that_nobody_knows_is_asked_for_again(client, offer, aurora):
    answer = client.get("/find/when/", {"near": "Atlantis", "category": "babysitting"}, follow=True, headers=ENGLISH)

    assert answer.redirect_chain == [("/find/where/?category=babysitting&near=Atlantis", 302)]
    assert "We do not know this place." in words(answer)
    assert 'value="Atlantis"' in words(answer)
    assert 'aria-describedby="wrong-near"' in words(answer)


def test_a_position_is_rounded_before_it_stands_in_an_address(client, offer, aurora):
    for step in ("where", "when", "details"):
        answer = client.get(f"/find/{step}/", {"near": "45.0831234,7.6891234"}, headers=ENGLISH)

        assert answer.url == f"/find/{step}/?near=45.083%2C7.689"


def test_only_the_question_about_the_place_may_ask_the_device(client, offer):
    may = {step: "geolocation=(self)" in client.get(f"/find/{step}").headers["Permissions-Policy"]
           for step in ("", "where/", "when/")}  # fmt: skip

    assert may == {"": False, "where/": True, "when/": False}


def test_a_day_is_today_tomorrow_at_the_weekend_or_another(page, offer, now_is):
    monday = timezone.localtime().replace(hour=7, minute=0) + timedelta(days=-timezone.localdate().weekday() % 7)
    now_is(monday)
    when = page("when/", category="babysitting")
    days = [(monday.date() + timedelta(days=ahead)).isoformat() for ahead in (0, 1, 5, 6)]

    assert [f'href="/find/details/?category=babysitting&on={day}"' in when for day in days] == [True] * 4
    assert "<b>Today</b>" in when
    assert f"<b>Saturday {(monday + timedelta(days=5)).day}</b><small>at the weekend, " in when
    assert '<a class="answer" href="/find/details/?category=babysitting">' in when


def test_a_day_that_is_past_is_asked_for_again(client, offer):
    answer = client.get("/find/details/", {"on": "2020-01-01"}, follow=True, headers=ENGLISH)

    assert answer.redirect_chain == [("/find/when/?on=2020-01-01", 302)]
    assert "This day is past." in words(answer)


def test_the_last_question_has_what_parts_the_offers(page, make_offer, ages, biagio):
    for number in range(3):
        make_offer(f"Paid {number}", traits=["ages:0-2"])
    make_offer("Free", price="free", price_cents=0, traits=["ages:3-5"])

    last = page("details/", category="babysitting", near="Aurora")

    assert 'type="checkbox" name="trait" value="ages:0-2"><span>0 to 2 years <small' in last
    assert 'type="checkbox" name="price" value="free"><span>Only what is free of charge' in last
    assert "ages:6-10" not in last  # no offer is
    assert 'type="radio"' not in last  # all speak the same
    assert '<form method="get" action="/search/"' in last
    assert '<input type="hidden" name="near" value="Aurora">' in last


def test_what_the_first_answer_decided_is_not_asked_again(page, make_offer, babies):
    for number in range(4):
        make_offer(f"Babies {number}", traits=["ages:0-2", "ages:3-5"])
    make_offer("Free", price="free", price_cents=0, traits=["ages:0-2"])

    last = page("details/", category="babysitting", trait="ages:0-2")

    assert 'type="checkbox" name="trait" value="ages' not in last
    assert '<input type="hidden" name="trait" value="ages:0-2">' in last


@each("said", [{}, {"near": "Aurora"}, {"category": "babysitting", "on": "tomorrow"}])
def test_where_there_is_nothing_to_choose_among_the_offers_come(client, make_offer, aurora, said):
    for number in range(4):
        make_offer(f"The same {number}")

    answer = client.get("/find/details/", said)

    assert answer.url.startswith("/search/?")
    assert client.get(answer.url).context["page"].paginator.count == 4


def test_among_few_offers_nobody_is_asked_one_more_question(client, make_offer):
    make_offer("Paid")
    make_offer("Free", price="free", price_cents=0)

    assert client.get("/find/details/").url == "/search/?"


@each("step", ["", "where/", "when/"])
def test_each_question_can_be_left_out_and_the_offers_shown_at_once(page, offer, step):
    said = page(step, category="babysitting", language="ar")
    onward = {"": "where/", "where/": "when/", "when/": "details/"}[step]
    left = "category=babysitting&" if step else ""
    skipping = {"": ">Skip this question</a>", "where/": "><span><b>Anywhere</b>", "when/": "><span><b>Any day</b>"}

    assert '<a class="btn btn-2" href="/search/?category=babysitting&language=ar">Show them now</a>' in said
    assert f'href="/find/{onward}?{left}language=ar"{skipping[step]}' in said


def test_one_can_go_back_and_answer_otherwise(page, offer, aurora):
    asked = {"category": "babysitting", "near": "Aurora", "within": "3000"}

    assert '<a href="/find/where/?category=babysitting&near=Aurora&within=3000">One question back</a>' in page(
        "when/", **asked
    )
    assert '<a href="/find/?category=babysitting&near=Aurora&within=3000">One question back</a>' in page(
        "where/", **asked
    )
    assert 'href="/find/where/?category=babysitting&near=Aurora&within=3000"' in page(**asked)
    assert "One question back" not in page(**asked)


@each("step", ["", "where/", "when/", "details/"])
@each(
    "said",
    [
        {"category": "dragons"}, {"trait": "x:y"}, {"price": "much"}, {"lasting": "x"}, {"q": "\0"}, {"near": "\0"},
        {"language": "-"}, {"nobody": "knows"}, {"on": "someday"}, {"within": "-1", "near": "Aurora"},
        {"category": "\0", "seats": "999999999999"}, {"minutes": "1", "by": "rocket", "near": "Aurora"},
    ],
)  # fmt: skip
def test_what_cannot_be_breaks_nothing(client, offer, aurora, step, said):
    assert client.get(f"/find/{step}", said, follow=True, headers=ENGLISH).status_code == 200


def test_where_nothing_is_left_something_is_to_be_taken_back(page, offer):
    when = page("when/", category="babysitting", price="free")

    assert "Nothing fits all of this" in when
    assert '<a class="chip" href="?category=babysitting">Without “Free of charge”: 1</a>' in when
    assert "Show them now" not in when


def test_the_number_of_a_question_is_that_of_the_search(page, looked, make_offer, aurora):
    for number in range(3):
        make_offer(f"Offer {number}")
    for said in ({}, {"near": "Aurora", "within": "3000"}, {"on": "tomorrow", "category": "babysitting"}):
        number = looked(**said).context["page"].paginator.count

        assert f"<b>{number} offer" in page("when/", **said)


def test_the_first_page_and_an_empty_list_lead_there(client, look, offer):
    for path in ("/", "/search/?q=unicorns"):
        assert '<a href="/find/">Answer four short questions</a>' in words(look(path))
    assert "/find/" not in look("/search/").content.decode()


@each("step", ["", "where/", "when/", "details/"])
def test_in_italian(client, make_offer, minding, step):
    for number in range(4):
        make_offer(f"Offer {number}")
    make_offer("Free", price="free", price_cents=0)

    said = words(client.get(f"/find/{step}", headers={"accept-language": "it"}))

    titles = {
        "": "Di che cosa hai bisogno?",
        "where/": "Dove?",
        "when/": "Quando?",
        "details/": "Che cosa conta ancora?",
    }
    assert f'<h1 tabindex="-1" autofocus>{titles[step]}</h1>' in said


def test_no_question_takes_more_queries_where_there_is_more(client, make_offer, minding, aurora):
    def count() -> dict[str, list[int]]:
        return {step: [queries(client, step, **said) for said in SAID] for step in ("", "where/", "when/", "details/")}

    make_offer("One").areas.add(aurora)
    make_offer("Free", price="free", price_cents=0)
    for number in range(3):
        make_offer(f"More {number}")
    count()  # whoever asks first reads the areas
    few = count()
    for number in range(5):
        make_offer(f"Another {number}").areas.add(aurora)
        Aim.objects.create(slug=f"aim-{number}", sentence={"en": f"Aim {number}"}, category=minding.category)

    assert count() == few == COSTS


SAID = ({}, {"category": "babysitting", "near": "Aurora", "within": "3000"}, {"on": "tomorrow"})
COSTS = {"": [5, 6, 3], "where/": [4, 5, 3], "when/": [4, 5, 3], "details/": [4, 5, 3]}


def queries(client, step, **said) -> int:
    for name in ("drawn", "pieces"):
        caches[name].clear()
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/find/{step}", said)
    return len(caught)
