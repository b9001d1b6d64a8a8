"""Searches that are kept: who is told of what, once, and not in the night."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.lives.models import Change
from marketplace.notices.models import Notice
from marketplace.refusals import Refused
from services import tasks
from services.availability import write_out
from services.models import Category, HoursException, Listing, Offer, SavedSearch
from services.search import keeping
from tests.cast import ROME, at, settled
from tests.folding import each


def kept(person, query: str = "category=babysitting") -> SavedSearch:
    return keeping.keep(person, QueryDict(query))


def letters(person) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(reader=person).order_by("pk").values_list("subject", "text"))


@contextmanager
def freeze(hour: int = 10, days: int = 0) -> Iterator[None]:
    """It is this hour of Turin's clock, so many days from today."""
    with patch.object(timezone, "now", return_value=at(hour, days=days)):
        yield


def test_what_was_there_is_no_news_and_what_comes_is_told_once(make_offer, nadia):
    make_offer("Here already")
    saved = kept(nadia)
    assert keeping.look(saved.pk) == 0

    make_offer("A new one")

    assert [keeping.look(saved.pk), keeping.look(saved.pk)] == [1, 0]
    [(subject, text)] = letters(nadia)
    assert subject == "New in a search that you keep"
    assert text.startswith("Babysitting:\n- A new one, Biagio")
    assert "/search/?category=babysitting" in text
    assert "/searches/" in text


def test_a_position_is_kept_as_roughly_as_it_is_shared_and_is_near_me_in_the_letter(make_offer, nadia, aurora):
    saved = kept(nadia, "near=45.0831239,7.6894999&within=3000")
    make_offer("A new one")

    keeping.look(saved.pk)

    assert saved.query == "near=45.083%2C7.689&within=3000"
    assert letters(nadia)[0][1].startswith("Near me (Aurora), Within 3")


def test_it_is_written_in_her_language(make_offer, nadia):
    nadia.language = "it"
    nadia.save()
    saved = kept(nadia)
    make_offer("Nuova")

    keeping.look(saved.pk)

    assert letters(nadia)[0][0].startswith("Novità ")


def test_what_does_not_fit_is_not_told(make_offer, nadia):
    saved = kept(nadia, "price=free")
    make_offer("Paid")

    assert keeping.look(saved.pk) == 0
    assert letters(nadia) == []


@pytest.mark.parametrize("way", ["an edit", "a break"])
def test_what_was_published_before_is_no_news_when_it_comes_back(make_offer, gianni, nadia, way):
    offer = make_offer("Here for long", status="review")
    take(offer, "publish", Actor(gianni))
    Change.objects.update(at=timezone.now() - timedelta(days=30))
    saved = kept(nadia)
    settled(offer, "review" if way == "an edit" else "withdrawn")
    assert not Listing.objects.exists()

    settled(offer, "review")
    take(Offer.objects.get(), "publish", Actor(gianni))

    assert Listing.objects.get().since > saved.looked_at
    assert keeping.look(saved.pk) == 0


def test_of_a_day_on_which_enough_were_free_nothing_is_told(offer, make_offer, nadia, monkeypatch):
    monkeypatch.setattr(keeping, "LOOKED_THROUGH", 1)
    saved = kept(nadia, f"on={at(9).date()}")
    assert saved.known == [offer.pk]
    make_offer("Another")
    settled(offer, "withdrawn")

    assert keeping.look(saved.pk) == 0


def test_without_a_day_all_that_is_new_is_told_however_much_was_told_before(make_offer, nadia, monkeypatch):
    monkeypatch.setattr(keeping, "LOOKED_THROUGH", 2)
    saved = kept(nadia)
    for number in range(3):
        make_offer(f"Number {number}")
    assert keeping.look(saved.pk) == 3

    make_offer("One more")

    with freeze(days=1):
        assert [keeping.look(saved.pk), keeping.look(saved.pk)] == [1, 0]
    assert "- One more, Biagio" in letters(nadia)[1][1]


def test_for_so_many_places_a_date_of_an_offer_that_was_there_is_told(dinner, on, nadia):
    on(seats=2)
    saved = kept(nadia, "q=dinner&seats=4")
    assert keeping.look(saved.pk) == 0

    on(days=5, seats=10)

    assert [keeping.look(saved.pk), keeping.look(saved.pk)] == [1, 0]
    assert "- Dinner in the courtyard, Biagio" in letters(nadia)[0][1]


def test_on_a_wished_day_whoever_is_free_after_all_is_told(offer, nadia):
    day = at(9).date()
    samira_s = offer.resources.get()
    away = HoursException.objects.create(resource=samira_s, date=day)
    write_out(samira_s)
    saved = kept(nadia, f"on={day}")
    assert keeping.look(saved.pk) == 0

    away.delete()
    write_out(samira_s)

    assert keeping.look(saved.pk) == 1
    assert letters(nadia)[0][0] == "Somebody is free on a day that you look for"


def test_of_many_ten_are_named_and_the_others_counted(make_offer, nadia):
    saved = kept(nadia)
    for number in range(12):
        make_offer(f"Number {number}")

    assert keeping.look(saved.pk) == 12

    text = letters(nadia)[0][1]
    assert text.count("- Number") == 10
    assert "and 2 more" in text


def test_kept_twice_it_is_one_whatever_the_order_of_the_filters(nadia, aurora, babysitting):
    first = kept(nadia, "near=Aurora&category=babysitting")

    assert kept(nadia, "category=babysitting&near=Aurora&page=3&utm=x").pk == first.pk
    assert first.query == "near=Aurora&category=babysitting"


@pytest.mark.parametrize("query", ["", "page=2", "q=", "from=18:00&until=20:00", "within=2000"])
def test_a_search_for_everything_is_not_kept(nadia, query):
    with pytest.raises(Refused, match="Say first"):
        kept(nadia, query)


@pytest.mark.parametrize("query", ["on=2020-01-01", "category=flying", "near=Atlantis", "within=x"])
def test_what_cannot_be_asked_cannot_be_kept(nadia, query):
    with pytest.raises(ValidationError):
        kept(nadia, query)


def test_an_address_without_end_is_not_kept(nadia):
    with pytest.raises(Refused, match="too long"):
        kept(nadia, "q=" + "🙂" * 100)


def test_nobody_keeps_more_than_some(nadia, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    kept(nadia, "q=one")
    kept(nadia, "q=two")

    with pytest.raises(Refused, match="2 searches"):
        kept(nadia, "q=three")
    assert kept(nadia, "q=two")


def test_whoever_has_no_mail_learns_why_nothing_is_kept(person):
    with pytest.raises(Refused, match="e-mail"):
        kept(person("Rosa", email=None), "q=tata")


def test_whoever_gives_her_mail_up_is_told_no_more(make_offer, nadia):
    saved = kept(nadia)
    nadia.email = None
    nadia.save()
    make_offer("A new one")

    keeping.look(saved.pk)

    assert letters(nadia) == []


def test_a_search_for_what_is_no_more_becomes_no_wider_one(nadia, make_offer):
    saved = kept(nadia, "category=babysitting&q=tata")
    Category.objects.update(slug="renamed")
    make_offer("A new one")

    assert keeping.look(saved.pk) == 0
    assert keeping.title(saved) == "A search for something that is no more here"


def test_its_title_tells_it_from_others(nadia, aurora, babysitting):
    query = f"category=babysitting&q=tata&near=Aurora&within=2000&on={at(9).date()}&until=12:00&price=free&language=ar"

    title = keeping.title(kept(nadia, query))

    assert title.startswith("Babysitting, ")
    assert title.endswith(
        ", near Aurora, “tata”, In the morning, Within 2\N{NO-BREAK SPACE}km, Free of charge, Speaks Arabic"
    )


def test_whoever_is_shut_out_is_told_no_more(nadia, offer):
    kept(nadia)
    SavedSearch.objects.update(next_at=timezone.now())
    User.objects.update(is_active=False)

    assert keeping.claim_due() == []


@each("hour", [2, 7, 21, 23])
def test_in_the_night_nobody_s_turn_comes(nadia, offer, hour):
    kept(nadia)
    SavedSearch.objects.update(next_at=at(hour, days=0))

    with freeze(hour=hour):
        assert keeping.claim_due() == []


@pytest.mark.parametrize(
    ("hour", "wished", "days", "then"),
    [(10, True, 0, 11), (10, False, 1, 7), (20, True, 1, 7), (23, True, 1, 7), (3, True, 0, 7), (3, False, 0, 7)],
)
def test_we_look_in_an_hour_for_a_day_else_in_the_morning_and_never_in_the_night(
    nadia, monkeypatch, hour, wished, days, then
):
    now = at(hour, 10)
    monkeypatch.setattr(timezone, "now", lambda: now)

    saved = kept(nadia, f"on={at(9, days=6).date()}" if wished else "q=tata")

    next_at = saved.next_at.astimezone(ROME)
    assert ((next_at.date() - now.date()).days, next_at.hour) == (days, then)


def test_those_whose_turn_it_is_are_handed_out_once(nadia, offer):
    saved = kept(nadia)

    with freeze(hour=10, days=1):
        tasks.look_again(0)
        tasks.look_again(0)

    jobs = ProcrastinateJob.objects.filter(task_name="services.look")
    assert [job.args for job in jobs] == [{"search_id": saved.pk}]


def test_what_is_over_goes_by_itself(nadia):
    saved = kept(nadia, f"on={timezone.localdate()}")
    SavedSearch.objects.update(until=timezone.localdate() - timedelta(days=1))

    assert keeping.claim_due() == []
    assert not SavedSearch.objects.exists()
    assert keeping.look(saved.pk) == 0


def test_the_task_looks(nadia, make_offer):
    saved = kept(nadia)
    make_offer("A new one")

    tasks.look(saved.pk)

    assert len(letters(nadia)) == 1
