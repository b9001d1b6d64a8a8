"""The list of who comes to a date, and who came."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Attendance
from tests.frontend.pages.test_offers import words


def test_the_list_has_first_names_numbers_and_on_the_day_phones(
    client, look, samira, worker, on, come, nadia, dora, now_is
):
    type(nadia).objects.filter(pk=nadia.pk).update(phone="+393331234567")
    occasion = on(seats=2, leaders=[worker])
    come(nadia, occasion, seats=2, note="One of us eats no meat.")
    come(dora, occasion, wait=True)
    client.force_login(samira)

    early = words(look(f"/occasions/{occasion.pk}/"))
    now_is(occasion.starts_at)
    page = words(look(f"/occasions/{occasion.pk}/"))

    assert "333 123 4567" not in early
    assert "333 123 4567" in page
    assert "Nadia" in early
    assert "Haddad" not in early + page
    assert "One of us eats no meat." in page
    assert "2 people." in page
    assert "Dora" not in page


def test_who_came_is_noted_for_each_day(client, sent, look, samira, worker, on, come, nadia, dora, now_is):
    occasion = on(seats=4, leaders=[worker], sessions=2)
    group, single = come(nadia, occasion, seats=3), come(dora, occasion)
    first = occasion.sessions.first()
    now_is(first.starts_at)
    client.force_login(samira)
    path = f"/occasions/{occasion.pk}/?session={first.pk}"

    sent(path, **{f"b{group.pk}": "2", f"b{single.pk}": "0"})
    sent(path, **{f"b{group.pk}": "3", f"b{single.pk}": ""})

    row = Attendance.objects.get()
    assert (row.booking, row.session, row.came, row.marked_by) == (group, first, 3, samira)


def test_nobody_came_before_it_begins_and_no_more_than_have_places(
    client, sent, samira, worker, on, come, nadia, now_is
):
    occasion = on(leaders=[worker])
    booking = come(nadia, occasion, seats=2)
    path = f"/occasions/{occasion.pk}/"
    client.force_login(samira)

    early = sent(path, **{f"b{booking.pk}": "2"})
    now_is(occasion.starts_at - timedelta(minutes=30))
    many = sent(path, **{f"b{booking.pk}": "3"})

    assert "Nobody can be there yet" in words(early)
    assert many.status_code == 422
    assert not Attendance.objects.exists()


def test_the_list_takes_a_fixed_number_of_queries(desk, on, come, nadia, person):
    occasion = on(seats=20)

    def queries():
        with CaptureQueriesContext(connection) as taken:
            desk.get(f"/occasions/{occasion.pk}/")
        return len(taken)

    come(nadia, occasion)
    queries()  # the session is known from now on
    few = queries()
    for number in range(5):
        come(person(f"Guest{number}"), occasion)

    assert queries() == few
