"""Dates on the pages: what visitors choose, and what the desk announces."""

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import Booking
from services.models import Occasion
from tests.cast import at
from tests.folding import each
from tests.frontend.pages.test_offers import words


def days(*rows):
    """What the rows of days send: (day, opens, closes)."""
    told = {"days-TOTAL_FORMS": str(len(rows)), "days-INITIAL_FORMS": "0"}
    for number, (day, opens, closes) in enumerate(rows):
        told |= {f"days-{number}-day": day, f"days-{number}-opens": opens, f"days-{number}-closes": closes}
    return told


def in_days(number):
    return at(0, days=number).date().isoformat()


# --- who books ----------------------------------------------------------------------------------------------------
def test_the_offer_lists_its_dates_with_the_places_left(look, on, come, nadia, dora, dinner):
    full, later = on(days=3, seats=2), on(days=5, seats=6, address="via Cecchi 20")
    come(nadia, full, seats=2)
    come(dora, full, wait=True)

    page = words(look(f"/offers/{dinner.pk}/"))

    assert "€5 a place" in page
    assert "full, 1 group waits. You can join the waiting list." in page
    assert "6 places left" in page
    assert "via Cecchi 20" in page
    assert "somebody behind you who is alone may be asked before you" in page
    assert f'name="occasion" value="{later.pk}"' in page


def test_an_offer_without_dates_says_so(look, dinner):
    assert "No date is announced now." in words(look(f"/offers/{dinner.pk}/"))


def test_places_are_booked_from_the_page(client, sent, nadia, on, dinner):
    occasion = on()
    client.force_login(nadia)

    answer = sent(f"/offers/{dinner.pk}/ask/", occasion=occasion.pk, seats="2", note="", until="", key=str(uuid4()))

    booking = Booking.objects.get()
    assert answer.url == booking.get_absolute_url()
    page = words(client.get(answer.url))
    assert "Your place is kept" in page
    assert "Places" in page


def test_another_date_from_the_same_form_is_another_booking_and_a_double_click_none(client, sent, nadia, on, dinner):
    """Somebody goes back in the browser and chooses the second date: the form still has its first key."""
    dates, form = [on(days=3), on(days=5)], {"seats": "2", "note": "", "until": "", "key": str(uuid4())}
    client.force_login(nadia)

    answers = [sent(f"/offers/{dinner.pk}/ask/", occasion=date.pk, **form).url for date in [*dates, dates[0]]]

    assert answers[0] == answers[2] != answers[1]
    assert {booking.enrolment.occasion for booking in Booking.objects.all()} == set(dates)


def test_a_full_date_is_told_beside_it_and_can_be_waited_for(client, sent, nadia, dora, on, come, dinner):
    occasion = on(seats=1)
    come(nadia, occasion)
    client.force_login(dora)
    told = {"occasion": occasion.pk, "seats": "1", "note": "", "until": ""}

    refused = sent(f"/offers/{dinner.pk}/ask/", **told, key=str(uuid4()))
    sent(f"/offers/{dinner.pk}/ask/", **told, wait="on", key=str(uuid4()))

    assert refused.status_code == 422
    assert "You can join the waiting list." in words(refused)
    booking = Booking.objects.get(customer=dora)
    page = words(client.get(booking.get_absolute_url()))
    assert "You are on the waiting list" in page
    assert "1 of 1" in page
    assert "Leave the waiting list" in page


def test_a_course_shows_all_its_days(look, on, dinner):
    on(sessions=3)

    page = words(look(f"/offers/{dinner.pk}/"))

    assert "3 days:" in page


def test_the_card_speaks_its_unit(look, on, dinner):
    on(days=3, seats=6)

    page = words(look("/search/"))

    assert "€5 a place" in page
    assert "6 places left" in page


# --- the desk -----------------------------------------------------------------------------------------------------
def test_a_course_is_announced_with_its_days(desk, sent, dinner, worker):
    path = reverse("desk_occasion_new", args=[dinner.pk])
    rows = days((in_days(4), "18:00", "20:00"), (in_days(11), "18:00", "00:00"), ("", "", ""))

    answer = sent(path, **rows, seats="8", leaders=[worker.pk], address="")

    occasion = Occasion.objects.get()
    assert answer.url == "/desk/occasions/"
    assert (occasion.starts_at, occasion.ends_at) == (at(18, days=4), at(0, days=12))
    assert (occasion.seats, occasion.leaders.get(), occasion.sessions.count()) == (8, worker, 2)


@each(
    ("rows", "other", "sentence"),
    [
        ([], {}, "Write at least one date."),
        ([("2026-13-40", "18:00", "20:00")], {}, "Enter a valid date."),
        ([(in_days(4), "", "20:00")], {}, "Write the day and both hours"),
        ([(in_days(4), "20:00", "18:00")], {}, "The end must come after the start."),
        ([("2020-01-01", "18:00", "20:00")], {}, "This time is past."),
        ([(in_days(4), "18:00", "20:00")], {"seats": "0"}, "greater than or equal to 1"),
        ([(in_days(4), "18:00", "20:00")], {"leaders": ["999999"]}, "not one of the available choices"),
        ([(in_days(4), "18:00", "20:00")], {"address": "nowhere 7"}, "nowhere 7"),
    ],
)
def test_what_cannot_be_is_said_and_kept(desk, sent, dinner, rows, other, sentence):
    told = days(*rows) | {"seats": "8", "address": ""} | other

    answer = sent(reverse("desk_occasion_new", args=[dinner.pk]), **told)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Occasion.objects.exists()


def test_rows_that_were_not_sent_are_no_error_page(desk, sent, dinner):
    assert sent(reverse("desk_occasion_new", args=[dinner.pk]), seats="8").status_code == 422


def test_an_offer_of_another_kind_has_no_dates(desk, look, offer):
    assert look(reverse("desk_occasion_new", args=[offer.pk])).status_code == 404


def test_a_date_is_moved_and_made_larger(desk, sent, on, come, nadia, run_tasks):
    occasion = on(days=3, seats=1)
    come(nadia, occasion)

    sent(f"/desk/occasions/{occasion.pk}/", **days((in_days(6), "19:00", "22:00")), seats="5", address="")
    run_tasks()

    occasion.refresh_from_db()
    assert (occasion.starts_at, occasion.seats) == (at(19, days=6), 5)
    assert Booking.objects.get().starts_at == occasion.starts_at


def test_the_editor_shows_what_is(desk, look, on, worker):
    occasion = on(sessions=2, leaders=[worker])

    page = words(look(f"/desk/occasions/{occasion.pk}/"))

    assert f'value="{in_days(3)}"' in page
    assert f'value="{in_days(10)}"' in page
    assert 'value="19:00"' in page
    assert "announced it" in page


def test_a_date_is_called_off_after_the_reason(desk, sent, look, on, come, nadia):
    occasion = on()
    come(nadia, occasion, seats=2)
    path = f"/desk/occasions/{occasion.pk}/call-off/"

    asked, silent = words(look(path)), sent(path, reason="")
    done = sent(path, reason="The oven is broken.")

    assert "2 people have a place and are told at once" in asked
    assert silent.status_code == 422
    assert done.status_code == 302
    assert Occasion.objects.get().status == "called_off"
    assert "Announce the date" not in words(look(f"/desk/occasions/{occasion.pk}/"))


def test_the_desk_lists_its_dates_in_a_fixed_number_of_queries(desk, on, come, nadia):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            desk.get("/desk/occasions/")
        return len(taken)

    come(nadia, on(days=3))
    queries()  # the session is known from now on
    few = queries()
    for number in range(4, 9):
        on(days=number)

    assert queries() == few


def test_outsiders_find_nothing(client, look, sent, on, come, nadia, dora, other_desk, dinner):
    occasion = on()
    come(nadia, occasion)
    paths = [
        reverse("desk_occasion", args=[occasion.pk]),
        reverse("desk_occasion_call_off", args=[occasion.pk]),
        reverse("desk_occasion_new", args=[dinner.pk]),
        reverse("occasion_roll", args=[occasion.pk]),
    ]
    client.force_login(dora)

    assert [look(path).status_code for path in paths] == [404] * 4
    assert [sent(path, reason="x").status_code for path in paths] == [404] * 4
    client.force_login(nadia)
    assert look(f"/occasions/{occasion.pk}/").status_code == 404
    assert look(reverse("desk_occasions")).status_code == 404
    client.logout()
    assert [look(path).status_code for path in paths] == [302] * 4
