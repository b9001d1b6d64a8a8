"""A desk writes bundles and sells them; whoever bought one sees it carry her next booking."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import Sale
from bookings.payments import bundles
from marketplace import wording
from services.models import Bundle
from tests.folding import each


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def bundle(biagio, elena, offer):
    return bundles.write(biagio, elena, 6, 9900, [offer])


@pytest.fixture
def at_desk(client, elena):
    client.force_login(elena)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_desk_writes_a_bundle(at_desk, offer):
    answer = at_desk.post(
        reverse("desk_bundle_new"), {"services": "12", "price": "180", "offers": [offer.pk]}, follow=True
    )

    assert "12 services" in text_of(answer)
    assert "€180" in text_of(answer)
    assert Bundle.objects.get().price_cents == 18_000


@each("told", [{"services": "7"}, {"price": "0"}, {"price": "-3"}, {"price": "1.234"}, {"offers": []}])
def test_what_cannot_be_is_said_and_nothing_written(at_desk, offer, told):
    answer = at_desk.post(reverse("desk_bundle_new"), {"services": "6", "price": "99", "offers": [offer.pk]} | told)

    assert answer.status_code == 422
    assert not Bundle.objects.exists()


def test_the_desk_sells_it_once_to_somebody_it_knows(at_desk, bundle, carlo):
    told = {"person": carlo.pk, "key": "11111111-1111-4111-8111-111111111111"}

    for _press in range(2):
        answer = at_desk.post(reverse("desk_bundle_sell", args=[bundle.pk]), told, follow=True)

    assert "Carlo has a bundle now." in text_of(answer)
    assert Sale.objects.get().person == carlo


def test_nobody_else_can_be_chosen(at_desk, bundle, dora):
    assert at_desk.post(reverse("desk_bundle_sell", args=[bundle.pk]), {"person": dora.pk}).status_code == 422
    assert not Sale.objects.exists()


def test_what_is_not_sold_any_more_stays_good(at_desk, bundle, carlo, elena):
    bundles.sell(bundle, carlo, elena)

    page = text_of(at_desk.post(reverse("desk_bundle_end", args=[bundle.pk]), follow=True))

    assert "Not sold any more" in page
    assert at_desk.get(reverse("desk_bundle_sell", args=[bundle.pk])).status_code == 404
    assert bundles.usable(carlo, bundle.offers.get(), timezone.localdate()).bundle == bundle


def test_before_asking_it_is_said_that_the_bundle_carries_it(client, bundle, booking, nadia, elena, offer, slot):
    bundles.sell(bundle, nadia, elena)
    client.force_login(nadia)
    start, _end = slot(hour=14)

    page = text_of(
        client.get(f"{reverse('ask', args=[offer.pk])}?{urlencode({'start': start.isoformat(), 'minutes': 120})}")
    )
    money = text_of(client.get(reverse("money")))

    assert "One service of your bundle</dt><dd>€24" in page
    assert 'name="own_seen" value="0"' in page
    assert "6 services" in money


@pytest.mark.parametrize("name", ["desk_bundle_sell", "desk_bundle_end"])
def test_nobody_else_sells_or_ends_it(client, bundle, nadia, samira, other_desk, dora, name):
    for stranger in (nadia, samira, dora):
        client.force_login(stranger)
        assert client.post(reverse(name, args=[bundle.pk]), {"person": nadia.pk}).status_code == 404
    client.force_login(nadia)
    assert client.get(reverse("desk_bundles")).status_code == 404
    assert not Sale.objects.exists()


def test_the_desk_writes_a_membership_and_sells_it(at_desk, offer, booking, nadia):
    at_desk.post(reverse("desk_bundle_new"), {"services": "year", "most": "10", "price": "180", "offers": [offer.pk]})
    membership = Bundle.objects.get()

    at_desk.post(reverse("desk_bundle_sell", args=[membership.pk]), {"person": nadia.pk})
    page = text_of(at_desk.get(reverse("desk_bundles")))

    assert (membership.yearly, membership.services) == (True, 10)
    assert "Membership for a year, at most 10 services" in page
    assert "10 services left, until" in page


def test_whoever_has_a_membership_reads_until_when_and_how_it_carries(
    client, biagio, elena, booking, nadia, offer, slot
):
    membership = bundles.write(biagio, elena, None, 24_000, [offer], yearly=True)
    sale = bundles.sell(membership, nadia, elena)
    client.force_login(nadia)
    start, _end = slot(hour=14)

    ask = f"{reverse('ask', args=[offer.pk])}?{urlencode({'start': start.isoformat(), 'minutes': 120})}"
    money, statement = (client.get(reverse("money")), client.get(reverse("statement", args=[sale.account_id])))

    assert "Your membership</dt><dd>€24" in text_of(client.get(ask))
    assert f"as many services as are needed, until {wording.day(sale.last_day)}" in text_of(money)
    assert statement.status_code == 200
    assert "base.html" in [template.name for template in statement.templates]


def test_what_is_over_says_so(client, biagio, elena, booking, nadia, offer):
    sale = bundles.sell(bundles.write(biagio, elena, None, 24_000, [offer], yearly=True), nadia, elena)
    yesterday = timezone.localdate() - timedelta(days=1)
    Sale.objects.filter(pk=sale.pk).update(first_day=yesterday - timedelta(days=365), last_day=yesterday)
    client.force_login(nadia)

    assert f"over since {wording.day(yesterday)}" in text_of(client.get(reverse("money")))


def test_the_statement_of_a_bundle_is_for_whoever_bought_or_sold_it(client, bundle, booking, nadia, elena, dora):
    account = bundles.sell(bundle, nadia, elena).account_id

    seen = []
    for reader in (nadia, elena, dora):
        client.force_login(reader)
        seen.append(client.get(reverse("statement", args=[account])).status_code)

    assert seen == [200, 200, 404]


def test_the_lists_cost_the_same_queries_however_long_they_are(at_desk, biagio, elena, booking, offer, client, nadia):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            client.get(reverse("desk_bundles"))
        return len(taken)

    def sold():
        made = bundles.write(biagio, elena, 10, 24_000, [offer], yearly=True)
        return [bundles.sell(made, nadia, elena) for _sale in range(2)]

    sold()
    queries()
    few = queries()
    for _more in range(3):
        sold()

    assert queries() == few
