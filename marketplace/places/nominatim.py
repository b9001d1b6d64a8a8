"""A geocoder that speaks like Nominatim, of the operator's choice. It is asked in tasks alone: it may take seconds."""

import json
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from marketplace.places.areas import area_of
from marketplace.places.gazetteer import Found, readable

SECONDS = 5
LARGEST = 200_000  # bytes of an answer


class Unavailable(Exception):
    """It did not answer, or not in a way one can read."""


def find(text: str, url: str) -> Found | None:
    """Its best answer. Raises Unavailable."""
    try:
        answers = json.loads(fetch(text, url))
        return found(answers[0]) if answers else None
    except (OSError, HTTPException, ValueError, TypeError, LookupError) as error:
        raise Unavailable(str(error)) from error


def fetch(text: str, url: str) -> bytes:
    wish = {"q": f"{readable(text)}, {settings.CITY}", "format": "jsonv2", "limit": 1, "addressdetails": 1}
    request = Request(f"{url.rstrip('/')}/search?{urlencode(wish)}", headers={"User-Agent": "Cortile"})
    if request.type not in {"http", "https"}:
        raise ValueError("GEOCODER_URL must be http or https")
    with urlopen(request, timeout=SECONDS) as answer:
        return answer.read(LARGEST)


def found(answer: dict[str, Any]) -> Found:
    lat, lon = float(answer["lat"]), float(answer["lon"])
    if not (-85 <= lat <= 85 and -180 <= lon <= 180):
        raise ValueError("an answer off the map")
    address = answer.get("address") or {}
    street = " ".join(filter(None, [address.get("road"), address.get("house_number")]))
    area = area_of(lat, lon)
    label = ", ".join(filter(None, [street or str(answer["display_name"]), area.name if area else ""]))
    return Found(label, lat, lon, area, precise=bool(street))
