"""The desk's list of the month: what supported people worked, by form of contract."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.jobs import monthly
from tests.folding import each

TURIN = ZoneInfo("Europe/Rome")


@pytest.fixture
def month(job_done):
    return monthly.first_of(job_done.worked.came_at.astimezone(TURIN).date())


@pytest.fixture
def over(month, now_is):
    """The second of the next month."""
    now_is(datetime.combine(monthly.after(month) + timedelta(days=1), time(9), TURIN))
    return f"{month:%Y-%m}"


def test_the_list_has_first_names_hours_and_sums(desk, look, month, django_assert_num_queries):
    with django_assert_num_queries(11):
        page = look("/desk/worked/", month=f"{month:%Y-%m}").content.decode()

    for words in ("Occasional work (PrestO)", "Fatou", "Helper for removals", "4\xa0hours", "€40"):
        assert words in page
    assert "Diallo" not in page
    assert "Close the month" not in page  # it is not over


def test_as_a_table(desk, look, month):
    answer = look("/desk/worked/worked.csv", month=f"{month:%Y-%m}")

    assert f'filename="{month:%Y-%m}.csv"' in answer["Content-Disposition"]
    line = answer.content.decode().splitlines()[1]
    assert line.startswith("occasional work (PrestO),Fatou,Helper for removals,")
    assert line.endswith("9:00,13:00,240,1000,4000")


def test_a_month_is_closed_once(over, desk, look, sent):
    assert sent("/desk/worked/close/", month=over).status_code == 302

    assert "Closed by Elena" in look("/desk/worked/", month=over).content.decode()
    assert sent("/desk/worked/close/", month=over).status_code == 409


def test_a_month_that_is_not_over_is_not_closed(desk, sent, month):
    assert sent("/desk/worked/close/", month=f"{month:%Y-%m}").status_code == 409


@each("month", ["", "2026-13", "0001-01", "x"])
def test_a_month_that_is_none_is_this_one(desk, look, month):
    assert "No hours in this month" in look("/desk/worked/", month=month).content.decode()


def test_another_desk_has_another_list(client, job_done, month, look, dora, other_desk):
    client.force_login(dora)

    assert "Fatou" not in look("/desk/worked/", month=f"{month:%Y-%m}").content.decode()


def test_without_a_desk_there_is_no_list(client, job_done, look, sent, gianni, chiara):
    for user in (gianni,):
        client.force_login(user)
        assert look("/desk/worked/").status_code == 404
        assert look("/desk/worked/worked.csv").status_code == 404
        assert sent("/desk/worked/close/").status_code == 404
