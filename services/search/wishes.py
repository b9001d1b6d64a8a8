"""What somebody looks for, read from an address: pages and API have the same filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.places import geocoding
from marketplace.places.models import Area, TravelSpeed
from marketplace.places.travel import reach
from services.models import Category, Offer
from services.models.occasion import MOST_SEATS
from services.search.known import Known

FARTHEST = 50_000  # metres
SHORTEST_WAY, LONGEST_WAY = 5, 60  # minutes
DEAREST = 10_000  # EUR an hour
LONGEST = timedelta(days=84)  # an offer's longest horizon
# A filter, and those that mean nothing without it.
IDLE_WITHOUT = {
    "near": ("within", "minutes", "by"), "minutes": ("by",), "on": ("from", "until"), "category": ("trait",),
}  # fmt: skip
LONGEST_LIST = 2000  # characters of traits in an address
SHORTEST_STAY, LONGEST_STAY = 15, 720  # minutes


class DayField(forms.DateField):
    """A day: today, tomorrow, or written as 2026-11-28."""

    default_error_messages = {"invalid": _("This is not a day that we understand. Choose one from the list.")}
    input_formats = ["%Y-%m-%d"]

    def to_python(self, value: Any) -> date | None:
        spoken = {"today": 0, "tomorrow": 1}.get(str(value).strip())
        return super().to_python(value) if spoken is None else timezone.localdate() + timedelta(days=spoken)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        if value and value > timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Nobody can be booked so far ahead yet. Choose an earlier day."))


class HourField(forms.TimeField):
    """An hour of the day, written as 16:30."""

    default_error_messages = {"invalid": _("Write the hour as 16:30.")}
    input_formats = ["%H:%M"]


class SeveralInput(forms.TextInput):
    """What may be said once, with commas, or several times."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return written(data, name)


class CategoryField(forms.ModelChoiceField):
    """A category by its slug; where a whole list is read, it was looked up before."""

    known: Known | None = None

    def to_python(self, value: Any) -> Category | None:
        if self.known is None or value in self.empty_values:
            return super().to_python(value)
        if found := self.known.categories.get(value):
            return found
        raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")


class WishForm(forms.Form):
    """The filters as they stand in an address. All may be left out; what cannot be is told by field.

    Each search copies its fields: one that is `asked` has those of what is said, no others. `known`: what was looked up
    before, of a whole list; `areas`: those of the city, where somebody has read them."""

    q = forms.CharField(label=_("What"), max_length=100, required=False)
    near = forms.CharField(label=_("Where"), max_length=160, required=False)
    on = DayField(label=_("When"), required=False)
    until = HourField(label=pgettext_lazy("an hour", "Until"), required=False)
    seats = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        error_messages={"min_value": _("Ask for at least one place.")},
    )
    lasting = forms.IntegerField(
        label=_("For how long, in minutes"),
        min_value=SHORTEST_STAY,
        max_value=LONGEST_STAY,
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value"), _("Choose from 15 minutes to 12 hours.")),
    )
    within = forms.IntegerField(label=_("Metres away"), min_value=100, max_value=FARTHEST, required=False)
    minutes = forms.IntegerField(label=_("Minutes away"), min_value=SHORTEST_WAY, max_value=LONGEST_WAY, required=False)
    by = forms.ChoiceField(label=_("Way of travelling"), choices=TravelSpeed.Mode.choices, required=False)
    category = CategoryField(
        Category.objects.all(),
        to_field_name="slug",
        label=_("Category"),
        required=False,
        error_messages={"invalid_choice": _("We have no such category. Choose one from the list.")},
    )
    trait = forms.CharField(label=_("Details"), max_length=LONGEST_LIST, required=False, widget=SeveralInput)
    where = forms.ChoiceField(label=_("How"), choices=Offer.Where.choices, required=False)
    accessible = forms.ChoiceField(label=_("Without steps"), choices=[("1", _("yes"))], required=False)
    eligible = forms.ChoiceField(label=_("What I may have"), choices=[("1", _("yes"))], required=False)
    price = forms.ChoiceField(
        label=_("Price"), choices=[("free", _("free")), ("points", _("for points"))], required=False
    )
    price_up_to = forms.IntegerField(label=_("Euros an hour, at most"), min_value=1, max_value=DEAREST, required=False)
    language = forms.RegexField(
        "^[a-z]{2,3}$",
        label=_("Language spoken"),
        required=False,
        error_messages={"invalid": _("Write the language as two letters, for example en.")},
    )

    def __init__(
        self, asked: Mapping[str, Any] | None = None, known: Known | None = None, areas: Sequence[Area] = ()
    ) -> None:
        if asked is not None:
            said = {*asked, *(["by"] if "minutes" in asked else [])}  # what is wrong with the way is told there
            self.base_fields = {  # type: ignore[misc]
                name: field for name, field in self.base_fields.items() if name in said
            }
        super().__init__(asked)
        self.known, self.areas = known, known.areas if known else areas
        if category := self.fields.get("category"):
            category.known = known  # type: ignore[attr-defined]

    def clean(self) -> None:
        begins, ends = self.cleaned_data.get("from"), self.cleaned_data.get("until")
        if ends is not None and ends <= (begins or time.min):
            self.add_error("until", _("The end must come after the start."))
        elif not fits(self.cleaned_data.get("lasting"), begins, ends):
            self.add_error("lasting", _("So much time does not fit between these hours."))
        if self.cleaned_data.get("minutes") and "by" in self.cleaned_data:
            self.cleaned_data["speed"] = self.speed(self.cleaned_data["by"] or TravelSpeed.Mode.WALK)

    def speed(self, mode: str) -> TravelSpeed | None:
        """How fast one gets about on that day; who names no way walks."""
        day = self.cleaned_data.get("on") or timezone.localdate()
        speeds = TravelSpeed.objects.on(day).filter(mode=mode)
        speed = self.known.speed(mode, day) if self.known else speeds.first()
        if not speed:
            self.add_error("by", _("We do not know how fast one travels like this. Choose another way."))
        return speed

    def clean_near(self) -> geocoding.Found | None:
        line = self.cleaned_data["near"].strip()
        find = self.known.place if self.known else partial(geocoding.find, known=self.areas)
        found = geocoding.position(line, self.areas) or find(line) if line else None
        if line and not found:
            raise forms.ValidationError(_("We do not know this place. Write a street or a neighbourhood."))
        return found

    def clean_trait(self) -> tuple[str, ...]:
        """Each once, in the order of the category; they mean nothing without one."""
        category = self.cleaned_data.get("category")
        asked = {value.strip() for value in self.cleaned_data["trait"].split(",")} - {""}
        known = category.fitting(asked) if category else []
        if category and len(known) < len(asked):
            raise forms.ValidationError(_("This category has no such detail. Choose from the list."))
        return tuple(known)

    def clean_price_up_to(self) -> int | None:
        up_to = self.cleaned_data["price_up_to"]
        if up_to and self.cleaned_data.get("price"):
            raise forms.ValidationError(
                _("What is free or for points has no price by the hour: choose one of the two.")
            )
        return up_to


WishForm.base_fields["from"] = HourField(label=_("From"), required=False)  # a word of Python's


def written(query: Mapping[str, Any], name: str) -> str:
    """A filter as it stands in an address; of one that stands there several times the last, of traits all of them."""
    said = getattr(query, "getlist", None)
    return ",".join(filter(None, said(name))) if said and name == "trait" else query.get(name) or ""


def fits(minutes: int | None, begins: time | None, ends: time | None) -> bool:
    """Whether so much time can lie between these hours."""
    if not minutes or not ends:
        return True
    begins = begins or time.min
    return timedelta(hours=ends.hour - begins.hour, minutes=ends.minute - begins.minute) >= timedelta(minutes=minutes)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Empty: everything."""

    words: str = ""
    near: geocoding.Found | None = None
    on: date | None = None
    since: time | None = None  # on that day it begins from here on, and before `until`; without a day they mean nothing
    until: time | None = None
    lasting: int | None = None  # minutes that one wants to have it; then `until` is when it ends
    seats: int | None = None  # left on one of its dates, or free at the same time
    within: int | None = None  # metres from `near`
    minutes: int | None = None  # of way from `near`, at this `speed`; where metres are said too, the nearer holds
    speed: TravelSpeed | None = None
    category: Category | None = None
    traits: tuple[str, ...] = ()  # of its category: one of each trait that is named is enough
    where: str = ""
    accessible: bool = False  # one gets in without steps, or does not have to go anywhere
    free: bool = False  # neither money nor points
    points: bool = False  # of a wardrobe
    up_to: int | None = None  # EUR an hour, or for nothing
    language: str = ""
    eligible: bool = False  # only what `person` may have; nothing is left out while nobody is known
    person: Any = None

    @property
    def day(self) -> date:
        """The wished one, else today: by its speeds ways are reckoned."""
        return self.on or timezone.localdate()

    @property
    def reach(self) -> float | None:
        """How far from `near` it may be, in metres of line."""
        said = [float(self.within)] if self.within else []
        said += [reach(self.speed, self.minutes)] if self.speed and self.minutes else []
        return min(said, default=None)

    def of(self, reader: Any) -> "Wish":
        """The same as the wish of this reader; a visitor is nobody in particular."""
        return replace(self, person=reader) if self.eligible and reader.is_authenticated else self

    @classmethod
    def from_query(
        cls, query: Any, known: Known | None = None, areas: Sequence[Area] = ()
    ) -> tuple["Wish", dict[str, list[str]]]:
        """The wish, without what cannot be, and why it cannot, by the filter's name. The rest as `WishForm`."""
        form = WishForm(query, known, areas)
        form.is_valid()
        given = form.cleaned_data
        wish = cls(
            words=given.get("q") or "",
            near=given.get("near"),
            on=given.get("on"),
            since=given.get("from"),
            until=given.get("until"),
            lasting=given.get("lasting"),
            seats=given.get("seats"),
            within=given.get("within"),
            minutes=given.get("minutes") if given.get("speed") else None,
            speed=given.get("speed"),
            category=given.get("category"),
            traits=given.get("trait") or (),
            where=given.get("where") or "",
            accessible=given.get("accessible") == "1",
            eligible=given.get("eligible") == "1",
            free=given.get("price") == "free",
            points=given.get("price") == "points",
            up_to=given.get("price_up_to"),
            language=given.get("language") or "",
        )
        return wish, {name: [str(text) for text in errors] for name, errors in form.errors.items()}
