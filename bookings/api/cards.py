"""A booking as the API shows it to whoever asks."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from bookings import cancellation, kinds, messaging
from bookings.models import Booking, Share
from bookings.payments import bank, cards, plan
from marketplace.lives.api import StepShape, opened
from services import questions


class BookingCard(serializers.ModelSerializer):
    """A booking as a line in a list, said to whoever asks: sentence and address depend on the hats you wear in it."""

    title = serializers.CharField()
    when = serializers.CharField(help_text="As people say it, in the language of the request.")
    state = serializers.CharField(source="state.label")
    turn = serializers.CharField(source="state.turn", help_text="Whose move is next; empty: nobody's.")
    sentence = serializers.SerializerMethodField(help_text="What is going on, whose turn it is and by when.")
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    client: Any = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text="The organisation that booked; null: she did it for herself."
    )
    customer = serializers.IntegerField(source="customer_id")
    customer_name = serializers.CharField(source="customer.given_name")
    partner_name = serializers.CharField(
        source="partner.given_name", default="", help_text="The resident who answers in a swap; else empty."
    )
    worker_name = serializers.SerializerMethodField(help_text="First name; empty: nobody yet, or not agreed yet.")
    address = serializers.SerializerMethodField(help_text="As precisely as you need it by now.")
    roles = serializers.SerializerMethodField(help_text="The hats you wear in it.")
    unread = serializers.SerializerMethodField(help_text="Messages that wait for you as a resident or a worker.")

    class Meta:
        model = Booking
        fields: tuple[str, ...] = (
            "id", "reference", "kind", "status", "state", "turn", "sentence", "title", "when", "offer", "organisation",
            "client", "customer", "customer_name", "partner_name", "worker_name", "starts_at", "ends_at", "at_once",
            "price_cents", "answer_by", "address", "roles", "unread",
        )  # fmt: skip

    def get_roles(self, booking: Booking) -> list[str]:
        return sorted(self.hats(booking))

    def get_sentence(self, booking: Booking) -> str:
        return booking.sentence(messaging.hat(self.hats(booking)))

    def get_worker_name(self, booking: Booking) -> str:
        return booking.worker_for(self.hats(booking))

    def get_address(self, booking: Booking) -> str:
        return booking.place_for(self.hats(booking))

    def get_unread(self, booking: Booking) -> int:
        return self.context["unread"].get(booking.pk, 0)

    def hats(self, booking: Booking) -> frozenset[str]:
        return booking.hats(self.context["request"].user, self.context["desks"])


class CardAnswerShape(serializers.Serializer):
    """A question of the kind or the category and what was answered, as people read them."""

    question = serializers.CharField()
    answer = serializers.CharField()


class ShareShape(serializers.ModelSerializer):
    """So much of the price from one source; `kept_cents` once it is over: what became due of it."""

    funder = serializers.SerializerMethodField(help_text="Whose fund it is; else empty.")

    class Meta:
        model = Share
        fields: tuple[str, ...] = ("source", "funder", "cents", "kept_cents")

    def get_funder(self, share: Share) -> str:
        return share.fund.funder.name if share.fund else ""


class SlipShape(serializers.Serializer):
    """What goes into a bank's page. The reference (ISO 11649) must be written exactly so."""

    iban = serializers.CharField()
    holder = serializers.CharField()
    cents = serializers.IntegerField()
    reference = serializers.CharField()
    by = serializers.DateField(help_text="The last day.")


class BookingShape(BookingCard):
    """A booking with all that those who take part know."""

    answers = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField(help_text="The organisation's, on the day itself; else empty.")
    steps = serializers.SerializerMethodField(help_text="What you may do now.")
    seen = serializers.IntegerField(source="last_change_id", allow_null=True)
    other_times: Any = serializers.ListField(child=serializers.DateTimeField(), help_text="Starts that were proposed.")
    cancellation = serializers.SerializerMethodField(help_text="What it costs to cancel, as it was when it was made.")
    shares = serializers.SerializerMethodField(
        help_text="Who pays what of the price. What neither a fund nor a bundle carries is paid by whoever asked: send "
        "that sum as own_seen with a step that asks it, and it never becomes more."
    )
    pay_at = serializers.SerializerMethodField(
        help_text="Where you pay by card now; empty: nothing is to be paid. A quote is accepted with pay_by, which is "
        "card, bank or on_site."
    )
    bank_transfer = serializers.SerializerMethodField(
        help_text="What is to be transferred now, from the yes on; null: nothing, or not yet."
    )

    photos = serializers.SerializerMethodField(help_text="Their addresses.")
    work_note = serializers.SerializerMethodField(
        help_text="How it went, in the words of whoever did the work: for the organisation; else empty."
    )
    cancel_cents = serializers.SerializerMethodField(help_text="What the customer pays if she cancels now.")
    cancel_percent = serializers.SerializerMethodField(help_text="The same as a share of the price.")

    class Meta(BookingCard.Meta):
        fields = (
            *BookingCard.Meta.fields, "note", "answers", "phone", "steps", "seen", "other_times", "cancellation",
            "cancel_cents", "cancel_percent", "shares", "pay_at", "bank_transfer", "photos",
            "work_note",
        )  # fmt: skip

    @extend_schema_field(CardAnswerShape(many=True))
    def get_answers(self, booking: Booking) -> list[dict]:
        own = kinds.of(booking).details(booking, self.hats(booking))
        spoken = own + questions.spoken(booking.offer.category.questions, booking.answers)
        return [{"question": asked, "answer": answer} for asked, answer in spoken]

    @extend_schema_field(ShareShape(many=True))
    def get_shares(self, booking: Booking) -> list[dict]:
        """Whoever is only sent to do the work need not know who carries a part of it."""
        shares = plan.of(booking) if self.hats(booking) - {"worker"} else []
        return list(ShareShape(shares, many=True).data)

    def get_pay_at(self, booking: Booking) -> str:
        """For whoever pays alone: the page takes anybody's card."""
        return cards.page_of(booking) if "customer" in self.hats(booking) else ""

    @extend_schema_field(SlipShape(allow_null=True))
    def get_bank_transfer(self, booking: Booking) -> dict | None:
        """For its two sides."""
        slip = bank.slip(booking) if self.hats(booking) - {"worker"} else None
        return SlipShape(slip).data if slip else None

    def get_cancellation(self, booking: Booking) -> list[str]:
        return cancellation.lines(cancellation.terms_for(booking))

    def get_cancel_cents(self, booking: Booking) -> int:
        return cancellation.cost_now(booking).cents

    def get_cancel_percent(self, booking: Booking) -> int:
        return cancellation.cost_now(booking).percent

    def get_photos(self, booking: Booking) -> list[str]:
        names = [{"pk": booking.pk, "entry": photo.pk} for photo in booking.photos.all()]
        return [reverse("api_bookings-photo", kwargs=name, request=self.context["request"]) for name in names]

    def get_work_note(self, booking: Booking) -> str:
        return messaging.aside(booking, self.hats(booking))

    def get_phone(self, booking: Booking) -> str:
        return str(booking.organisation.phone) if booking.shows_phone else ""

    @extend_schema_field(StepShape(many=True))
    def get_steps(self, booking: Booking) -> list[dict]:
        return opened(booking, self.hats(booking))
