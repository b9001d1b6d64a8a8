"""Operators see texts and clocks of casework. Of files nothing: no row, no history, no name."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from marketplace import live
from marketplace.casework.models import CeilingRule, LegalBase, Participant
from marketplace.lives.models import Change, Timer


@pytest.fixture
def operating(client, operator):
    client.force_login(operator)
    return client


def test_only_legal_bases_and_ceilings_stand_in_the_admin(db):
    shown = {model for model in admin.site._registry if model._meta.app_label == "casework"}

    assert shown == {LegalBase, CeilingRule}


@pytest.mark.parametrize("name", ["lives_change", "lives_timer"])
def test_the_history_and_the_timers_of_files_are_in_no_list(operating, active, chiara, name):
    shown = operating.get(reverse(f"admin:{name}_changelist")).content.decode()

    assert Change.objects.filter(life=active).exists()
    assert str(Participant.objects.get()) not in shown
    assert "Fatou" not in shown


def test_a_change_of_a_file_has_no_page(operating, active):
    change = Change.objects.filter(life=active).first()

    answer = operating.get(reverse("admin:lives_change_change", args=[change.pk]))

    assert answer.status_code == 302  # admin says that there is none
    assert not Timer.objects.filter(life=active).exists()


def test_nobody_is_deleted_where_it_would_be_listed_what_there_is_of_her(operating, fatou):
    answer = operating.get(reverse("admin:accounts_user_delete", args=[fatou.person.pk]))

    assert answer.status_code == 403
    assert fatou.number not in answer.content.decode()


def test_no_socket_follows_a_file(fatou):
    assert fatou.topic_name not in live.TOPICS
    assert "casework" in {config.label for config in apps.get_app_configs()}
