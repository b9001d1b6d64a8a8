"""A secret address shows what its owner may see, as long as it holds and she may see it."""

import pytest
from django.core.exceptions import ValidationError

from bookings import feeds
from bookings.models import CalendarKey
from marketplace.organisations.models import Membership


def test_the_secret_is_not_kept(nadia):
    key, secret = feeds.make(nadia, "booked")

    assert secret not in str(CalendarKey.objects.filter(pk=key.pk).values())
    assert feeds.find(secret) == key


def test_a_revoked_address_is_found_no_more(nadia):
    key, secret = feeds.make(nadia, "booked")
    feeds.revoke(key, nadia)
    feeds.revoke(key, nadia)

    assert feeds.find(secret) is None


def test_nobody_revokes_somebody_else_s(nadia, dora):
    key, secret = feeds.make(nadia, "booked")
    feeds.revoke(key, dora)

    assert feeds.find(secret) == key


def test_a_resident_has_no_feed_of_jobs_or_of_desks(nadia, biagio):
    assert feeds.choices(nadia) == [("booked", None)]
    for shows, desk in (("jobs", None), ("desk", biagio), ("desk", None), ("booked", biagio), ("all", None)):
        with pytest.raises(ValidationError, match="no such calendar"):
            feeds.make(nadia, shows, desk)


def test_who_works_and_who_is_at_a_desk_have_feeds_of_that(samira, worker, elena, biagio):
    assert feeds.choices(samira) == [("booked", None), ("jobs", None)]
    assert feeds.choices(elena) == [("booked", None), ("desk", biagio)]


def test_who_has_left_the_desk_reads_it_no_more(elena, biagio):
    _key, secret = feeds.make(elena, "desk", biagio)
    Membership.objects.filter(user=elena).delete()

    assert feeds.find(secret) is None


def test_who_may_not_come_in_any_more_reads_nothing(nadia):
    _key, secret = feeds.make(nadia, "booked")
    nadia.is_active = False
    nadia.save()

    assert feeds.find(secret) is None


def test_ten_addresses_are_enough(nadia):
    made = [feeds.make(nadia, "booked")[0] for _ in range(feeds.MOST)]
    with pytest.raises(ValidationError, match="revoke one first"):
        feeds.make(nadia, "booked")

    feeds.revoke(made[0], nadia)

    assert feeds.make(nadia, "booked")


@pytest.mark.parametrize("secret", ["", "x", "\0", "\ud800", "x" * 5000])
def test_what_is_no_secret_is_not_found(db, secret):
    assert feeds.find(secret) is None


def test_reading_is_written_down_now_and_then(nadia, django_assert_num_queries):
    key, _secret = feeds.make(nadia, "booked")
    feeds.notice(key)
    key.refresh_from_db()
    first = key.last_read_at
    feeds.notice(key)

    key.refresh_from_db()
    assert key.last_read_at == first
