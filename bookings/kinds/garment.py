"""Clothes of a wardrobe: chosen with a household's points, put aside, tried on at a time of one's own, taken home."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import pieces
from bookings.effects import keep_cost_of_absence, release, reserve
from bookings.kinds import asked
from bookings.kinds.afterwards import ABSENCE
from bookings.kinds.base import Kind
from bookings.kinds.freely import CHOSEN, FREELY, KEPT, STATE, WAITING, until_when
from bookings.kinds.labels import LabelsField, hanging, one_garment, one_piece, taken
from bookings.kinds.limits import lock_offer, within_limits
from bookings.kinds.moving import MOVE_AT_ONCE, MOVES
from bookings.kinds.shaping import pruned, with_effects
from bookings.kinds.states import (
    AGREED,
    CANCELLED,
    CONFIRMED,
    DONE,
    EXPIRED,
    NOT_THERE,
    STATES,
)
from bookings.kinds.times import answer_by, before_it_expires, day_after, not_started, on_its_day
from bookings.kinds.tocome import TO_COME
from bookings.kinds.walkin import WALK_IN
from bookings.models import Booking
from marketplace.ledger import currencies
from marketplace.lives.engine import lock
from marketplace.lives.tables import NEW, State, Step, Table
from services import availability
from services.models import Offer, Wardrobe
from services.wardrobe import access
from services.wardrobe.purse import must_be_open


def come(booking: Booking, facts: dict[str, Any]) -> None:
    """A time to try on, as long as the offer says. Raises ValidationError ("time"), Refused (the card is not good)."""
    must_be_open(lock(booking.fitting.household))
    start = facts["time"]
    end = start + timedelta(minutes=booking.offer.min_minutes)
    try:
        availability.check(booking.offer, start, end)
    except ValidationError as error:
        raise ValidationError({"time": error.messages}) from error
    booking.starts_at, booking.ends_at, booking.answer_by = start, end, None
    facts["time"] = start.isoformat()


ADDING = {
    "label": gettext_lazy("Put one more aside"),
    "actors": ("customer",),
    "asks": ("garment",),
    "fields": {"garment": one_garment},
    "effects": (pieces.put_aside,),
    "said": gettext_lazy("%(who)s chose one more: %(garment)s."),
    "said_you": gettext_lazy("You chose one more: %(garment)s."),
    "tone": "rare",
}
LEAVING = {
    "label": gettext_lazy("Leave one"),
    "actors": ("customer", "provider"),
    "asks": ("piece",),
    "fields": {"piece": one_piece},
    "when": pieces.several,
    "effects": (pieces.leave,),
    "said": gettext_lazy("%(who)s left one: %(piece)s."),
    "said_you": gettext_lazy("You left one: %(piece)s."),
    "tone": "rare",
}

CHOOSING = {
    "choose": Step(
        gettext_lazy("I will try it on"),
        (NEW,),
        CHOSEN,
        ("customer",),
        effects=(pieces.keep_until, pieces.put_all_aside),
        said=gettext_lazy("%(who)s chose something to try on."),
        said_you=gettext_lazy("You chose something to try on."),
    ),
    "book": Step(
        gettext_lazy("Book the fitting room"),
        (CHOSEN,),
        CONFIRMED,
        ("customer",),
        asks=("time",),
        fields={"time": asked.new_time},
        effects=(lock_offer, come, within_limits, reserve),
        told=("provider", "customer"),
        said=gettext_lazy("%(who)s comes to try on."),
        said_you=gettext_lazy("You come to try on."),
    ),
    "add": Step(sources=(CHOSEN,), target=CHOSEN, **ADDING),  # type: ignore[arg-type]
    "add_kept": Step(sources=(KEPT,), target=KEPT, **ADDING),  # type: ignore[arg-type]
    "add_later": Step(sources=(CONFIRMED,), target=CONFIRMED, **ADDING | {"when": not_started}),  # type: ignore[arg-type]
    "leave": Step(sources=(CHOSEN,), target=CHOSEN, **LEAVING),  # type: ignore[arg-type]
    "leave_kept": Step(sources=(KEPT,), target=KEPT, **LEAVING),  # type: ignore[arg-type]
    "leave_later": Step(sources=(CONFIRMED,), target=CONFIRMED, **LEAVING),  # type: ignore[arg-type]
    "let_go": Step(
        gettext_lazy("Leave everything"),
        WAITING,
        CANCELLED,
        ("customer", "provider"),
        effects=(release,),
        said=gettext_lazy("%(who)s left everything here."),
        said_you=gettext_lazy("You left everything here."),
        tone="no",
    ),
    "remind_to_book": Step(
        gettext_lazy("Remind to book a time"),
        (CHOSEN,),
        CHOSEN,
        ("clock",),
        due=before_it_expires,
        told=("customer",),
        said=gettext_lazy("Reminder: what you chose waits for a time."),
    ),
    "lapse": Step(
        gettext_lazy("Lapse"),
        (CHOSEN,),
        EXPIRED,
        ("clock",),
        due=answer_by,
        effects=(release,),
        told=("customer",),
        said=gettext_lazy("No time was booked: everything hangs on the rack again."),
        ahead=gettext_lazy("Without a time it hangs on the rack again, %(day)s at %(hour)s."),
    ),
}

TAKING = {
    "hand_over": Step(
        gettext_lazy("Hand over"),
        AGREED,
        DONE,
        ("provider", "staff", "worker"),
        asks=("taken",),
        fields={"taken": taken},
        when=on_its_day,
        effects=(pieces.hand_over,),
        told=("customer",),
        said=gettext_lazy("Taken home: %(taken)s."),
    ),
    "hand_over_now": Step(
        gettext_lazy("Hand over"),
        WAITING,
        DONE,
        ("provider", "staff"),
        asks=("taken",),
        fields={"taken": taken},
        effects=(pieces.hand_over,),
        told=("customer",),
        said=gettext_lazy("Taken home: %(taken)s."),
    ),
    "unclaimed": Step(
        gettext_lazy("Close"),
        AGREED,
        NOT_THERE,
        ("clock",),
        due=day_after,
        effects=(keep_cost_of_absence, release),
        told=("customer",),
        said=gettext_lazy("Nobody wrote what was taken: everything hangs on the rack again."),
    ),
    "close_card": Step(
        gettext_lazy("Close"),
        (*WAITING, *AGREED),
        CANCELLED,
        ("clock",),
        effects=(release,),
        told=("customer",),
        said=gettext_lazy("The card is closed: everything hangs on the rack again."),
    ),
}

WORDS = {
    KEPT: STATE,
    CHOSEN: State(
        gettext_lazy("Chosen"),
        {
            "customer": gettext_lazy(
                "It is put aside for you. Choose when you come to try on, by %(by_day)s at %(by_hour)s."
            ),
            "provider": gettext_lazy("%(customer)s chose something, until %(by_day)s at %(by_hour)s."),
            "": gettext_lazy("It is put aside until %(by_day)s at %(by_hour)s."),
        },
        turn="customer",
        tone="ochre",
    ),
    CONFIRMED: State(
        gettext_lazy("Confirmed"),
        {
            "customer": gettext_lazy("Come and try on: %(day)s, %(start)s. What does not fit costs no points."),
            "": gettext_lazy("%(customer)s comes to try on: %(day)s, %(start)s."),
        },
        turn="worker",
        tone="ok",
        holds=True,
    ),
    DONE: State(
        gettext_lazy("Done"),
        {"customer": gettext_lazy("Enjoy what you took home."), "": gettext_lazy("It was handed over.")},
        final=True,
    ),
}


def hung_back(booking: Booking, facts: dict[str, Any]) -> None:
    """The time is free again, the garments hang on the rack, the points are back."""
    release(booking, facts)
    pieces.hang_all_back(booking, facts)


AS_ELSEWHERE = {
    name: TO_COME[name] for name in TO_COME if name in ("remind", "cancel", "call_off") or name.startswith("late")
}
# It costs nothing to cancel, so that whoever comes moves it herself; only the desk has to be agreed with.
MOVED = {name: step for name, step in MOVES.items() if name not in ("ask_to_move", "grant_move")}
MOVED["move"] = MOVE_AT_ONCE["move"]


def wardrobe_table() -> Table:
    """What is booked here is moved, called off and missed as everywhere; only then the garments hang back too."""
    ending = with_effects(
        Table(STATES, CHOOSING | FREELY | WALK_IN | AS_ELSEWHERE | TAKING | ABSENCE), {release: hung_back}
    )
    return pruned(Table(STATES | WORDS, {**ending.steps, **MOVED}))


class GarmentKind(Kind):
    name = "garment"
    label = gettext_lazy("Clothes to choose and try on in a wardrobe")
    asks = ("note",)
    picks_time = False
    takes_at_request = False
    in_wardrobe = True
    costs = False
    open_to = staticmethod(pieces.open_to)
    on_request = (wardrobe_table(),)
    at_once = (wardrobe_table(),)

    def questions(self, offer: Offer) -> list[dict]:
        """Nothing: one chooses with one press, and says the rest in the thread."""
        return []

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        """Nothing can be asked while nobody has said of which wardrobe the offer is: `fill` says so."""
        wardrobe = Wardrobe.objects.filter(offer=offer).first()
        return self.asked_of(wardrobe) if wardrobe else {}

    def asked_of(self, wardrobe: Wardrobe) -> dict[str, forms.Field]:
        return {
            "garments": LabelsField(
                hanging(wardrobe),
                label=gettext_lazy("Which ones?"),
                help_text=gettext_lazy("What their labels say, with commas between."),
                error_messages={"required": gettext_lazy("Choose something.")},
            )
        }

    def fill(self, booking: Booking, told: dict[str, Any]) -> None:
        """Put aside from now on, until the wardrobe's time to book is over, or until it closes."""
        wardrobe, booking.starts_at = wardrobe_of(booking.offer), timezone.now()
        timed = access.needs_a_time(wardrobe, wardrobe.today())
        kept = booking.starts_at + timedelta(hours=wardrobe.keep_hours)
        booking.ends_at = kept if timed else until_when(wardrobe)

    def opening(self, booking: Booking) -> str:
        wardrobe = booking.offer.wardrobe
        return "choose" if access.needs_a_time(wardrobe, wardrobe.today()) else "keep"

    def check(self, booking: Booking) -> None:
        pieces.household_of(booking.customer, wardrobe_of(booking.offer))

    def keep(self, booking: Booking, told: dict[str, Any]) -> None:
        pieces.keep(booking, told["garments"])

    def free_minutes(self, booking: Booking) -> int:
        return booking.offer.min_minutes if booking.status == CHOSEN else booking.minutes

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        """What was chosen, and what became of it."""
        rows = booking.pieces.select_related("garment__type").order_by("pk")
        return [(piece.said, f"{currencies.points(piece.points)}, {piece.get_outcome_display()}") for piece in rows]


def wardrobe_of(offer: Offer) -> Wardrobe:
    """Raises ValidationError where the organisation has not said yet of which wardrobe it is."""
    wardrobe = Wardrobe.objects.filter(offer=offer).select_related("organisation").first()
    if not wardrobe:
        raise ValidationError(_("The organisation has not said yet of which wardrobe this is."))
    return wardrobe
