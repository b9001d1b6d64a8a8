"""Labels on sheets, and what a wardrobe needs and takes, as its desk sees them."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from services.models import Sought
from services.wardrobe import intake
from tests.folding import each


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at_work(client, tomas):
    client.force_login(tomas)
    return client


@pytest.fixture
def at_desk(client, amina):
    client.force_login(amina)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def printed(answer) -> str:
    assert answer.headers["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(BytesIO(b"".join(answer))).pages)


def test_labels_of_all_that_arrived_are_printed_once(at_work, wardrobe, tomas, coat):
    garment = intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"})
    told = {"which": "new", "sheet": "3x8", "start": "5"}

    assert garment.label in printed(at_work.post(reverse("desk_labels"), told))
    assert at_work.post(reverse("desk_labels"), told).status_code == 422
    one = at_work.post(f"{reverse('desk_labels')}?garment={garment.pk}", told | {"which": "one"})
    assert garment.label in printed(one)


def test_labels_of_a_bag_are_printed_again(at_work, bag, wardrobe, tomas, coat):
    own = intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, bag=bag)
    other = intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"})
    address = f"{reverse('desk_labels')}?bag={bag.pk}"

    for which in ("new", "all"):
        said = printed(at_work.post(address, {"which": which, "sheet": "4x10", "start": "1"}))
        assert own.label in said
        assert other.label not in said


@each("wrong", [{"start": "25"}, {"start": "0"}, {"start": "x"}, {"sheet": "9x9"}, {"which": "all"}])
def test_a_sheet_has_so_many_labels_and_no_more(wrong, at_work, wardrobe):
    told = {"which": "new", "sheet": "3x8", "start": "1"} | wrong

    assert at_work.post(reverse("desk_labels"), told).status_code == 422


def test_the_desk_says_what_is_needed_and_what_is_taken(at_desk, wardrobe, coat):
    day = timezone.localdate().isoformat()
    at_desk.post(reverse("desk_wishes"), {"type": coat.pk, "sizes": "l, XL,", "valid_from": day})
    at_desk.post(reverse("desk_takes"), {"takes_it": "Pulito", "takes_en": "Clean"})
    wish = Sought.objects.get()

    public = text_of(at_desk.get(wardrobe.get_absolute_url()))
    assert "Coat: L, XL" in public
    assert "Clean" in public

    at_desk.post(reverse("desk_wish", args=[wish.pk]), {"type": coat.pk, "sizes": "S", "valid_from": day})
    assert "Coat: S" in text_of(at_desk.get(wardrobe.get_absolute_url()))
    at_desk.post(reverse("desk_wish_end", args=[wish.pk]))
    assert not Sought.objects.exists()


@each("wrong", [{"sizes": "38"}, {"sizes": "x" * 99}, {"sizes": "x" * 201}, {"valid_to": "2020-01-01"}, {"type": ""}])
def test_a_wish_that_cannot_be_is_said(wrong, at_desk, wardrobe, coat):
    told = {"type": coat.pk, "valid_from": timezone.localdate().isoformat()} | wrong

    assert at_desk.post(reverse("desk_wishes"), told).status_code == 422
    assert at_desk.post(reverse("desk_takes"), {"takes_it": "x" * 1001}).status_code == 422
