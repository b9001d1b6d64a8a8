"""What the City's officer decides over the wire."""

from services.models import Offer


def test_the_city_takes_an_offer_off_with_a_reason_alone(calls, gianni, offer):
    city, address = calls(gianni), f"/api/v1/offers/{offer.pk}/steps/"

    assert city.post(address, {"step": "withdraw"}).status_code == 409
    assert city.post(address, {"step": "take_down"}).status_code == 400
    assert city.post(address, {"step": "take_down", "facts": {"reason": "It is closed."}}).status_code == 200
    assert Offer.objects.get(pk=offer.pk).status == "withdrawn"
