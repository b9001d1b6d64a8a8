"""What the page that asks has shown is what holds: its price, its terms of cancellation."""

import re
from uuid import uuid4

from services.models import CancellationPolicy, Tier
from tests.frontend.pages.test_offers import words


def test_the_chosen_date_and_number_stand_in_the_form_with_the_price(look, on, dinner):
    occasion = on()

    page = words(look(f"/offers/{dinner.pk}/ask/", occasion=occasion.pk, seats=3))

    assert f'value="{occasion.pk}" ' in page
    assert "checked" in page
    assert 'value="3"' in page
    assert "€15" in page


def test_the_page_sends_the_price_that_it_shows(client, sent, look, nadia, on, dinner):
    occasion = on()
    client.force_login(nadia)
    page = words(look(f"/offers/{dinner.pk}/ask/", occasion=occasion.pk, seats=3))
    type(dinner).objects.filter(pk=dinner.pk).update(price_cents=900)
    told = {"occasion": occasion.pk, "seats": "3", "note": "", "until": "", "key": str(uuid4())}

    refused = sent(f"/offers/{dinner.pk}/ask/", **told, price_seen="1500")

    assert 'name="price_seen" value="1500"' in page
    assert refused.status_code == 422
    assert "It costs €27. Look at it" in words(refused)
    assert 'name="price_seen" value="2700"' in words(refused)


def test_terms_that_changed_since_the_page_are_shown_again(client, look, sent, offer, nadia, filled, biagio):
    address = f"/offers/{offer.pk}/ask/"
    client.force_login(nadia)
    seen = re.search(r'name="terms_seen" value="(\w+)"', words(look(address)))[1]
    policy = CancellationPolicy.objects.create(organisation=biagio, name="Strict")
    Tier.objects.create(policy=policy, hours=720, percent=100)
    type(offer).objects.filter(pk=offer.pk).update(policy=policy)

    refused = sent(address, **filled(terms_seen=seen))

    assert refused.status_code == 422
    assert "What a cancellation costs has changed: look again." in words(refused)
    assert "100 % of the price" in words(refused)
    now = re.search(r'name="terms_seen" value="(\w+)"', words(refused))[1]
    assert sent(address, **filled(terms_seen=now)).status_code == 302
