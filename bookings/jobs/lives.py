"""How a proposal lives. What she refuses or lets pass is never counted, ranked, or shown to a provider."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.jobs import afterwards
from bookings.jobs.deeds import close_clashing, let_go, must_still_fit, must_still_hold, take_time, tell_provider
from bookings.jobs.states import AGREED, CLOSED, GIVEN_BACK, OBJECTED, PASSED, PROPOSED, REFUSED, WITHDRAWN
from bookings.models import Proposal
from bookings.models.proposal import CLOSINGS, PERSONS_REASONS, PROVIDERS_REASONS, choice
from bookings.models.quiet import morning_after
from marketplace.lives.tables import NEW, State, Step, Table

GONE = _("She or he is not available any more.")
PERSONAL = choice(_("Why, if you like"), PERSONS_REASONS, required=False)
CLOSING = choice(_("Why"), CLOSINGS)


def runs_out(proposal: Proposal) -> datetime | None:
    return proposal.expires_at


def half_way(proposal: Proposal) -> datetime | None:
    """Once, and not in the evening or at night."""
    asked = proposal.last_change.at if proposal.last_change else proposal.born_at
    moment = morning_after(asked + (proposal.expires_at - asked) / 2, proposal.job.tz)
    return moment if moment < proposal.expires_at else None


def before_start(proposal: Proposal) -> bool:
    return proposal.job.starts_at > timezone.now()


PROPOSAL = Table(
    states={
        NEW: State(_("Not put yet")),
        PROPOSED: State(
            pgettext_lazy("of a proposal", "Waits for an answer"),
            {
                "person": _("Will you come? Answer by %(by_day)s at %(by_hour)s. Saying no changes nothing."),
                "team": _("%(name)s has been asked, and may answer until %(by_day)s at %(by_hour)s."),
            },
            turn="person",
            tone="ochre",
        ),
        AGREED: State(
            pgettext_lazy("of a proposal", "Comes"),
            {
                "person": _("You have said yes. If something comes up, say so: nobody asks why."),
                "team": _("%(name)s comes."),
                "provider": _("%(name)s comes."),
            },
            tone="ok",
            holds=True,
        ),
        REFUSED: State(pgettext_lazy("of a proposal", "No"), {"": _("The answer was no.")}, final=True),
        PASSED: State(
            pgettext_lazy("of a proposal", "No answer"),
            {"": _("The time to answer is over. It changes nothing.")},
            final=True,
        ),
        WITHDRAWN: State(
            pgettext_lazy("of a proposal", "Taken back"),
            {"provider": GONE, "": _("It was taken back.")},
            tone="cotto",
            final=True,
        ),
        CLOSED: State(
            pgettext_lazy("of a proposal", "Ended"),
            {"provider": GONE, "": _("It has ended by itself.")},
            tone="cotto",
            final=True,
        ),
        OBJECTED: State(
            pgettext_lazy("of a proposal", "Called off"),
            {"": _("%(organisation)s has called it off.")},
            tone="cotto",
            final=True,
        ),
        GIVEN_BACK: State(
            pgettext_lazy("of a proposal", "Given back"),
            {"provider": GONE, "person": _("You have given it back. Thank you for saying so.")},
            tone="cotto",
            final=True,
        ),
    }
    | afterwards.STATES,
    steps={
        "propose": Step(
            _("Propose"),
            (NEW,),
            PROPOSED,
            ("team",),
            effects=(must_still_hold,),
            told=("person",),
            said=_("%(who)s asked."),
        ),
        "accept": Step(
            _("Yes, I come"),
            (PROPOSED,),
            AGREED,
            ("person",),
            effects=(must_still_hold, must_still_fit, take_time, tell_provider, close_clashing),
            told=("team", "provider"),
            said=_("%(who)s said yes."),
            said_you=_("You said yes."),
        ),
        "refuse": Step(
            _("No, thanks"),
            (PROPOSED,),
            REFUSED,
            ("person",),
            asks=("refusal",),
            fields={"refusal": PERSONAL},
            codes={"refusal": PERSONS_REASONS},
            effects=(let_go,),
            told=("team",),
            said=_("%(who)s said no: %(refusal)s."),
            said_you=_("You said no."),
            tone="no",
        ),
        "remind": Step(
            _("Remind"),
            (PROPOSED,),
            PROPOSED,
            ("clock",),
            due=half_way,
            told=("person",),
            said=_("A reminder was sent."),
        ),
        "pass": Step(
            _("Let pass"),
            (PROPOSED,),
            PASSED,
            ("clock",),
            effects=(let_go,),
            due=runs_out,
            told=("team",),
            said=_("There was no answer."),
            ahead=_("The question ends on %(day)s at %(hour)s."),
        ),
        "withdraw": Step(
            _("Take it back"),
            (PROPOSED, AGREED),
            WITHDRAWN,
            ("team",),
            asks=("code",),
            fields={"code": CLOSING},
            codes={"code": CLOSINGS},
            effects=(let_go,),
            told=("person", "provider"),
            said=_("%(who)s took it back: %(code)s."),
            tone="no",
        ),
        "close": Step(
            _("End"),
            (PROPOSED, AGREED),
            CLOSED,
            ("clock",),
            asks=("code",),
            fields={"code": CLOSING},
            codes={"code": CLOSINGS},
            effects=(let_go,),
            when=before_start,
            told=("person", "team", "provider"),
            said=_("It ended: %(code)s."),
        ),
        "object": Step(
            _("Call it off"),
            (AGREED,),
            OBJECTED,
            ("provider",),
            asks=("code",),
            fields={"code": choice(_("Why"), PROVIDERS_REASONS)},
            codes={"code": PROVIDERS_REASONS},
            effects=(let_go,),
            when=before_start,
            told=("person", "team"),
            said=_("%(who)s called it off: %(code)s."),
            tone="no",
        ),
        "give_back": Step(
            _("I cannot come"),
            (AGREED,),
            GIVEN_BACK,
            ("person",),
            asks=("refusal",),
            fields={"refusal": PERSONAL},
            codes={"refusal": PERSONS_REASONS},
            effects=(let_go,),
            when=before_start,
            told=("team", "provider"),
            said=_("%(who)s cannot come: %(refusal)s."),
            said_you=_("You gave it back."),
            tone="no",
        ),
    }
    | afterwards.STEPS,
)
