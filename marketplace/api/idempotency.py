"""A POST with an `Idempotency-Key` may be sent again: what worked once is answered again, never done again.

The key itself lives in the core, which makes the repeat of a step harmless even where this table forgot it.
"""

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.models import Answer

HEADER = "Idempotency-Key"
LONGEST = 200
GIVEN_UP = timedelta(seconds=60)  # no statement runs longer: a request this old has died
KEPT = timedelta(days=3)


class Replay(Exception):
    """The answer is known already."""

    def __init__(self, answer: Answer) -> None:
        self.response = Response(answer.body, status=answer.status, headers={"Idempotency-Replayed": "true"})


class OtherRequest(exceptions.APIException):
    status_code = 422
    default_code = "key_was_used"
    default_detail = gettext_lazy("This Idempotency-Key was sent with another request. Use a new one.")


class UnderWay(exceptions.APIException):
    status_code = 409
    default_code = "under_way"
    default_detail = gettext_lazy("The first request with this Idempotency-Key is still under way. Try again shortly.")


def key_of(request: Request) -> str | None:
    """The key as the core keeps it: one for each person, address and word sent. Raises ValidationError."""
    sent = request.headers.get(HEADER)
    if sent is None:
        return None
    if not (0 < len(sent) <= LONGEST and sent.isascii() and sent.isprintable() and " " not in sent):
        raise exceptions.ValidationError(
            {HEADER: _("Send 1 to %(most)d printable ASCII characters without spaces.") % {"most": LONGEST}}
        )
    return "api:" + digest(str(request.user.pk), request.path, sent)


def begin(request: Request) -> Answer | None:
    """Claim the key for this request. Raises Replay, OtherRequest, UnderWay, ValidationError."""
    if key_of(request) is None or not request.user.is_authenticated:
        return None
    print_ = fingerprint(request)
    key = digest(request.headers[HEADER])
    answer, new = Answer.objects.get_or_create(user=request.user, key=key, defaults={"fingerprint": print_})
    if not new and answer.fingerprint != print_:
        raise OtherRequest
    if not new and answer.status:
        raise Replay(answer)
    if not new and not take_over(answer):
        raise UnderWay
    return answer


def take_over(answer: Answer) -> bool:
    """Claim what a request that died left behind; only one of several succeeds."""
    now = timezone.now()
    left = Answer.objects.filter(pk=answer.pk, status=None, claimed_at=answer.claimed_at, claimed_at__lt=now - GIVEN_UP)
    return left.update(claimed_at=now) == 1


def finish(answer: Answer, response: Response) -> None:
    """Keep what worked. What did not work changed nothing, so its key is free to be tried again."""
    mine = Answer.objects.filter(pk=answer.pk)
    if 200 <= response.status_code < 300:
        mine.update(status=response.status_code, body=response.data)
    else:
        mine.delete()


def forget(now: datetime | None = None) -> int:
    """Delete answers that nobody will ask for any more; answers how many."""
    return Answer.objects.filter(claimed_at__lt=(now or timezone.now()) - KEPT).delete()[0]


def fingerprint(request: Request) -> str:
    return digest(request.method or "", request.get_full_path(), str(getattr(request.auth, "pk", "")), request.body)


def digest(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        whole.update(len(raw).to_bytes(8, "big") + raw)
    return whole.hexdigest()
