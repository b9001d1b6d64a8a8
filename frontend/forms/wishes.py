"""The form that asks for a booking: what the kind, the category and the place want to know."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from bookings import cancellation, kinds, lifecycle
from bookings.kinds import asked, ways
from bookings.lifecycle import AddressForm
from bookings.models import Booking, Way
from bookings.payments import later
from bookings.payments.plan import Wish
from frontend.forms.keys import KeyField
from frontend.parts import part
from marketplace import wording
from marketplace.lives.engine import plain
from marketplace.places.models import Area
from marketplace.wording import minutes as spoken_minutes
from services import questions
from services.models import Offer

TIMES = ("starts_at", "ends_at")
SEEN = ("terms_seen", "own_seen")  # what the page sends back of what it showed
UNSEEN = {"key", "starts_at", "minutes", *SEEN}


class WishForm(forms.Form):
    """Everything a visitor tells to book this offer. `wishes` is what `lifecycle.ask` takes."""

    key = KeyField()
    starts_at = asked.MomentField(
        label=_("When"), error_messages={"required": _("Choose a time."), "invalid": _("Choose one of these times.")}
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        error_messages={
            "required": _("Choose how long it lasts."),
            "invalid_choice": _("Choose one of the lengths that are offered."),
        },
    )

    terms_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    own_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, offer: Offer, *args: Any, customer: Any = None, desks: Any = None, **kwargs: Any) -> None:
        """`customer`: for whom a desk books; `desks`: the organisations for which whoever types may book besides."""
        super().__init__(*args, **kwargs)
        self.offer, kind = offer, kinds.of(offer)
        self.picks_time, self.part = kind.picks_time, part(offer.kind, "ask", "bookings/_words.html")
        minutes: Any = self.fields["minutes"]
        minutes.choices = [(number, spoken_minutes(number)) for number in offer.durations]
        if not self.picks_time:
            del self.fields["starts_at"], self.fields["minutes"]
        own = kind.fields(offer)
        self.by_kind = frozenset(own)
        self.fields |= {name: roomy(field) for name, field in own.items()}
        self.fields |= questions.fields(kind.questions(offer))
        self.fields |= address_fields(offer) if offer.needs_address and not kind.says_where else {}
        self.fields |= asked.wanted(offer)
        self.fields |= ways.pay_by(kind.ways(offer, customer), at_desk=customer is not None, for_desks=bool(desks))
        self.fields |= {name: roomy(kind_field(name)) for name in kind.asks if name not in TIMES}
        self.fields |= client_field(desks) if desks else {}
        self.words = [name for name in self.fields if name not in UNSEEN]

    @property
    def chosen(self) -> datetime | None:
        """The time that stands in the form now, if it is one."""
        try:
            return self.fields["starts_at"].clean(self["starts_at"].value()) if self.picks_time else None
        except ValidationError:
            return None

    @property
    def length(self) -> int:
        """The length that stands in the form now, in minutes; the shortest when none is chosen yet."""
        try:
            return self.fields["minutes"].clean(self["minutes"].value())
        except (KeyError, ValidationError):
            return self.offer.durations[0]

    @property
    def wanted(self) -> int | None:
        """The one whom the customer would like to come, as it stands in the form now."""
        try:
            person = self.fields["wanted"].clean(self["wanted"].value())
        except (KeyError, ValidationError):
            return None
        return person.pk if person else None

    @property
    def ends_at(self) -> datetime | None:
        return self.chosen and self.chosen + timedelta(minutes=self.length)

    @property
    def card_note(self) -> str:
        """Where the card would only be saved. Of dates to choose among nobody knows yet which it is."""
        able = Way.CARD in getattr(self.fields.get("pay_by"), "ways", ())
        if not able or (self.picks_time and not (self.ends_at and later.is_far(self.ends_at))):
            return ""
        text = _("By card: if the date is more than %(days)d days away, your card is only saved now and charged a week "
                 "before. You see the day before you agree.")  # fmt: skip
        return str(text) % {"days": later.FAR.days}

    @property
    def time_is_wrong(self) -> bool:
        return bool(self.errors.keys() & {"starts_at", "minutes"})

    @property
    def once(self) -> str:
        """The key of this wish: another time, date or way asked for with the same form is another wish."""
        told = self.cleaned_data
        names = ("starts_at", "minutes") if self.picks_time else sorted(self.by_kind)
        names = [*names, "client"] if "client" in told else names
        return str(uuid5(UUID(told["key"]), " ".join(str(plain(told[name])) for name in names)))

    @cached_property
    def so_far(self) -> dict[str, Any]:
        """What stands in the form now and can be, whatever is still missing or wrong."""
        found: dict[str, Any] = {}
        for name in self.words:
            with suppress(ValidationError):
                found[name] = self.fields[name].clean(self[name].value())
        return found

    @property
    def seats(self) -> int:
        """How many places stand in the form now."""
        return self.so_far.get("seats") or 1

    @property
    def price(self) -> int | None:
        """What it would cost as the form stands now, in cents; None: that cannot be said yet."""
        return kinds.of(self.offer).estimate(self.offer, self.so_far, self.length)

    def wish(self, user: Any) -> Wish:
        """What a plan of who pays is worked out from."""
        on = wording.local(self.chosen, self.offer.tz).date() if self.chosen else None
        client, area = self.so_far.get("client"), lifecycle.area_of(self.offer, self.so_far)
        return Wish(self.offer, self.price, user, client=client, area=area, on=on)

    @property
    def worked_out(self) -> list[tuple[str, str]]:
        return kinds.of(self.offer).worked_out(self.offer, self.so_far)

    @property
    def terms_now(self) -> str:
        """Which terms of cancellation this page shows."""
        return cancellation.digest(cancellation.terms_of(self.offer))

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """What is typed, in order; the time is chosen above, the neighbourhood shown only where it helps."""
        shown = [name for name in self.words if name != "pay_by"]
        return [self[name] for name in shown if name != "area" or self["address"].errors or self["area"].value()]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is asked besides the kind's own fields, which its own template draws."""
        return [bound for bound in self.own_fields if bound.name not in self.by_kind]

    @property
    def wishes(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in (*self.words, *SEEN)}
        if not self.picks_time:
            return told
        starts_at, length = self.cleaned_data["starts_at"], timedelta(minutes=self.cleaned_data["minutes"])
        return told | {"starts_at": starts_at, "ends_at": starts_at + length}


def client_field(desks: Any) -> dict[str, forms.Field]:
    field = forms.ModelChoiceField(desks, label=_("Who books?"), required=False, empty_label=_("You, for yourself"))
    return {"client": field}


def address_fields(offer: Offer) -> dict[str, forms.Field]:
    own = AddressForm().fields
    own["address"].help_text = _("For example: via Cecchi 18")
    own["address"].widget.attrs |= {"autocomplete": "street-address"}
    own["door"].help_text = _("Only those who come see it, from the day before.")
    served = offer.areas.all() if offer.areas.exists() else Area.objects.all()
    area = forms.ModelChoiceField(served, label=_("Neighbourhood"), required=False, empty_label=_("Choose"))
    return {name: roomy(field) for name, field in (own | {"area": area}).items()}


def kind_field(name: str) -> forms.Field:
    return Booking._meta.get_field(name).formfield()  # type: ignore[union-attr, return-value]


def roomy(field: forms.Field) -> forms.Field:
    """Without the browser's own limit, which cuts what is pasted without a word: the answer says what is too long."""
    field.widget.attrs.pop("maxlength", None)
    return field
