"""The desk's offers and hours, as forms."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import CredentialKind
from services import things
from services.models import Category, Offer, Skill
from tests.cast import ROME
from tests.folding import each
from tests.services.test_publishing import photo


@pytest.fixture
def posted(babysitting, worker):
    """posted() is the editor's form as a browser sends it; any field may be named."""

    def make(**other):
        return {
            "category": babysitting.pk, "where": "at_home", "price": "hourly", "price_cents": "12,50",
            "slice_minutes": 30, "min_minutes": 60, "max_minutes": 240, "every_minutes": 30, "notice_minutes": 240,
            "horizon_days": 28, "buffer_before": 0, "buffer_after": 15, "answer_hours": 24, "resources": [worker.pk],
            "kind": "appointment", "choice": "turn", "request_blocks": "on",
            "it_title": "Babysitter a casa", "it_summary": "Qualcuno che sa come si fa.",
            "en_title": "Babysitter", "en_summary": "Somebody who knows how.", **other,
        }  # fmt: skip

    return make


def text(answer) -> str:
    return answer.content.decode()


def test_one_offer_is_written(desk, posted, twice):
    first, second = twice(desk, "desk_offer_new", posted(price_cents="12.50"))

    assert first["Location"] == second["Location"] == reverse("desk_offer", args=[Offer.objects.get().pk])


def test_an_offer_goes_from_a_draft_to_everybody(desk, posted, elena, gianni, client):
    desk.post(reverse("desk_offer_new"), posted(price_cents="12.50"))
    offer = Offer.objects.get()
    assert offer.price_cents == 1250

    desk.post(reverse("desk_offer_step", args=[offer.pk, "submit"]))
    take(offer, "publish", Actor(gianni))

    assert "Published" in text(desk.get(reverse("desk_offers")))


def test_an_offer_says_whom_and_what_it_takes(desk, posted, worker, biagio, elena):
    carry, van = (Skill.objects.create(slug=slug, name={"en": slug}) for slug in ("carrying", "van"))
    paper = CredentialKind.objects.create(slug="licence", name={"en": "Driving licence"})
    ducato = things.enter(biagio, elena, {"name": "Ducato", "skills": [van]})
    team = {"need1": carry.pk, "need1_number": 2, "need2": van.pk, "need2_number": "", "credentials": [paper.pk]}

    desk.post(
        reverse("desk_offer_new"), posted(price_cents="12", choice="desk", **team, resources=[worker.pk, ducato.pk])
    )

    offer = Offer.objects.get()
    assert [(need.skill, need.number) for need in offer.needs.all()] == [(carry, 2), (van, 1)]
    assert (offer.choice, list(offer.credentials.all())) == ("desk", [paper])
    page = text(desk.get(reverse("desk_offer", args=[offer.pk])))
    assert "Ducato (van)" in page
    assert "Carrying: 2 are needed, 0 of those who do it can." in page
    assert 'name="need3"' in page


@each("wrong", [{"need1": 999}, {"need1": "x"}, {"kind": "magic"}, {"choice": "dice"}, {"policy": 7}])
def test_what_is_not_in_the_lists_is_told(desk, posted, wrong):
    answer = desk.post(reverse("desk_offer_new"), posted(price_cents="12", **wrong))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


def test_a_need_that_stands_twice_is_told(desk, posted):
    carry = Skill.objects.create(slug="carrying", name={"en": "carrying"})

    answer = desk.post(reverse("desk_offer_new"), posted(price_cents="12", need1=carry.pk, need2=carry.pk))

    assert "Write each of these once" in text(answer)


def test_euros_may_have_an_italian_comma(desk, posted, elena):
    elena.language = "it"
    elena.save()

    desk.post(reverse("desk_offer_new"), posted())

    assert Offer.objects.get().price_cents == 1250


def test_mistakes_are_told_beside_their_fields_and_nothing_typed_is_lost(desk, posted):
    answer = desk.post(reverse("desk_offer_new"), posted(it_title="", max_minutes=30, price_cents="12"))

    assert answer.status_code == 422
    assert {"it_title", "max_minutes"} <= set(answer.context["form"].errors)
    assert "Somebody who knows how." in text(answer)
    assert not Offer.objects.exists()


def test_an_upload_that_is_no_picture_gets_a_clear_answer(desk, posted):
    upload = SimpleUploadedFile("me.png", b"MZ not a picture")

    answer = desk.post(reverse("desk_offer_new"), posted(price_cents="12", picture=upload))

    assert answer.status_code == 422
    assert "not a picture we can read" in text(answer)


def test_a_picture_hangs_there_until_it_is_taken_away(desk, posted, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk.post(reverse("desk_offer_new"), posted(price_cents="12", picture=photo()))
    offer = Offer.objects.get()
    assert offer.picture.name.endswith(".webp")

    desk.post(reverse("desk_offer", args=[offer.pk]), posted(price_cents="12", without_picture="on"))

    offer.refresh_from_db()
    assert not offer.picture


def test_an_edit_of_what_the_city_read_says_that_it_is_read_again(desk, offer, posted):
    answer = desk.post(reverse("desk_offer", args=[offer.pk]), posted(price_cents="20"), follow=True)

    assert "The City reads it again" in text(answer)
    offer.refresh_from_db()
    assert offer.status == "review"


def test_the_reason_of_a_refusal_stands_on_top(desk, offer, gianni, elena, make_offer):
    waiting = make_offer("Dogs", status="review")
    take(waiting, "send_back", Actor(gianni), {"reason": "Say who walks the dog."})

    page = text(desk.get(reverse("desk_offer", args=[waiting.pk])))

    assert page.index("Say who walks the dog.") < page.index("What you offer")


@each("name", ["revise", "amend", "publish", "nonsense"])
def test_steps_that_are_not_the_desks_are_not_taken(desk, offer, name):
    desk.post(reverse("desk_offer_step", args=[offer.pk, name]))

    offer.refresh_from_db()
    assert offer.status == "published"
    assert not offer.changes.exists()


def test_a_forged_status_or_owner_changes_nothing(desk, offer, city, posted):
    forged = posted(price_cents="12.00", status="withdrawn", organisation=city.pk)

    desk.post(reverse("desk_offer", args=[offer.pk]), forged)

    offer.refresh_from_db()
    assert offer.status != "withdrawn"
    assert offer.organisation != city


def test_the_list_asks_the_same_number_of_questions_for_many_offers(desk, make_offer):
    make_offer("One")
    desk.get(reverse("desk_offers"))  # the first page of a session writes down where one is signed in
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("desk_offers"))
    for name in ("Two", "Three", "Four"):
        make_offer(name)

    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("desk_offers"))

    assert len(many) == len(few)


# --- hours --------------------------------------------------------------------------------------------------------
def weekly(**other):
    return {"add": "weekly", "w-weekdays": [0, 2], "w-opens": "19:00", "w-closes": "21:00", **other}


def test_weekly_hours_are_added_and_taken_away(desk, worker):
    page = reverse("desk_resource", args=[worker.pk])
    desk.post(page, weekly())
    evening = worker.weekly_hours.filter(opens="19:00")
    assert evening.count() == 2

    desk.post(reverse("desk_weekly_remove", args=[worker.pk, evening[0].pk]))

    assert evening.count() == 1


@each(("said", "kept"), [("True", True), ("False", False), ("", None)])
def test_the_desk_says_whether_one_gets_in_without_steps(desk, posted, biagio, said, kept):
    desk.post(reverse("desk_offer_new"), posted(where="at_place", step_free=said, price_cents="12.50"))
    offer = Offer.objects.get()

    page = text(desk.get(reverse("desk_offer", args=[offer.pk])))

    assert offer.step_free is kept
    assert f'<option value="{said}" selected>' in page


def test_the_desk_ticks_what_is_true_of_its_offer_without_scripts(desk, posted, ages):
    assert 'name="trait_ages"' not in text(desk.get(reverse("desk_offer_new")))

    said = {"trait_ages": ["ages:3-5", "ages:0-2"], "trait_homework": ["homework:yes"]}
    desk.post(reverse("desk_offer_new"), posted(price_cents="12", **said))
    offer = Offer.objects.get()
    page = text(desk.get(reverse("desk_offer", args=[offer.pk])))

    assert offer.traits == ["ages:0-2", "ages:3-5", "homework:yes"]
    assert "<legend>For which ages</legend>" in page
    assert page.count('name="trait_ages"') == 3
    assert page.count("checked", page.index("trait_ages"), page.index('id="who"')) == 3


@each("wrong", ["ages:99", "homework:yes", "ages:0-2\0", ""])
def test_what_stands_in_no_box_is_told_at_its_group(desk, posted, ages, wrong):
    answer = desk.post(reverse("desk_offer_new"), posted(price_cents="12", trait_ages=["ages:0-2", wrong]))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["trait_ages"]
    assert not Offer.objects.exists()


def test_with_another_category_other_boxes_stand_there_and_the_old_ones_go(desk, posted, ages):
    desk.post(reverse("desk_offer_new"), posted(price_cents="12", trait_ages=["ages:0-2"]))
    what = {"slug": "what", "name": {"en": "What"}, "choices": [{"slug": "shirts", "name": {"en": "Shirts"}}]}
    ironing = Category.objects.create(slug="ironing", name={"en": "Ironing"}, traits=[what])
    address = reverse("desk_offer", args=[Offer.objects.get().pk])

    desk.post(address, posted(price_cents="12", category=ironing.pk, trait_ages=["ages:0-2"]))
    page = text(desk.get(address))

    assert Offer.objects.get().traits == []
    assert 'name="trait_what"' in page
    assert 'name="trait_ages"' not in page


def test_a_category_that_cannot_be_has_no_boxes(desk, posted, ages):
    answer = desk.post(reverse("desk_offer_new"), posted(price_cents="12", category="x\0"))

    assert answer.status_code == 422
    assert 'name="trait_ages"' not in text(answer)


def test_hours_that_overlap_are_told(desk, worker):
    answer = desk.post(reverse("desk_resource", args=[worker.pk]), weekly(**{"w-opens": "17:00"}))

    assert answer.status_code == 422
    assert "overlaps" in text(answer)


def test_a_closed_day_shows_at_once_among_the_free_times(desk, worker):
    day = timezone.localdate(timezone=ROME) + timedelta(days=1)

    page = reverse("desk_resource", args=[worker.pk])
    answer = desk.post(page, {"add": "exception", "x-first": day.isoformat(), "x-reason": "Holiday"}, follow=True)

    free = {when: spans for when, _rest, spans in answer.context["free"]}
    assert free[day] == []
    assert "Holiday" in text(answer)


@pytest.mark.parametrize("what", ["", "nothing"])
def test_a_press_on_nothing_changes_nothing(desk, worker, what):
    answer = desk.post(reverse("desk_resource", args=[worker.pk]), {"add": what})

    assert answer.status_code == 200
    assert worker.weekly_hours.count() == 7
