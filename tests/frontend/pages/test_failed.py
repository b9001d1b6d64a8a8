"""The desk's page for what a card did not take back."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import Refund
from tests.payments import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(bounced):
    return Refund.objects.get()


def address(refund, name="desk_failed"):
    return reverse(name, args=[refund.pk])


def text_of(answer):
    return answer.content.decode().replace("\xa0", " ")


def key_in(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_the_desk_is_led_from_its_payments_to_what_has_to_be_decided(client, failed, elena):
    client.force_login(elena)

    listed = text_of(client.get(reverse("desk_payments"), {"show": "failed"}))
    page = text_of(client.get(address(failed)))

    assert "Could not be given back <b" in listed
    assert address(failed) in listed
    assert "The card has expired, or was cancelled." in page
    assert address(failed, "desk_again") in page


def test_it_writes_down_once_that_it_was_given_back(client, failed, elena):
    client.force_login(elena)
    key = key_in(text_of(client.get(address(failed))))
    told = {"how": "transfer", "day": timezone.localdate().isoformat(), "key": key}

    for _click in range(2):
        assert client.post(address(failed), told).status_code == 302
    page = text_of(client.get(address(failed)))

    assert fresh(failed).status == "outside"
    assert "gave €7 back in another way" in page
    assert "h-outside" not in page


def test_what_is_missing_is_said_beside_its_field(client, failed, elena):
    client.force_login(elena)

    answer = client.post(address(failed), {"how": "", "day": "2001-01-01"})

    assert answer.status_code == 422
    assert "Choose a day from" in text_of(answer)
    assert fresh(failed).status == "failed"


def test_it_has_the_card_tried_again_once(client, failed, elena):
    client.force_login(elena)
    key = key_in(text_of(client.get(address(failed))))

    for _click in range(2):
        assert client.post(address(failed, "desk_again"), {"key": key}).status_code == 302

    assert sorted(Refund.objects.values_list("status", flat=True)) == ["asked", "repeated"]


def test_in_a_second_tab_it_is_said_that_it_was_decided_already(client, failed, elena):
    client.force_login(elena)
    client.post(address(failed, "desk_again"))

    told = client.post(address(failed), {"how": "cash", "day": timezone.localdate().isoformat()})

    assert (told.status_code, "not possible any more" in text_of(told)) == (422, True)


def test_the_customer_reads_that_it_is_owed_to_her(client, failed, nadia):
    client.force_login(nadia)

    assert "The money is still owed: Biagio tries again" in text_of(client.get(failed.get_absolute_url()))


def test_an_outsider_finds_nothing(client, failed, dora, nadia, samira):
    for stranger in (dora, nadia, samira):
        client.force_login(stranger)
        assert client.get(address(failed)).status_code == 404
        assert client.post(address(failed), {"how": "cash"}).status_code == 404
        assert client.post(address(failed, "desk_again")).status_code == 404
    assert fresh(failed).status == "failed"


def test_the_page_asks_a_fixed_number_of_questions(client, failed, elena, django_assert_max_num_queries):
    client.force_login(elena)
    client.get(address(failed))

    with django_assert_max_num_queries(24):
        client.get(address(failed))
