"""How a booking ends when its time has come: done, absent and perhaps excused, or with a complaint that is answered."""

from django.utils.translation import gettext_lazy as _

from bookings.effects import (
    await_settlement,
    earn,
    earn_if_due,
    give_back,
    keep_cost_of_absence,
    keep_nothing,
    release,
)
from bookings.kinds import asked
from bookings.kinds.states import (
    ABSENT,
    AGREED,
    COMPLAINED,
    DONE,
    ESCALATED,
    EXCUSED,
    FINISHED,
    NOT_THERE,
    SETTLED,
    UNDER_WAY,
)
from bookings.kinds.times import (
    a_quarter_past,
    answer_by,
    day_after,
    finished_or_over,
    on_its_day,
    soon_enough,
    started,
    week_later,
)
from marketplace.lives.tables import Step

RUNNING = (*AGREED, UNDER_WAY)
ANSWERING = {
    "asks": ("answer", "stays_due"),
    "fields": {"answer": asked.answer, "stays_due": asked.stays_due},
    "private": ("answer",),
}

DONE_OR_NOT = {
    "finish": Step(
        _("Done"),
        RUNNING,
        FINISHED,
        ("worker", "provider"),
        when=on_its_day,
        asks=("work_note",),
        told=("customer",),
        said=_("The work is done."),
    ),
    "confirm": Step(
        _("All was well"),
        (*RUNNING, FINISHED),
        DONE,
        ("customer",),
        when=finished_or_over,
        effects=(earn,),
        told=(),
        said=_("%(who)s said that all was well."),
        said_you=_("You said that all was well."),
    ),
    "close": Step(
        _("Close"),
        (*RUNNING, FINISHED),
        DONE,
        ("clock",),
        due=day_after,
        effects=(earn,),
        told=("provider", "customer"),
        said=_("A day has passed: the booking counts as done."),
    ),
}

COMPLAINTS = {
    "complain": Step(
        _("Something was wrong"),
        (*RUNNING, FINISHED),
        COMPLAINED,
        ("customer",),
        when=finished_or_over,
        asks=("complaint",),
        fields={"complaint": asked.complaint},
        private=("complaint",),
        effects=(await_settlement,),
        told=("provider", "customer"),
        said=_("%(who)s has a complaint: %(complaint)s"),
        said_you=_("Your complaint: %(complaint)s"),
        tone="rare",
    ),
    "nobody_came": Step(
        _("Nobody came"),
        RUNNING,
        COMPLAINED,
        ("customer",),
        asks=("words",),
        fields={"words": asked.words},
        private=("words",),
        when=a_quarter_past,
        effects=(await_settlement, release),
        told=("provider", "worker"),
        said=_("%(who)s says that nobody came. %(words)s"),
        said_you=_("You said that nobody came. %(words)s"),
        tone="rare",
    ),
    "settle": Step(
        _("Answer the complaint"),
        (COMPLAINED, ESCALATED),
        SETTLED,
        ("provider", "operator"),
        effects=(earn_if_due,),
        told=("customer", "provider"),
        said=_("%(who)s answered the complaint: %(answer)s"),
        **ANSWERING,  # type: ignore[arg-type]
    ),
    "drop_complaint": Step(
        _("All is well after all"),
        (COMPLAINED, ESCALATED),
        DONE,
        ("customer",),
        effects=(earn,),
        told=("provider",),
        said=_("%(who)s said that all is well after all."),
        said_you=_("You said that all is well after all."),
        tone="rare",
    ),
    "escalate": Step(
        _("Hand on to the City"),
        (COMPLAINED,),
        ESCALATED,
        ("clock",),
        due=answer_by,
        told=("customer", "provider"),
        said=_("The complaint was not answered in time: the City looks at it."),
        ahead=_("Without an answer the City looks at it from %(day)s at %(hour)s on."),
    ),
}

ABSENCE = {
    "absent": Step(
        _("Nobody was there"),
        RUNNING,
        ABSENT,
        ("worker", "provider"),
        asks=("reason",),
        when=started,
        effects=(keep_cost_of_absence, release),
        told=("customer", "provider"),
        said=_("%(who)s wrote that nobody was there: %(reason)s %(kept)s"),
        tone="rare",
    ),
    "excuse": Step(
        _("Excuse"),
        (ABSENT,),
        EXCUSED,
        ("provider",),
        asks=("words",),
        fields={"words": asked.words},
        private=("words",),
        effects=(keep_nothing, give_back),
        told=("customer",),
        said=_("%(who)s excused it. %(words)s"),
    ),
    "give_reason": Step(
        _("Say why you were not there"),
        (ABSENT,),
        ABSENT,
        ("customer",),
        asks=("reason",),
        private=("reason",),
        when=soon_enough,
        told=("provider",),
        said=_("%(who)s wrote why nobody was there: %(reason)s"),
        said_you=_("You wrote why you were not there: %(reason)s"),
    ),
    "miss": Step(
        _("Close"),
        (ABSENT,),
        NOT_THERE,
        ("clock",),
        due=week_later,
        effects=(keep_cost_of_absence, give_back),
        told=("customer",),
        said=_("Nobody was there, and nobody excused it. %(kept)s"),
    ),
}

AFTERWARDS = DONE_OR_NOT | ABSENCE | COMPLAINTS
