"""Writing offers: whole or not at all, and read again by the City when what it has read changes."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services import publishing
from services.models import Offer
from tests.folding import each
from tests.racing import at_once

EXIF_MODEL, EXIF_GPS = 0x0110, 0x8825


def photo(kind="JPEG", size=(40, 30), **exif) -> SimpleUploadedFile:
    image, file = Image.new("RGB", size, "teal"), io.BytesIO()
    tags = Image.Exif()
    tags[EXIF_MODEL] = "A phone"
    tags.get_ifd(EXIF_GPS)[1] = "N"
    image.save(file, kind, exif=tags)
    return SimpleUploadedFile(f"me.{kind.lower()}", file.getvalue())


def test_a_new_offer_is_a_draft_with_words_people_and_a_point_on_the_map(write, worker, biagio):
    offer = write()

    assert offer.status == "new"
    assert set(offer.texts.values_list("language", flat=True)) == {"it", "en"}
    assert list(offer.resources.all()) == [worker]
    assert offer.location == pytest.approx(biagio.place.location)


def test_an_edit_of_what_the_city_read_is_read_again(published, write, texts):
    offer = write(published, words=texts("Nanny at your home"))

    assert offer.status == "review"
    assert offer.changes.last().step == "revise"


def test_an_edit_of_how_it_is_booked_stays_published(published, write):
    offer = write(published, notice_minutes=120, horizon_days=14)

    assert offer.status == "published"
    assert offer.notice_minutes == 120


def test_an_officer_cannot_publish_words_that_changed_while_she_read(write, texts, elena, gianni):
    offer = take(write(), "submit", Actor(elena))
    seen = offer.last_change_id

    write(offer, words=texts("Something else"))

    with pytest.raises(Refused, match="changed meanwhile"):
        take(offer, "publish", Actor(gianni), seen=seen)


def test_what_an_edit_does_by_itself_is_no_button(published, elena):
    assert set(publishing.steps(published, Actor(elena))) == {"withdraw"}


def test_a_language_without_words_goes(write, texts):
    offer = write()

    write(offer, words=texts() | {"en": {}})

    assert [text.language for text in offer.texts.all()] == ["it"]


def test_every_mistake_is_told_at_once_and_nothing_is_kept(write, texts):
    with pytest.raises(ValidationError) as told:
        write(words=texts(title="", summary=""), min_minutes=120, max_minutes=60, price_cents=0)

    assert set(told.value.error_dict) >= {"it_summary", "en_title", "max_minutes"}
    assert not Offer.objects.exists()


@each(
    ("field", "value"),
    [("horizon_days", 85), ("every_minutes", 0), ("min_minutes", 1), ("answer_hours", 145), ("price_cents", 10**9)],
)
def test_numbers_outside_what_we_can_do_are_named(write, field, value):
    with pytest.raises(ValidationError) as told:
        write(**{field: value})

    assert field in told.value.error_dict


def test_free_costs_nothing_whatever_was_typed(write):
    assert write(price="free", price_cents=1200).price_cents == 0


def test_something_paid_has_a_price(write):
    with pytest.raises(ValidationError, match="what it costs"):
        write(price="fixed", price_cents=0)


def test_an_offer_at_a_place_takes_an_address_we_know(write, aurora):
    offer = write(where="at_place", address="via Cecchi 18", door="2nd floor")

    assert (offer.place.line, offer.place.extra, offer.place.area) == ("via Cecchi 18", "2nd floor", aurora)
    assert offer.location == pytest.approx(offer.place.location)
    assert offer.street == "via cecchi"


def test_an_offer_at_a_place_without_address_is_at_the_desk(write, biagio):
    assert write(where="at_place", address="").place == biagio.place


def test_an_offer_that_is_done_at_one_s_home_again_names_no_street(write):
    offer = write(where="at_place", address="via Cecchi 18")

    assert write(offer, where="at_home").street == ""


def test_an_unknown_street_is_told_beside_the_address(write):
    with pytest.raises(ValidationError) as told:
        write(where="at_place", address="via Che Non Esiste 3")

    assert "address" in told.value.error_dict


def test_the_same_address_stays_the_same_place(write):
    offer = write(where="at_place", address="via Cecchi 18")

    assert write(offer, where="at_place", address="via Cecchi 18").place_id == offer.place_id


@each("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_new_without_what_the_camera_noted(write, settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path

    offer = write(picture=photo(kind))

    kept = Image.open(offer.picture.path)
    assert kept.format == "WEBP"
    assert not dict(kept.getexif())
    assert "me" not in offer.picture.name


def test_a_large_picture_is_made_smaller(write, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    assert Image.open(write(picture=photo(size=(4000, 1000))).picture.path).size == (1600, 400)


def test_what_is_no_picture_gets_a_clear_answer(write):
    with pytest.raises(ValidationError, match="not a picture") as told:
        write(picture=SimpleUploadedFile("me.jpg", b"<script>alert(1)</script>"))

    assert "picture" in told.value.error_dict
    assert not Offer.objects.exists()


def test_half_a_picture_is_no_picture(write):
    whole = photo(size=(400, 300)).read()

    with pytest.raises(ValidationError, match="not a picture"):
        write(picture=SimpleUploadedFile("me.jpg", whole[: len(whole) // 2]))


def test_a_picture_with_too_many_pixels_is_not_even_opened(write, monkeypatch):
    monkeypatch.setattr(publishing.pictures, "MOST_PIXELS", 100)

    with pytest.raises(ValidationError, match="too many pixels"):
        write(picture=photo())


def test_a_picture_that_is_taken_away_leaves_no_file(write, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    offer = write(picture=photo())

    with django_capture_on_commit_callbacks(execute=True):
        write(offer, picture=publishing.REMOVE)

    assert not list(tmp_path.rglob("*.webp"))


def test_somebody_who_is_not_at_the_desk_writes_nothing(write, samira, dora, gianni):
    for somebody in (samira, dora, gianni):
        with pytest.raises(Refused):
            write(by=somebody)

    assert not Offer.objects.exists()


def test_another_bodys_people_cannot_be_put_to_work(write, worker, city):
    type(worker).objects.filter(pk=worker.pk).update(organisation=city)
    worker.refresh_from_db()

    with pytest.raises(ValidationError, match="this organisation"):
        write(resources=[worker])


def test_words_keep_emoji_and_lose_what_no_database_holds(write, texts):
    offer = write(words=texts(body="Ciao 👋\0 مرحبا"))

    assert offer.texts.get(language="it").body == "Ciao 👋 مرحبا"


@pytest.mark.parametrize("kind", ["delivery", "removal"])
def test_what_goes_to_addresses_is_not_at_a_place(write, kind):
    with pytest.raises(ValidationError) as wrong:
        write(kind=kind, where="at_place", address="via Cecchi 18")

    assert "where" in wrong.value.error_dict


def test_a_form_that_is_sent_twice_writes_one_offer(write, texts):
    first = write(key="a-key")

    assert write(key="a-key", words=texts("Pressed again")) == first
    assert Offer.objects.get().title == first.title
    assert write(key="another") != first


def test_an_edit_with_the_key_of_its_beginning_is_an_edit(write, texts):
    offer = write(key="a-key")

    write(offer, key="a-key", words=texts("Nanny"))

    assert Offer.objects.get().texts.get(language="en").title == "Nanny"


def test_a_known_form_shows_no_offer_to_who_may_not_write(write, dora):
    write(key="a-key")

    with pytest.raises(Refused):
        write(key="a-key", by=dora)


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_one_moment_write_one_offer(write, elena):
    first, second = at_once(*[lambda: write(key="a-key")] * 2)

    assert first == second
    assert Offer.objects.count() == 1
