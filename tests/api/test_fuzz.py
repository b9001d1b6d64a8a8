"""Whatever is sent, by the description or against it: never our fault, and always an answer that was described."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from math import isqrt
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.middleware.csrf import _get_new_csrf_string
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from marketplace.organisations import keys
from marketplace.organisations.models import Membership

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]

pages = get_wsgi_application()


def with_address(environ: dict[str, Any], start: Any) -> Any:
    """The application as a server calls it: servers say where the caller is."""
    return pages(environ | {"REMOTE_ADDR": "127.0.0.1"}, start)


api = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
api.config.generation.with_security_parameters = False
api.app = with_address
turns = count()
api.location = "/api/schema/"

OPERATIONS = [found.ok() for found in api.get_all_operations()]
# People and offers are made once for a part of the operations: for each of them it would take as long as to ask.
PARTS = range(8)
# Of each operation, by the profile: five every day, which take less than a minute; ten in `make soak`, where each of
# those who may do less asks twice, which takes two minutes or three.
MANY = isqrt(settings().max_examples)
FEW = max(2, MANY // 5)
# Asked without a line: nobody between unpacks what is compressed.
PLAIN = {"Accept-Language": "en", "Accept-Encoding": "identity"}


@pytest.fixture
def caller(client) -> Callable[[Any], dict[str, Any]]:
    """How somebody asks: a person by a session, a program by its key, a visitor by nothing."""

    def asks(who: Any) -> dict[str, Any]:
        if isinstance(who, str):
            return {"headers": PLAIN | ({"Authorization": f"Key {who}"} if who else {})}
        client.force_login(who)
        token = _get_new_csrf_string()
        cookies = {name: cookie.value for name, cookie in client.cookies.items()} | {"csrftoken": token}
        return {"cookies": cookies, "headers": PLAIN | {"X-CSRFToken": token}}

    return asks


@pytest.fixture
def program_key(biagio, elena) -> str:
    """The key of a program that may do all that programs may."""
    return keys.make(biagio, elena, "Desk", list(keys.SCOPES))[1]


@pytest.fixture
def there(booking, offer, worker, biagio, elena, aurora, babysitting, slot, mandate) -> dict[str, Any]:
    """What there is to be found, by the word in the address or in the body."""
    starts_at, ends_at = slot(14)
    key, _words = keys.make(biagio, elena, "Till", ["offers:read"])
    names = {"organisations": biagio.slug, "areas": aurora.code, "categories": babysitting.slug}
    numbers = {"offers": offer.pk, "bookings": booking.pk, "resources": worker.pk, "keys": key.pk}
    member = Membership.objects.get(organisation=biagio, role="worker")
    people = {"members": member.pk, "mandates": mandate.pk}
    rows = {"offer": offer.pk, "organisation": biagio.slug, "area": aurora.code, "category": babysitting.slug}
    lists = {"resources": [worker.pk], "areas": [aurora.code], "answers": {"ages": "3"}}
    times = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    return {"path": names | numbers | people, "body": rows | lists | times | {"address": "via Cecchi 18"}}


@pytest.mark.deeper
@pytest.mark.parametrize("part", PARTS)
def test_every_operation_answers_as_described(part, caller, elena, city, there, subtests):
    """Elena may do much: she owns Biagio, works at its desk and, here, for the City too."""
    Membership.objects.create(organisation=city, user=elena, role="officer")
    asks = caller(elena)

    for operation in OPERATIONS[part :: len(PARTS)]:
        with subtests.test(operation=operation.label):
            answers = asked(operation, asks, there, MANY)

            assert not answers & {401, 403}, "then nothing would be tried at all"


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
def test_whoever_may_do_less_is_answered_as_described_too(part, caller, program_key, nadia, chiara, there, subtests):
    everybody = {"visitor": "", "resident": nadia, "program": program_key, "social worker": chiara}

    for name, who in everybody.items():
        asks = caller(who)
        for operation in OPERATIONS[part :: len(PARTS)]:
            with subtests.test(who=name, operation=operation.label):
                asked(operation, asks, there, FEW)


def asked(operation: Any, asks: dict[str, Any], there: dict[str, Any], examples: int) -> set[int]:
    """What was answered, by and against the description of this operation."""
    answers = set()

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode]))
    def ask(case: Any) -> None:
        aim(case, there)
        with nothing_kept():
            answers.add(case.call_and_validate(checks=checks_of(case), **asks).status_code)

    ask()
    assert answers
    return answers


def checks_of(case: Any) -> list[Any]:
    """A description can only call a file a string, so that what breaks it may still be a picture."""
    unsure = [checks.negative_data_rejection] if case.media_type == "multipart/form-data" else []
    return [check for check in CHECKS if check not in unsure]


def aim(case: Any, there: dict[str, Any]) -> None:
    """What keeps to the description mostly leads to something that is there: else nearly all would be "not found"."""
    if not case.meta.generation.mode.is_positive or next(turns) % 4 == 0:
        return
    words = case.path.split("/")
    for name in case.path_parameters or {}:
        if name != "entry":
            case.path_parameters[name] = there["path"].get("keys" if name == "id" and "keys" in words else words[3], 1)
    if isinstance(case.body, dict):
        case.body |= {name: value for name, value in there["body"].items() if name in case.body}


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Each request finds the same rows. A server would close its connection now and then; here that ended the test."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in ends:
            signal.connect(close_old_connections)
