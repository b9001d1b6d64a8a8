"""What the rules say of a choice: before somebody is asked, and once more before she comes."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bookings.matching import candidates, words
from bookings.matching.candidates import Candidates
from bookings.matching.judging import Verdict
from bookings.matching.reason import FITS, NO, NOT_NOW
from bookings.models import Job, Proposal, RuleSet
from marketplace.accounts.models import User
from marketplace.casework.models import Participant, TeamMember
from marketplace.refusals import Refused


@dataclass(frozen=True)
class Weighed:
    """One choice. `before`: the points of those who stood before her and had not been asked; empty without an order."""

    candidates: Candidates
    verdict: Verdict
    before: tuple[float, ...]

    @property
    def rank(self) -> int | None:
        return self.candidates.rank_of(self.verdict.person.key)

    @property
    def asks_why(self) -> bool:
        """Something is still to be mended, or somebody else stands before her."""
        return self.verdict.column != FITS or bool(self.before)

    @property
    def rule_set(self) -> RuleSet | None:
        return self.candidates.rule_set

    def considered(self) -> dict[str, Any]:
        """All that explains the choice later: of others no more than their points."""
        of = len(self.candidates.columns[self.verdict.column])
        return {
            "column": self.verdict.column,
            "gates": [reason.plain() for reason in self.verdict.gates],
            "reasons": [reason.plain() for reason in self.verdict.reasons],
            "points": self.verdict.points,
            "order": {"rank": self.rank, "of": of, "points_before": list(self.before)},
        }


def weigh(job: Job, participant: Participant, by: User, ranked: bool) -> Weighed:
    """Raises Refused for whom the rules keep away."""
    found = candidates.columns(job, by, ranked)
    verdicts = [one for column in found.columns.values() for one in column]
    verdict = next((one for one in verdicts if one.person.key == participant.pk), None)
    if verdict is None or verdict.column == NOT_NOW:
        raise Refused(_("Not now: the rules say no. The reasons stand beside the name."))
    return Weighed(found, verdict, before(found, verdict, job))


def before(found: Candidates, verdict: Verdict, job: Job) -> tuple[float, ...]:
    """Of those who fit and have not been asked, the ones above her."""
    if not found.ranked:
        return ()
    asked = set(job.proposals.filter(live=True).values_list("participant", flat=True))
    waiting = [one for one in found.columns[FITS] if one.person.key not in asked]
    above = waiting[: waiting.index(verdict)] if verdict in waiting else waiting
    return tuple(one.points for one in above)


def must_say_why(weighed: Weighed, why: str) -> None:
    if weighed.asks_why and not why:
        raise ValidationError({"why": _("Say why her or him: something is still open, or somebody stands before.")})


def must_still_fit(proposal: Proposal) -> None:
    """The gates once more, with all of it locked: a paper, a ceiling or a permission may have changed since she was
    asked. Raises Refused, in her words."""
    owner = proposal.participant.team.now().filter(role=TeamMember.Role.OWNER).select_related("user").first()
    verdict = candidates.judged(proposal.job, proposal.participant, owner.user) if owner else None
    if verdict is None or verdict.column == NOT_NOW:
        raise Refused(why_not(verdict) or _("This is not possible any more. Ask whoever works with you."))


def why_not(verdict: Verdict | None) -> str:
    _rule_set, by = candidates.rules_on()
    told = (words.said(one, words.PERSON, by) for one in verdict.gates if one.verdict == NO) if verdict else ()
    return " ".join(filter(None, told))
