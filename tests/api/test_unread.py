"""What waits to be read, over the wire."""

from bookings import lifecycle, messaging
from bookings.models import Message
from marketplace.lives.engine import Actor


def unread(client, booking) -> int:
    return client.get(f"/api/v1/bookings/{booking.pk}/").json()["unread"]


def test_what_the_desk_writes_waits_for_the_resident_until_she_has_read_it(calls, nadia, elena, booking):
    client = calls(nadia)
    first, second = (messaging.post(booking, Actor(elena), text) for text in ("Hello", "Are you there?"))

    assert client.get("/api/v1/unread/").json() == {"messages": 2, "desk": 0}
    assert client.get("/api/v1/bookings/").json()["results"][0]["unread"] == unread(client, booking) == 2

    assert client.post(f"/api/v1/bookings/{booking.pk}/messages/{first.pk}/read/").status_code == 204
    assert unread(client, booking) == 1
    assert client.post(f"/api/v1/bookings/{booking.pk}/messages/{second.pk}/read/").status_code == 204
    assert client.get("/api/v1/unread/").json()["messages"] == unread(client, booking) == 0


def test_to_fetch_the_thread_is_not_to_read_it(calls, nadia, elena, booking):
    messaging.post(booking, Actor(elena), "Hello")
    client = calls(nadia)

    client.get(f"/api/v1/bookings/{booking.pk}/messages/")

    assert unread(client, booking) == 1


def test_reading_goes_never_back(calls, nadia, elena, booking):
    first, second = (messaging.post(booking, Actor(elena), text) for text in ("Hello", "Are you there?"))
    client = calls(nadia)

    for message in (second, first, first):
        assert client.post(f"/api/v1/bookings/{booking.pk}/messages/{message.pk}/read/").status_code == 204

    assert unread(client, booking) == 0


def test_who_answers_has_read(calls, nadia, elena, booking):
    messaging.post(booking, Actor(elena), "Hello")
    client = calls(nadia)

    client.post(f"/api/v1/bookings/{booking.pk}/messages/", {"text": "Hello!"})

    assert client.get("/api/v1/unread/").json()["messages"] == 0


def test_what_the_resident_writes_waits_at_the_desk_until_somebody_there_has_read_it(calls, nadia, elena, booking):
    said = messaging.post(booking, Actor(nadia), "At ten, please")
    client = calls(elena)

    assert client.get("/api/v1/unread/").json()["desk"] == 1
    assert [row["id"] for row in client.get("/api/v1/bookings/?unread=desk").json()["results"]] == [booking.pk]

    client.post(f"/api/v1/bookings/{booking.pk}/messages/{said.pk}/read/")
    assert client.get("/api/v1/unread/").json()["desk"] == 0
    assert client.get("/api/v1/bookings/?unread=desk").json()["results"] == []


def test_an_outsider_has_nothing_to_read_and_marks_nothing(calls, visitor, nadia, dora, elena, booking):
    said = messaging.post(booking, Actor(elena), "Hello")
    address = f"/api/v1/bookings/{booking.pk}/messages/{said.pk}/read/"

    assert calls(dora).post(address).status_code == 404
    assert calls(dora).get("/api/v1/unread/").json() == {"messages": 0, "desk": 0}
    assert calls(dora).get("/api/v1/bookings/?unread=desk").json()["results"] == []
    assert calls(nadia).get("/api/v1/bookings/?unread=desk").json()["results"] == []
    assert visitor.get("/api/v1/unread/").status_code == visitor.post(address).status_code == 401
    assert unread(calls(nadia), booking) == 1


def test_a_message_of_another_thread_is_not_found(calls, nadia, elena, booking, offer, dora, wishes, slot):
    starts_at, ends_at = slot(days=3)
    other = lifecycle.ask(offer, Actor(dora), wishes(starts_at=starts_at, ends_at=ends_at))
    said = messaging.post(other, Actor(elena), "Hello Dora")
    client = calls(nadia)

    for entry in (said.pk, 10**17, "x"):
        assert client.post(f"/api/v1/bookings/{booking.pk}/messages/{entry}/read/").status_code == 404


def test_a_key_reads_and_marks_by_its_scope(program, nadia, booking):
    said = messaging.post(booking, Actor(nadia), "At ten, please")
    address = f"/api/v1/bookings/{booking.pk}/messages/{said.pk}/read/"

    assert program("bookings:read").get("/api/v1/bookings/?unread=desk").json()["results"]
    assert program("bookings:read").post(address).status_code == 403
    assert program("bookings:write").post(address).status_code == 204


def test_a_list_takes_the_same_queries_however_much_waits(calls, nadia, elena, offer, booking, wishes, slot, queries):
    messaging.post(booking, Actor(elena), "Hello")
    client, paths = calls(nadia), ("/api/v1/bookings/", "/api/v1/unread/")
    few = [queries(client, path) for path in paths]
    for days in range(3, 9):
        starts_at, ends_at = slot(days=days)
        other = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=starts_at, ends_at=ends_at))
        messaging.post(other, Actor(elena), "Hello")

    assert [queries(client, path) for path in paths] == few
    assert few[1] <= 10, "seven of them are the sign-in's"
    assert Message.objects.count() == client.get("/api/v1/unread/").json()["messages"] == 7
