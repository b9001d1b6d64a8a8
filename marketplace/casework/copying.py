"""A copy of all that is written of a person, for her: in words, and written down like any opening.

Left out are notes that protect somebody else, and what others are still typing."""

from typing import Any

from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.casework import files, questions, referrals, sealing
from marketplace.casework.models import CeilingRule, LegalBase, Participant, ReadBatch, Reading


def copy_of(participant: Participant, by: User) -> dict[str, Any]:
    """For herself, or for whoever works with her and gives it to her. Raises Closed."""
    if not participant.roles_of(by):
        raise files.refused(participant.number, by, Reading.Door.EXPORT)
    file = files.open_file(participant.number, by, Reading.Door.EXPORT)
    return {"number": participant.number, "made_at": timezone.now(), **about(file.participant), **written(file)} | kept(
        file.participant
    )


def about(participant: Participant) -> dict[str, Any]:
    person: Any = participant.person  # nobody opens the file of whom only a count is left
    return {
        "name": person.name,
        "phone": str(person.phone or ""),
        "email": person.email or "",
        "status": str(participant.state.label),
        "begun_on": timezone.localdate(participant.born_at),
        "last_contact": participant.contact_on,
        "forgotten_on": timezone.localdate(participant.forgotten_at),
    }


def written(file: files.File) -> dict[str, Any]:
    """What was asked and said, shown and noted."""
    first, participant = file.participant.snapshots.first(), file.participant
    return {
        "parts": [part_of(file, part) for part in file.parts],
        "first_day": {"on": first.taken_on if first else None, "answers": said(questions.ENTRY, file.entry())},
        "papers": [paper_of(row) for row in participant.papers.select_related("kind", "seen_by")],
        "used_elsewhere": used_elsewhere(participant),
        "notes": [note_of(row) for row in participant.notes.told().select_related("by")],
        "referral": referral_of(participant),
    }


def part_of(file: files.File, part: questions.Part) -> dict[str, Any]:
    row = file.written.get(part.code)
    shared = {"code": part.code, "title": str(part.label), "answers": said(part, file.answers(part.code))}
    return shared | {"by": row.by.name if row else "", "at": row.at if row else None}


def said(part: questions.Part, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Question and answer in words; of who does not want to say no answer, and `unsaid`."""
    told = [(one, answers[one.code]) for one in part.questions if one.code in answers]
    return [
        {
            "question": str(one.label),
            "answer": one.said(answer["value"]) if "value" in answer else "",
            "unsaid": questions.UNSAID in answer,
        }
        for one, answer in told
    ]


def paper_of(row: Any) -> dict[str, Any]:
    days = {"valid_until": row.valid_until, "seen_on": row.seen_on, "withdrawn_at": row.withdrawn_at}
    return {"paper": str(row.kind), "seen_by": row.seen_by.name, **days}


def used_elsewhere(participant: Participant) -> list[dict[str, Any]]:
    """What she told of her ceilings: cents, minutes or days, as the unit says."""
    rules = {rule.code: rule for rule in CeilingRule.objects.order_by("valid_from")}
    pairs = [(row, rules.get(row.code)) for row in participant.uses.order_by("on", "code")]
    return [
        {"ceiling": str(rule or row.code), "on": row.on, "amount": row.amount, "unit": rule.unit if rule else ""}
        for row, rule in pairs
    ]


def note_of(row: Any) -> dict[str, Any]:
    return {"at": row.at, "by": row.by.name, "words": sealing.opened(row)}


def referral_of(participant: Participant) -> dict[str, Any] | None:
    row = getattr(participant, "referral", None)
    return row and {"sender": row.sender, "at": row.answered_at, "words": referrals.said(row).get("words", "")}


def kept(participant: Participant) -> dict[str, Any]:
    """Who works with her, what she permitted, who read, what happened, and on which base all of it is kept."""
    return {
        "team": [member_of(row) for row in participant.team.select_related("user", "body").order_by("pk")],
        "permissions": [permission_of(row) for row in participant.permissions.select_related("body")],
        "readings": [reading_of(row) for row in participant.readings.select_related("reader", "body")],
        "considered": considered(participant),
        "overrides": [override_of(row) for row in participant.overrides.select_related("by", "body")],
        "history": history_of(participant),
        "bases": [base_of(row) for row in LegalBase.objects.on(timezone.localdate())],
    }


def member_of(row: Any) -> dict[str, Any]:
    as_what = {"role": str(row.get_role_display()), "since": row.since, "until": row.until}
    return {"name": row.user.name, "body": str(row.body), **as_what}


def permission_of(row: Any) -> dict[str, Any]:
    how = {"how": str(row.get_how_display()), "language": row.language, "text": row.version}
    when = {"since": row.since, "until": row.until, "withdrawn_at": row.withdrawn_at}
    parts = [str(label) for label in row.said_parts()]
    return {"purpose": str(row.get_purpose_display()), "body": str(row.body), "parts": parts, **how, **when}


def reading_of(row: Reading) -> dict[str, Any]:
    who = {"reader": row.reader.name if row.reader else "", "body": str(row.body or "")}
    why = {"door": str(row.get_door_display()), "ground": str(row.get_ground_display())}
    parts = [str(questions.LABELS.get(code, code)) for code in row.parts]
    return {"at": row.at, **who, **why, "outcome": str(row.get_outcome_display()), "parts": parts}


def considered(participant: Participant) -> list[dict[str, Any]]:
    """When somebody looked through many people at once, and she was one of them."""
    rows = ReadBatch.objects.filter(participants__contains=[participant.pk]).select_related("reader", "body")
    return [
        {
            "at": row.at,
            "reader": row.reader.name if row.reader else "",
            "body": str(row.body or ""),
            "purpose": str(row.get_purpose_display()),
        }
        for row in rows
    ]


def override_of(row: Any) -> dict[str, Any]:
    said_of = {"reason": str(row.get_reason_display()), "verdict": str(row.get_verdict_display())}
    return {"by": row.by.name, "body": str(row.body), "since": row.since, "until": row.until, **said_of}


def history_of(participant: Participant) -> list[dict[str, Any]]:
    changes = participant.changes.select_related("actor", "acting_for").order_by("pk")
    return [{"at": change.at, "words": participant.line(change, "person")} for change in changes]


def base_of(row: LegalBase) -> dict[str, Any]:
    return {"purpose": str(row.get_purpose_display()), "article": row.article, "months": row.months}
