"""What the projects did, for everybody: figures, map, plots with their tables, files; the next edition for the City."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.places.models import Area
from marketplace.programme import editions, indicators, results
from marketplace.programme.models import Project
from tests.folding import each

RINGS = [[[7.7, 45], [7.8, 45], [7.8, 45.1]]]


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def page(client, db):
    return lambda path="/results/", **query: " ".join(client.get(path, query).content.decode().split())


@pytest.fixture
def told(project, done, published, now_is):
    """Two editions: seven people in Aurora, then five whose neighbourhood is not known."""
    done(7)
    published()
    now_is(timezone.now() + timedelta(days=8))
    done(5, area=None)
    return published()


def test_before_there_is_an_edition_the_page_says_so(page, client):
    assert "Nothing is told yet. The first numbers come when 5 people have had something done." in page()
    assert client.get(reverse("results_table")).status_code == 404


def test_the_page_says_what_was_done_with_which_money(page, told):
    text = page()

    assert "The City has given €140,000 to 1 project." in text
    assert "<dt>bookings done</dt><dd>12</dd>" in text
    assert "<dt>hours of work</dt><dd>24</dd>" in text
    assert '<th scope="row">Biagio</th><td class="n">€140,000</td><td class="n">12</td>' in text.replace(" <", "<")


def test_the_map_has_its_table(page, told, aurora):
    text = page()

    assert f"<title>{aurora.name}: 7</title>" in text
    assert f'<th scope="row">{aurora.name}</th><td class="n">7</td>' in text
    assert '<th scope="row">Other neighbourhoods, or none</th><td class="n">5</td>' in text


def test_a_neighbourhood_without_enough_is_said_in_words(page, told):
    Area.objects.create(code="s", name="Sassi", rings=RINGS, centre_lat=45, centre_lon=7.7)

    text = page()

    assert "<title>Sassi: fewer than 5, or not told yet</title>" in text
    assert "1 neighbourhood: fewer than 5, or not told yet" in text


def test_the_line_over_time_has_its_table(page, told):
    text = page()

    assert '<polyline class="l1" points="58.0,' in text
    assert text.count('</th><td class="n">7</td>') == 2
    assert "the last time in each week" in text


@each("show", ["people", "hours", "nothing", "'"])
def test_another_indicator_is_chosen_by_its_link(page, told, show):
    text = page(show=show)

    chosen = show if show in indicators.ALL else "bookings"
    assert f'<a class="chip on" href="?show={chosen}#where" aria-current="true">' in text


def test_the_queries_do_not_grow_with_what_there_is_to_count(page, client, told, programme):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get("/results/")
        return len(caught)

    first, few = queries(), queries()  # what was published is put together once
    for number in range(9):
        Project.objects.create(programme=programme, slug=f"p{number}", name={"en": f"P{number}"}, grant_cents=1)
        Area.objects.create(code=f"a{number}", name=f"A{number}", rings=RINGS, centre_lat=45, centre_lon=7.7)

    assert queries() == first == 9  # the names have changed
    assert queries() == few == 4


def test_the_method_is_printed_from_the_register(page, db):
    text = page("/results/method/")

    for one in indicators.every():
        assert f"<b>{one.label}</b> ({one.unit})</dt><dd>{one.definition}</dd>" in text
    assert "stand at least 5 people" in text


def test_the_table_is_a_file_that_asks_back_whether_there_is_something_new(client, told, aurora):
    answer = client.get(reverse("results_table"))
    again = client.get(reverse("results_table"), headers={"if-none-match": answer["ETag"]})

    day = f"{told.day}"
    lines = answer.content.decode().splitlines()
    assert f"bookings,bookings,whole,,,12,{day}" in lines
    assert f"bookings,bookings,area,{aurora.code},{aurora.name},7,{day}" in lines
    assert f"bookings,bookings,area,,,5,{day}" in lines
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_told_is_not_in_the_file(client, project, done, published, aurora):
    done(7)
    done(3, area=None)
    published()

    lines = client.get(reverse("results_table")).content.decode()

    assert f"bookings,bookings,area,{aurora.code},{aurora.name},not told," in lines
    assert ",7," not in lines
    assert ",3," not in lines


def test_a_name_that_a_spreadsheet_would_reckon_with_stays_a_name(client, told):
    Project.objects.update(name={"en": "=1+1"})

    assert ",'=1+1," in client.get(reverse("results_table")).content.decode()


def test_the_footer_of_every_page_leads_there(page, db):
    assert '<li><a href="/results/">What the projects did</a></li>' in page("/about/")


# --- the edition that is prepared ---------------------------------------------------------------------------------
@pytest.fixture
def prepared(project, done):
    done(9)
    return editions.prepare()


def test_the_city_looks_at_what_is_prepared(page, client, prepared, gianni):
    client.force_login(gianni)
    address = reverse("results_edition", args=[prepared.pk])

    assert address in page("/officer/results/")
    text = page(address)
    assert "<dt>bookings done</dt><dd>9</dd>" in text
    assert "Only the City sees this page" in text
    assert "Publish now" in text
    assert "Nothing is told yet." in page()


def test_nobody_else_learns_of_it(client, prepared, elena, nadia):
    decide = reverse("officer_results_decide", args=[prepared.pk, "publish"])
    assert client.get(reverse("results_edition", args=[prepared.pk])).status_code == 404
    assert client.post(decide).status_code == 302  # to sign in

    for stranger in (elena, nadia):
        client.force_login(stranger)
        assert client.get(reverse("results_edition", args=[prepared.pk])).status_code == 404
        assert client.get(reverse("officer_results")).status_code == 404
        assert client.post(decide).status_code == 404

    assert results.last() is None


def test_an_officer_publishes_it_or_holds_it_back(page, client, prepared, gianni):
    client.force_login(gianni)

    client.post(reverse("officer_results_decide", args=[prepared.pk, "hold"]))
    assert "held back" in page("/officer/results/")
    assert client.post(reverse("officer_results_decide", args=[prepared.pk, "burn"])).status_code == 404
    client.post(reverse("officer_results_decide", args=[prepared.pk, "publish"]))

    client.logout()
    client.cookies["language"] = "en"
    assert "<dt>bookings done</dt><dd>9</dd>" in page()
    assert client.get(reverse("results_edition", args=[prepared.pk])).status_code == 200


def test_an_auditor_looks_and_decides_nothing(page, client, prepared, person, city):
    auditor = person("Luisa")
    city.memberships.create(user=auditor, role="auditor")
    client.force_login(auditor)

    assert "Publish now" not in page(reverse("results_edition", args=[prepared.pk]))
    assert client.post(reverse("officer_results_decide", args=[prepared.pk, "publish"])).status_code == 409
    assert results.last() is None


def test_a_published_edition_stays_at_its_address(page, told):
    first = told.__class__.objects.order_by("pk").first()

    assert "<dt>bookings done</dt><dd>7</dd>" in page(reverse("results_edition", args=[first.pk]))
