"""Money is put aside by whoever may decide, and what it carries holds for somebody, somewhere, for a while."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.ledger import book, checking
from marketplace.ledger.models import Account
from marketplace.programme import funding
from marketplace.programme.models import Eligibility, Fund, Subsidy
from marketplace.refusals import Refused
from tests.folding import each

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


def holding(person=None, day=DAY, category="babysitting"):
    return list(funding.subsidies(category, day, person))


def test_what_is_put_aside_comes_from_the_funder(fund, city, left):
    assert left() == 10_000
    assert book.balance(book.account(city.topic, Account.Kind.ISSUED)) == -10_000
    assert list(checking.differences()) == []


def test_a_second_press_puts_nothing_more_aside(fund, gianni, left):
    funding.put_aside(fund, 500, gianni, "again")
    funding.put_aside(fund, 500, gianni, "again")

    assert left() == 10_500


@each("cents", [0, -5, 12.5, True, 10**10])
def test_an_amount_is_a_whole_number_above_zero(fund, gianni, cents):
    with pytest.raises(ValidationError) as error:
        funding.put_aside(fund, cents, gianni, "odd")

    assert "cents" in error.value.message_dict


def test_nobody_else_puts_money_aside_or_admits_people(fund, elena, nadia):
    for stranger in (elena, nadia):
        with pytest.raises(Refused):
            funding.put_aside(fund, 500, stranger, "x")
        with pytest.raises(Refused):
            funding.admit(fund.programme, nadia, timezone.localdate(), stranger)


def test_only_the_funders_people_see_the_fund(fund, gianni, elena, nadia):
    assert list(Fund.objects.visible_to(gianni)) == [fund]
    assert not Fund.objects.visible_to(elena).exists()
    assert not Fund.objects.visible_to(nadia).exists()


def test_a_subsidy_holds_from_its_first_day_to_its_last(subsidise):
    rule = subsidise(percent=50, valid_from=DAY, valid_until=DAY + timedelta(days=1))

    found = [holding(day=DAY + timedelta(days=number)) for number in (-1, 0, 1, 2)]

    assert found == [[], [rule], [rule], []]


def test_a_subsidy_of_a_category_holds_there_alone(subsidise):
    rule = subsidise(percent=50, categories=["babysitting"])

    assert holding() == [rule]
    assert holding(category="removals") == []


def test_where_areas_are_named_it_holds_there_alone(subsidise, aurora):
    everywhere, there = subsidise(percent=10), subsidise(percent=50, areas=[aurora])

    rules = holding()

    assert funding.here(rules, aurora) == [everywhere, there]
    assert funding.here(rules, None) == [everywhere]
    assert funding.elsewhere(rules) == [there]


def test_what_asks_for_an_admission_is_for_those_who_have_one(subsidise, gianni, nadia, dora, fund):
    rule = subsidise(percent=50, needs_eligibility=True)
    today = timezone.localdate()
    funding.admit(fund.programme, nadia, today + timedelta(days=30), gianni)

    assert holding(nadia, today) == [rule]
    assert holding(nadia, today + timedelta(days=31)) == []
    assert holding(dora, today) == holding(None, today) == []


def test_an_admission_keeps_no_figure_and_no_paper():
    fields = {field.name for field in Eligibility._meta.get_fields()}

    assert fields == {"id", "programme", "person", "seen_on", "valid_until", "officer"}


def test_nobody_is_admitted_until_yesterday(fund, gianni, nadia):
    with pytest.raises(ValidationError) as error:
        funding.admit(fund.programme, nadia, timezone.localdate() - timedelta(days=1), gianni)

    assert "valid_until" in error.value.message_dict


@pytest.mark.parametrize(("rule", "price", "carried"), [
    ({"percent": 50}, 2400, 1200),
    ({"percent": 50}, 2401, 1201),
    ({"percent": 100}, 2400, 2400),
    ({"cents": 500}, 2400, 500),
    ({"cents": 500}, 300, 300),
])  # fmt: skip
def test_half_a_cent_goes_to_whoever_asked(rule, price, carried):
    assert Subsidy(**rule).carries(price) == carried


@each("rule", [{}, {"percent": 50, "cents": 5}, {"percent": 101}, {"percent": 0}, {"cents": 0}])
def test_a_subsidy_is_a_percentage_or_an_amount(fund, rule):
    with pytest.raises(IntegrityError, match="percentage_or_an_amount"), transaction.atomic():
        Subsidy.objects.create(fund=fund, **rule)


@pytest.mark.parametrize(("period", "first", "after"), [
    ("month", date(2026, 12, 1), date(2027, 1, 1)),
    ("year", date(2026, 1, 1), date(2027, 1, 1)),
])  # fmt: skip
def test_a_period_is_a_month_or_a_year_of_the_calendar(period, first, after):
    assert Subsidy.Period(period).of(date(2026, 12, 31)) == (first, after)
