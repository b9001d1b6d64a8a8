"""The City's desk: bodies to verify and offers to read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frontend.pages.desk import today
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations import profile
from marketplace.organisations.models import Membership
from services import publishing
from services.models import Offer
from tests.folding import each


@pytest.fixture
def office(client, gianni):
    """A browser in which Gianni, the officer, is signed in."""
    client.force_login(gianni)
    return client


@pytest.fixture
def abito(dora):
    """A body that waits to be verified."""
    body = profile.found(dora, {"name": "Abito", "about": {"it": "Vestiti buoni."}, "tax_code": "97654320017"})
    return take(body, "submit", Actor(dora))


@pytest.fixture
def waiting(make_offer):
    """An offer that waits to be read."""
    return make_offer("Dogs and cats", status="review")


@pytest.fixture
def auditor(person, city):
    user = person("Paola")
    Membership.objects.create(organisation=city, user=user, role="auditor")
    return user


def text(answer) -> str:
    return answer.content.decode()


def press(client, life, name, **facts):
    seen = type(life).objects.get(pk=life.pk).last_change_id or ""
    told = {f"{name}-{fact}": value for fact, value in facts.items()}
    return client.post(reverse("officer_step", args=[life.pk, name]), {"seen": seen, **told})


def test_what_waits_is_listed(office, abito, waiting, offer):
    page = office.get(reverse("officer"))

    assert list(page.context["organisations"]) == [abito]
    assert list(page.context["offers"]) == [waiting]


def test_long_lists_come_in_pages(office, monkeypatch, make_offer, offer, biagio):
    monkeypatch.setattr(today, "LINES", 2)
    for name in ("One", "Two", "Three"):
        make_offer(name, status="review")

    page = office.get(reverse("officer"))

    assert [row.title for row in page.context["offers"]] == ["One", "Two"]
    assert "?offers=2" in text(page)
    rest = office.get(reverse("officer"), {"offers": "2"})
    assert [row.title for row in rest.context["offers"]] == ["Three"]
    assert "?offers=2" in text(office.get(reverse("officer_organisation", args=[biagio.pk])))


def test_a_body_is_shown_whole_and_verified(office, abito):
    page = text(office.get(reverse("officer_organisation", args=[abito.pk])))
    for words in ("Vestiti buoni.", "97654320017", "Dora", "Dora sent the profile to the City."):
        assert words in page

    press(office, abito, "verify")

    abito.refresh_from_db()
    assert abito.status == "verified"


def test_each_text_says_in_which_language_it_is_italian_first(office, abito):
    type(abito).objects.update(about={"en": "Good clothes.", "it": "Vestiti buoni."})

    page = text(office.get(reverse("officer_organisation", args=[abito.pk])))

    words = ["Italiano</p>", "Vestiti buoni.", "English</p>", "Good clothes."]
    assert sorted(words, key=page.index) == words


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(office, abito):
    answer = press(office, abito, "refuse", reason="x" * 600)

    assert answer.status_code == 422
    assert "x" * 600 in text(answer)
    press(office, abito, "refuse", reason="The tax code is not yours.")
    abito.refresh_from_db()
    assert abito.last_change.facts == {"reason": "The tax code is not yours."}


def test_an_offer_is_shown_in_both_languages_with_who_and_price(office, waiting):
    page = text(office.get(reverse("officer_offer", args=[waiting.pk])))

    for words in ("Dogs and cats (it)", "Dogs and cats", "Samira", "€12", "Babysitting"):
        assert words in page


def test_the_city_reads_what_an_offer_says_of_itself(office, make_offer, ages):
    waiting = make_offer(status="review", traits=["ages:0-2", "homework:yes"])

    page = text(office.get(reverse("officer_offer", args=[waiting.pk])))

    assert "<dt>For which ages</dt><dd>0 to 2 years</dd>" in page
    assert "<dt>Homework</dt><dd>Helps with homework</dd>" in page


def test_an_offer_is_published_or_sent_back(office, waiting, make_offer):
    other = make_offer("Shopping", status="review")

    press(office, waiting, "publish")
    press(office, other, "send_back", reason="Say how far you go.")

    assert Offer.objects.get(pk=waiting.pk).status == "published"
    assert Offer.objects.get(pk=other.pk).last_change.facts == {"reason": "Say how far you go."}


def test_what_is_published_is_taken_off_with_a_reason_that_the_provider_reads(office, offer, elena):
    assert 'name="take_down-reason"' in text(office.get(reverse("officer_offer", args=[offer.pk])))
    assert press(office, offer, "take_down").status_code == 422
    assert Offer.objects.get(pk=offer.pk).status == "published"

    press(office, offer, "take_down", reason="The kitchen was closed.")

    taken = Offer.objects.get(pk=offer.pk)
    telling.announce(taken.last_change)
    assert taken.status == "withdrawn"
    assert "The kitchen was closed." in Notice.objects.get(reader=elena).text


def test_the_providers_own_way_out_is_not_the_citys(office, offer):
    press(office, offer, "withdraw")

    assert Offer.objects.get(pk=offer.pk).status == "published"


def test_words_that_changed_while_she_read_are_not_published(office, make_offer, elena, gianni, biagio):
    offer = take(make_offer("Dogs", status="new"), "submit", Actor(elena))
    page = text(office.get(reverse("officer_offer", args=[offer.pk])))
    texts = {"it": {"title": "Altro", "summary": "Tutt'altro."}}
    publishing.write(offer, biagio, Actor(elena), {}, texts, offer.resources.all(), [])

    answer = office.post(reverse("officer_step", args=[offer.pk, "publish"]), {"seen": offer.last_change_id})

    assert f'value="{offer.last_change_id}"' in page
    assert "changed meanwhile" in text(answer)
    assert Offer.objects.get(pk=offer.pk).status == "review"


def test_an_auditor_looks_on_and_presses_nothing(client, auditor, abito, waiting):
    client.force_login(auditor)
    for address in ("officer_organisation", abito), ("officer_offer", waiting):
        page = text(client.get(reverse(address[0], args=[address[1].pk])))
        assert "There is nothing for you to do here now." in page

    answer = press(client, waiting, "publish")

    assert "This is not for you to do." in text(answer)
    assert Offer.objects.get(pk=waiting.pk).status == "review"


@each("who", ["nadia", "elena", "samira"])
def test_nobody_else_finds_the_citys_pages(client, request, abito, waiting, who):
    client.force_login(request.getfixturevalue(who))

    for address in (
        reverse("officer"),
        reverse("officer_organisation", args=[abito.pk]),
        reverse("officer_offer", args=[waiting.pk]),
    ):
        assert client.get(address).status_code == 404
    assert press(client, waiting, "publish").status_code == 404


def test_visitors_are_asked_to_sign_in(client, city):
    assert client.get(reverse("officer")).headers["Location"].startswith(reverse("account_login"))


@each("name", ["nonsense", "ask", "submit"])
def test_steps_that_are_not_the_citys_are_not_taken(office, abito, name):
    press(office, abito, name)

    abito.refresh_from_db()
    assert abito.status == "submitted"


@each("name", ["suspend", "refuse", "verify"])
def test_the_citys_own_body_is_not_decided_about(office, city, name):
    press(office, city, name, reason="A mistake")

    city.refresh_from_db()
    assert city.status == "verified"


def test_a_body_is_suspended_and_verified_again(office, biagio):
    press(office, biagio, "suspend", reason="No insurance")
    biagio.refresh_from_db()
    assert biagio.status == "suspended"

    press(office, biagio, "verify")

    biagio.refresh_from_db()
    assert biagio.status == "verified"


def test_bookings_are_not_decided_here(office, booking):
    answer = press(office, booking, "accept")

    assert answer.status_code == 404


def test_the_queue_asks_the_same_number_of_questions_for_many(office, waiting, make_offer):
    office.get(reverse("officer"))  # the first page of a session writes down where one is signed in
    with CaptureQueriesContext(connection) as few:
        office.get(reverse("officer"))
    for name in ("Two", "Three"):
        make_offer(name, status="review")

    with CaptureQueriesContext(connection) as many:
        office.get(reverse("officer"))

    assert len(many) == len(few)


def test_a_body_may_keep_files_from_the_officers_decision_on(office, biagio, gianni):
    address = reverse("officer_organisation", args=[biagio.pk])

    answer = press(office, biagio, "entrust")

    biagio.refresh_from_db()
    page = text(office.get(address))
    assert answer.status_code == 302
    assert biagio.keeps_files
    assert "Gianni allowed it on" in page
    assert "The City lets it keep files of the people it supports." in page


def test_without_a_reason_it_is_not_taken_back(office, biagio):
    press(office, biagio, "entrust")

    wrong = press(office, biagio, "discharge")
    kept = type(biagio).objects.get(pk=biagio.pk).keeps_files
    press(office, biagio, "discharge", reason="Nobody there is a social worker.")

    assert wrong.status_code == 422
    assert kept
    assert not type(biagio).objects.get(pk=biagio.pk).keeps_files
    assert "allowed it on" not in text(office.get(reverse("officer_organisation", args=[biagio.pk])))


@each("who", ["nadia", "elena", "samira", "operator"])
def test_nobody_else_lets_a_body_keep_files(client, request, biagio, who):
    client.force_login(request.getfixturevalue(who))

    assert press(client, biagio, "entrust").status_code == 404
    assert not type(biagio).objects.get(pk=biagio.pk).keeps_files
