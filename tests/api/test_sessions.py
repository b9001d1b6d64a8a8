"""Where somebody is signed in, over the wire."""

import pytest
from django.urls import reverse

from marketplace import live
from tests.folding import each

ADDRESS = "/api/v1/me/sessions/"


@pytest.fixture
def devices(calls, nadia) -> list:
    """Nadia's phone, laptop and tablet."""
    found = [calls(nadia) for _device in range(3)]
    for device in found:
        device.get(reverse("account"))
    return found


def there(device) -> list[dict]:
    return device.get(ADDRESS).json()["results"]


def test_one_sees_where_one_is_signed_in_and_ends_one(devices, monkeypatch):
    told = []
    monkeypatch.setattr(live, "signed_out", lambda *keys: told.extend(keys))
    phone, laptop, tablet = devices
    assert [row["current"] for row in there(phone)] == [True, False, False]
    key = laptop.session.session_key

    answer = phone.delete(f"{ADDRESS}{there(phone)[1]['id']}/")

    assert answer.status_code == 204
    assert told == [key]
    assert laptop.get(ADDRESS).status_code == 401
    assert len(there(tablet)) == 2


def test_all_others_are_ended_at_once(devices):
    phone, laptop, tablet = devices

    assert phone.post(f"{ADDRESS}end-others/").status_code == 204

    assert [row["current"] for row in there(phone)] == [True]
    for device in (laptop, tablet):
        assert device.get(ADDRESS).status_code == 401


def test_the_session_that_asks_is_left_by_signing_out(devices):
    phone = devices[0]

    assert phone.delete(f"{ADDRESS}{there(phone)[0]['id']}/").status_code == 404


@each("scope", ["people:read", "organisation:read"])
def test_an_outsider_and_a_key_end_nobodys(devices, calls, dora, visitor, program, scope):
    one = f"{ADDRESS}{there(devices[0])[1]['id']}/"

    assert calls(dora).delete(one).status_code == 404
    assert visitor.get(ADDRESS).status_code == 401
    assert program(scope).get(ADDRESS).status_code == 403
    assert len(there(devices[0])) == 3
