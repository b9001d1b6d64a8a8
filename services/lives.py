"""The lives of what can be booked: an offer, one of its dates, a garment; and of a household's card."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as tasks

from marketplace.lives.tables import NEW, State, Step, Table
from services.models.garment import ARRIVED, GIVEN, RACK, RECYCLED, REPAIR, RESERVED, TAILORING, WASH
from services.models.household import ENDED, OPEN, PAUSED
from services.models.swap import SHOWN, TAKEN_OFF
from services.readiness import lacks


def organisation_is_verified(offer: Any) -> bool:
    return offer.organisation.status == "verified"


def ready_for_review(offer: Any) -> bool:
    """Somebody could book it: it has words, and a team that can come about."""
    return organisation_is_verified(offer) and not lacks(offer)


def teach_search(offer: Any, facts: dict[str, Any]) -> None:
    """Its words are known, and whoever is new stands a little higher, before the night in which all are counted."""
    tasks.configure_task("services.learn_words").defer(offer_id=offer.pk)
    tasks.configure_task("bookings.welcome").defer(organisation_id=offer.organisation_id)


def says_no(label: Any, sources: tuple[str, ...], target: str, said: Any) -> Step:
    return Step(label, sources, target, ("officer",), asks=("reason",), told=("provider",), said=said, tone="no")


PUBLICATION = Table(
    states={
        NEW: State(
            _("Draft"), {"provider": _("Only you see this. Complete it, then send it to the City.")}, "provider"
        ),
        "review": State(
            _("With the City"),
            {
                "provider": _("The City reads it before it is shown. You will get a mail."),
                "officer": _("%(organisation)s waits for you to read this offer."),
            },
            turn="officer",
            tone="ochre",
        ),
        "published": State(_("Published"), {"provider": _("Everybody can find and book this.")}, tone="ok"),
        "returned": State(
            _("Sent back"),
            {"provider": _("The City asks you to change something. Change it, then send it again.")},
            turn="provider",
            tone="cotto",
        ),
        "withdrawn": State(_("Withdrawn"), {"provider": _("Nobody finds this any more. Bookings made before stand.")}),
    },
    steps={
        "submit": Step(
            _("Send to the City"),
            (NEW, "returned"),
            "review",
            ("provider",),
            when=ready_for_review,
            told=("officer",),
            said=_("%(who)s sent the offer to the City."),
        ),
        "publish": Step(
            _("Publish"),
            ("review",),
            "published",
            ("officer",),
            when=organisation_is_verified,
            effects=(teach_search,),
            told=("provider",),
            said=_("The City published the offer."),
        ),
        "send_back": says_no(_("Send back"), ("review",), "returned", _("The City sent the offer back: %(reason)s")),
        "revise": Step(
            _("Change what was read"),
            ("published",),
            "review",
            ("provider",),
            told=("officer",),
            said=_("%(who)s changed the offer: the City reads it again."),
        ),
        "amend": Step(
            _("Change what is being read"),
            ("review",),
            "review",
            ("provider",),
            said=_("%(who)s changed the offer while the City was reading it."),
        ),
        "withdraw": Step(
            _("Withdraw"),
            (NEW, "review", "published", "returned"),
            "withdrawn",
            ("provider",),
            said=_("%(who)s withdrew the offer."),
            tone="no",
        ),
        "take_down": says_no(
            _("Take it off the site"),
            ("published",),
            "withdrawn",
            _("The City took the offer off the site: %(reason)s"),
        ),
        "reopen": Step(
            _("Offer it again"), ("withdrawn",), NEW, ("provider",), said=_("%(who)s took the offer up again.")
        ),
    },
)

OCCASION = Table(
    states={
        NEW: State(_("Not announced yet")),
        "open": State(_("Announced"), {"": _("It takes place as announced.")}, turn="provider", tone="ok"),
        "called_off": State(_("Called off"), {"": _("It does not take place.")}, tone="cotto", final=True),
        "over": State(_("Over"), {"": _("It has taken place.")}, final=True),
    },
    steps={
        "announce": Step(_("Announce the date"), (NEW,), "open", ("provider",), said=_("%(who)s announced it.")),
        "move": Step(
            _("Move the date"), ("open",), "open", ("provider",), told=("worker",), said=_("%(who)s moved it.")
        ),
        "resize": Step(
            _("Change the number of places"),
            ("open",),
            "open",
            ("provider",),
            asks=("seats",),
            said=_("%(who)s changed the number of places to %(seats)s."),
        ),
        "call_off": Step(
            _("Call off the date"),
            ("open",),
            "called_off",
            ("provider",),
            asks=("reason",),
            told=("worker",),
            said=_("%(who)s called it off: %(reason)s"),
            tone="no",
        ),
        "end": Step(
            _("End"),
            ("open",),
            "over",
            ("clock",),
            due=lambda occasion: occasion.ends_at,
            said=_("It has taken place."),
        ),
    },
)


def mend(label: Any, target: str, said: Any) -> Step:
    """On the way to the rack, or off it, by whoever works in the wardrobe."""
    sources = tuple(status for status in (ARRIVED, WASH, REPAIR, TAILORING, RACK) if status != target)
    return Step(label, sources, target, ("staff",), effects=(hang_up if target == RACK else take_down,), said=said)


def hang_up(garment: Any, facts: dict[str, Any]) -> None:
    garment.hangs, garment.hung_at = True, timezone.now()


def hang_back(garment: Any, facts: dict[str, Any]) -> None:
    """Where it was on the rack: whoever tried it on makes it no newer."""
    garment.hangs = True


def take_down(garment: Any, facts: dict[str, Any]) -> None:
    garment.hangs = False


# What is chosen, given and put back is moved by the clock, in the transaction of the booking that does it: the life of
# a garment can be read by all who work there, and says nothing of who has it.
GARMENT = Table(
    states={
        NEW: State(_("Not taken in yet")),
        ARRIVED: State(_("Arrived"), turn="staff", tone="ochre"),
        WASH: State(_("In the wash"), turn="staff"),
        REPAIR: State(_("Being mended"), turn="staff"),
        TAILORING: State(_("At the tailor's, to become something else"), turn="staff"),
        RACK: State(_("On the rack"), tone="ok"),
        RESERVED: State(_("Put aside"), tone="ochre"),
        GIVEN: State(_("Given"), final=True),
        RECYCLED: State(_("Recycled"), final=True),
    },
    steps={
        "receive": Step(_("Take in"), (NEW,), ARRIVED, ("staff",), said=_("%(who)s took it in.")),
        "hang": mend(_("Hang on the rack"), RACK, _("%(who)s hung it on the rack.")),
        "wash": mend(_("Send to the wash"), WASH, _("%(who)s sent it to the wash.")),
        "mend": mend(_("Have it mended"), REPAIR, _("%(who)s had it mended.")),
        "tailor": mend(_("Send to the tailor's"), TAILORING, _("%(who)s sent it to the tailor's.")),
        "recycle": Step(
            _("Recycle"),
            (ARRIVED, WASH, REPAIR, TAILORING, RACK),
            RECYCLED,
            ("staff",),
            effects=(take_down,),
            said=_("%(who)s had it recycled."),
            tone="no",
        ),
        "reserve": Step(
            _("Put aside"),
            (RACK,),
            RESERVED,
            ("clock",),
            effects=(take_down,),
            said=_("It was put aside for somebody."),
        ),
        "release": Step(
            _("Hang back"),
            (RESERVED,),
            RACK,
            ("clock",),
            effects=(hang_back,),
            said=_("It hangs on the rack again."),
        ),
        "give": Step(
            _("Give"),
            (ARRIVED, WASH, REPAIR, TAILORING, RACK, RESERVED),
            GIVEN,
            ("clock",),
            effects=(take_down,),
            said=_("It was given."),
        ),
    },
)

# What a resident shows: promised, let go and swapped by the clock too, in the transaction of the booking that does it.
OWN_GARMENT = Table(
    states={
        NEW: State(_("Not shown yet")),
        SHOWN: State(_("Shown"), {"resident": _("Others can ask you for it.")}, tone="ok"),
        RESERVED: State(_("Promised"), {"": _("It is in a swap just now.")}, tone="ochre"),
        GIVEN: State(_("Swapped"), final=True),
        TAKEN_OFF: State(_("Taken off"), tone="cotto", final=True),
    },
    steps={
        "show": Step(_("Show the garment"), (NEW,), SHOWN, ("resident",), said=_("%(who)s shows it.")),
        "take_off": Step(
            _("Take it off"), (SHOWN,), TAKEN_OFF, ("resident",), said=_("%(who)s took it off."), tone="no"
        ),
        "remove": Step(
            _("Take it off the page"),
            (SHOWN,),
            TAKEN_OFF,
            ("staff",),
            asks=("reason",),
            told=("resident",),
            said=_("%(who)s took it off the page: %(reason)s"),
            tone="no",
        ),
        "promise": Step(_("Promise"), (SHOWN,), RESERVED, ("clock",), said=_("It is in a swap.")),
        "show_again": Step(_("Show it again"), (RESERVED,), SHOWN, ("clock",), said=_("It is shown again.")),
        "swap": Step(_("It was swapped"), (RESERVED,), GIVEN, ("clock",), said=_("It was swapped.")),
    },
)

HOUSEHOLD = Table(
    states={
        NEW: State(_("Not admitted yet")),
        OPEN: State(_("Valid"), {"": _("The card is good at %(wardrobe)s.")}, tone="ok"),
        PAUSED: State(
            _("To be renewed"),
            {
                "member": _("The card has run out. Come by at %(wardrobe)s to renew it: your points are kept."),
                "": _("The admission has run out: see whether it can be renewed."),
            },
            turn="provider",
            tone="ochre",
        ),
        ENDED: State(_("Closed"), {"": _("This card is closed.")}, tone="cotto", final=True),
    },
    steps={
        "admit": Step(_("Admit"), (NEW,), OPEN, ("provider",), told=("member",), said=_("%(who)s admitted them.")),
        "renew": Step(
            _("Renew"), (OPEN, PAUSED), OPEN, ("provider",), told=("member",), said=_("%(who)s renewed the card.")
        ),
        "lapse": Step(
            _("Run out"),
            (OPEN,),
            PAUSED,
            ("clock",),
            due=lambda household: household.lapses_at,
            told=("member",),
            said=_("The card has run out."),
        ),
        "close": Step(
            _("Close"),
            (OPEN, PAUSED),
            ENDED,
            ("provider",),
            asks=("reason",),
            said=_("%(who)s closed the card: %(reason)s"),
            tone="no",
        ),
    },
)
