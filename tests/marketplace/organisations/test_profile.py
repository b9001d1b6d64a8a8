"""Founding an organisation and writing its profile."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.lives.engine import Actor, take
from marketplace.organisations import profile
from marketplace.organisations.models import Membership, Organisation
from marketplace.refusals import Refused
from tests.folding import each
from tests.racing import at_once

ABITO = {"name": "Abito", "about": {"it": "Vestiti buoni."}, "tax_code": "97654320017", "phone": "+390115550102"}


def test_who_founds_a_body_owns_it_and_nobody_else_sees_it(dora, nadia):
    abito = profile.found(dora, ABITO)

    assert (abito.status, abito.slug) == ("new", "abito")
    assert list(Membership.objects.of(dora).values_list("role", flat=True)) == ["owner"]
    assert abito not in Organisation.objects.visible_to(nadia)


def test_two_bodies_of_one_name_have_two_addresses(dora, nadia):
    profile.found(dora, ABITO)

    assert profile.found(nadia, ABITO).slug == "abito-2"


def test_a_form_that_is_sent_twice_founds_one_body(dora, nadia):
    abito = profile.found(dora, ABITO, "a-key")

    assert profile.found(dora, ABITO | {"name": "Abito again"}, "a-key") == abito
    assert profile.found(dora, ABITO, "another").slug == "abito-2"
    assert profile.found(nadia, ABITO, "a-key").slug == "abito-3"
    assert Membership.objects.of(dora).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_one_moment_found_one_body(dora):
    first, second = at_once(*[lambda: profile.found(dora, ABITO, "a-key")] * 2)

    assert first == second
    assert Organisation.objects.get().slug == "abito"


def test_a_name_without_latin_letters_has_an_address_too(dora):
    assert profile.found(dora, {"name": "本のいえ"}).slug


def test_the_head_office_stands_on_the_map(dora, aurora):
    abito = profile.found(dora, ABITO | {"address": "via Cecchi 10"})

    assert abito.place.area == aurora


@each(
    ("fields", "wrong"),
    [({"name": ""}, "name"), ({"name": "A" * 200}, "name"), ({"name": "A", "email": "no"}, "email"),
     ({"name": "A", "website": "javascript:alert(1)"}, "website"),
     ({"name": "A", "address": "via Nessuna 1"}, "address"), ({"name": "A", "address": "Aurora"}, "address")],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field(dora, aurora, fields, wrong):
    with pytest.raises(ValidationError) as told:
        profile.found(dora, fields)

    assert wrong in told.value.error_dict
    assert not Organisation.objects.filter(kind="provider").exists()


def test_what_the_city_has_checked_stays_and_the_rest_may_change(biagio, elena):
    profile.write(biagio, Actor(elena), {"about": {"en": "New words"}, "name": "Biagio"})
    biagio.refresh_from_db()
    assert biagio.about == {"en": "New words"}

    with pytest.raises(ValidationError, match="ask the City"):
        profile.write(biagio, Actor(elena), {"name": "Somebody else"})


def test_a_refused_profile_may_be_mended_whole(dora, gianni):
    abito = take(profile.found(dora, ABITO), "submit", Actor(dora))
    abito = take(abito, "refuse", Actor(gianni), {"reason": "The tax code is not yours"})

    assert profile.write(abito, Actor(dora), {"tax_code": "97654320018"}).tax_code == "97654320018"


def test_only_owners_write_the_profile(biagio, samira, dora, gianni):
    for somebody in (samira, dora, gianni):
        with pytest.raises(Refused):
            profile.write(biagio, Actor(somebody), {"about": {}})


def test_what_a_body_says_of_itself_has_a_length_whatever_the_door(biagio, elena):
    with pytest.raises(ValidationError) as told:
        profile.write(biagio, Actor(elena), {"about": {"it": "a" * (profile.LONGEST_ABOUT + 1), "en": "Fine."}})

    assert set(told.value.message_dict) == {"about_it"}


def test_a_language_without_words_is_left_out(biagio, elena):
    profile.write(biagio, Actor(elena), {"about": {"it": "Buoni\0 vestiti.", "en": "  "}})

    biagio.refresh_from_db()
    assert biagio.about == {"it": "Buoni vestiti."}
