"""What the steps of a quote ask and do: name a price, hold who is needed for it, accept the one that stands."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings import effects
from bookings.kinds.asked import DayField
from bookings.models import Booking, Photo, Quote
from bookings.models.quote import MOST_CREW, MOST_HOURS
from marketplace import wording
from services import availability, pictures
from services.availability.teams import Slots
from services.models import Skill

CARRIES, VAN = "carry", "van"  # the skills that a quote asks for: people who carry, something to drive it in
MOST_PHOTOS = 12
PICTURES = {"accept": "image/jpeg,image/png,image/webp"}
Facts = dict[str, Any]


# --- effects ------------------------------------------------------------------------------------------------------
def await_quote(booking: Booking, facts: Facts) -> None:
    """The provider has the hours that the offer promises, from now on; nothing is held meanwhile."""
    effects.release(booking, facts)
    booking.price_cents = 0
    booking.answer_by = timezone.now() + timedelta(hours=booking.offer.answer_hours)


def name_price(booking: Booking, facts: Facts) -> None:
    """One more quote. Crew and van are held until it lapses, so that what is offered can also be had."""
    quote = quote_of(booking, facts)
    quote.full_clean(exclude=("booking",))
    effects.release(booking, facts)
    booking.starts_at, booking.answer_by = quote.starts_at, quote.valid_until
    booking.ends_at = quote.starts_at + timedelta(minutes=quote.minutes)
    booking.price_cents = quote.price_cents
    hold_for(booking, quote)
    quote.save()
    facts["number"], facts["price"] = quote.number, wording.euro(quote.price_cents)
    facts["hours"] = wording.minutes(quote.minutes)


def quote_of(booking: Booking, facts: Facts) -> Quote:
    starts = availability.moment(facts["day"], facts["at"], booking.tz)
    until = availability.midnight(facts["until"] + timedelta(days=1), booking.tz)
    must_be_in_order(starts, until)
    return Quote(
        booking=booking,
        number=booking.quotes.count() + 1,
        price_cents=int(facts["price"] * 100),
        minutes=int(facts["hours"] * 60),
        crew=facts["crew"],
        van=facts["van"],
        starts_at=starts,
        valid_until=min(until, starts),
        words=facts["words"],
    )


def must_be_in_order(starts: datetime, until: datetime) -> None:
    if starts <= timezone.now():
        raise ValidationError({"day": gettext("This time is past. Choose a later one.")})
    if until <= timezone.now():
        raise ValidationError({"until": gettext("This day is past: nobody could accept it any more.")})


def hold_for(booking: Booking, quote: Quote) -> None:
    crew = availability.take_team(
        booking, booking.offer, booking.starts_at, booking.ends_at, slots=slots_for(booking, quote)
    )
    if not crew:
        text = gettext("So many people are not free together then: choose another time, or a smaller crew.")
        raise ValidationError({"at": text})
    effects.send(booking, crew)


def slots_for(booking: Booking, quote: Quote) -> Slots:
    """The places that a quote fills. Where there are people alone, anybody will do; a van must not pass for one."""
    known = {skill.slug: skill for skill in Skill.objects.filter(slug__in=(CARRIES, VAN))}
    able = {skill.slug for resource in booking.offer.pool for skill in resource.skills.all()}
    if quote.van and VAN not in able:
        raise ValidationError({"van": gettext("No van is entered for this offer.")})
    if CARRIES not in able and not all(resource.user_id for resource in booking.offer.pool):
        raise ValidationError({"crew": gettext("Nobody is entered as who carries: write it with the people first.")})
    carries = known.get(CARRIES) if CARRIES in able else None
    return [known.get(VAN)] * quote.van + [carries] * quote.crew


def agree(booking: Booking, facts: Facts) -> None:
    """What is held for the quote stays; the price is that of the quote which was seen and chosen."""
    quote = booking.quotes.get(number=int(facts["quote"]))
    facts["price"] = wording.euro(quote.price_cents)


def add_photos(booking: Booking, facts: Facts) -> None:
    uploads = facts.pop("photos")
    room = MOST_PHOTOS - booking.photos.count()
    if len(uploads) > room:
        raise ValidationError({"photos": gettext("Up to %(most)d photos fit.") % {"most": MOST_PHOTOS}})
    Photo.objects.bulk_create(Photo(booking=booking, file=made_new(upload)) for upload in uploads)
    facts["number"] = len(uploads)


def made_new(upload: Any) -> Any:
    """Saved with its row: what is refused leaves no file behind."""
    try:
        return pictures.as_webp(upload)
    except ValidationError as error:
        raise ValidationError({"photos": error.messages})


# --- what is asked ------------------------------------------------------------------------------------------------
class Photos(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """One file or several."""

    widget = Photos

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(upload, initial) for upload in uploads or [None]]


def photos_of(label: Any) -> Callable[[Booking], forms.Field]:
    """What makes the field that asks for photos, under this label."""
    return lambda booking: PhotosField(
        label=label,
        help_text=_("JPEG, PNG or WebP, up to 8 MB each, twelve in all. Without people’s faces."),
        widget=Photos(attrs=PICTURES),
    )


photos = photos_of(_("Photos of what is to be moved"))


def the_quote(booking: Booking) -> forms.Field:
    """Only what stands now can be chosen: nobody accepts a price that he has not before him."""
    last = booking.quotes.last()
    return forms.ChoiceField(
        label=_("You accept"),
        choices=[(str(last.number), last.said)] if last else [],
        initial=str(last.number) if last else None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the price that you accept."),
            "invalid_choice": _("This price does not stand any more. Look at the new one."),
        },
    )


def wished_day(booking: Booking) -> date:
    return wording.local(booking.starts_at, booking.tz).date()


def day_field(label: Any, first: date | None = None) -> forms.Field:
    return DayField(label=label, initial=first)


QUOTE_FIELDS: Facts = {
    "price": lambda booking: forms.DecimalField(
        label=_("Price in euros, for the whole"),
        min_value=1,
        max_value=20_000,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    ),
    "hours": lambda booking: forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.5"),
        max_value=MOST_HOURS,
        step_size=Decimal("0.5"),
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    ),
    "crew": lambda booking: forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_CREW, initial=2),
    "van": lambda booking: forms.BooleanField(label=_("With a van"), required=False, initial=True),
    "day": lambda booking: day_field(_("Day"), wished_day(booking)),
    "at": lambda booking: forms.TimeField(
        label=_("At"), initial=clock_time(8), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    ),
    "until": lambda booking: day_field(_("It stands until the end of")),
    "words": lambda booking: forms.CharField(
        label=_("What is part of it, what is not"), max_length=1000, required=False, widget=forms.Textarea
    ),
}


def change_wanted(booking: Booking) -> forms.Field:
    return forms.CharField(label=_("What should be different?"), max_length=1000, widget=forms.Textarea)
