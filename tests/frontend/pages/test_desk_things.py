"""Things, papers, stranded bookings, and why a time is not offered, at the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings import lifecycle
from marketplace.lives.engine import Actor
from marketplace.organisations import credentials
from marketplace.organisations.models import Credential, CredentialKind
from services import hours, things
from services.models import Resource, Skill
from tests.cast import at
from tests.folding import each


@pytest.fixture
def van(db) -> Skill:
    return Skill.objects.create(slug="van", name={"en": "van"})


@pytest.fixture
def ducato(biagio, elena, van) -> Resource:
    return things.enter(biagio, elena, {"name": "Ducato", "lanes": 2, "skills": [van]})


@pytest.fixture
def minors(db) -> CredentialKind:
    return CredentialKind.objects.create(slug="minors", name={"en": "Check for minors"})


def text(answer) -> str:
    return answer.content.decode()


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


# --- things -------------------------------------------------------------------------------------------------------
def test_a_van_is_entered_and_gets_hours(desk, biagio, van):
    answer = desk.post(reverse("desk_thing_new"), {"name": "Ducato", "lanes": 1, "skills": [van.pk]}, follow=True)

    ducato = Resource.objects.get(name="Ducato")
    assert "Ducato is entered" in text(answer)
    desk.post(reverse("desk_resource", args=[ducato.pk]), {
        "add": "weekly", "w-weekdays": [0, 1], "w-opens": "09:00", "w-closes": "17:00"
    })  # fmt: skip
    page = text(desk.get(reverse("desk_hours")))
    for words in ("Ducato", "Monday-Tuesday", "van"):
        assert words in page


@each("wrong", [{"name": ""}, {"lanes": 0}, {"lanes": "x"}, {"lanes": 1000}, {"skills": [999]}])
def test_mistakes_are_told_beside_their_fields(desk, biagio, wrong):
    answer = desk.post(reverse("desk_thing_new"), {"name": "Van", "lanes": 1} | wrong)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


def test_a_thing_goes_out_of_use_and_comes_back(desk, ducato, van):
    address = reverse("desk_resource", args=[ducato.pk])
    about = {"add": "about", "t-name": "Ducato", "t-lanes": 1, "t-skills": [van.pk]}

    desk.post(address, about)
    assert not Resource.objects.get(pk=ducato.pk).active
    assert "Out of use:" in text(desk.get(reverse("desk_hours")))

    desk.post(address, about | {"t-active": "on"})
    assert Resource.objects.get(pk=ducato.pk).active


def test_fewer_places_than_are_held_are_told_with_the_bookings(desk, ducato, booking):
    for lane in range(2):
        booking.holds.create(resource=ducato, lane=lane, period=(at(10), at(12)))

    answer = desk.post(reverse("desk_resource", args=[ducato.pk]), {
        "add": "about", "t-name": "Ducato", "t-lanes": 1, "t-active": "on"
    })  # fmt: skip

    assert answer.status_code == 422
    assert "Babysitter at your home" in str(answer.context["about"].errors["lanes"])


def test_of_somebody_who_works_only_the_skills_are_written(desk, worker, van):
    posted = {"add": "about", "t-skills": [van.pk], "t-lanes": 5, "t-name": "Eve"}

    desk.post(reverse("desk_resource", args=[worker.pk]), posted)

    worker.refresh_from_db()
    assert (worker.name, worker.lanes, list(worker.skills.all())) == ("Samira", 1, [van])


# --- outsiders ----------------------------------------------------------------------------------------------------
def test_another_desk_finds_nothing_of_it(
    client, other_desk, dora, ducato, samira, offer, booking, biagio, elena, minors
):
    paper = credentials.enter(biagio, elena, samira, minors, timezone.localdate(), timezone.localdate())
    client.force_login(dora)

    for name, pk in {
        "desk_resource": ducato.pk, "desk_papers": samira.pk, "desk_offer_why": offer.pk, "desk_person": samira.pk
    }.items():  # fmt: skip
        assert client.get(reverse(name, args=[pk])).status_code == 404
    for name, pk in {"desk_keep": booking.pk, "desk_paper_take_back": paper.pk}.items():
        assert client.post(reverse(name, args=[pk])).status_code == 404
    assert Credential.objects.filter(pk=paper.pk).exists()


def test_who_has_no_desk_finds_no_desk(client, nadia, samira, ducato):
    for stranger in (nadia, samira):
        client.force_login(stranger)
        for name in ("desk_thing_new", "desk_stranded", "desk_hours"):
            assert client.get(reverse(name)).status_code == 404


# --- papers -------------------------------------------------------------------------------------------------------
def test_a_paper_is_entered_renewed_and_taken_back(desk, samira, minors):
    address, today = reverse("desk_papers", args=[samira.pk]), timezone.localdate()
    posted = {"kind": minors.pk, "valid_from": today, "valid_until": today + timedelta(days=20)}

    desk.post(address, posted)
    paper = Credential.objects.get()
    assert "ends soon" in text(desk.get(address))
    assert "Check for minors ends on" in text(desk.get(reverse("desk_people")))

    again = desk.get(f"{address}?renew={paper.pk}")
    assert str(today + timedelta(days=21)) in text(again)

    desk.post(reverse("desk_paper_take_back", args=[paper.pk]))
    assert not Credential.objects.exists()


def test_dates_that_cannot_be_are_told(desk, samira, minors):
    today = timezone.localdate()

    answer = desk.post(reverse("desk_papers", args=[samira.pk]), {
        "kind": minors.pk, "valid_from": today, "valid_until": today - timedelta(days=1)
    })  # fmt: skip

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"valid_until"}


def test_she_sees_her_own_on_her_account(client, biagio, elena, samira, minors, nadia):
    credentials.enter(biagio, elena, samira, minors, timezone.localdate(), timezone.localdate())

    client.force_login(samira)
    assert "Check for minors" in text(client.get(reverse("account")))
    client.force_login(nadia)
    assert "Check for minors" not in text(client.get(reverse("account")))


# --- what is stranded ---------------------------------------------------------------------------------------------
def test_an_edit_lists_what_it_stranded_with_what_helps(desk, booking, worker):
    answer = desk.post(
        reverse("desk_resource", args=[worker.pk]), {"add": "exception", "x-first": at(0).date()}, follow=True
    )

    page = text(answer)
    assert "1 booking does not fit any more" in page
    assert booking.title in page
    assert "Samira: does not work at this time" in page
    assert reverse("booking_step", args=[booking.pk, "decline"]) in page
    assert reverse("desk_stranded") in text(desk.get(reverse("desk")))

    desk.post(reverse("desk_keep", args=[booking.pk]), follow=True)
    assert booking.title not in text(desk.get(reverse("desk_stranded")))
    assert reverse("desk_stranded") not in text(desk.get(reverse("desk")))


def test_a_date_whose_leader_has_a_day_off_leads_to_its_page(desk, on, worker):
    date = on(leaders=[worker])
    day = timezone.localdate(date.starts_at, date.tz)

    answer = desk.post(reverse("desk_resource", args=[worker.pk]), {"add": "exception", "x-first": day}, follow=True)

    for page in (text(answer), text(desk.get(reverse("desk_stranded")))):
        assert reverse("desk_occasion", args=[date.pk]) in page
        assert "Samira: does not work at this time" in page
    assert "1 date lacks who leads it" in text(desk.get(reverse("desk")))

    desk.post(reverse("desk_keep_date", args=[date.pk]))
    assert "Samira: does not work" not in text(desk.get(reverse("desk_stranded")))
    assert "1 date lacks who leads it" not in text(desk.get(reverse("desk")))


def test_an_outsider_keeps_no_date(client, on, worker, elena, nadia, dora, other_desk):
    date = on(leaders=[worker])
    hours.add_exception(worker, elena, timezone.localdate(date.starts_at, date.tz))

    for somebody in (nadia, dora):
        client.force_login(somebody)
        assert client.post(reverse("desk_keep_date", args=[date.pk])).status_code == 404
    assert not date.kept.exists()


def test_the_list_takes_few_queries_for_each(desk, offer, person, elena, worker, wishes, slot):
    hours.add_exception(worker, elena, at(0, days=9).date())
    address = reverse("desk_stranded")
    for day in (2, 3, 4):
        start, end = slot(days=day)
        lifecycle.ask(offer, Actor(person(f"Nora{day}")), wishes(starts_at=start, ends_at=end))
    none = queries(desk, address)

    hours.add_exception(worker, elena, at(0).date(), at(0, days=4).date())

    assert queries(desk, address) <= none + 30


# --- why ----------------------------------------------------------------------------------------------------------
def test_the_desk_asks_why(desk, offer, booking):
    address = reverse("desk_offer_why", args=[offer.pk])
    asked = {"day": at(0).date(), "at": "10:00", "minutes": 60, "seats": 1}

    page = text(desk.get(address, asked))
    assert "Nobody is free." in page
    assert f'<a href="{booking.get_absolute_url()}">Taken: {booking.title}.</a>' in page
    assert "This time is offered." in text(desk.get(address, asked | {"at": "14:00"}))
    assert "Why is this time not offered?" in text(desk.get(address))


@each(
    "wrong", [{"day": "x"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"at": "25:00"}, {"minutes": 7}, {"seats": 0}]
)
def test_a_question_that_cannot_be_is_told(desk, offer, wrong):
    asked = {"day": at(0).date(), "at": "10:00", "minutes": 60, "seats": 1} | wrong

    assert desk.get(reverse("desk_offer_why", args=[offer.pk]), asked).status_code == 422
