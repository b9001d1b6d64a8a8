"""For which lengths the free times of an offer are told."""

from tests.folding import each


@each("minutes", [30, 75, 270, 1440])
def test_a_length_that_is_not_offered_has_no_times(visitor, offer, minutes):
    answer = visitor.get(f"/api/v1/offers/{offer.pk}/times/?minutes={minutes}")

    assert minutes not in visitor.get(f"/api/v1/offers/{offer.pk}/").json()["durations"]
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "minutes"


def test_each_length_that_is_offered_has_times(visitor, offer):
    for minutes in visitor.get(f"/api/v1/offers/{offer.pk}/").json()["durations"]:
        assert visitor.get(f"/api/v1/offers/{offer.pk}/times/?minutes={minutes}").status_code == 200


def test_what_has_a_length_of_its_own_is_looked_for_with_any(visitor, removal):
    assert 75 not in removal.durations
    assert visitor.get(f"/api/v1/offers/{removal.pk}/times/?minutes=75").status_code == 200
