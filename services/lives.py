"""The life of an offer: written by the provider, read by the City, then shown. And that of one of its dates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.lives.tables import NEW, State, Step, Table
from services.readiness import lacks


def organisation_is_verified(offer: Any) -> bool:
    return offer.organisation.status == "verified"


def ready_for_review(offer: Any) -> bool:
    """Somebody could book it: it has words, and a team that can come about."""
    return organisation_is_verified(offer) and not lacks(offer)


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
            told=("provider",),
            said=_("The City published the offer."),
        ),
        "send_back": Step(
            _("Send back"),
            ("review",),
            "returned",
            ("officer",),
            asks=("reason",),
            told=("provider",),
            said=_("The City sent the offer back: %(reason)s"),
            tone="no",
        ),
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
            ("provider", "officer"),
            said=_("%(who)s withdrew the offer."),
            tone="no",
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
