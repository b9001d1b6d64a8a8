"""Searches that are kept: who is told of what, once, and not in the night."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from marketplace.notices.models import Notice
from marketplace.refusals import Refused
from services import tasks
from services.availability import write_out
from services.models import Category, HoursException, Listing, SavedSearch
from services.search import keeping, title_of
from tests.cast import ROME, at, settled


def kept(person, query: str = "category=babysitting") -> SavedSearch:
    return keeping.keep(person, QueryDict(query))


def letters(person) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(reader=person).order_by("pk").values_list("subject", "text"))


@pytest.fixture
def long_ago(offer):
    """What is offered is offered for long."""
    Listing.objects.update(since=timezone.now() - timedelta(days=30))
    return offer


def test_what_was_there_is_no_news_and_what_comes_is_told_once(make_offer, nadia):
    make_offer("Here already")
    saved = kept(nadia)
    assert keeping.look(saved.pk) == 0

    make_offer("A new one")

    assert [keeping.look(saved.pk), keeping.look(saved.pk)] == [1, 0]
    [(subject, text)] = letters(nadia)
    assert subject == "New: Babysitting"
    assert "- A new one, Biagio" in text
    assert "/search/?category=babysitting" in text
    assert "/searches/" in text


def test_it_is_written_in_her_language(make_offer, nadia):
    nadia.language = "it"
    nadia.save()
    saved = kept(nadia)
    make_offer("Nuova")

    keeping.look(saved.pk)

    assert letters(nadia)[0][0].startswith("Novità: ")


def test_what_does_not_fit_is_not_told(make_offer, nadia):
    saved = kept(nadia, "price=free")
    make_offer("Paid")

    assert keeping.look(saved.pk) == 0
    assert letters(nadia) == []


def test_what_was_withdrawn_and_comes_back_is_news(long_ago, nadia):
    saved = kept(nadia)
    settled(long_ago, "withdrawn")
    assert keeping.look(saved.pk) == 0

    settled(long_ago, "published")

    assert keeping.look(saved.pk) == 1


def test_an_offer_that_is_edited_is_no_news(long_ago, nadia):
    saved = kept(nadia)

    long_ago.price_cents = 1300
    long_ago.save()

    assert Listing.objects.get().price_cents == 1300
    assert keeping.look(saved.pk) == 0


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
    assert letters(nadia)[0][0].startswith("Free now: ")


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


@pytest.mark.parametrize("query", ["", "page=2", "q="])
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


def test_a_category_that_is_gone_breaks_nothing(nadia, babysitting):
    saved = kept(nadia, "category=babysitting&q=tata")
    Category.objects.all().delete()

    assert keeping.look(saved.pk) == 0
    assert title_of(keeping.wish_of(saved)) == "“tata”"


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


def test_those_whose_turn_it_is_are_handed_out_once(nadia, make_offer):
    saved = kept(nadia)
    SavedSearch.objects.update(next_at=timezone.now())
    make_offer("A new one")

    assert keeping.claim_due() == [saved.pk]
    assert keeping.claim_due() == []


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
