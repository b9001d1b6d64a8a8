"""The funder sees the fund melt, puts money in and admits people. Nobody else learns that there is a fund."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import lifecycle
from marketplace.lives.engine import Actor
from marketplace.programme.models import Eligibility
from tests.folding import each


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def carried(subsidise, offer, nadia, wishes, aurora):
    subsidise(percent=50, areas=[aurora], categories=["babysitting"], most_cents=5000)
    return lifecycle.ask(offer, Actor(nadia), wishes())


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def officer(client, gianni):
    client.force_login(gianni)
    return client


def test_the_officer_finds_the_fund_and_what_is_left(officer, carried, fund):
    page = text_of(officer.get(reverse("funds")))

    assert reverse("fund", args=[fund.pk]) in page
    assert "€88" in page


def test_the_page_shows_how_it_melts_with_a_table(officer, carried, fund):
    page = text_of(officer.get(reverse("fund", args=[fund.pk])))

    assert "€88 are left." in page
    assert '<polyline class="l1" points="58.0,' in page
    assert "The dashed line is an estimate" in page
    assert '<td class="n">€100</td><td class="n">€12</td><td class="n">€88</td>' in page
    assert '<th scope="row">All neighbourhoods</th><td class="n">1</td><td class="n">€12</td>' in page
    assert "At most €50 a month for each person." in page
    assert "Babysitting" in page
    assert "Nadia" not in page


def test_each_neighbourhood_has_a_bar_beside_the_table(officer, carried, fund):
    page = text_of(officer.get(reverse("fund", args=[fund.pk])))

    assert 'y="17">All neighbourhoods</text><text x="440" y="17" text-anchor="end">€12</text>' in page
    assert '<rect class="b1" x="0" y="25" width="440.0" height="13" rx="3"/>' in page


def test_a_fund_without_money_has_a_page(officer, programme):
    empty = programme.funds.create(name={"en": "Empty"})

    page = text_of(officer.get(reverse("fund", args=[empty.pk])))

    assert "€0 are left." in page
    assert "Nothing yet." in text_of(officer.get(reverse("fund_lines", args=[empty.pk])))
    assert "<polyline" not in page
    assert "<rect" not in page


def test_the_officer_puts_money_in_once(officer, fund, left):
    key = "11111111-1111-4111-8111-111111111111"

    for _press in range(2):
        assert (
            officer.post(reverse("fund_put_aside", args=[fund.pk]), {"cents": "12.50", "key": key}).status_code == 302
        )

    assert left() == 11_250


@each("told", ["0", "-3", "1.234", "all", ""])
def test_what_is_no_sum_is_said_at_the_field(officer, fund, left, told):
    answer = officer.post(reverse("fund_put_aside", args=[fund.pk]), {"cents": told})

    assert answer.status_code == 422
    assert left() == 10_000


def test_the_officer_admits_whoever_is_known_by_mail_or_phone(officer, fund, nadia, carlo):
    until = timezone.localdate() + timedelta(days=90)

    for known in (nadia.email.upper(), str(carlo.phone)):
        answer = officer.post(reverse("fund_admit", args=[fund.pk]), {"person": known, "valid_until": until})
        assert answer.status_code == 302

    assert set(Eligibility.objects.values_list("person", flat=True)) == {nadia.pk, carlo.pk}
    assert "Nadia" in text_of(officer.get(reverse("fund", args=[fund.pk])))


@pytest.mark.parametrize(("told", "said"), [
    ({"person": "nobody@example.org"}, "We know nobody by this"),
    ({"valid_until": "2020-01-01"}, "This day is past."),
])  # fmt: skip
def test_whom_nobody_knows_and_a_day_that_is_past_are_said(officer, fund, nadia, told, said):
    day = timezone.localdate() + timedelta(days=90)

    answer = officer.post(reverse("fund_admit", args=[fund.pk]), {"person": nadia.email, "valid_until": day} | told)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Eligibility.objects.exists()


def test_each_line_of_a_month_is_read_and_kept_as_a_table(officer, carried, fund, biagio):
    month = f"{timezone.localdate():%Y-%m}"

    page = text_of(officer.get(reverse("fund_lines", args=[fund.pk])))
    file = officer.get(reverse("fund_table", args=[fund.pk]), {"month": month})

    assert page.index("Promised for a booking") < page.index("Put into the fund")
    assert f'value="{month}" selected' in page
    assert '<td class="n">-€12</td><td class="n">€88</td>' in page
    assert "Nadia" not in page
    assert carried.reference not in page
    assert file["Content-Disposition"] == f'attachment; filename="fund-{fund.pk}-{month}.csv"'
    assert (
        text_of(file).splitlines()[1] == f"{timezone.localdate()},promised,{biagio.name},Babysitting,,1200,-1200,8800"
    )


def test_a_name_that_a_spreadsheet_would_reckon_with_stays_a_name(officer, carried, fund, biagio):
    type(biagio).objects.filter(pk=biagio.pk).update(name="=1+1")

    assert ",'=1+1," in text_of(officer.get(reverse("fund_table", args=[fund.pk])))


@each("month", ["", "2026", "2026-13", "0000-00", "x"])
def test_a_month_that_is_none_shows_the_newest(officer, carried, fund, month):
    assert "Promised for a booking" in text_of(officer.get(reverse("fund_lines", args=[fund.pk]), {"month": month}))


def test_a_month_without_a_line_says_so(officer, carried, fund):
    assert "Nothing yet." in text_of(officer.get(reverse("fund_lines", args=[fund.pk]), {"month": "2001-01"}))


@each("month", ["9999-12", "0001-01", "2026-13", "x"])
def test_a_month_that_no_list_reaches_is_as_none(officer, fund, month):
    for name in ("fund_lines", "fund_table"):
        assert officer.get(reverse(name, args=[fund.pk]), {"month": month}).status_code == 200


@each("name", ["fund", "fund_lines", "fund_table", "fund_put_aside", "fund_admit"])
def test_nobody_else_learns_of_it(client, fund, nadia, elena, left, name):
    address = reverse(name, args=[fund.pk])
    for stranger in (nadia, elena):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
        assert client.post(address, {"cents": "5"}).status_code == 404
        assert client.get(reverse("funds")).status_code == 404

    assert left() == 10_000


def test_a_visitor_is_asked_to_sign_in(client, fund):
    assert client.get(reverse("fund", args=[fund.pk])).status_code == 302


def test_an_auditor_looks_and_changes_nothing(client, person, city, fund, left):
    auditor = person("Luisa")
    city.memberships.create(user=auditor, role="auditor")
    client.force_login(auditor)

    assert client.get(reverse("fund", args=[fund.pk])).status_code == 200
    client.post(reverse("fund_put_aside", args=[fund.pk]), {"cents": "5"})

    assert left() == 10_000
