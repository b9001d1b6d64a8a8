"""The life of a delivery: picked up, brought with proof, or not, and then once more or back."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings import effects
from bookings.kinds import flows, stops, unproved
from bookings.kinds.anew import ANEW, agree_anew, with_windows
from bookings.kinds.flows import not_started, on_its_day, pruned
from bookings.kinds.limits import day_within_limits, lock_offer
from bookings.kinds.states import AGREED, CANCELLED, CONFIRMED, FINISHED, UNDER_WAY
from bookings.kinds.times import soon_begun
from bookings.kinds.tocome import late
from bookings.kinds.unproved import FAILED, MISSED, PICKED_UP, UNPROVED, two_weeks_after
from bookings.models import Booking, Photo, Proof, Stop
from marketplace.lives.tables import State, Step, Table
from marketplace.refusals import Counted
from services import pictures

RETURNED = "returned"
MOST_WRONG = 5  # codes; from then on a photo or a name
WHY = {
    "nobody": _("nobody was there"),
    "wrong_address": _("the address is wrong"),
    "refused": _("it was not accepted"),
    "damaged": _("it was damaged"),
    "other": _("another reason"),
}
Facts = dict[str, Any]
Fields = dict[str, Any]


def carry(booking: Booking, facts: Facts) -> None:
    """What was picked up goes to the next stop: that is where somebody has to go now."""
    arrive(booking)
    going_to = stops.next_one(booking)
    if going_to:
        booking.place = going_to.place


def arrive(booking: Booking) -> None:
    stop = stops.next_one(booking)
    if stop:
        Stop.objects.filter(pk=stop.pk).update(done_at=timezone.now())


def prove(booking: Booking, facts: Facts) -> None:
    """By the code, else a photo, else a name. Only how it was proved is written into the history."""
    proof = booking.proof
    code, photo, proof.name = (facts.pop(name, None) or "" for name in ("code", "photo", "receiver"))
    if code:
        check_code(proof, code)
    if photo:
        proof.photo = hang(booking, photo)
    proof.how = how_of(code, photo, proof.name)
    proof.at = timezone.now()
    proof.save()
    booking.stops.filter(done_at=None).update(done_at=proof.at)
    facts["how"] = proof.how


def check_code(proof: Proof, code: str) -> None:
    """Four digits are soon found by whoever may try them all: after some that were wrong, no code proves anything."""
    if proof.wrong_codes >= MOST_WRONG:
        text = gettext("The code was wrong too often. Take a photo, or write who took it.")
        raise ValidationError({"code": text})
    if code != proof.code:
        text = gettext("This is not the code. Ask for it again, or take a photo.")
        raise Counted({"code": text}, lambda: count_wrong(proof))


def count_wrong(proof: Proof) -> None:
    Proof.objects.filter(pk=proof.pk).update(wrong_codes=F("wrong_codes") + 1)


def how_of(code: str, photo: Any, name: str) -> str:
    for how, given in ((Proof.How.CODE, code), (Proof.How.PHOTO, photo), (Proof.How.NAME, name)):
        if given:
            return how
    raise ValidationError({"code": gettext("Write the code, take a photo, or write who took it.")})


def hang(booking: Booking, upload: Any) -> Photo:
    try:
        return Photo.objects.create(booking=booking, file=pictures.as_webp(upload))
    except ValidationError as error:
        raise ValidationError({"photo": error.messages})


def not_begun(booking: Booking) -> bool:
    """It is still ahead, or nobody could pick it up."""
    return booking.status == MISSED or not_started(booking)


def choice_of_why(booking: Booking) -> forms.Field:
    return forms.ChoiceField(label=_("What went wrong?"), choices=list(WHY.items()), widget=forms.RadioSelect)


PROOF: Fields = {
    "code": lambda booking: forms.CharField(
        label=_("The receiver's code"),
        max_length=4,
        required=False,
        help_text=_("Four digits. Whoever takes it has them from the one who ordered."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    ),
    "photo": lambda booking: forms.FileField(
        label=_("Or a photo of where it is now"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    ),
    "receiver": lambda booking: forms.CharField(
        label=_("Or the name of who took it"), max_length=80, required=False
    ),
}  # fmt: skip
WENT_WRONG: Fields = {"why": choice_of_why}

STATES = {
    PICKED_UP: State(
        _("Picked up"),
        {
            "customer": _("%(worker)s has it and brings it until %(end)s."),
            "provider": _("%(worker)s has it and brings it until %(end)s."),
            "worker": _("You have it. Bring it until %(end)s, and note who took it."),
        },
        turn="worker",
        tone="ok",
        holds=True,
    ),
    MISSED: State(
        _("Not picked up"),
        {
            "customer": _("It could not be picked up. %(organisation)s says how it goes on."),
            "provider": _("It could not be picked up. Agree on another time with %(customer)s, or call it off."),
            "worker": _("It could not be picked up. The desk says how it goes on."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
        agreed=True,
    ),
    FAILED: State(
        _("Not delivered"),
        {
            "customer": _("It could not be delivered. %(organisation)s has it and says how it goes on."),
            "provider": _("It could not be delivered. Agree on another time with %(customer)s, or bring it back."),
            "worker": _("It could not be delivered. The desk says how it goes on."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
        agreed=True,
    ),
    RETURNED: State(
        _("Returned"),
        {
            "customer": _("It was brought back. It costs nothing."),
            "": _("It was brought back. Nothing is left to do."),
        },
        tone="cotto",
        final=True,
    ),
}

STEPS = {
    "picked_up": Step(
        _("I have it"),
        (*AGREED, UNDER_WAY),
        PICKED_UP,
        ("worker", "provider"),
        when=on_its_day,
        effects=(carry,),
        told=("customer",),
        said=_("%(who)s picked it up."),
    ),
    f"late_{PICKED_UP}": replace(
        late(PICKED_UP),
        actors=("worker", "provider"),
        when=soon_begun,  # also past the end: it is on its way until somebody says what became of it
        told=("customer", "provider"),
    ),
    "delivered": Step(
        _("It is delivered"),
        (PICKED_UP, UNPROVED),
        FINISHED,
        ("worker", "provider"),
        asks=("code", "photo", "receiver", "work_note"),
        fields=PROOF,
        effects=(prove,),
        told=("customer",),
        said=_("It was delivered."),
    ),
    "missed": Step(
        _("It could not be picked up"),
        (*AGREED, UNDER_WAY),
        MISSED,
        ("worker", "provider"),
        when=on_its_day,
        asks=("why", "work_note"),
        fields=WENT_WRONG,
        codes={"why": WHY},
        told=("customer", "provider"),
        said=_("It could not be picked up: %(why)s."),
        tone="no",
    ),
    "failed": Step(
        _("It could not be delivered"),
        (PICKED_UP, UNPROVED),
        FAILED,
        ("worker", "provider"),
        asks=("why", "work_note"),
        fields=WENT_WRONG,
        codes={"why": WHY},
        told=("customer", "provider"),
        said=_("It could not be delivered: %(why)s."),
        tone="no",
    ),
    "pick_up_again": Step(
        _("Pick up at another time"),
        (MISSED,),
        CONFIRMED,
        ("provider",),
        asks=tuple(ANEW),
        fields=ANEW,
        effects=(lock_offer, agree_anew, day_within_limits),
        told=("customer", "worker"),
        said=_("%(who)s comes once more: %(day)s, %(opens)s to %(closes)s."),
    ),
    "second_attempt": Step(
        _("Bring it at another time"),
        (FAILED,),
        PICKED_UP,
        ("provider",),
        asks=tuple(ANEW),
        fields=ANEW,
        effects=(agree_anew,),  # whatever the limits say: it has to go somewhere
        told=("customer", "worker"),
        said=_("%(who)s brings it once more."),
    ),
    "returned": Step(
        _("It was brought back"),
        (FAILED, PICKED_UP, UNPROVED),
        RETURNED,
        ("provider", "worker"),
        asks=("work_note",),
        effects=(effects.release, effects.give_back),
        told=("customer",),
        said=_("It was brought back to where it came from."),
    ),
    "give_up": Step(
        _("Close"),
        (MISSED,),
        CANCELLED,
        ("clock",),
        due=two_weeks_after,
        effects=(effects.release, effects.give_back),
        told=("customer", "provider"),
        said=_("Two weeks have passed, and it did not go on."),
    ),
} | unproved.STEPS
COMMON = flows.ON_REQUEST.steps
SOURCES = {
    "close": (FINISHED,),  # nobody pays for what is not known to have arrived
    "confirm": (FINISHED, UNPROVED),
    "complain": (FINISHED, UNPROVED),
} | {name: (*COMMON[name].sources, MISSED) for name in ("call_off", "cancel", "nobody_came")}


def with_parcels(table: Table) -> Table:
    """The common flow with the way of a parcel in place of "done": whatever arrives is proved."""
    common = with_windows(table).steps
    steps = {name: step for name, step in common.items() if name not in {"finish", "absent"}} | STEPS
    steps |= {name: replace(steps[name], sources=sources) for name, sources in SOURCES.items()}
    steps["cancel"] = replace(steps["cancel"], when=not_begun)
    return pruned(replace(table, states={**table.states, **STATES, **unproved.STATES}, steps=steps))


ON_REQUEST, AT_ONCE = with_parcels(flows.ON_REQUEST), with_parcels(flows.AT_ONCE)
