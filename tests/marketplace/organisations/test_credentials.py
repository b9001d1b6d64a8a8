"""Papers that people have shown: entered by their desk, seen by nobody else, told of before they end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.notices.models import Notice
from marketplace.organisations import credentials
from marketplace.organisations.models import Credential, CredentialKind, Membership
from marketplace.refusals import Refused
from tests.folding import each

pytestmark = pytest.mark.django_db


@pytest.fixture
def minors(db):
    return CredentialKind.objects.create(slug="minors", name={"en": "Check for work with minors"})


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def shown(biagio, elena, samira, minors):
    """shown(until): Samira showed it, valid from ten days ago until so many days from today."""

    def make(until: int, since: int = -10):
        return credentials.enter(biagio, elena, samira, minors, day(since), day(until))

    return make


def test_the_desk_notes_what_it_saw_and_by_whom(shown, elena, samira):
    paper = shown(100)

    assert (paper.user, paper.seen_by, paper.seen_on) == (samira, elena, timezone.localdate())


@each(("since", "until"), [(0, -1), (-9, -1), (10, 9), (0, 4000)])
def test_dates_that_cannot_be_are_told(shown, since, until):
    with pytest.raises(ValidationError) as error:
        shown(until, since)

    assert set(error.value.message_dict) == {"valid_until"}


def test_the_same_paper_is_entered_once_and_renewed_beside_it(shown):
    shown(30)

    with pytest.raises(ValidationError, match="already"):
        shown(30)
    assert shown(400).pk


def test_only_the_desk_enters_and_only_of_its_people(biagio, elena, samira, dora, minors):
    for stranger in (samira, dora):
        with pytest.raises(Refused):
            credentials.enter(biagio, stranger, samira, minors, day(0), day(9))
    with pytest.raises(ValidationError) as error:
        credentials.enter(biagio, elena, dora, minors, day(0), day(9))
    assert set(error.value.message_dict) == {"person"}


def test_the_desk_and_the_person_see_it_and_nobody_else(shown, elena, samira, dora, gianni, person, city):
    paper = shown(30)
    other = person("Berta")
    Membership.objects.create(organisation=city, user=other, role="owner")

    assert [list(credentials.visible_to(user)) for user in (elena, samira)] == [[paper], [paper]]
    assert not any(credentials.visible_to(user) for user in (dora, gianni, other, AnonymousUser()))


def test_what_is_taken_back_counts_no_more_and_what_was_stays_known(shown, elena, samira):
    paper = shown(30)
    Credential.objects.filter(pk=paper.pk).update(seen_on=day(-9))
    paper.refresh_from_db()
    with pytest.raises(Refused):
        credentials.take_back(paper, samira)

    credentials.take_back(paper, elena)

    paper.refresh_from_db()
    assert paper.valid_until == day(-1)


def test_a_mistake_of_today_goes_whole(shown, elena):
    credentials.take_back(shown(30), elena)

    assert not Credential.objects.exists()


def test_what_ends_soon_or_has_ended_is_marked_unless_it_was_renewed(shown, biagio):
    paper = shown(59)
    assert list(credentials.ending(biagio)) == [paper]
    Credential.objects.filter(pk=paper.pk).update(valid_until=day(-5))
    assert list(credentials.ending(biagio)) == [paper]

    shown(61)
    assert not credentials.ending(biagio)


def test_who_left_is_not_marked(shown, biagio, samira):
    shown(30)
    Membership.objects.filter(user=samira).update(until=day(-1))

    assert not credentials.ending(biagio)


def test_the_desk_is_told_a_month_before_and_once(shown, elena, samira):
    paper = shown(31)
    credentials.tell_of_ending()
    assert not Notice.objects.exists()

    Credential.objects.filter(pk=paper.pk).update(valid_until=day(30))
    credentials.tell_of_ending()
    credentials.tell_of_ending()

    notice = Notice.objects.get()
    assert notice.reader == elena
    assert "Samira: Check for work with minors ends on" in notice.subject
    assert "is not offered" in notice.text


def test_nobody_is_told_of_what_was_renewed(shown):
    shown(20)
    shown(300)

    credentials.tell_of_ending()

    assert not Notice.objects.exists()
