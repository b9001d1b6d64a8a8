"""Words with a slip in them: what may have been meant, and what is known of the words that search may find."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.lives.engine import Actor, take
from services import tasks
from services.models import Category, Offer, OfferText, Word
from services.search import Wish, meant, search, vocabulary
from tests.cast import settled
from tests.folding import each


@pytest.fixture
def counted(offer):
    """The night after the offer was published."""
    OfferText.objects.filter(offer=offer, language="it").update(title="Attività della sera, con idraulico")
    vocabulary.count_words()
    return offer


@each(
    ("typed", "better"),
    [
        ("babisitter", "babysitter"), ("BABBISITTER", "babysitter"), ("babysittre", "babysitter"),
        ("idraulco", "idraulico"), ("attivta", "attività"), ("hmoe", "home"), ("boagio", "biagio"),
        ("babisitter hmoe", "babysitter home"), ("babisitter biagio", "babysitter biagio"),
        ("babisitte home", "babysitter home"),
    ],
)  # fmt: skip
def test_a_slip_in_a_word_is_forgiven_whatever_the_accents(counted, typed, better):
    assert not search(Wish(words=typed)).exists()
    assert meant(Wish(words=typed)) == better


@each("typed", ["", "babysitter", "the", "plumber", "hme", "hmxx", "xy", "🙂", "'; DROP", "\\", "-" * 100])
def test_without_a_slip_or_too_far_from_any_word_nothing_is_suggested(counted, typed):
    assert meant(Wish(words=typed)) == ""


def test_words_that_find_something_each_but_not_together_are_left_alone(counted, make_offer):
    other = make_offer("Ironing", category=Category.objects.create(slug="other", name={"it": "Altro"}))
    OfferText.objects.filter(offer=other, language="it").delete()

    assert meant(Wish(words="ironing idraulico")) == ""


def test_of_words_as_near_the_one_that_more_texts_have_comes_first(make_offer):
    make_offer("Penna")
    make_offer("Tenda one")
    make_offer("Tenda two")
    vocabulary.count_words()

    assert meant(Wish(words="tenna")) == "tenda"


def test_what_nothing_would_be_found_for_with_the_other_filters_is_never_suggested(counted):
    settled(counted, "published")

    assert meant(Wish(words="babisitter", where="at_home")) == "babysitter"
    assert meant(Wish(words="babisitter", free=True)) == ""
    assert meant(Wish(words="babisitter", on=timezone.localdate() + timedelta(days=2))) == "babysitter"


def test_a_word_of_what_is_shown_no_more_is_not_suggested_before_the_night_either(counted):
    settled(counted, "withdrawn")

    assert Word.objects.filter(folded="babysitter").exists()
    assert meant(Wish(words="babisitter")) == ""


def test_the_night_forgets_the_words_of_what_is_shown_no_more(counted):
    settled(counted, "withdrawn")

    tasks.count_words(0)

    assert not Word.objects.filter(folded__in=["idraulico", "biagio"]).exists()
    assert Word.objects.filter(folded="babysitting").exists()  # the category is still there


def test_a_new_offer_s_words_are_known_when_it_is_published(make_offer, gianni):
    offer = make_offer("Hippotherapy", status="review")

    take(offer, "publish", Actor(gianni))
    [job] = ProcrastinateJob.objects.filter(task_name="services.learn_words")
    tasks.learn_words(**job.args)

    assert meant(Wish(words="hipotherapy")) == "hippotherapy"


def test_to_learn_a_word_that_is_counted_leaves_its_number(counted, make_offer):
    before = Word.objects.get(folded="babysitter").texts

    vocabulary.learn(Offer.objects.get())

    assert Word.objects.get(folded="babysitter").texts == before


def test_no_query_grows_with_the_words(counted, django_assert_max_num_queries):
    Word.objects.bulk_create(Word(folded=f"babysitt{n}", written=f"babysitt{n}", texts=9) for n in range(50))

    with django_assert_max_num_queries(9):
        meant(Wish(words="babysitti babysittx"))


def test_only_the_most_frequent_words_are_kept(counted, monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST", 3)

    vocabulary.count_words()

    assert Word.objects.count() == 3
