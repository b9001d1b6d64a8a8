"""The picture of an offer over the wire."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from services import pictures
from tests.cast import settled
from tests.folding import each


def photo(size=(60, 40), kind="JPEG") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return SimpleUploadedFile(f"holiday.{kind.lower()}", file.getvalue())


def bomb() -> SimpleUploadedFile:
    """A PNG of a few hundred bytes that says it is 50,000 by 50,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
    return SimpleUploadedFile("bomb.png", b"\x89PNG\r\n\x1a\n" + body)


def misread() -> SimpleUploadedFile:
    """A photo whose camera notes hold a word where a number belongs: Pillow falls over it in its own way."""
    notes = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x3f\0\x02\0\0\0\x02x\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    file = io.BytesIO()
    Image.new("RGB", (60, 40)).save(file, "JPEG", exif=notes)
    return SimpleUploadedFile("notes.jpg", file.getvalue())


def hang(client, offer, file):
    return client.put(f"/api/v1/offers/{offer.pk}/picture/", {"picture": file}, format="multipart")


@each("kind", ["JPEG", "PNG", "WEBP"])
def test_a_desk_hangs_a_picture_that_is_made_new_and_read_again(calls, elena, offer, kind):
    answer = hang(calls(elena), offer, photo(kind=kind))

    assert answer.status_code == 200, answer.json()
    assert answer.json()["picture"].endswith(".webp")
    assert "holiday" not in answer.json()["picture"]
    assert answer.json()["status"] == "review"
    offer.refresh_from_db()
    assert Image.open(offer.picture.path).format == "WEBP"


def test_the_address_of_the_picture_shows_it(calls, visitor, elena, offer):
    hang(calls(elena), offer, photo())
    settled(offer, "published")

    address = visitor.get(f"/api/v1/offers/{offer.pk}/").json()["picture"]

    assert visitor.get(address)["Content-Type"] == "image/webp"
    assert visitor.get("/api/v1/offers/").json()["results"][0]["picture"] == address


def test_a_picture_is_replaced_and_taken_away_with_its_file(
    calls, elena, offer, tmp_path, django_capture_on_commit_callbacks
):
    client = calls(elena)

    with django_capture_on_commit_callbacks(execute=True):
        first = hang(client, offer, photo()).json()["picture"]
        second = hang(client, offer, photo()).json()["picture"]
    assert first != second
    assert len(list((tmp_path / "offers").iterdir())) == 1

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.delete(f"/api/v1/offers/{offer.pk}/picture/")
    assert (answer.status_code, answer.json()["picture"]) == (200, None)
    assert not list((tmp_path / "offers").iterdir())


def test_a_picture_leaves_words_people_and_areas_alone(calls, elena, offer, worker, aurora):
    offer.areas.add(aurora)

    body = hang(calls(elena), offer, photo()).json()

    assert (body["title"], body["resources"], body["areas"]) == ("Babysitter at your home", [worker.pk], ["C7-aurora"])
    assert len(body["texts"]) == 2


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("me.jpg", b"<script>alert(1)</script>"), "not a picture"),
        (SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not a picture"),
        (SimpleUploadedFile("me.jpg", photo(size=(400, 300)).read()[:900]), "not a picture"),
        (photo(kind="GIF"), "not a picture"),
        (misread(), "not a picture"),
        (bomb(), "too many pixels"),
        (SimpleUploadedFile("large.jpg", b"\xff\xd8\xff" + bytes(pictures.MOST_BYTES)), "too large"),
        (SimpleUploadedFile("empty.jpg", b""), "empty"),
    ],
    ids=["script", "svg", "half", "gif", "notes", "bomb", "large", "empty"],
)  # fmt: skip
def test_what_is_no_picture_gets_a_clear_answer(calls, elena, offer, tmp_path, file, says):
    file.seek(0)

    answer = hang(calls(elena), offer, file)

    assert answer.status_code == 400, answer.content
    assert answer.json()["type"] == "validation_error"
    assert answer.json()["errors"][0]["attr"] == "picture"
    assert says in answer.json()["errors"][0]["detail"]
    assert not list(tmp_path.rglob("*.webp"))
    offer.refresh_from_db()
    assert (offer.status, offer.picture.name) == ("published", "")


def test_a_photo_larger_than_what_is_read_at_once_is_taken(calls, elena, offer):
    noise = io.BytesIO()
    Image.effect_noise((2200, 1600), 100).save(noise, "PNG")
    assert 2_500_000 < len(noise.getvalue()) < pictures.MOST_BYTES

    assert hang(calls(elena), offer, SimpleUploadedFile("noise.png", noise.getvalue())).status_code == 200


def test_a_body_that_is_far_too_large_is_not_even_read(calls, elena, offer, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)
    monkeypatch.setattr("rest_framework.parsers.MultiPartParser.parse", None)

    answer = hang(calls(elena), offer, SimpleUploadedFile("large.jpg", bytes(20_000)))

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "picture")


@each(
    ("fields", "name"),
    [({}, "picture"), ({"picture": "a text"}, "picture"), ({"picture": photo(), "status": "published"}, "status")],
)
def test_what_is_no_upload_is_told(calls, elena, offer, fields, name):
    answer = calls(elena).put(f"/api/v1/offers/{offer.pk}/picture/", fields, format="multipart")

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, name)


@each("body", [b"", b"--x", b"\x00", b"--x\r\nContent-Disposition: form-data; name=picture\r\n"])
def test_a_broken_form_is_told(calls, elena, offer, body):
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=\xe9"):
        answer = calls(elena).put(f"/api/v1/offers/{offer.pk}/picture/", body, content_type=kind)
        assert answer.status_code == 400, answer.content
        assert answer.json()["errors"]


def test_many_files_and_long_fields_are_refused(calls, elena, offer):
    client = calls(elena)
    client.raise_request_exception = False
    address = f"/api/v1/offers/{offer.pk}/picture/"

    files = client.put(address, {f"f{n}": photo() for n in range(101)}, format="multipart")
    fields = client.put(address, {f"f{n}": "x" for n in range(1001)}, format="multipart")
    long = client.put(address, {"picture": "x" * 3_000_000}, format="multipart")

    assert (files.status_code, fields.status_code, long.status_code) == (400, 400, 413)
    assert all(answer.json()["errors"] for answer in (files, fields, long))


def test_json_is_no_picture(calls, elena, offer):
    assert calls(elena).put(f"/api/v1/offers/{offer.pk}/picture/", {"picture": "x"}).status_code == 415


def test_an_outsider_hangs_nothing(calls, visitor, dora, samira, make_offer, offer):
    draft = make_offer("Hidden", status="new")

    assert hang(calls(dora), draft, photo()).status_code == 404
    assert calls(dora).delete(f"/api/v1/offers/{draft.pk}/picture/").status_code == 404
    for somebody in (dora, samira):
        assert hang(calls(somebody), offer, photo()).status_code == 409
        assert calls(somebody).delete(f"/api/v1/offers/{offer.pk}/picture/").status_code == 409
    assert hang(visitor, offer, photo()).status_code == 401
    offer.refresh_from_db()
    assert not offer.picture


def test_a_key_hangs_a_picture_in_its_own_organisation_alone(program, elena, abito, offer, make_offer):
    theirs = make_offer("Coats", organisation=abito)

    assert hang(program("offers:read"), offer, photo()).status_code == 403
    assert hang(program("offers:write"), theirs, photo()).status_code == 404
    assert hang(program("offers:write"), offer, photo()).status_code == 200


def test_a_session_without_the_token_against_forged_requests_hangs_nothing(calls, elena, offer):
    client = calls(elena)
    client.handler.enforce_csrf_checks = True

    assert hang(client, offer, photo()).status_code == 403


def test_hanging_takes_a_bounded_number_of_queries(calls, elena, offer, django_assert_max_num_queries):
    client = calls(elena)
    hang(client, offer, photo())

    with django_assert_max_num_queries(70):
        hang(client, offer, photo())
