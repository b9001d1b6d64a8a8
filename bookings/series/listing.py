"""The dates of a series as they stand: asked for, left out, or still to come."""

from dataclasses import dataclass
from datetime import date, datetime

from bookings.models import Booking, Gap, Series


@dataclass(frozen=True)
class Standing:
    """One date of the plan: with its booking, left out, stopped, or still to be asked for."""

    on: date
    starts_at: datetime
    ends_at: datetime
    booking: Booking | None
    gap: Gap | None
    stopped: bool

    @property
    def planned(self) -> bool:
        """It is asked for when its time comes."""
        return not (self.booking or self.gap or self.stopped)

    @property
    def moved(self) -> bool:
        """It takes place at another time than was planned."""
        return bool(self.booking) and self.booking.starts_at != self.starts_at  # type: ignore[union-attr]


def standings(series: Series) -> list[Standing]:
    """All its dates in order, in a fixed number of queries."""
    bookings = {booking.series_on: booking for booking in series.bookings.for_lists().prefetch_related("charges")}
    gaps = {gap.on: gap for gap in series.gaps.all()}
    end = series.stopped_from
    return [
        Standing(on, *series.span_on(on), bookings.get(on), gaps.get(on), bool(end and on >= end))
        for on in series.rule.dates()
    ]
