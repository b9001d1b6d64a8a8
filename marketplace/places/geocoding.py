"""From words to a place. Pages `find` in the city's own gazetteer, tasks `locate` by the operator's geocoder."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marketplace.places import nominatim
from marketplace.places.areas import area_of
from marketplace.places.gazetteer import Found, find, find_all, suggest
from marketplace.places.models import Area, Place
from marketplace.places.positions import position

__all__ = ["Found", "area_of", "find", "find_all", "locate", "place_at", "position", "suggest"]
log = logging.getLogger(__name__)


def place_at(line: str, area: Area | None = None) -> Place:
    """The address as a place, not saved. The name of a neighbourhood is no address, but says about where it is.

    Raises ValidationError ("address") when nobody knows the street and no area is named."""
    found = find(line)
    if found and found.precise:
        return Place(line=line, area=found.area, lat=found.lat, lon=found.lon)
    if area:
        return Place(line=line, area=area, lat=area.centre_lat, lon=area.centre_lon)
    raise ValidationError({"address": _("We do not know this street. Check it, or choose the neighbourhood below.")})


def locate(text: str) -> Found | None:
    """As exactly as can be had, over the network where GEOCODER_URL is set: for tasks, never for a page that waits."""
    url = getattr(settings, "GEOCODER_URL", "")
    try:
        exact = nominatim.find(text, url) if url else None
    except nominatim.Unavailable as error:
        log.warning("The geocoder is not available (%s); asking the gazetteer instead.", error)
        exact = None
    return exact or find(text)
