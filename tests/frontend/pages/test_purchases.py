"""A resident buys a bundle from a page by card; the desk sees it, and takes it back while none of it was used."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import Purchase
from bookings.payments import bundles
from tests.payments import GOOD, catch_up, fresh


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def bundle(biagio, elena, offer, takes_cards):
    return bundles.write(biagio, elena, 6, 9900, [offer])


@pytest.fixture
def hers(client, nadia):
    client.force_login(nadia)
    return client


@pytest.fixture
def begun(hers, bundle):
    hers.post(reverse("bundle", args=[bundle.pk]))
    catch_up()
    return Purchase.objects.get()


@pytest.fixture
def bought(hers, begun):
    trial = fresh(begun).charge.page
    hers.post(trial, {"number": GOOD, "until": "12/34", "code": "123"})
    catch_up()
    return fresh(begun)


def page(client, purchase):
    return client.get(reverse("purchase", args=[purchase.pk])).content.decode()


@pytest.mark.parametrize("name", ["offer", "organisation"])
def test_a_visitor_sees_what_is_on_sale(client, bundle, offer, name):
    address = reverse(name, args=[offer.pk if name == "offer" else "biagio"])

    assert reverse("bundle", args=[bundle.pk]) in client.get(address).content.decode()
    assert "€99" in client.get(reverse("bundle", args=[bundle.pk])).content.decode()


def test_what_cannot_be_paid_by_card_is_not_shown(client, bundle, takes_cards, offer):
    type(takes_cards).objects.update(ready=False)

    assert reverse("bundle", args=[bundle.pk]) not in client.get(reverse("offer", args=[offer.pk])).content.decode()
    assert client.get(reverse("bundle", args=[bundle.pk])).status_code == 404


def test_whoever_buys_signs_in_first(client, bundle):
    answer = client.post(reverse("bundle", args=[bundle.pk]))

    assert reverse("account_login") in answer.url
    assert not Purchase.objects.exists()


def test_she_goes_on_to_pay_pays_and_has_it(hers, begun):
    before, money = page(hers, begun), hers.get(reverse("money")).content.decode()
    on = hers.post(reverse("purchase_pay", args=[begun.pk]))
    back = hers.post(on.url, {"number": GOOD, "until": "12/34", "code": "123"})
    hers.get(back.url)
    catch_up()

    assert "Pay now: the page is open for 15 minutes." in before
    assert reverse("purchase", args=[begun.pk]) in money
    assert back.url.endswith(reverse("purchase_paid", args=[begun.pk]))
    assert "It is yours." in page(hers, begun)
    assert "6 services left" in hers.get(reverse("money")).content.decode()


def test_the_stand_in_page_says_back_to_the_purchase(hers, begun):
    shown = hers.get(begun.charge.page).content.decode()

    assert reverse("purchase", args=[begun.pk]) in shown
    assert "€99" in shown


def test_whoever_thinks_again_pays_nothing(hers, begun):
    hers.post(reverse("purchase_step", args=[begun.pk, "leave"]))
    catch_up()

    assert "Nothing was taken from the card." in page(hers, begun)
    answer = hers.post(reverse("purchase_pay", args=[begun.pk]), follow=True)
    assert "There is nothing to pay here any more." in answer.content.decode()


def test_the_desk_sees_it_and_takes_it_back(client, bought, elena):
    client.force_login(elena)
    listed = client.get(reverse("desk_payments")).content.decode()
    before = page(client, bought)
    client.post(reverse("purchase_step", args=[bought.pk, "give_back"]))
    catch_up()

    assert reverse("purchase", args=[bought.pk]) in listed
    assert "Take it back" in before
    assert "what was left of the services was taken back" in page(client, bought)
    assert "Take it back" not in page(client, bought)


def test_the_desk_gives_back_a_part_of_its_own_will(client, bought, elena):
    client.force_login(elena)

    client.post(reverse("desk_refund", args=[bought.charge.pk]), {"cents": "9"})
    catch_up()

    assert bought.charge.returned == 900
    assert fresh(bought).status == "bought"


@pytest.mark.parametrize("name", ["purchase", "purchase_paid"])
def test_an_outsider_does_not_find_it(client, begun, dora, samira, name):
    for stranger in (dora, samira):
        client.force_login(stranger)
        assert client.get(reverse(name, args=[begun.pk])).status_code == 404


def test_an_outsider_cannot_lead_it_on(client, begun, dora, elena):
    client.force_login(dora)
    assert client.post(reverse("purchase_step", args=[begun.pk, "leave"])).status_code == 404
    for stranger in (dora, elena):
        client.force_login(stranger)
        assert client.post(reverse("purchase_pay", args=[begun.pk])).status_code == 404


def test_a_step_that_nobody_knows_is_not_found(hers, begun):
    assert hers.post(reverse("purchase_step", args=[begun.pk, "jump"])).status_code == 404


def test_the_desks_list_costs_the_same_queries_however_long_it_is(client, bought, elena, dora, bundle):
    def queries():
        client.get(reverse("desk_payments"))  # who signed in where is written down at the first page
        with CaptureQueriesContext(connection) as taken:
            client.get(reverse("desk_payments"))
        return len(taken)

    def another():
        client.force_login(dora)
        client.post(reverse("bundle", args=[bundle.pk]))
        catch_up()
        Purchase.objects.filter(person=dora).update(status="lapsed")
        client.force_login(elena)

    another()
    few = queries()
    another()
    another()

    assert queries() == few


def test_the_page_of_a_bundle_costs_the_same_queries_for_one_offer_and_for_many(client, bundle, make_offer):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            client.get(reverse("bundle", args=[bundle.pk]))
        return len(taken)

    queries()
    few = queries()
    bundle.offers.add(*[make_offer(f"Sitter {number}") for number in range(3)])

    assert queries() == few
