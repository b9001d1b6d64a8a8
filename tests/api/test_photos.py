"""Photos of a booking over the wire: sent with a step, looked at by who sees the booking."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from tests.folding import each
from tests.parcels import picture


def send(client, booking, path="photos", **told):
    return client.post(f"/api/v1/bookings/{booking.pk}/{path}/", told, format="multipart")


def shown(client, booking):
    return client.get(f"/api/v1/bookings/{booking.pk}/").json()


@pytest.fixture
def carried(parcels, elena, now_is):
    """Samira has picked the parcels up."""
    take(parcels, "accept", Actor(elena))
    booking = Booking.objects.get()
    now_is(booking.starts_at)
    return take(booking, "picked_up", Actor(elena))


def test_photos_of_what_is_to_be_moved_are_added_and_seen_by_the_desk(calls, nadia, elena, moving):
    answer = send(calls(nadia), moving, photos=[picture(), picture()], seen=moving.last_change_id)

    assert answer.status_code == 200, answer.json()
    addresses = shown(calls(elena), moving)["photos"]
    assert len(addresses) == 2
    file = calls(elena).get(addresses[0])
    assert file["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(b"".join(file.streaming_content))).format == "WEBP"
    assert moving.changes.last().step == "add_photos"


def test_a_parcel_is_proved_by_a_photo(calls, elena, carried):
    answer = send(calls(elena), carried, "proof", photo=picture())

    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "finished"
    assert Booking.objects.get().proof.how == "photo"
    assert len(shown(calls(elena), carried)["photos"]) == 1


def test_the_same_key_adds_them_once(calls, nadia, moving):
    for _ in range(2):
        answer = calls(nadia).post(
            f"/api/v1/bookings/{moving.pk}/photos/",
            {"photos": [picture()]},
            format="multipart",
            headers={"Idempotency-Key": "one"},
        )
        assert answer.status_code == 200

    assert moving.photos.count() == 1


@each(
    "told",
    [{}, {"photos": ["x"]}, {"photos": [SimpleUploadedFile("a.png", b"no picture")]}, {"photos": [], "seen": "x"}],
)
def test_what_is_no_picture_is_told(calls, nadia, moving, told):
    assert send(calls(nadia), moving, **told).status_code == 400
    assert not moving.photos.exists()


def test_a_thirteenth_photo_does_not_fit(calls, nadia, moving):
    answer = send(calls(nadia), moving, photos=[picture() for _ in range(13)])

    assert answer.status_code == 400
    assert not moving.photos.exists()


def test_an_outsider_sends_and_sees_none_and_the_wrong_side_sends_none(calls, visitor, dora, nadia, elena, moving):
    send(calls(nadia), moving, photos=[picture()])
    [address] = shown(calls(nadia), moving)["photos"]

    assert send(calls(dora), moving, photos=[picture()]).status_code == 404
    assert send(calls(dora), moving, "proof", photo=picture()).status_code == 404
    assert calls(dora).get(address).status_code == 404
    assert visitor.get(address).status_code == 401
    assert send(calls(elena), moving, photos=[picture()]).status_code == 409
    assert moving.photos.count() == 1


def test_a_photo_of_another_booking_is_not_found(calls, nadia, moving, parcels):
    send(calls(nadia), moving, photos=[picture()])
    address = f"/api/v1/bookings/{parcels.pk}/photos/{moving.photos.get().pk}/"

    assert calls(nadia).get(address).status_code == 404
