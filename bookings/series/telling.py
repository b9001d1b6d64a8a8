"""Telling both sides of the dates of a series that could not be asked for when their time came."""

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.models import Gap, Series
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.models import Life
from marketplace.notices import telling


def tell_of_gaps(series: Series, gaps: list[Gap]) -> None:
    """One notice for each reader, however many dates there are. Safe to run twice."""
    if not gaps:
        return
    life: Life = series.bookings.order_by("-series_on").first() or series.offer
    for reader, role in readers(series):
        telling.write(reader, role, life, f"series:{series.pk}:{gaps[0].on}", *words(series, gaps, reader))


def readers(series: Series) -> list[tuple[User, str]]:
    desk = [(reader, role) for reader, role in series.offer.readers(("provider",)) if reader != series.customer]
    return [(series.customer, "customer"), *desk]


def words(series: Series, gaps: list[Gap], reader: User) -> tuple[str, str]:
    with translation.override(reader.written_in):
        facts = {"title": series.offer.title, "who": series.customer.given_name}
        first = _("%(title)s for %(who)s: a date of the series is not possible") % facts
        lines = [f"{wording.day(gap.on)}: {gap.why}" for gap in gaps]
        last = _("Nothing was asked for on this date. The other dates of the series stay as they are.")
        return first, "\n".join([*lines, "", last])
