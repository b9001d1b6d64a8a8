"""How a proposal goes on once the day has come: she comes, she goes, both sides say how long it took. Nothing here asks
where a phone is. Why somebody did not come is no business of the provider."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.jobs import followups, moments, working
from bookings.jobs.deeds import let_go
from bookings.jobs.states import (
    ABSENT,
    AGREED,
    DISPUTED,
    DONE,
    EXCUSED,
    SAID_BY_DESK,
    SAID_BY_PERSON,
    UNEXPLAINED,
    WORKED,
    WORKING,
)  # fmt: skip
from bookings.models.hours import ABSENCES, SETTLINGS
from bookings.models.proposal import choice
from marketplace.lives.tables import State, Step, Words

TIMES = {"came_at": working.came, "left_at": working.left}
MINUTES = {"hours": working.hours, "minutes": working.minutes}


STATES = {
    WORKING: State(
        pgettext_lazy("of a proposal", "At work"),
        {"person": _("You are at work. When you go, say so."), "": _("%(name)s is at work.")},
        tone="ok",
        holds=True,
    ),
    WORKED: State(
        pgettext_lazy("of a proposal", "Worked"),
        {
            "person": _("The work is over. How long did it take, without the breaks?"),
            "provider": _("The work is over. How long did %(name)s work, without the breaks?"),
            "": _("The work is over. Both sides still have to say how long it took."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
    ),
    SAID_BY_PERSON: State(
        pgettext_lazy("of a proposal", "Hours to confirm"),
        {
            "person": _("You said %(worked)s. If %(organisation)s does not answer until %(counts_on)s, they count."),
            "": _("%(name)s says %(worked)s. If nobody answers until %(counts_on)s, they count."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
    ),
    SAID_BY_DESK: State(
        pgettext_lazy("of a proposal", "Hours to confirm"),
        {
            "person": _(
                "%(organisation)s says that you worked %(worked)s. Is it right? If you do not answer until "
                "%(counts_on)s, they count."
            ),
            "": _("%(organisation)s says %(worked)s. If there is no answer until %(counts_on)s, they count."),
        },
        turn="person",
        tone="ochre",
        holds=True,
    ),
    DISPUTED: State(
        pgettext_lazy("of a proposal", "Hours disputed"),
        {
            "team": _("The two sides say different hours. Ask both, then decide."),
            "": _("The two sides say different hours. The social service asks both, then decides."),
        },
        turn="team",
        tone="cotto",
        holds=True,
    ),
    DONE: State(
        pgettext_lazy("of a proposal", "Done"), {"": _("Done: %(worked)s.")}, tone="ok", holds=True, final=True
    ),
    ABSENT: State(
        pgettext_lazy("of a proposal", "Not there"),
        {
            "person": _("You were not there, says %(organisation)s. Did something come up? Nobody there reads why."),
            "": _("%(name)s was not there."),
        },
        turn="person",
        tone="cotto",
        holds=True,
    ),
    EXCUSED: State(
        pgettext_lazy("of a proposal", "Excused"),
        {"person": _("You said why. Thank you."), "": _("%(name)s was not there, and is excused.")},
        final=True,
    ),
    UNEXPLAINED: State(
        pgettext_lazy("of a proposal", "Not excused"), {"": _("%(name)s was not there, and has not said why.")},
        final=True,
    ),
}  # fmt: skip


def says(label: Words, source: str, target: str, actor: str, deed: object, told: str) -> Step:
    """One side says how long it took."""
    return Step(
        label,
        (source,),
        target,
        (actor,),
        asks=("hours", "minutes"),
        fields=MINUTES,
        effects=(deed,),  # type: ignore[arg-type]
        told=("team", told) if target == DISPUTED else (told,),
        said=_("%(who)s says %(worked)s."),
        said_you=_("You said %(worked)s."),
    )


def right(source: str, actor: str) -> Step:
    return Step(
        _("That is right"),
        (source,),
        DONE,
        (actor,),
        effects=(working.agree,),
        told=("person", "provider"),
        said=_("%(who)s says that it is right."),
        said_you=_("You said that it is right."),
    )


def reminder(source: str, due: object, told: tuple[str, ...], said: object) -> Step:
    return Step(_("Remind"), (source,), source, ("clock",), due=due, told=told, said=said)  # type: ignore[arg-type]


STEPS = {
    "check_in": Step(
        _("I am here"),
        (AGREED,),
        WORKING,
        ("person", "provider"),
        effects=(working.start_clock,),
        when=moments.is_time,
        said=_("%(who)s: at work."),
        said_you=_("You came."),
    ),
    "check_out": Step(
        _("The work is over"),
        (WORKING,),
        WORKED,
        ("person", "provider"),
        effects=(working.stop_clock, followups.after_first_job),
        when=moments.can_stop,
        said=_("%(who)s: the work is over."),
    ),
    "write_down": Step(
        _("Write down the times"),
        (AGREED, WORKING),
        WORKED,
        ("person", "provider"),
        asks=("came_at", "left_at"),
        fields=TIMES,
        effects=(working.write_down, followups.after_first_job),
        when=moments.has_begun,
        said=_("%(who)s wrote down: from %(came_at)s until %(left_at)s."),
    ),
    "correct": Step(
        _("Correct the times"),
        (WORKED,),
        WORKED,
        ("person", "provider"),
        asks=("came_at", "left_at"),
        fields=TIMES,
        effects=(working.write_down,),
        said=_("%(who)s corrected: from %(came_at)s until %(left_at)s."),
    ),
    "nudge": reminder(
        AGREED, moments.not_there_yet, ("person",), _("It has begun, and nobody has said that you are there.")
    ),
    "call": reminder(
        AGREED,
        moments.still_not_there,
        ("provider",),
        _("It has begun half an hour ago, and nobody has said who is there."),
    ),
    "ask_out": reminder(
        WORKING, moments.not_gone_yet, ("person", "provider"), _("It should be over, and nobody has said that it is.")
    ),
    "ask_hours": reminder(
        WORKED, moments.nobody_said, ("person", "provider"), _("Nobody has said yet how long the work took.")
    ),
    "tell_hours": says(_("Say how long it took"), WORKED, SAID_BY_PERSON, "person", working.tell, "provider"),
    "count_hours": says(_("Enter the hours"), WORKED, SAID_BY_DESK, "provider", working.count, "person"),
    "confirm_hours": right(SAID_BY_PERSON, "provider"),
    "agree_hours": right(SAID_BY_DESK, "person"),
    "count_otherwise": says(_("It was not so long"), SAID_BY_PERSON, DISPUTED, "provider", working.count, "person"),
    "tell_otherwise": says(_("It was another time"), SAID_BY_DESK, DISPUTED, "person", working.tell, "provider"),
    "ask_desk": reminder(
        SAID_BY_PERSON, moments.half_silent, ("provider",), _("Without an answer the hours count in three days.")
    ),
    "ask_person": reminder(
        SAID_BY_DESK, moments.half_silent, ("person",), _("Without an answer the hours count in three days.")
    ),
    "let_count": Step(
        _("Let them count"),
        (SAID_BY_PERSON, SAID_BY_DESK),
        DONE,
        ("clock",),
        effects=(working.agree,),
        due=moments.silent,
        told=("person", "provider"),
        said=_("Nobody objected for seven days: the hours count."),
    ),
    "settle": Step(
        _("Decide the hours"),
        (DISPUTED,),
        DONE,
        ("team",),
        asks=("hours", "minutes", "settling"),
        fields=MINUTES | {"settling": choice(_("Why"), SETTLINGS)},
        codes={"settling": SETTLINGS},
        effects=(working.settle,),
        told=("person", "provider"),
        said=_("%(who)s decided: %(worked)s (%(settling)s)."),
    ),
    "absent": Step(
        _("Was not there"),
        (AGREED,),
        ABSENT,
        ("provider",),
        when=moments.is_late,
        told=("person", "team"),
        said=_("%(who)s: was not there."),
        tone="no",
    ),
    "not_absent": Step(
        _("Was there after all"),
        (ABSENT,),
        AGREED,
        ("provider",),
        told=("person", "team"),
        said=_("%(who)s: was there after all."),
    ),
    "was_there": Step(
        _("I was there"),
        (ABSENT,),
        DISPUTED,
        ("person",),
        effects=(working.as_announced,),
        told=("team", "provider"),
        said=_("%(who)s was there, she or he says."),
        said_you=_("You said that you were there."),
    ),
    "explain": Step(
        _("Say why"),
        (ABSENT,),
        EXCUSED,
        ("person",),
        asks=("absence",),
        fields={"absence": choice(_("What came up?"), ABSENCES)},
        codes={"absence": ABSENCES},
        effects=(let_go,),
        told=("team", "provider"),
        said=_("%(who)s could not come: %(absence)s."),
        said_you=_("You said why you could not come."),
    ),
    "leave_open": Step(
        _("Leave it unexplained"),
        (ABSENT,),
        UNEXPLAINED,
        ("clock",),
        effects=(let_go,),
        due=moments.unexplained,
        told=("team",),
        said=_("There was no word."),
    ),
}
