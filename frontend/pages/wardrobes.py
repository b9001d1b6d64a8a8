"""A wardrobe as residents see it: what hangs there, their card, what they have chosen, and what is needed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import choosing, queues
from bookings.kinds.freely import CHOSEN, KEPT, LEAVE, may_come_by
from bookings.models import Booking
from frontend import qr
from frontend.forms import keys
from frontend.forms.wardrobes import SizesForm, choices_of
from frontend.signed import SignedIn
from marketplace import wording
from marketplace.ledger import book
from marketplace.lives.engine import Actor
from services import availability
from services.models import Garment, GarmentType, Household, Wardrobe
from services.wardrobe import households, missed, rack, rules

TIMES, DAYS = 24, 14  # times that are offered to come, and the days they are looked for in


def every(request: HttpRequest) -> HttpResponse:
    """All wardrobes; where there is one, that."""
    open_ones = list(published())
    if len(open_ones) == 1:
        return redirect(open_ones[0])
    return render(request, "wardrobes/every.html", {"wardrobes": open_ones})


def published() -> QuerySet[Wardrobe]:
    return Wardrobe.objects.published().select_related(
        "organisation__place",
        "offer",
        "swaps__organisation",
        "drop_off__organisation",
        "interview__organisation",
    )


def show(request: HttpRequest, slug: str) -> HttpResponse:
    wardrobe = get_object_or_404(published(), slug=slug)
    household, actor = chooser(request, wardrobe, request.GET.get("for"))
    told = request.GET.dict()
    filters = rack.filters_of(told, household)
    page = rack.found(wardrobe, filters)
    missed.count(wardrobe, filters, page, request.headers.get("User-Agent", ""))
    facts = {
        "wardrobe": wardrobe,
        "page": page,
        "hanging": [(garment, keys.new()) for garment in page.garments],
        "filters": filters,
        "chips": chips(told, filters, household),
    }
    facts |= {"types": list(GarmentType.objects.all()), "query": without(told, "before"), "key": keys.new()}
    facts |= {"sought": rack.sought(wardrobe), "seasons": Garment.Season.choices, "colours": Garment.Colour.choices}
    facts["of_size"] = choices_of(filters.type.sizing) if filters.type else []
    facts |= around(wardrobe, household, actor)
    facts["invitations"] = wardrobe.invitations.published().for_cards().order_by("pk")
    return render(request, "wardrobes/show.html", facts | (of_household(household, actor) if household else {}))


def chooser(request: HttpRequest, wardrobe: Wardrobe, named: str | None) -> tuple[Household | None, Actor]:
    """For which household is chosen, and who does it: a grown-up of it, or the desk for the household that is named.
    Raises Http404 for a name that says nothing to this reader."""
    user: Any = request.user
    if named is None:
        return households.of_grown_up(user, wardrobe), Actor(user)
    mine = Household.objects.at_desk(user).filter(wardrobe=wardrobe)
    household = get_object_or_404(mine.select_related("wardrobe__organisation"), pk=keys.number(named))
    person = households.speaks_for(household)
    if not person:
        raise Http404
    return household, Actor(user, person)


def around(wardrobe: Wardrobe, household: Household | None, actor: Actor) -> dict[str, Any]:
    """The page around the rack: the desk's own while it chooses for somebody, whom it never loses on the way."""
    if not actor.acting_for or not household:
        return {"frame": "base.html", "home": wardrobe.get_absolute_url()}
    return {
        "frame": "desk/wardrobe/_base.html",
        "organisation": wardrobe.organisation,
        "at_desk": True,
        "to_answer": queues.to_answer(wardrobe.organisation).count(),
        "home": f"{wardrobe.get_absolute_url()}?for={household.pk}",
        "theirs": household.pk,
        "person": actor.acting_for,
    }


def of_household(household: Household, actor: Actor) -> dict[str, Any]:
    """Its card, and what this person has put aside."""
    begun = choosing.open_choice(household.wardrobe, actor.person)
    pieces = list(begun.pieces.aside().select_related("garment__type")) if begun else []
    return {
        "household": household,
        "state_sentence": household.sentence("member"),
        "card": card_of(household),
        "choice": begun,
        "pieces": pieces,
        "sum": sum(piece.points for piece in pieces),
        "times": times_to_come(begun) if begun and begun.status == CHOSEN else [],
        "leave": LEAVE[begun.status] if begun else "",
        "comes_by": bool(begun and begun.status == KEPT),
        "may_come_by": bool(begun and begun.status == CHOSEN and may_come_by(begun)),
        "sizes": SizesForm(household=household),
    }


def card_of(household: Household) -> dict[str, Any]:
    """What a card shows: the code, the points, and when they come again."""
    today = household.today()
    rule = rules.recharge_of(household.wardrobe, today)
    members = list(household.members.now())
    children = sum(member.child for member in members)
    card = household.cards.filter(ended_at=None).first()
    account = household.account
    points, aside = book.balance(account), sum(household.pieces.aside().values_list("points", flat=True))
    each = rule.points_for(len(members) - children, children) if rule else 0
    return {
        "code": card.code if card else "",
        "spelled": card.spelled if card else "",
        "qr": qr.svg(card.code, _("QR code of the card")) if card else "",
        "points": points,
        "points_said": account.said(points),
        "account": account,
        "aside": aside,
        "grown": len(members) - children,
        "children": children,
        "again": rules.period_of(rule, today).following if rule and not household.without_home else None,
        "each": each,
        "months": rule.months if rule else 0,
        **parts(points, aside, max(each, points + aside)),
    }


def parts(points: int, aside: int, whole: int) -> dict[str, int]:
    """How long the parts of the meter are, in hundredths."""
    left, held = (100 * number // whole if whole else 0 for number in (points, aside))
    return {"left_part": left, "aside_part": held, "gone_part": left + held}


def times_to_come(booking: Booking) -> list[tuple[str, str]]:
    """The next free times to try on, as (value, words)."""
    offer = booking.offer
    today = timezone.localdate(timezone=offer.tz)
    days = availability.times(offer, today, DAYS, offer.min_minutes, 1)
    starts = [time.starts_at for day in days for time in day.times]
    return [(start.isoformat(), said(start, offer.tz)) for start in starts[:TIMES]]


def said(start: datetime, zone: Any) -> str:
    return f"{wording.day(start, zone)}, {wording.clock(start, zone)}"


# --- filters ------------------------------------------------------------------------------------------------------
def chips(told: dict[str, str], filters: rack.Filters, household: Household | None) -> list[tuple[str, str, bool]]:
    """The filters as links: (words, address, whether it is on). A press takes one away or puts it on."""
    shown: list[tuple[str, str, Any]] = []
    if household and household.sizes:
        shown.append(("ours", "1", _("Their sizes") if "for" in told else _("Our sizes")))
    shown += [("season", value, label) for value, label in Garment.Season.choices if value != Garment.Season.ALL]
    if filters.type:
        shown.append(("type", filters.type.slug, str(filters.type)))
    on = {"ours": "1" if filters.sizes else "", "season": filters.season, "type": told.get("type", "")}
    return [(str(words), chip_address(told, name, value, on), on[name] == value) for name, value, words in shown]


def chip_address(told: dict[str, str], name: str, value: str, on: dict[str, str]) -> str:
    rest = {other: words for other, words in told.items() if other not in (name, "before")}
    return query(rest if on[name] == value else rest | {name: value})


def without(told: dict[str, str], name: str) -> str:
    return query({other: words for other, words in told.items() if other != name})


def query(told: dict[str, str]) -> str:
    made = QueryDict(mutable=True)
    made.update(told)
    return f"?{made.urlencode()}"


# --- choosing -----------------------------------------------------------------------------------------------------
@login_required
@require_POST
def choose(request: SignedIn, slug: str) -> HttpResponse:
    wardrobe = get_object_or_404(published(), slug=slug)
    label, key = request.POST.get("garment", "")[:12], keys.known(request.POST.get("key"))
    _household, actor = chooser(request, wardrobe, request.POST.get("for"))
    choosing.choose(wardrobe, actor, label, key)
    messages.success(request, put_aside(actor))
    return redirect(f"{wardrobe.get_absolute_url()}{query_of(request)}#chosen")


def put_aside(actor: Actor) -> str:
    if not actor.acting_for:
        return _("It is put aside for you.")
    return _("It is put aside for %(name)s.") % {"name": actor.acting_for.given_name}


def query_of(request: HttpRequest) -> str:
    """Where on the rack she was."""
    return request.POST.get("query", "") if request.POST.get("query", "").startswith("?") else ""


@login_required
@require_POST
def sizes(request: SignedIn, slug: str) -> HttpResponse:
    """What the household wears, remembered."""
    wardrobe = get_object_or_404(published(), slug=slug)
    household = households.of_grown_up(request.user, wardrobe)
    if not household:
        raise Http404
    form = SizesForm(request.POST, household=household)
    if form.is_valid():
        households.wear(household, request.user, form.sizes)
        messages.success(request, _("Saved."))
    return redirect(f"{wardrobe.get_absolute_url()}?ours=1")


@login_required
def card(request: SignedIn, pk: int) -> HttpResponse:
    """The card by itself, large: for the till, or to be printed."""
    household = get_object_or_404(Household.objects.visible_to(request.user).select_related("wardrobe"), pk=pk)
    staff = "provider" in household.roles_of(request.user)
    frame = "base_staff.html" if staff else "base.html"
    facts = {"household": household, "card": card_of(household), "frame": frame, "staff": staff}
    return render(request, "wardrobes/card.html", facts)


@login_required
@require_POST
def lost(request: SignedIn, pk: int) -> HttpResponse:
    """The old card dies at once."""
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    households.new_card(household, request.user)
    messages.success(request, _("The old card is dead. This is the new one."))
    return redirect("household", pk)


def picture(request: HttpRequest, name: str) -> FileResponse:
    garment = get_object_or_404(Garment.objects.visible_to(request.user), picture=f"garments/{name}")
    response = FileResponse(garment.picture.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
