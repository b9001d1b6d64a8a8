"""The page that people keep: its words, in their language, and the same for ever."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from bookings.models import Receipt
from bookings.payments import cards, paper, shares, typefaces
from bookings.payments.sheet import Page
from marketplace.lives.engine import Actor, take
from tests.folding import each
from tests.payments import catch_up, fresh

pytestmark = pytest.mark.django_db


def words(receipt):
    [page] = PdfReader(BytesIO(paper.drawn(receipt))).pages
    return page.extract_text().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def given(booked, nadia, elena, now_is):
    """To Nadia, in this language, for the 24 euros that she has paid on site."""

    def give(language="it", **name):
        for field, value in {"language": language, **name}.items():
            setattr(nadia, field, value)
        nadia.save()
        now_is(booked.ends_at + timedelta(minutes=5))
        take(fresh(booked), "confirm", Actor(nadia))
        shares.pay(booked.shares.get(), elena)
        return Receipt.objects.get()

    return give


@pytest.fixture
def in_english(nadia):
    nadia.language = "en"
    nadia.save()


def test_it_says_who_what_how_much_and_that_it_is_no_invoice(given, booked):
    told = words(given("en"))

    for said in (f"Receipt 1/{booked.ends_at.year}", "Biagio", "Nadia", booked.reference, "€24", "Paid on site"):
        assert said in told
    assert "It is not an invoice." in told


def test_it_speaks_the_language_of_whoever_receives_it(given, booked):
    told = words(given("it"))

    assert f"Ricevuta 1/{booked.ends_at.year}" in told
    assert "24 €" in told
    assert "Non è una fattura." in told


def test_it_stays_the_same_whatever_becomes_of_names_and_languages(given, nadia, biagio):
    receipt = given("en")
    before = paper.drawn(receipt)
    nadia.given_name, nadia.language, biagio.name = "Maria", "it", "Another name"
    nadia.save()
    biagio.save()

    assert paper.drawn(fresh(receipt)) == before


@each(
    ("script", "name"),
    [
        ("european", "Škrjanec Țurcanu"), ("azeri", "Əliyev"), ("arabic", "أمينة"), ("cyrillic", "Олена Лукʼян"),
        ("greek", "Ελένη"), ("bengali", "মৌসুমী"), ("devanagari", "आशा"), ("vietnamese", "Phương Thị Hằng"),
        ("chinese", "王小明"),
    ],
)  # fmt: skip
def test_names_are_drawn_in_the_letters_in_which_people_write_them(given, script, name):
    receipt = given("en", given_name=name, family_name="Rossi")

    page = Page(receipt)

    loaded = {key: font for key, font in page.fonts.items() if key.endswith("B")}
    assert {ord(letter) for letter in name} <= {code for font in loaded.values() for code in font.cmap}
    assert paper.drawn(receipt)


def test_a_typeface_is_unpacked_once_and_the_page_is_the_same_as_from_the_packed_one(given, monkeypatch):
    receipt = given("en", given_name="أمينة")
    page = paper.drawn(receipt)
    unpacked = typefaces.copy_of.cache_info().misses

    assert paper.drawn(receipt) == page
    assert typefaces.copy_of.cache_info().misses == unpacked
    monkeypatch.setattr(typefaces, "unpacked", lambda packed: packed)
    assert paper.drawn(receipt) == page


def test_letters_that_nobody_has_for_us_leave_the_rest_of_the_page(given):
    assert "Rossi" in words(given("en", given_name="ᏣᎳᎩ", family_name="Rossi"))


def test_what_a_fund_carries_and_what_was_kept_is_told_beside_it(given):
    receipt = given("en")
    receipt.facts |= {"kept": 1200, "carried": [["Comune di Ripalta", 500]]}

    told = words(receipt)

    assert "Due of it in the end" in told
    assert "Comune di Ripalta" in told
    assert "-€5" in told


def test_a_long_name_takes_as_many_lines_as_it_needs(given):
    receipt = given("en")
    receipt.facts |= {"what": "Babysitting " * 40, "contact": ["Via Bologna " * 20] * 3}

    assert words(receipt).count("Babysitting") == 40


def test_the_demo_says_that_it_is_invented(given, settings):
    receipt = given("en")
    assert "invented" not in words(receipt)

    settings.DEMO = True

    assert "People and figures on this page are invented." in words(receipt)


def test_a_credit_note_names_the_receipt_that_it_corrects(nadia, in_english, paid_and_done, elena):
    booking = paid_and_done
    cards.refund_by_hand(fresh(booking), 500, elena)
    catch_up()

    told = words(Receipt.objects.get(cents=-500))

    year = booking.ends_at.year
    for said in (f"Credit note 2/{year}", f"Corrects receipt 1/{year}", "Given back to", "-€5", "Visa 4242"):
        assert said in told
