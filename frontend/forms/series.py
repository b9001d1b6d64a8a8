"""The forms of a series: how often and until when, what becomes of each date, another hour."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import kinds
from bookings.kinds import asked
from bookings.kinds.asked import DayField
from bookings.models import Series, Share
from bookings.models.series import MOST_DATES, Rule
from bookings.series import ALL, ONE, ONWARD, REACHES, Occurrence, Plan
from frontend.forms.wishes import WishForm
from marketplace import wording
from services.models import Offer

KEEP, SKIP = "keep", "skip"
EVERY = (
    (1, gettext_lazy("Every week")),
    (2, gettext_lazy("Every second week")),
    (4, gettext_lazy("Every fourth week")),
)


class RepeatForm(forms.Form):
    """Beside the form that asks for one date: the same again, so often and until then."""

    every = forms.TypedChoiceField(label=gettext_lazy("How often?"), choices=EVERY, coerce=int, initial=1)
    until = DayField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("The last day on which it may take place."),
        error_messages={
            "required": gettext_lazy("Choose until when."),
            "invalid": gettext_lazy("Choose a day, such as 2027-06-30."),
        },
    )

    def rule(self, wish: WishForm) -> Rule:
        """The plan that these two forms tell together."""
        start = wording.local(wish.cleaned_data["starts_at"], wish.offer.tz)
        told = self.cleaned_data
        first, last = start.date(), max(told["until"], start.date())
        return Rule(first, last, start.time(), wish.cleaned_data["minutes"], told["every"])


def beside(offer: Offer, wish: WishForm, posted: Any = None) -> RepeatForm | None:
    """The form for this offer, with what was typed before; None where nobody can come every week. As long as nobody
    has filled it in or pressed its button nothing is wrong with it."""
    if not kinds.of(offer).repeats:
        return None
    sent = posted if posted and (posted.get("until") or "dates" in posted) else None
    return RepeatForm(sent, initial={name: wish.initial[name] for name in ("every", "until") if wish.initial.get(name)})


def once(wish: WishForm, rule: Rule) -> str:
    """The key of this plan: another one asked for with the same form is another wish."""
    return str(uuid5(UUID(wish.cleaned_data["key"]), f"series {rule}"))


class DatesForm(forms.Form):
    """A choice for each date of the plan. What clashes is left out unless another start is chosen for it."""

    def __init__(self, plan: Plan, zone: Any, posted: Any) -> None:
        self.plan = plan
        super().__init__(self.filled(posted))
        for one in plan.occurrences:
            label = wording.day(one.on)
            self.fields[name_of(one)] = forms.ChoiceField(label=label, choices=list(choices(one, zone)))

    def filled(self, posted: Any) -> dict[str, str]:
        """What was chosen, and for every other date what is likely."""
        return {
            name_of(one): posted.get(name_of(one)) or (SKIP if one.clashes else KEEP) for one in self.plan.occurrences
        }

    @property
    def lines(self) -> Iterator[tuple[Occurrence, forms.BoundField]]:
        return zip(self.plan.occurrences, self, strict=True)

    @property
    def chosen(self) -> dict[date, datetime | None]:
        """What `series.ask` takes: the dates that are left out or moved."""
        told = {one.on: self.cleaned_data[name_of(one)] for one in self.plan.occurrences}
        return {on: None if what == SKIP else asked.moment(what) for on, what in told.items() if what != KEEP}

    @property
    def kept(self) -> list[Occurrence]:
        return [one for one in self.plan.occurrences if self.data[name_of(one)] != SKIP]

    @property
    def total_cents(self) -> int:
        return sum(one.price_cents for one in self.kept)

    @property
    def moved(self) -> list[Occurrence]:
        """What is kept, each when it would take place by now, in the order in which it is asked for."""
        return sorted((self.at_its_start(one) for one in self.kept), key=lambda one: one.starts_at)

    def at_its_start(self, one: Occurrence) -> Occurrence:
        others = {start.isoformat(): start for start in one.others}
        start = others.get(self.data[name_of(one)], one.starts_at)
        return replace(one, starts_at=start, ends_at=start + (one.ends_at - one.starts_at))

    @property
    def shares(self) -> list[Share]:
        """Who pays what of all that is kept."""
        return [share for shares in self.plan.split(self.moved) for share in shares]

    @property
    def own_cents(self) -> int:
        """What whoever asks pays of what is asked for now: what she is shown, and no more than that."""
        return self.plan.own_of(self.moved)


def name_of(one: Occurrence) -> str:
    return f"on-{one.on}"


def choices(one: Occurrence, zone: Any) -> Iterator[tuple[str, str]]:
    """As planned where that is possible, other starts where it is not, and to leave it out."""
    if not one.clashes:
        yield KEEP, _("As planned")
    for start in one.others:
        facts = {"day": wording.day(start, zone), "hour": wording.clock(start, zone)}
        yield start.isoformat(), _("Move to %(day)s, %(hour)s") % facts
    yield SKIP, _("Leave out")


class ReachForm(forms.Form):
    """One date, this and the later ones, or all that are to come."""

    reach = forms.ChoiceField(choices=[(reach, reach) for reach in REACHES])
    on = DayField()


class HourForm(forms.Form):
    """Another hour, perhaps another weekday, and for what is asked for later perhaps another length."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("On which day?"), coerce=int, empty_value=None, required=False)

    at = forms.TimeField(
        label=gettext_lazy("At what time?"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Write the time as 16:30.")},
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("For how long?"), coerce=int)

    def __init__(self, series: Series, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["minutes"].choices = [(number, wording.minutes(number)) for number in series.offer.durations]
        days = [(number, wording.weekdays([number]).capitalize()) for number in range(7)]
        fields["weekday"].choices = [("", _("It stays as it is")), *days]
        if not series.comes_once_a_week:
            del fields["weekday"]


class EndForm(forms.Form):
    """Another end: a last day, or how many dates there are in all. That it is one of them is a rule of the core."""

    until = DayField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("The last day on which it may take place."),
        required=False,
        error_messages={"invalid": gettext_lazy("Choose a day, such as 2027-06-30.")},
    )
    number = forms.IntegerField(
        label=gettext_lazy("Or how many dates in all?"),
        help_text=gettext_lazy("Counted from the first date on, also those that were left out."),
        required=False,
        min_value=1,
        max_value=MOST_DATES,
    )


def reach_said(reach: str, on: date) -> str:
    said = {
        ONE: _("only %(day)s"),
        ONWARD: _("%(day)s and all later dates"),
        ALL: _("all dates that are to come"),
    }[reach]
    return said % {"day": wording.day(on)}
