"""What a person asks for on her own page, and who is told what."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.casework import asking
from marketplace.casework.models import TeamMember
from marketplace.refusals import Refused
from tests.folding import each


def test_those_who_work_with_her_are_told_once_that_she_wants_to_talk(fatou, chiara, luca, service, run_letters):
    TeamMember.objects.create(participant=fatou, user=luca, body=service, role="team")

    asking.to_talk(fatou)
    asking.to_talk(fatou)
    run_letters()

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([chiara.email, luca.email])
    assert not [one for one in mail.outbox if "Fatou" in one.subject + one.body or fatou.number in one.body]
    fatou.refresh_from_db()
    assert fatou.talk_asked_at


def test_after_the_talk_she_may_ask_again(fatou, chiara, rita, run_letters):
    asking.to_talk(fatou)
    with pytest.raises(Refused):
        asking.talked(fatou, rita)
    asking.talked(fatou, chiara)

    asking.to_talk(fatou)
    run_letters()

    assert len(mail.outbox) == 2


def test_a_pause_is_as_long_as_she_says_and_can_be_made_longer(active):
    asking.to_pause(active, 7)

    longer = asking.to_pause(active, 90)

    assert (longer.status, (longer.paused_until - timezone.localdate()).days) == ("paused", 90)
    assert asking.to_go_on(longer).status == "active"


@each("days", [0, -1, 8, 100_000])
def test_other_lengths_are_no_pause(active, days):
    with pytest.raises(ValidationError):
        asking.to_pause(active, days)

    active.refresh_from_db()
    assert active.status == "active"


def test_all_stops_at_once(active, permit, rita):
    permit("limits")
    permit("limits", purpose="contact")

    asking.to_stop(active)

    active.refresh_from_db()
    assert active.status == "paused"
    assert not active.permissions.now().exists()
    assert set(active.permissions.values_list("withdrawn_by", flat=True)) == {active.person_id}
    assert not type(active).objects.visible_to(rita).exists()


def test_to_stop_makes_a_short_pause_long(active):
    asking.to_pause(active, 7)

    asking.to_stop(active)

    active.refresh_from_db()
    assert (active.paused_until - timezone.localdate()).days > 300
