"""How the file of a supported person lives, from whoever asks for her to the day on which only counts are left.

Facts are codes, never words: history is read by more people than files are."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.casework import ending
from marketplace.casework.reasons import ACTIVE, ADMITTED, ANONYMISED, ASKED, ENDED, PAUSED, REASONS
from marketplace.lives.tables import NEW, State, Step, Table


def was_asked(participant: Any) -> bool:
    """The interview took place: what was said on the first day is there."""
    return participant.snapshots.exists()


def pause_is_over(participant: Any) -> datetime | None:
    """On the day that was named when the pause began."""
    return participant.pause_ends_at


def time_is_over(participant: Any) -> datetime | None:
    """So many months after the last contact, as the legal base of the support says."""
    return participant.forgotten_at


FILE = Table(
    states={
        NEW: State(_("Not begun")),
        ASKED: State(
            pgettext_lazy("of a file", "Referred"),
            {"team": _("Somebody asks us to support this person: call, and admit or say no.")},
            turn="team",
            tone="ochre",
        ),
        ADMITTED: State(
            pgettext_lazy("of a file", "Admitted"),
            {
                "team": _("Fill in what work needs to know, then say that she or he is ready."),
                "person": _("We are getting to know each other. After that work can be proposed to you."),
            },
            turn="team",
            tone="ochre",
        ),
        ACTIVE: State(
            pgettext_lazy("of a file", "Ready for work"),
            {
                "team": _("Work can be proposed."),
                "person": _("Work can be proposed to you. Saying no changes nothing."),
            },
            tone="ok",
        ),
        PAUSED: State(
            pgettext_lazy("of a file", "Paused"),
            {"": _("Nothing is proposed, and nobody is told why.")},
            turn="person",
        ),
        ENDED: State(
            pgettext_lazy("of a file", "Ended"),
            {"": _("Nothing is proposed any more. What is written here goes by itself when its time is over.")},
            tone="cotto",
        ),
        ANONYMISED: State(pgettext_lazy("of a file", "Only counted"), final=True),
    },
    steps={
        "ask": Step(_("Refer"), (NEW,), ASKED, ("clock",), said=_("Another body referred this person.")),
        "admit": Step(
            _("Admit"),
            (NEW, ASKED),
            ADMITTED,
            ("team",),
            when=was_asked,
            said=_("%(who)s admitted her or him."),
        ),
        "decline": Step(
            _("Say no"),
            (ASKED,),
            ENDED,
            ("team",),
            asks=("why",),
            codes={"why": REASONS},
            effects=(ending.leave,),
            said=_("%(who)s said no: %(why)s."),
            tone="no",
        ),
        "ready": Step(
            _("Ready for work"), (ADMITTED, PAUSED), ACTIVE, ("team", "person"), said=_("%(who)s: ready for work.")
        ),
        "pause": Step(
            _("Pause it"),
            (ADMITTED, ACTIVE, PAUSED),
            PAUSED,
            ("team", "person"),
            asks=("until",),
            effects=(ending.pause,),
            said=_("%(who)s paused it."),
        ),
        "resume": Step(
            _("Go on"),
            (PAUSED,),
            ACTIVE,
            ("clock",),
            due=pause_is_over,
            said=_("The pause is over."),
        ),
        "end": Step(
            _("End the support"),
            (ADMITTED, ACTIVE, PAUSED),
            ENDED,
            ("team",),
            asks=("why",),
            codes={"why": REASONS},
            effects=(ending.leave,),
            said=_("%(who)s ended the support: %(why)s."),
            tone="no",
        ),
        "reopen": Step(
            _("Begin again"), (ENDED,), ADMITTED, ("team",), effects=(ending.come_back,), said=_("%(who)s began again.")
        ),
        "anonymise": Step(
            _("Keep only the count"),
            (ENDED,),
            ANONYMISED,
            ("clock",),
            effects=(ending.forget,),
            due=time_is_over,
            said=_("All that was written here is gone; one more is counted."),
        ),
    },
)
