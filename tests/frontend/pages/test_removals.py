"""Removals on pages: the inventory without a script, the price named and accepted, photos for who may see them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import Booking
from marketplace import wording
from marketplace.lives.engine import Actor, take
from tests.cast import at
from tests.parcels import picture


@pytest.fixture(autouse=True)
def files_stay_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sent(removal_wishes):
    """What the page sends."""

    def make(**other):
        told = removal_wishes() | {"key": str(uuid4()), "day": at(9, days=5).date().isoformat()}
        for number, row in enumerate(told.pop("inventory")):
            told |= {f"inventory-{number}-{name}": value for name, value in row.items()}
        return {name: value for name, value in told.items() if value is not False} | other

    return make


def text_of(answer):
    return answer.content.decode()


def step_of(booking, name):
    return reverse("booking_step", args=[booking.pk, name])


def test_the_offer_s_page_says_how_it_works_and_names_no_total(client, removal):
    page = text_of(client.get(reverse("offer", args=[removal.pk]), headers={"accept-language": "en"}))

    assert "names a price with hours, people and van" in page
    assert "You see the price before you decide" in page
    assert "First choose a time" not in page


def test_the_volume_is_worked_out_by_a_press_and_what_was_typed_stays(client, removal, nadia, sent):
    client.force_login(nadia)

    page = text_of(client.post(reverse("ask", args=[removal.pk]), sent(other="volume")))

    assert "about 1.4 m³" in page
    assert 'value="an accordion"' in page
    assert not Booking.objects.exists()


def test_a_removal_is_asked_for_without_a_script(client, removal, nadia, sent):
    client.force_login(nadia)

    answer = client.post(reverse("ask", args=[removal.pk]), sent())

    assert answer.status_code == 302, text_of(answer)
    page = text_of(client.get(answer["Location"]))
    assert "1 x an accordion" in page
    assert "Not named yet" in page


def test_a_line_without_a_room_is_named(client, removal, nadia, sent):
    client.force_login(nadia)

    answer = client.post(reverse("ask", args=[removal.pk]), sent(**{"inventory-1-room": ""}))

    assert answer.status_code == 422
    assert 'id="id_inventory-1-room_wrong"' in text_of(answer)


def test_the_desk_names_a_price_and_the_customer_accepts_what_he_reads(client, moving, elena, nadia, quote_words):
    client.force_login(elena)
    told = quote_words(day=at(9, days=5).date().isoformat(), at="09:00", van="on", key=str(uuid4()))
    answer = client.post(step_of(moving, "quote"), told)
    assert answer.status_code == 302, text_of(answer)

    client.force_login(nadia)
    assert wording.euro(32_000) in text_of(client.get(moving.get_absolute_url()))
    form = text_of(client.get(step_of(moving, "accept")))
    assert f"{wording.euro(32_000)} for 4" in form
    answer = client.post(step_of(moving, "accept"), {"quote": "1", "key": str(uuid4())})

    assert answer.status_code == 302, text_of(answer)
    assert Booking.objects.get().status == "confirmed"


def test_a_tab_that_still_shows_the_old_price_accepts_nothing(client, quoted, elena, nadia, quote_words):
    seen = quoted.last_change_id
    take(quoted, "quote", Actor(elena), quote_words(price="480"))
    client.force_login(nadia)

    for told in ({"quote": "1", "seen": seen}, {"quote": "1"}, {"quote": "2", "seen": seen}):
        answer = client.post(step_of(quoted, "accept"), told | {"key": str(uuid4())})
        assert answer.status_code == 422
        assert wording.euro(48_000) in text_of(answer)

    assert Booking.objects.get().status == "quoted"


def test_photos_are_added_several_at_a_time_and_seen_by_those_who_see_the_booking(client, moving, nadia, elena, dora):
    client.force_login(nadia)
    answer = client.post(step_of(moving, "add_photos"), {"photos": [picture(), picture()], "key": str(uuid4())})
    assert answer.status_code == 302, text_of(answer)
    photo = moving.photos.first()

    client.force_login(elena)
    assert photo.get_absolute_url() in text_of(client.get(moving.get_absolute_url()))
    shown = client.get(photo.get_absolute_url())
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    client.force_login(dora)
    assert client.get(reverse("booking_photo", args=[photo.booking_id, photo.pk])).status_code == 404
    assert client.get(step_of(moving, "accept")).status_code == 404


def test_more_lines_cost_no_more_queries(client, moving, nadia):
    client.force_login(nadia)
    client.get(moving.get_absolute_url())
    number = queries_of(client, moving)
    for _more in range(5):
        moving.inventory.create(room="hall", thing="box", number=1, litres=80)

    assert queries_of(client, moving) == number


def queries_of(client, booking):
    with CaptureQueriesContext(connection) as taken:
        client.get(booking.get_absolute_url())
    return len(taken)


def test_an_agreed_removal_is_moved_to_when_the_whole_crew_is_free(client, quoted, nadia, elena, helper):
    """Yusuf does not come on the eighth day: then there are two, but no crew for what was agreed."""
    take(quoted, "accept", Actor(nadia), {"quote": "1"})
    free, short = at(13, days=7), at(13, days=8)
    helper.open_spans.filter(period__contains=short).delete()

    client.force_login(nadia)
    page = client.get(step_of(quoted, "ask_to_move"), {"from": f"{free:%Y-%m-%d}"})
    starts = {time.starts_at for day in page.context["week"].days for time in day.times}
    press(client, quoted, "ask_to_move", times=[free.isoformat()])
    client.force_login(elena)
    press(client, quoted, "grant_move", time=free.isoformat())

    assert free in starts
    assert short not in starts
    assert Booking.objects.get(pk=quoted.pk).starts_at == free


def press(client, booking, step, **facts):
    seen = Booking.objects.get(pk=booking.pk).last_change_id
    answer = client.post(step_of(booking, step), facts | {"seen": seen, "key": str(uuid4())})
    assert answer.status_code == 302, text_of(answer)
