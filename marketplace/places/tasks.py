"""What may wait for the network."""

from procrastinate.contrib.django import app

from marketplace.places import geocoding
from marketplace.places.models import Place


@app.task(name="places.refine")
def refine(place_id: int) -> None:
    """Move an address that was found by its street or area to where the operator's geocoder knows it to be."""
    place = Place.objects.select_related("area").get(pk=place_id)
    found = geocoding.locate(place.line)
    if found and found.precise:
        Place.objects.filter(pk=place_id).update(lat=found.lat, lon=found.lon, area=place.area or found.area)
