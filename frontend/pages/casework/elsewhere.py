"""What somebody earned or worked elsewhere, beside the ceilings it counts toward: written by her team or herself."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookings.jobs import earned
from bookings.matching.words import BY_UNIT
from frontend.forms.hours import DATE
from frontend.pages.casework.doors import file_to_lead, room, show
from frontend.signed import SignedIn
from marketplace.accounts.models import User
from marketplace.casework import ceilings, files, questions
from marketplace.casework.models import CeilingRule, Participant, Reading
from marketplace.refusals import refusals_on

LABELS = {"cent": gettext_lazy("Euros"), "hour": gettext_lazy("Hours of work"), "day": gettext_lazy("Days")}
PARTS = {"cent": 100, "hour": 60, "day": 1}  # of what is written: cents of a euro, minutes of an hour


class UseForm(forms.Form):
    """On which day, and how much, in the unit of one ceiling. The core says what may be."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DATE)
    amount = forms.DecimalField(min_value=0, max_value=100_000)

    def __init__(self, *args: Any, rule: CeilingRule, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{rule.code}-%s", "initial": {"on": timezone.localdate()}, **kwargs})
        self.rule = rule
        self.fields["amount"].label = LABELS[rule.unit]
        self.fields["amount"].widget.attrs["step"] = "1" if rule.unit == "day" else "0.01"

    def declare(self, participant: Participant, by: User) -> None:
        amount = round(self.cleaned_data["amount"] * Decimal(PARTS[self.rule.unit]))
        ceilings.declare(participant, by, self.rule.code, amount, self.cleaned_data["on"])


@room
def every(request: SignedIn, number: str) -> HttpResponse:
    """For whoever works with the person, and for herself."""
    participant = file_to_lead(request, number)
    form = posted(request, participant)
    if form and declared(form, participant, request.user):
        messages.success(request, _("Written down."))
        return redirect("casework_elsewhere", number)
    file = files.open_file(number, request.user, Reading.Door.PAGE, [questions.ELSEWHERE])
    facts = {"participant": participant, "lines": lines(participant, file.elsewhere(), form), "form": form}
    return show(request, "elsewhere", facts, 422 if form else 200)


@room
@require_POST
def take_away(request: SignedIn, number: str, pk: int) -> Any:
    participant = file_to_lead(request, number)
    ceilings.take_away(get_object_or_404(participant.uses, pk=pk), request.user)
    messages.success(request, _("Taken away."))
    return redirect("casework_elsewhere", number)


# --- the same for her own page ----------------------------------------------------------------------------------
def posted(request: Any, participant: Participant) -> UseForm | None:
    """The form of the ceiling that was sent; None where none was, or none that is open for her."""
    code = request.POST.get("ceiling", "")
    rule = next((one.rule for one in ceilings.told(participant) if one.is_open and one.rule.code == code), None)
    return UseForm(request.POST, rule=rule) if rule else None


def declared(form: UseForm, participant: Participant, by: User) -> bool:
    """Whether it is written; what is wrong stands in the form."""
    if form.is_valid():
        with refusals_on(form):
            form.declare(participant, by)
            return True
    return False


def lines(participant: Participant, told: list[ceilings.Line], wrong: UseForm | None) -> list[dict[str, Any]]:
    """Each ceiling with what is left of it, what was said, and a form for more."""
    rooms = {room.rule.code: room for room in earned.against(participant)}
    return [line(one, rooms.get(one.rule.code), wrong) for one in told]


def line(one: ceilings.Line, room: earned.Room | None, wrong: UseForm | None) -> dict[str, Any]:
    rule, said = one.rule, BY_UNIT[one.rule.unit]
    failed = wrong is not None and wrong.rule.code == rule.code
    form = (wrong if failed else UseForm(rule=rule)) if one.is_open else None
    told = [(use, said(use.amount)) for use in one.uses]
    sums = {"here": said(room.here), "left": said(room.left), "elsewhere": said(room.elsewhere or 0)} if room else {}
    return {"rule": rule, "room": room, "told": told, "form": form, "failed": failed, **sums}
