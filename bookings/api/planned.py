"""A series as it is told over the wire: its dates as they are shown, and what is asked about them."""

from typing import Any

from rest_framework import serializers

from bookings import series as plans
from bookings.api.bookings import AskShape
from bookings.api.cards import ShareShape
from bookings.models import Series
from bookings.models.series import MOST_DATES
from bookings.payments import lasting
from bookings.series import REACHES
from marketplace.api.shapes import Choice, Clock, Day, Moment, Shape, Sheet, Whole, Words
from marketplace.lives.api import known_person

RULE = ("first", "until", "at", "minutes", "every", "weekdays")


# --- what is shown ------------------------------------------------------------------------------------------------
class OccurrenceShape(serializers.Serializer):
    """One date of a plan: "free", "not_free" with the reason and other starts close by, or "later"."""

    on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    status = serializers.ChoiceField(source="verdict", choices=["free", "not_free", "later"])
    why = serializers.CharField()
    price_cents = serializers.IntegerField()
    others = serializers.ListField(child=serializers.DateTimeField(), help_text="Starts close by that are free.")


class PreviewShape(serializers.Serializer):
    """All dates of a plan as they stand now. The sums leave out what is not free."""

    occurrences = OccurrenceShape(many=True)
    total_cents = serializers.IntegerField()
    shares: Any = ShareShape(many=True, help_text="Who would pay what of each date, one after the other.")
    own_cents = serializers.IntegerField(
        help_text="What you would pay of what is asked for now. Send it as own_seen: it never becomes more."
    )
    by_card = serializers.BooleanField(
        help_text="A card that is saved once pays each date, a week before it, or with the yes where that is nearer."
    )


class StandingShape(serializers.Serializer):
    """One date of a series: with its booking, left out, or still to be asked for."""

    on = serializers.DateField()
    starts_at = serializers.DateTimeField(help_text="As planned; the booking may have been moved.")
    ends_at = serializers.DateTimeField()
    booking = serializers.IntegerField(source="booking.pk", default=None, allow_null=True)
    status = serializers.CharField(source="booking.status", default=None, allow_null=True)
    left_out = serializers.CharField(
        source="gap.why", default=None, allow_null=True, help_text="Why; empty: wished so."
    )
    planned = serializers.BooleanField(help_text="It is asked for when its time comes.")
    charge = serializers.SerializerMethodField(help_text="How the card pays it, in words; empty: by no card.")

    def get_charge(self, standing: plans.Standing) -> str:
        charges = standing.booking.charges.all() if standing.booking else []
        return " ".join(charge.said for charge in charges)


class SeriesCard(serializers.ModelSerializer):
    """A series as a line in a list."""

    said = serializers.CharField(help_text="As people say it, in the language of the request.")
    until = serializers.DateField(source="last")
    at = Clock()
    customer = serializers.IntegerField(source="customer_id")

    class Meta:
        model = Series
        fields: tuple[str, ...] = ("id", "offer", "customer", "said", *RULE, "days_later", "stopped_from", "by_card")


class SeriesShape(SeriesCard):
    """A series with all its dates."""

    dates = StandingShape(source="standings", many=True)
    card = serializers.SerializerMethodField(help_text="How the card stands that pays all dates; empty: there is none.")
    save_at = serializers.SerializerMethodField(
        help_text="Where you save your card now, for all dates; empty: nowhere. The times are kept for 15 minutes."
    )

    class Meta(SeriesCard.Meta):
        fields = (*SeriesCard.Meta.fields, "dates", "card", "save_at")

    def get_card(self, series: Series) -> str:
        card, _page = lasting.standing(series)
        return card.said if card else ""

    def get_save_at(self, series: Series) -> str:
        """For whoever booked alone: the page takes anybody's card."""
        _card, page = lasting.standing(series)
        return page.page if page and self.context["request"].user == series.customer else ""


class LeftShape(serializers.Serializer):
    """A date that stays as it was, and why."""

    booking = serializers.IntegerField()
    why = serializers.CharField()


class SummaryShape(serializers.Serializer):
    """What became of each date that was meant, by the numbers of their bookings."""

    done = serializers.ListField(child=serializers.IntegerField())
    left = LeftShape(many=True)


# --- what is asked ------------------------------------------------------------------------------------------------
class PlanShape(AskShape):
    """What somebody wishes for each date, and the rule: local hours, so that daylight saving does not move them."""

    first = Day()
    until = Day(help_text="The last day on which it may take place.")
    at = Clock()
    minutes = Whole(min_value=1, max_value=1440)
    every = Whole(min_value=1, max_value=4, required=False, help_text="Every so many weeks.")
    weekdays = serializers.ListField(
        child=Whole(min_value=0, max_value=6),
        required=False,
        max_length=7,
        help_text="0 is Monday. None: as the first.",
    )

    class Meta(AskShape.Meta):
        fields = (*(name for name in AskShape.Meta.fields if name not in ("starts_at", "ends_at")), *RULE)
        extra_kwargs = {}


class ChoiceShape(Shape):
    """A date that is left out (null), or takes place at another start."""

    on = Day()
    starts_at = Moment(allow_null=True)


class AskSeriesShape(PlanShape):
    """A plan with what becomes of the dates that are not free."""

    choices = ChoiceShape(many=True, required=False)
    own_seen = serializers.IntegerField(
        required=False, min_value=0, help_text="What you were told to pay for all dates that are asked for now."
    )

    class Meta(PlanShape.Meta):
        fields = (*PlanShape.Meta.fields, "choices")


class ReachShape(Shape):
    """One date, from it on, or all; perhaps for somebody who lets your organisation act for her."""

    reach = Choice(choices=list(REACHES))
    on = Day(required=False, help_text="The date of the plan; not needed for all.")

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"for": known_person(self.context)}

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if told["reach"] != plans.ALL and "on" not in told:
            self.fields["on"].fail("required")
        return told


class EndShape(ReachShape):
    facts = Sheet(required=False, help_text="What the steps that end it ask, such as the reason.")


class AnswerShape(EndShape):
    step = Words(max_length=30)


class MoveShape(ReachShape):
    at = Clock()
    minutes = Whole(required=False, min_value=1, max_value=1440, help_text="For dates that are asked for later.")
    weekday = Whole(required=False, min_value=0, max_value=6, help_text="0 is Monday. Where it comes once a week.")


class LongerShape(Shape):
    """Another end: a last day, or how many dates there are in all, those that were left out counted too."""

    until = Day(required=False)
    number = Whole(required=False, min_value=1, max_value=MOST_DATES)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"for": known_person(self.context)}


class ProlongShape(LongerShape):
    """With what becomes of the added dates that are not free."""

    choices = ChoiceShape(many=True, required=False)
    own_seen = Whole(
        required=False, min_value=0, help_text="What you were told to pay for all dates that are asked for now."
    )
