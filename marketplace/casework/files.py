"""The one way to what a file says. Who may open it is asked here, what was opened is written down here, and whoever may
not learns nothing: not even that there is such a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.casework import alarms, ceilings, profiles, questions, sealing
from marketplace.casework.models import Draft, Note, Override, Paper, Participant, Permission, Reading, Written
from marketplace.casework.models.participant import bodies_of
from marketplace.casework.models.permission import LegalBase
from marketplace.refusals import Refused

URGENT = ("contact", "limits")  # what an override opens


class Closed(Http404):
    """For whoever asked there is no such file. Whether there is one for others stays unknown."""


@dataclass(frozen=True)
class Access:
    """Why somebody may open a file, for which body, and which parts of it."""

    ground: str
    body_id: int | None
    parts: tuple[str, ...]


@dataclass
class File:
    """A file that was opened for somebody: what of it she may read, and the words in it."""

    participant: Participant
    by: User
    access: Access
    written: dict[str, Written] = field(default_factory=dict)

    @property
    def works_on_it(self) -> bool:
        return self.access.ground == Reading.Ground.TEAM

    @property
    def is_whole(self) -> bool:
        return self.access.parts == questions.WHOLE

    @property
    def parts(self) -> list[questions.Part]:
        return [part for part in questions.PARTS if part.code in self.access.parts]

    def answers(self, code: str) -> dict[str, Any]:
        """The answers of a part that was opened, by question."""
        row = self.written.get(code)
        return sealing.opened(row) if row and code in self.access.parts else {}

    def papers(self) -> list[Paper]:
        """What she has shown and nobody took back; it may have ended."""
        rows = self.participant.papers.standing() if questions.PAPERS in self.access.parts else Paper.objects.none()
        return list(rows.select_related("kind", "seen_by"))

    def elsewhere(self) -> list[ceilings.Line]:
        """What she said that she used of her ceilings elsewhere."""
        return ceilings.told(self.participant) if questions.ELSEWHERE in self.access.parts else []

    def notes(self) -> QuerySet[Note]:
        """The notes that she may read; `words_of` opens one."""
        if questions.NOTES not in self.access.parts:
            return Note.objects.none()
        rows = self.participant.notes.select_related("by")
        return rows.readable_in_team(self.by) if self.works_on_it else rows.told()

    def version(self, code: str) -> int:
        row = self.written.get(code)
        return row.version if row else 0

    def entry(self) -> dict[str, Any]:
        """What was said on the first day; for those who work with her, and for her."""
        snapshot = self.participant.snapshots.first() if self.is_whole else None
        return sealing.opened(snapshot) if snapshot else {}


def open_file(number: str, by: Any, door: str, parts: Iterable[str] | None = None) -> File:
    """Open these parts (all that may be read, when none is named), and write down that it was done. Raises Closed."""
    participant, access = found(number, by)
    if participant is None or access is None:
        raise refused(number, by, door)
    wanted = [code for code in access.parts if parts is None or code in parts]
    with transaction.atomic():
        rows = participant.written.filter(part__in=wanted).select_related("by")
        written = {row.part: row for row in rows}
        note(participant, by, door, access, wanted)
    return File(participant, by, access, written)


def words_of(note: Note) -> str:
    """For whoever has opened the file."""
    return sealing.opened(note)


def found(number: str, by: Any) -> tuple[Participant | None, Access | None]:
    """The file of this number, if it may be opened. The same questions for one that is not there."""
    participant = Participant.objects.visible_to(by).select_related("person").filter(number=plain(number)).first()
    return (participant, access_of(participant, by)) if participant else (None, None)


def plain(number: str) -> str:
    return number.replace("\0", "")


def access_of(participant: Participant, by: Any) -> Access | None:
    """By the strongest ground there is."""
    if participant.person_id == by.pk:
        return Access(Reading.Ground.PERSON, None, questions.WHOLE)
    bodies = bodies_of(by)
    if member := participant.team.now().filter(user=by, body__in=bodies).first():
        return Access(Reading.Ground.TEAM, member.body_id, questions.WHOLE)
    here = participant.permissions.now().filter(purpose=LegalBase.OPENING, body__in=bodies)
    override = participant.overrides.now().filter(by=by, body__in=bodies).first()
    return permitted(list(here)) or forced(override)


def permitted(permissions: list[Permission]) -> Access | None:
    if not permissions:
        return None
    parts = {part for one in permissions for part in one.parts}
    return Access(
        Reading.Ground.PERMITTED, permissions[0].body_id, tuple(code for code in questions.CODES if code in parts)
    )


def forced(override: Override | None) -> Access | None:
    return Access(Reading.Ground.OVERRIDE, override.body_id, URGENT) if override else None


def note(participant: Participant, by: Any, door: str, access: Access, parts: list[str]) -> Reading:
    return Reading.objects.create(
        participant=participant,
        number=participant.number,
        reader=by,
        body_id=access.body_id,
        door=door,
        ground=access.ground,
        outcome=Reading.Outcome.OPENED,
        parts=parts,
        at=timezone.now(),
    )


def refused(number: str, by: Any, door: str) -> Closed:
    """Write down that somebody asked, whether there is such a file or not; who tries often is told to the officer."""
    if by.is_authenticated:
        there = Participant.objects.filter(number=plain(number)).first()
        shared = {"number": plain(number)[:7], "door": door, "ground": Reading.Ground.NONE}
        Reading.objects.create(participant=there, reader=by, outcome=Reading.Outcome.REFUSED, **shared)
        alarms.tries(by)
    return Closed()


def to_work_on(number: str, by: Any, door: str = Reading.Door.PAGE) -> Participant:
    """The file, for whoever works with the person: nothing of it is opened. Raises Closed."""
    participant = Participant.objects.worked_with_by(by).filter(number=plain(number)).first()
    if not participant:
        raise refused(number, by, door)
    return participant


@transaction.atomic
def save(participant: Participant, by: User, code: str, answers: dict[str, Any], seen: int) -> Written:
    """Write a part. Of two who do it at once the second is refused, and what she typed stays in her draft.

    Raises Refused."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    row = locked.written.filter(part=code).first() or Written(participant=locked, part=code, version=0)
    if row.version != seen:
        raise Refused(_("Somebody has written here meanwhile. Look at it, then save yours again."))
    row.version, row.by, row.at = seen + 1, by, timezone.now()
    sealing.seal(row, answers).save()
    profiles.follow(locked, code, answers)
    locked.drafts.filter(part=code, by=by).delete()
    Participant.objects.filter(pk=locked.pk).update(contact_on=timezone.localdate())
    return row


@transaction.atomic
def keep_draft(participant: Participant, by: User, code: str, answers: dict[str, Any], seen: int) -> Draft | None:
    """What she has typed so far, hers alone. Not what arrives after she has saved it herself."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if participant.written.filter(part=code, by=by, version__gt=seen).exists():
        return None
    row = participant.drafts.filter(part=code, by=by).first() or Draft(participant=participant, part=code, by=by)
    row.at = timezone.now()
    sealing.seal(row, answers).save()
    return row


def draft_of(participant: Participant, by: User, code: str) -> tuple[Draft | None, dict[str, Any]]:
    row = participant.drafts.filter(part=code, by=by).first()
    return row, sealing.opened(row) if row else {}
