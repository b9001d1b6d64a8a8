"""A wish as a headline, on pages and in letters."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from marketplace.wording import near_day
from services.search.wishes import Wish


def title_of(wish: Wish) -> str:
    """The wish as a headline: Babysitting, saturday 28, near Aurora."""
    near = _("near %(place)s") % {"place": wish.near.label} if wish.near else ""
    what = str(wish.category or "") or (f"“{wish.words}”" if wish.words else "")
    parts = [what, near_day(wish.on) if wish.on else "", near]
    return capfirst(", ".join(part for part in parts if part)) or _("Everything on offer")
