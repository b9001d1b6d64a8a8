"""Words of an organisation on a page of another language."""

from html import unescape
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from marketplace.accounts.language import Chosen, chosen
from services.models import Offer, OfferText

ITALIAN = "Aiuto <compiti>"


@pytest.fixture
def offer(offer) -> Offer:
    """An offer that nobody has translated."""
    words = {"title": ITALIAN, "summary": "Una persona.", "body": "Due ore.", "conditions": "Solo d'estate."}
    offer.texts.exclude(language="it").delete()
    offer.texts.update(**words)
    return Offer.objects.get(pk=offer.pk)


@pytest.fixture
def looked(client):
    def look(path: str, language: str = "en") -> str:
        answer = client.get(path, headers={"accept-language": language})
        return " ".join(unescape(answer.content.decode()).replace("\xa0", " ").split())

    return look


def render(source: str, **facts) -> str:
    return Template(source).render(Context(facts))


def test_an_offer_in_italian_alone_says_so_on_an_english_page(looked, offer):
    page = looked(f"/offers/{offer.pk}/")

    assert f'<h1 dir="auto"><span lang="it">{ITALIAN}</span></h1>' in page
    assert '<p class="lead" dir="auto" lang="it">Una persona.</p>' in page
    assert '<div class="prose" dir="auto" lang="it"><p>Due ore.</p></div>' in page
    assert '<div dir="auto" lang="it"><p>Solo d\'estate.</p></div>' in page


def test_in_its_own_language_nothing_is_marked(looked, offer):
    page = looked(f"/offers/{offer.pk}/", "it")

    assert f'<h1 dir="auto">{ITALIAN}</h1>' in page
    assert '<p class="lead" dir="auto">Una persona.</p>' in page


def test_a_card_says_the_language_and_is_kept_for_each_of_them(looked, offer, client):
    marked = f'"><span lang="it">{ITALIAN}</span></a></h3>'

    assert marked in looked("/search/")
    assert marked not in looked("/search/", "it")
    assert marked in looked("/search/")


def test_a_translation_takes_the_mark_from_the_card(looked, offer):
    looked("/search/")

    OfferText.objects.create(offer=offer, language="en", title="Homework help", summary="Somebody.")

    page = looked("/search/")
    assert "Homework help</a></h3>" in page
    assert '<span lang="it">' not in page


def test_what_an_organisation_says_of_itself_is_marked(looked, offer, biagio):
    biagio.about = {"it": "Portineria.", "en": ""}
    biagio.save()

    page = looked("/organisations/biagio/")

    assert '<div class="lead prose" dir="auto" lang="it"><p>Portineria.</p></div>' in page
    assert '<span dir="auto" lang="it">Portineria.</span>' in looked("/organisations/")


def test_a_booking_keeps_its_day_in_the_language_of_the_page(client, booking, nadia, offer):
    client.force_login(nadia)

    page = unescape(client.get(booking.get_absolute_url(), headers={"accept-language": "en"}).content.decode())

    with translation.override("en"):
        assert f'<h1><span lang="it">{ITALIAN}</span>, {booking.when}</h1>' in page


def test_a_job_and_what_is_proposed_of_it_are_marked_by_the_words_of_its_opening():
    job = SimpleNamespace(title=Chosen("Giardino", "it"))
    proposal = SimpleNamespace(title="Giardino, Monday", job=job)

    with translation.override("en"):
        assert render("{{ it|entitled }}", it=job) == '<span lang="it">Giardino</span>'
        assert render("{{ it|entitled }}", it=proposal) == '<span lang="it">Giardino</span>, Monday'


@pytest.mark.parametrize("life", [None, SimpleNamespace(title="A <coat>"), SimpleNamespace(title=Chosen("", ""))])
def test_what_has_no_words_of_its_own_stays_as_it_is(life):
    assert render("{{ it|entitled }}", it=life) == (
        life.title.replace("<", "&lt;").replace(">", "&gt;") if life else ""
    )


def test_a_text_that_is_chosen_knows_its_language():
    with translation.override("en-gb"):
        assert (chosen({"it": "a", "en": "b"}), chosen({"it": "a", "en": "b"}).language) == ("b", "en")
        assert chosen({"it": "a", "en": ""}).language == "it"
        assert chosen({"ar": "c"}).language == "ar"
        assert (chosen({}), chosen({}).language) == ("", "")


def test_the_mark_is_no_way_to_write_markup():
    with translation.override("en"):
        assert render("<p{% lang it %}>", it=Chosen("a", '"><b>')) == '<p lang="&quot;&gt;&lt;b&gt;">'
        assert render("<p{% lang it %}>", it="no language") == "<p>"
