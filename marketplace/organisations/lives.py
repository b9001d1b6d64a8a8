"""The life of an organisation: nobody publishes anything before the City has looked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.lives.tables import NEW, State, Step, Table
from marketplace.organisations import entrusting


def overseen_by_the_city(organisation: Any) -> bool:
    """The City does not suspend itself: nobody could undo it."""
    return organisation.is_overseen()


VERIFICATION = Table(
    states={
        NEW: State(
            _("Draft"),
            {"owner": _("Complete the profile, then send it to the City to be verified.")},
            turn="owner",
        ),
        "submitted": State(
            _("With the City"),
            {
                "owner": _("The City is looking at the profile. You will get a mail when it is done."),
                "officer": _("%(organisation)s waits to be verified: check who it is, then decide."),
            },
            turn="officer",
            tone="ochre",
        ),
        "verified": State(
            _("Verified"), {"owner": _("The City has verified the profile: you can publish offers.")}, tone="ok"
        ),
        "refused": State(
            _("Not verified"),
            {"owner": _("The City has not verified the profile. Add what is missing, then send it again.")},
            turn="owner",
            tone="cotto",
        ),
        "suspended": State(
            _("Suspended"),
            {"owner": _("The City has suspended the profile: nothing of yours is shown at the moment.")},
            turn="officer",
            tone="cotto",
        ),
    },
    steps={
        "submit": Step(
            _("Send to the City"),
            (NEW, "refused"),
            "submitted",
            ("owner",),
            told=("officer",),
            said=_("%(who)s sent the profile to the City."),
        ),
        "verify": Step(
            _("Verify"),
            ("submitted", "suspended"),
            "verified",
            ("officer",),
            told=("owner",),
            said=_("The City verified the profile."),
        ),
        "refuse": Step(
            _("Do not verify"),
            ("submitted",),
            "refused",
            ("officer",),
            asks=("reason",),
            told=("owner",),
            said=_("The City did not verify the profile: %(reason)s"),
            tone="no",
        ),
        "suspend": Step(
            _("Suspend"),
            ("verified",),
            "suspended",
            ("officer",),
            asks=("reason",),
            when=overseen_by_the_city,
            told=("owner",),
            said=_("The City suspended the profile: %(reason)s"),
            tone="no",
        ),
        "entrust": Step(
            _("Let it keep files of supported people"),
            ("verified",),
            "verified",
            ("officer",),
            effects=(entrusting.entrust,),
            when=entrusting.may_be_entrusted,
            told=("owner",),
            said=_("The City lets it keep files of the people it supports."),
        ),
        "discharge": Step(
            _("Let it keep files no more"),
            ("verified",),
            "verified",
            ("officer",),
            asks=("reason",),
            effects=(entrusting.discharge,),
            when=entrusting.is_entrusted,
            told=("owner",),
            said=_("The City lets it keep files of supported people no more: %(reason)s"),
            tone="no",
        ),
    },
)
