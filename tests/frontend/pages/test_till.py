"""The till as a page: without JavaScript, on a screen that others see."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from bookings import till as tills
from bookings.models import Booking, Slip, Till
from marketplace.lives.engine import Actor, take
from services.wardrobe import purse
from tests.cast import at
from tests.folding import each
from tests.wardrobes import card_of, points, written


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def behind(client, tomas, wardrobe):
    """Tomas, who works in the wardrobe and has no desk."""
    client.force_login(tomas)
    return client


@pytest.fixture
def at_desk(client, amina, wardrobe):
    client.force_login(amina)
    return client


@pytest.fixture
def press(behind, household):
    """press(read=label, take=1): what a press sends, with the card."""

    def go(**told):
        return behind.post(reverse("desk_till"), {"card": card_of(household), "key": str(uuid4())} | told)

    return go


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def before_the_press(answer) -> str:
    """What stands on the screen for everybody: without what is folded away."""
    open_parts, _fold, folded = text_of(answer).partition("<details>")
    return open_parts + folded.partition("</details>")[2]


def test_a_card_labels_one_press(press, behind, household, coat, kind_of, hung):
    first, second = hung(coat), hung(kind_of("tee", points=5))

    answer = press()
    assert "150 left" in text_of(answer)
    answer = press(read=first.label)
    assert "Coat, M" in text_of(answer)
    answer = press(label=[first.label], read=second.label)
    assert "35 points" in text_of(answer)
    answer = press(label=[first.label, second.label], take="1", key=answer.context["key"])

    assert answer.status_code == 302
    assert "Taken. 115 left." in text_of(behind.get(reverse("desk_till")))
    assert points(household) == 115


def test_a_double_click_takes_once(press, household, coat, hung):
    told = {"label": [hung(coat).label], "take": "1", "key": str(uuid4())}

    assert [press(**told).status_code for _press in range(2)] == [302, 302]

    assert points(household) == 120


def test_what_is_put_back_does_not_lie_there_any_more(press, coat, hung):
    first, second = hung(coat), hung(coat)

    answer = press(label=[first.label, second.label], remove=first.label)

    assert [garment.label for garment in answer.context["basket"].garments] == [second.label]


def test_too_few_points_are_said_to_staff_alone(press, kind_of, hung):
    label = hung(kind_of("evening", points=170)).label

    for answer in (press(read=label), press(label=[label], take="1")):
        assert "Please call a colleague" in before_the_press(answer)
        assert "missing" not in before_the_press(answer)
        assert "20 points are missing." in text_of(answer)
        assert 'name="excuse"' not in text_of(answer)

    assert not Booking.objects.exists()


def test_beyond_the_rules_it_goes_with_a_reason_said_behind_the_fold(press, household, coat, hung):
    labels = [hung(coat).label, hung(coat).label]

    answer = press(label=labels, take="1")
    assert answer.status_code == 422
    assert "Of this type" in text_of(answer)
    assert "Of this type" not in before_the_press(answer)
    press(label=labels, take="1", excuse="One is for her sister.")

    assert points(household) == 90


@each("card", ["NOTHING", "\0", "x" * 41])
def test_a_card_that_is_not_good_shows_no_more_than_that(press, card):
    answer = press(card=card)

    assert answer.status_code == 422
    assert "Please call a colleague" in before_the_press(answer)
    assert answer.context["basket"] is None


def test_a_label_that_is_none_leaves_the_others_there(press, coat, hung):
    label = hung(coat).label

    for wrong in ("ZZZ-ZZZZ", "\0", "x" * 41):
        answer = press(label=[label], read=wrong)

        assert answer.status_code == 422, wrong
        assert text_of(answer).count("There is no garment") <= 1


def test_nobody_is_named_on_the_screen(press, household, nadia, coat, hung):
    answer = press(read=hung(coat).label)

    assert nadia.given_name not in text_of(answer)
    assert nadia.family_name not in text_of(answer)


def test_people_without_a_home_see_no_points(behind, household, coat, hung):
    type(household).objects.update(without_home=True)

    answer = behind.post(reverse("desk_till"), {"card": card_of(household), "read": hung(coat).label})

    assert "left" not in text_of(answer).partition("<main")[2].partition("</main>")[0].replace("left_", "")
    assert "point" not in text_of(answer).partition("<main")[2].partition("</main>")[0]


def test_what_is_put_aside_for_today_is_handed_over(press, household, nadia, coat, hung, choose, now_is):
    booking = take(choose(nadia, hung(coat)), "book", Actor(nadia), {"time": at(10).isoformat()})
    now_is(booking.starts_at)

    answer = press()
    assert "Put aside for today" in text_of(answer)
    assert press(hand_over=booking.pk).status_code == 302

    booking.refresh_from_db()
    assert booking.status == "done"


def test_outsiders_find_no_till(client, till, dora, elena, nadia, household):
    pages = [reverse("desk_till"), reverse("desk_tills")]
    posts = [reverse("desk_till"), reverse("desk_till_open")]
    posts += [reverse(name, args=[till.pk]) for name in ("desk_till_close", "desk_till_queue")]

    for outsider in (dora, elena, nadia):
        client.force_login(outsider)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in posts} == {404}

    assert Till.objects.open().exists()


def test_a_visitor_signs_in_first(client, wardrobe):
    assert reverse("account_login") in client.get(reverse("desk_till")).headers["Location"]


def test_the_till_asks_as_often_for_many_garments_as_for_one(press, kind_of, hung, django_assert_num_queries):
    tee = kind_of("tee", points=5)
    labels = [hung(tee).label for _number in range(6)]
    press()

    for number in (1, 6):
        with django_assert_num_queries(16):
            press(label=labels[:number])


# --- tills and their queues ---------------------------------------------------------------------------------------
def test_a_device_becomes_a_till_and_is_closed(behind, wardrobe):
    assert "data-secret" not in text_of(behind.get(reverse("desk_till")))

    behind.post(reverse("desk_till_open"))
    till = Till.objects.get()
    assert till.secret in text_of(behind.get(reverse("desk_till")))
    behind.post(reverse("desk_till_close", args=[till.pk]))

    assert "data-secret" not in text_of(behind.get(reverse("desk_till")))


def test_the_secret_of_a_till_stands_in_no_other_browser(at_desk, till):
    assert till.secret not in text_of(at_desk.get(reverse("desk_till")))
    assert till.secret not in text_of(at_desk.get(reverse("desk_tills")))


def test_a_queue_is_answered_slip_by_slip(behind, till, household, coat, hung):
    good = written(till, card_of(household), hung(coat).label)
    forged = written(till, card_of(household), hung(coat).label) | {"signature": "0"}

    answer = behind.post(reverse("desk_till_queue", args=[till.pk]), {"takes": json.dumps([good, forged])})

    assert answer.json() == {"slips": {good["nonce"]: "settled", forged["nonce"]: "refused"}}
    assert points(household) == 120


@each("takes", ["", "{", "7", '{"a": 1}'])
def test_what_is_no_queue_is_answered_and_changes_nothing(behind, till, takes):
    assert behind.post(reverse("desk_till_queue", args=[till.pk]), {"takes": takes}).status_code == 409


def test_a_closed_till_sends_nothing_any_more(behind, till, amina, household, coat, hung):
    tills.close(till, amina)
    told = {"takes": json.dumps([written(till, card_of(household), hung(coat).label)])}

    answer = behind.post(reverse("desk_till_queue", args=[till.pk]), told)

    assert answer.status_code == 409
    assert points(household) == 150


@pytest.fixture
def slip(till, tomas, household, kind_of, hung):
    tills.settle(till, tomas, [written(till, card_of(household), hung(kind_of("evening", points=170)).label)])
    return Slip.objects.get()


def test_an_overdraft_is_shown_to_the_desk_alone(client, slip, amina, tomas, household):
    client.force_login(tomas)
    assert "did not hold" not in text_of(client.get(reverse("desk_tills")))
    for answer in (client.get(reverse("desk_till")), client.post(reverse("desk_till"), {"card": card_of(household)})):
        assert "owe" not in text_of(answer)

    client.force_login(amina)
    assert "did not hold enough points" in text_of(client.get(reverse("desk_tills")))
    assert "20 points" in text_of(client.get(reverse("desk_household", args=[household.pk])))


def test_the_desk_decides_with_a_note(at_desk, slip, household):
    address, field = reverse("desk_slip", args=[slip.pk]), f"{slip.pk}-"

    at_desk.post(address, {field + "note": ""}, headers={"referer": "http://testserver" + reverse("desk_tills")})
    assert "Write what was decided" in text_of(at_desk.get(reverse("desk_tills")))
    at_desk.post(address, {field + "note": "Her wedding.", field + "let_go": "on"})

    assert purse.owed_by(household) == 0
    assert "did not hold" not in text_of(at_desk.get(reverse("desk_tills")))


def test_whoever_only_hands_out_finds_no_slip(behind, slip, household):
    answer = behind.post(reverse("desk_slip", args=[slip.pk]), {f"{slip.pk}-note": "It is fine."})

    assert answer.status_code == 404
    assert purse.owed_by(household) == 20


def test_the_script_that_answers_without_a_line_reaches_no_further_than_the_till(client):
    answer = client.get("/desk/till/worker.js")

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer
    assert "addEventListener(`fetch`" in answer.content.decode()


def test_a_browser_whose_till_was_closed_keeps_nothing_of_it(behind):
    behind.post(reverse("desk_till_open"))
    assert "keeping" not in text_of(behind.get(reverse("desk_tills")))

    behind.post(reverse("desk_till_close", args=[Till.objects.get().pk]))

    assert "keeping" in text_of(behind.get(reverse("desk_tills")))


def test_the_camera_may_be_asked_for_at_the_till_and_nowhere_else(behind):
    till, tills = behind.get(reverse("desk_till")), behind.get(reverse("desk_tills"))

    assert till["Permissions-Policy"] == "camera=(self), microphone=(), geolocation=()"
    assert "worker-src 'self'" in till["Content-Security-Policy"]
    assert tills["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
