"""What was weighed for a proposal: opened by the team, written down, and gone with the file."""

import pytest

from bookings.jobs import considering, stopping
from marketplace.casework import files
from marketplace.casework.models import Reading

PAGE = Reading.Door.PAGE


def test_the_team_opens_what_was_weighed_and_it_is_written_down(put, chiara, service):
    found = considering.opened(put, chiara, PAGE)

    assert (found.version, found.column, found.rank, found.of, found.points_before) == (1, "fits_if", 1, 1, [])
    assert "unknown: right to work (ask)" in [line.text for line in found.against]
    assert found.points == pytest.approx(sum(line.points for line in found.reasons))
    reading = Reading.objects.get(parts=[considering.PART])
    assert (reading.reader, reading.body, reading.participant) == (chiara, service, put.participant)


def test_nobody_else_does_and_nothing_is_written_down(coming, luca, rita, elena, dora, operator, dario):
    for stranger in (luca, rita, elena, dora, operator, dario, coming.participant.person):
        with pytest.raises(files.Closed):
            considering.opened(coming, stranger, PAGE)

    assert not Reading.objects.filter(parts=[considering.PART]).exists()


def test_it_goes_with_the_file(put, chiara):
    stopping.forget(put.participant)

    assert considering.opened(put, chiara, PAGE) is None
