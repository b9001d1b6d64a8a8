"""One offer of which nothing is free: whoever waits for it is told once, and nothing of what is withdrawn."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.refusals import Refused
from services.availability import write_out
from services.models import SavedSearch, WeeklyHours
from services.search import keeping
from tests.cast import ROME, settled
from tests.folding import each
from tests.services.test_keeping import freeze, kept, letters


@pytest.fixture
def full(offer, worker):
    """The offer, while nobody who does it has hours."""
    WeeklyHours.objects.all().delete()
    write_out(worker)
    return offer


def opened(worker) -> None:
    hours = {"resource": worker, "opens": time(9), "closes": time(18)}
    WeeklyHours.objects.bulk_create(WeeklyHours(weekday=weekday, **hours) for weekday in range(7))
    write_out(worker)


def test_whoever_waits_is_told_once_as_soon_as_a_time_is_free(full, worker, nadia):
    saved = kept(nadia, f"offer={full.pk}")
    assert keeping.title(saved) == "A free time: Babysitter at your home, Biagio"
    assert keeping.look(saved.pk) == 0
    opened(worker)

    with freeze(hour=8):
        assert [keeping.look(saved.pk), keeping.look(saved.pk)] == [1, 0]

    [(subject, text)] = letters(nadia)
    assert subject == "A time that you wait for is free"
    assert text.startswith("Babysitter at your home, Biagio\n\nA time is free: today at 9:")
    assert "We tell you this once." in text
    assert not SavedSearch.objects.exists()


def test_it_is_written_in_her_language(full, worker, nadia):
    nadia.language = "it"
    nadia.save()
    saved = kept(nadia, f"offer={full.pk}")
    opened(worker)

    keeping.look(saved.pk)

    [(subject, text)] = letters(nadia)
    assert subject == "Si è liberato un orario che aspetti"
    assert text.startswith("Babysitter at your home (it), Biagio\n\nC'è un orario libero: ")


def test_of_what_is_withdrawn_nothing_is_told_and_it_ends(full, worker, nadia):
    saved = kept(nadia, f"offer={full.pk}")
    opened(worker)
    settled(full, "withdrawn")

    assert keeping.look(saved.pk) == 0

    assert letters(nadia) == []
    assert not SavedSearch.objects.exists()


def test_while_the_city_reads_it_again_it_is_neither_told_nor_named_and_then_it_is(full, worker, nadia):
    saved = kept(nadia, f"offer={full.pk}")
    opened(worker)
    settled(full, "review")
    assert keeping.look(saved.pk) == 0
    assert keeping.title(SavedSearch.objects.get()) == "A free time of an offer that is not shown now"

    settled(full, "published")

    assert keeping.look(saved.pk) == 1


def test_whoever_gives_her_mail_up_is_told_no_more(full, worker, nadia):
    saved = kept(nadia, f"offer={full.pk}")
    nadia.email = None
    nadia.save()
    opened(worker)

    keeping.look(saved.pk)

    assert letters(nadia) == []


def test_of_what_is_free_nobody_has_to_be_told(offer, nadia):
    with pytest.raises(Refused, match="choose a time on its page"):
        kept(nadia, f"offer={offer.pk}")


def test_where_dates_are_full_there_is_the_waiting_list(dinner, on, come, nadia, dora):
    come(dora, on(seats=2), seats=2)

    with pytest.raises(Refused, match="waiting list"):
        kept(nadia, f"offer={dinner.pk}")


def test_where_no_date_is_announced_the_next_one_is_told(dinner, on, nadia):
    saved = kept(nadia, f"offer={dinner.pk}")

    on()

    assert keeping.look(saved.pk) == 1


def test_where_nobody_chooses_a_time_nothing_is_kept(make_offer, nadia):
    with pytest.raises(Refused, match="ask on the page"):
        kept(nadia, f"offer={make_offer(kind='removal').pk}")


@each("number", ["x", "0", "-1", "9" * 30, "٣", "4000"])
def test_what_is_no_offer_cannot_be_kept(db, nadia, number):
    with pytest.raises(ValidationError, match="no such offer"):
        kept(nadia, f"offer={number}")


@each("status", ["review", "withdrawn", "new"])
def test_an_offer_that_is_not_shown_cannot_be_kept_by_its_own_desk_either(full, elena, status):
    settled(full, status)

    with pytest.raises(ValidationError, match="no such offer"):
        kept(elena, f"offer={full.pk}")


def test_one_offer_is_named_without_other_filters(full, nadia):
    with pytest.raises(ValidationError, match="without other filters"):
        kept(nadia, f"offer={full.pk}&category=babysitting")


def test_it_counts_among_what_one_person_keeps_and_twice_it_is_one(full, nadia, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 1)
    first = kept(nadia, f"offer={full.pk}&utm=x")
    assert kept(nadia, f"offer={full.pk}").pk == first.pk

    with pytest.raises(Refused, match="1 searches"):
        kept(nadia, "q=tata")


def test_it_is_looked_at_within_the_hour_and_ends_by_itself(full, nadia):
    with freeze(hour=10, days=0):
        saved = kept(nadia, f"offer={full.pk}")
        assert saved.next_at.astimezone(ROME).hour == 11
    assert saved.until == timezone.localdate() + timedelta(days=90)

    with freeze(hour=10, days=91):
        assert keeping.claim_due() == []
    assert not SavedSearch.objects.exists()
