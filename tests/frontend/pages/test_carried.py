"""The desk's page on which what a fund or a bundle carried goes back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bookings import lifecycle
from bookings.models import GivenBack
from bookings.payments import bundles
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from tests.folding import each
from tests.payments import catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(make_offer, nadia, wishes, now_is):
    def make(offer=None):
        booking = lifecycle.ask(offer or make_offer(at_once=True), Actor(nadia), wishes())
        now_is(booking.ends_at + timedelta(minutes=5))
        return take(booking, "confirm", Actor(nadia))

    return make


@pytest.fixture
def funded(done, subsidise):
    """The City has carried 12 of 24 euros."""
    subsidise(percent=50)
    return done().shares.get(source="fund")


def address(share):
    return reverse("desk_carried", args=[share.pk])


def text_of(answer):
    return answer.content.decode().replace("\xa0", " ")


def key_in(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_the_desk_gives_back_a_part_once_and_reads_what_it_gave(client, funded, elena):
    client.force_login(elena)
    assert address(funded) in text_of(client.get(reverse("desk_money")))
    page = text_of(client.get(address(funded)))
    assert "was to carry €12 of the price. You keep €12 of it." in page

    for _click in range(2):
        told = {"cents": "5", "reason": "<b>Ill</b>", "key": key_in(page)}
        assert client.post(address(funded), told).status_code == 302

    page = text_of(client.get(address(funded)))
    assert GivenBack.objects.get().cents == 500
    assert "You keep €7 of it." in page
    assert 'Elena: <span dir="auto">&lt;b&gt;Ill' in page


def test_a_service_goes_back_and_then_there_is_no_form(client, done, make_offer, biagio, elena, nadia):
    offer = make_offer(at_once=True)
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="At the counter")
    bundles.sell(bundles.write(biagio, elena, 6, 9900, [offer]), nadia, elena, "sale")
    share = done(offer).shares.get(source="bundle")
    client.force_login(elena)
    assert 'name="cents"' not in text_of(client.get(address(share)))

    client.post(address(share), {"reason": "Ill"})

    page = text_of(client.get(address(share)))
    assert "The service went back to Nadia's bundle." in page
    assert 'name="reason"' not in page


@each("told", [{"cents": "12.01"}, {"cents": "-1"}, {"cents": "0"}, {"cents": "x"}, {"reason": ""}])
def test_what_cannot_be_is_said_beside_its_field(client, funded, elena, told):
    client.force_login(elena)

    answer = client.post(address(funded), {"cents": "5", "reason": "Ill"} | told)

    assert (answer.status_code, "aria-invalid" in text_of(answer)) == (422, True)
    assert not GivenBack.objects.exists()


def test_beside_what_goes_back_to_a_card_stands_what_others_carried(client, subsidise, paying, elena, nadia, now_is):
    subsidise(percent=50)
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    now_is(booking.ends_at + timedelta(minutes=5))
    take(fresh(booking), "confirm", Actor(nadia))
    client.force_login(elena)

    page = text_of(client.get(reverse("desk_refund", args=[charge_of(booking).pk])))

    assert address(booking.shares.get(source="fund")) in page


def test_an_outsider_finds_nothing(client, funded, dora, nadia, samira, gianni):
    for stranger in (dora, nadia, samira, gianni):
        client.force_login(stranger)
        assert client.get(address(funded)).status_code == 404
        assert client.post(address(funded), {"cents": "5", "reason": "Ill"}).status_code == 404
    assert not GivenBack.objects.exists()


def test_what_was_paid_otherwise_has_no_such_page(client, funded, elena):
    client.force_login(elena)

    assert client.get(address(funded.booking.shares.get(source="on_site"))).status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(client, funded, elena, django_assert_max_num_queries):
    client.force_login(elena)
    for _time in range(3):
        client.post(address(funded), {"cents": "1", "reason": "Ill"})

    with django_assert_max_num_queries(24):
        client.get(address(funded))
