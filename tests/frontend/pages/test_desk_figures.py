"""A wardrobe in numbers, for its desk and for the City."""

import csv

import pytest
from django.urls import reverse

from bookings import figures
from marketplace.organisations.models import Mandate
from services.models import Missed, PointsMoved, Served
from tests.wardrobes import next_year

SHOW, TABLE = reverse("desk_figures"), reverse("desk_figures_table")


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def counted(wardrobe, coat, hung, aurora):
    hung(coat, size="M")
    Missed.objects.create(wardrobe=wardrobe, type=coat, size="L", day=wardrobe.today(), number=7)
    for number, month in enumerate(figures.whole_months(wardrobe)):
        PointsMoved.objects.create(wardrobe=wardrobe, month=month, given_out=900, spent=321)
        households = 3 if number == 1 else 41
        Served.objects.create(
            wardrobe=wardrobe, month=month, area=aurora, households=households, members=99, pieces=123
        )


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_desk_sees_plots_with_the_table_beside(client, amina, counted, aurora):
    client.force_login(amina)

    text = text_of(client.get(SHOW))

    assert '<th scope="row">Coat</th><td>L</td><td class="n">0</td><td class="n">7</td>' in text
    assert '<text class="v" x="0" y="17">Coat, L</text><text x="440" y="17" text-anchor="end">7</text>' in text
    assert f'<th scope="row">{aurora.name}</th><td class="n">41' in text
    assert text.count("fewer than 5") == 5  # a month, in each of its columns


def test_each_month_that_is_told_has_its_bars(client, amina, counted, wardrobe):
    client.force_login(amina)

    answer = client.get(SHOW)

    told = len(figures.whole_months(wardrobe)) - 1  # one had fewer than five households
    assert [len(bars.rows) for _name, bars in answer.context["month_bars"]] == [told] * 4
    assert [bars.rows[0].amount for _name, bars in answer.context["month_bars"]] == [41, 99, 900, 321]
    assert "Households by month, as bars." in text_of(answer)


def test_the_city_sees_the_same(client, gianni, counted, wardrobe):
    client.force_login(gianni)

    answer = client.get(f"{SHOW}?wardrobe={wardrobe.pk}")

    assert "Coat, L" in text_of(answer)
    assert "City of" in text_of(answer)
    assert client.get(f"{SHOW}?wardrobe=99999").status_code == 404


def test_the_table_is_the_same_for_a_sheet(client, amina, counted, aurora):
    client.force_login(amina)

    lines = list(csv.reader(client.get(TABLE).content.decode().splitlines()))

    assert ["Looked for and not found", "Coat, L", "7"] in lines
    assert ["Households", aurora.name, "41"] in lines
    assert sum(line[2] == "fewer than 5" for line in lines) == 5


def test_before_there_is_anything_to_count_it_says_so(client, amina, wardrobe):
    client.force_login(amina)

    assert "No month is over yet." in text_of(client.get(SHOW))


def test_outsiders_and_those_who_only_hand_clothes_out_find_no_numbers(client, tomas, nadia, elena, counted):
    for outsider in (tomas, nadia, elena):
        client.force_login(outsider)
        assert [client.get(page).status_code for page in (SHOW, TABLE)] == [404, 404]


def test_the_page_asks_as_often_for_much_as_for_little(
    client, amina, counted, kind_of, hung, django_assert_num_queries
):
    for number in range(4):
        hung(kind_of(f"tee-{number}"))
    client.force_login(amina)
    client.get(SHOW)

    with django_assert_num_queries(15):
        client.get(SHOW)


def test_a_household_says_where_it_lives_if_it_likes(client, amina, wardrobe, nadia, trying_on, aurora, abito):
    Mandate.objects.create(organisation=abito, person=nadia, entered_by=amina, how="on the phone")
    client.force_login(amina)
    told = {"person": nadia.pk, "basis": "means", "valid_until": next_year().isoformat(), "area": aurora.pk}

    answer = client.post(reverse("desk_household_new"), told)

    assert answer.status_code == 302, answer.context["form"].errors
    assert wardrobe.households.get().area == aurora
