"""People in the operators' admin: who may change a name may not thereby become somebody with more rights."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from marketplace.accounts.models import User


@pytest.fixture
def clerk(person) -> User:
    """May change people, and nothing else."""
    user = person("Ugo", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    return user


@pytest.fixture
def boss(person) -> User:
    return person("Rosa", is_staff=True, is_superuser=True)


def change(client, user: User, **other):
    told = {"given_name": user.given_name, "family_name": "Changed", "language": "en", "is_active": "on"}
    return client.post(reverse("admin:accounts_user_change", args=[user.pk]), told | {"email": user.email} | other)


def test_a_clerk_changes_a_name_and_nothing_that_opens_doors(client, clerk, nadia):
    group = Group.objects.create(name="Everything")
    client.force_login(clerk)

    answer = change(client, nadia, email="ugo+nadia@example.org", is_staff="on", groups=[group.pk])

    nadia.refresh_from_db()
    assert answer.status_code == 302
    assert (nadia.family_name, nadia.email, nadia.is_staff) == ("Changed", "nadia@example.org", False)
    assert not nadia.groups.exists()


def test_to_a_clerk_superusers_do_not_exist(client, clerk, boss):
    client.force_login(clerk)

    listed = client.get(reverse("admin:accounts_user_changelist")).content.decode()
    change(client, boss, is_active="")

    boss.refresh_from_db()
    assert "ugo@example.org" in listed
    assert "rosa@example.org" not in listed
    assert (boss.is_active, boss.family_name) == (True, "")


def test_a_superuser_changes_what_opens_doors(client, boss, nadia):
    client.force_login(boss)

    change(client, nadia, email="haddad@example.org", is_staff="on")

    nadia.refresh_from_db()
    assert (nadia.email, nadia.is_staff) == ("haddad@example.org", True)


def test_outsiders_and_residents_do_not_come_in(client, nadia, dora):
    client.force_login(dora)

    answer = change(client, nadia)

    nadia.refresh_from_db()
    assert answer.url.startswith(reverse("admin:login"))
    assert nadia.family_name == "Haddad"


# --- the second proof ---------------------------------------------------------------------------------------------
@pytest.fixture
def lost(nadia) -> Authenticator:
    """Nadia's app, on a phone that is lost."""
    TOTP.activate(nadia, "JBSWY3DPEHPK3PXP")
    return Authenticator.objects.get(user=nadia)


def test_a_superuser_takes_away_what_is_lost_and_reads_nothing_of_it(client, boss, lost):
    client.force_login(boss)
    page = client.get(reverse("admin:mfa_authenticator_change", args=[lost.pk])).content.decode()
    assert lost.data["secret"] not in page

    client.post(reverse("admin:mfa_authenticator_delete", args=[lost.pk]), {"post": "yes"})

    assert not Authenticator.objects.exists()


def test_nobody_puts_a_key_into_somebody_s_account(client, boss, clerk, lost):
    clerk.user_permissions.add(*Permission.objects.filter(content_type__app_label="mfa"))
    for who in (boss, clerk):
        client.force_login(who)
        told = {"user": boss.pk, "type": "totp", "data": "{}"}
        assert client.post(reverse("admin:mfa_authenticator_add"), told).status_code == 403
        assert client.post(reverse("admin:mfa_authenticator_change", args=[lost.pk]), told).status_code == 403
    assert client.post(reverse("admin:mfa_authenticator_delete", args=[lost.pk]), {"post": "yes"}).status_code == 403
    assert Authenticator.objects.get() == lost
