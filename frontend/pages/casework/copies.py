"""A copy of all that is written of somebody, to take along: to read, or for a program."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages.casework.doors import file_to_lead, room, show
from frontend.signed import SignedIn, surely
from marketplace.casework import copying


@room
@surely
def copy(request: SignedIn, number: str) -> HttpResponse:
    """What is in it; pressed, it comes as a file whose name says nothing, and the reading is written down."""
    participant = file_to_lead(request, number)
    if request.method != "POST":
        hers = participant.person_id == request.user.pk
        return show(request, "copy", {"participant": participant, "hers": hers})
    told = copying.copy_of(participant, request.user)
    return for_a_program(told) if request.POST.get("as") == "json" else to_read(request, told)


def to_read(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    answer = render(request, "casework/whole.html", {"it": told})
    answer["Content-Disposition"] = 'attachment; filename="copy.html"'
    return answer


def for_a_program(told: dict[str, Any]) -> HttpResponse:
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return HttpResponse(
        text, "application/json; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="copy.json"'}
    )
