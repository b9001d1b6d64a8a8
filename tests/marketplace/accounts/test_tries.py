"""What guards the door is counted in the database: also where Redis is set and away, and whoever else tries."""

import time
from datetime import timedelta
from runpy import run_path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.accounts.tasks import forget_tries
from marketplace.api.throttles import count
from tests.servers import free_ports

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def redis_is_away(monkeypatch, settings):
    """The settings of a city whose Redis died."""
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_ports()[0]}")
    city = run_path("marketplace/settings.py")
    settings.REDIS_URL, settings.CACHES = city["REDIS_URL"], city["CACHES"]


def test_wrong_passwords_are_counted_while_redis_is_away(nadia, redis_is_away):
    tries = [{"login": nadia.email, "password": f"guess-{number}"} for number in range(7)]

    answers = [Client().post(reverse("account_login"), told).status_code for told in tries]

    assert answers == [200] * 6 + [429]


def test_wrong_codes_of_the_second_proof_are_counted_while_redis_is_away(nadia, client, redis_is_away):
    client.force_login(nadia)
    TOTP.activate(nadia, SECRET)

    answers = [client.post(reverse("mfa_reauthenticate"), {"code": f"{number:06}"}) for number in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_a_code_of_the_app_opens_once_also_while_redis_is_away(nadia, redis_is_away):
    app = TOTP.activate(nadia, SECRET)
    _before, now, _after = yield_hotp_counters_from_time()
    code = format_hotp_value(hotp_value(SECRET, now))

    assert [app.validate_code(code) for _time in range(2)] == [True, False]


def test_letters_with_codes_are_counted_while_redis_is_away(nadia, redis_is_away):
    for _time in range(5):
        Client().post(reverse("account_request_login_code"), {"email": nadia.email})

    assert len(mail.outbox) == 3


def test_requests_of_the_api_are_counted_while_redis_is_away(db, redis_is_away):
    assert [count("anonymous:10.0.0.7", 1) for _time in range(3)] == [1, 2, 3]


def test_whoever_tries_many_names_puts_out_no_count(db):
    names = [f"a-name-{number}" for number in range(1100)]
    for name in names:
        cache.set(name, [time.time()], 900)

    assert len(cache.get_many(names)) == len(names)


def test_what_is_over_is_forgotten_at_night(db):
    cache.set("here:10.0.0.7", 1, 900)
    cache.set("over:10.0.0.7", 1, 900)
    with connection.cursor() as cursor:
        old = timezone.now() - timedelta(minutes=1)
        cursor.execute("UPDATE cache SET expires = %s WHERE cache_key LIKE '%%over%%'", [old])

    forget_tries(0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:here:10.0.0.7"]
