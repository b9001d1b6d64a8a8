"""Founding a body, its profile, its keys."""

from django.urls import reverse

from marketplace.organisations.models import Membership


def text(answer) -> str:
    return answer.content.decode()


def test_anybody_founds_an_organisation_and_sends_it_to_the_city(client, dora):
    client.force_login(dora)
    client.post(reverse("desk_organisation_new"), {"name": "Abito", "about_it": "Vestiti buoni.", "languages": ["it"]})

    client.post(reverse("desk_organisation_step", args=["submit"]))

    answer = client.get(reverse("desk_organisation"))
    assert answer.context["organisation"].status == "submitted"
    assert "The City is looking at the profile" in text(answer)


def test_a_profile_is_kept(desk, biagio):
    desk.post(reverse("desk_organisation"), {"name": "Biagio", "about_en": "New words", "phone": "011 555 0101"})

    biagio.refresh_from_db()
    assert biagio.about == {"en": "New words"}


def test_a_language_that_only_the_api_has_written_is_there_to_be_kept(desk, biagio):
    type(biagio).objects.filter(pk=biagio.pk).update(languages=["it", "de"])

    page = desk.get(reverse("desk_organisation"))
    desk.post(reverse("desk_organisation"), {"name": "Biagio", "languages": ["it", "de"]})

    assert 'value="de" id="id_languages_11" checked' in text(page)
    biagio.refresh_from_db()
    assert biagio.languages == ["it", "de"]


def test_the_name_that_the_city_verified_stays(desk, biagio):
    answer = desk.post(reverse("desk_organisation"), {"name": "Somebody else"})

    assert answer.status_code == 422
    assert "ask the City" in text(answer)


def test_nobody_verifies_their_own_organisation(desk, other_desk, elena, biagio):
    Membership.objects.create(organisation=other_desk, user=elena, role="owner")
    desk.post(reverse("desk_choose"), {"desk": other_desk.pk})

    desk.post(reverse("desk_organisation_step", args=["submit"]))
    desk.post(reverse("desk_organisation_step", args=["verify"]))

    other_desk.refresh_from_db()
    assert other_desk.status == "submitted"


def test_a_key_is_shown_once_and_can_be_revoked(desk, biagio):
    answer = desk.post(reverse("desk_keys"), {"name": "Till", "scopes": ["offers:read"]})
    key = biagio.api_keys.get()
    assert f"{key.prefix}." in text(answer)
    assert f"{key.prefix}." not in text(desk.get(reverse("desk_keys")))

    desk.post(reverse("desk_key_revoke", args=[key.pk]))

    key.refresh_from_db()
    assert key.revoked_at
