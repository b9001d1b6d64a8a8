"""The states that all bookings share: what is going on, whose turn it is, and what each side reads."""

from django.utils.translation import gettext_lazy as _

from bookings.models.known import COMPLAINED, DECLINED, ESCALATED, EXPIRED
from marketplace.lives.tables import NEW, State

ASKED, CONFIRMED, UNDER_WAY, DONE = "asked", "confirmed", "under_way", "done"
CANCELLED = "cancelled"
OFFERED, WISHED = "offered", "wished"  # other times for a request: the provider's, the customer's
MOVE_OFFERED, MOVE_WISHED = "move_offered", "move_wished"  # other times for what is agreed
FINISHED, SETTLED = "finished", "settled"
ABSENT, EXCUSED, NOT_THERE = "absent", "excused", "not_there"

OPEN = (ASKED, OFFERED, WISHED)  # no yes yet
AGREED = (CONFIRMED, MOVE_OFFERED, MOVE_WISHED)  # a yes, and not begun
GIVEN_BACK = (DECLINED, CANCELLED, EXPIRED)  # whoever asked has not had it

REQUESTED = {
    ASKED: State(
        _("Asked"),
        {
            "customer": _("You asked for this time. %(organisation)s answers by %(by_day)s at %(by_hour)s."),
            "provider": _("%(customer)s waits for your answer, until %(by_day)s at %(by_hour)s."),
            "worker": _("Asked for, not confirmed yet."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
    ),
    OFFERED: State(
        _("Other times proposed"),
        {
            "customer": _(
                "%(organisation)s proposes: %(times)s. Choose by %(by_day)s at %(by_hour)s, else the request ends."
            ),
            "provider": _("You proposed: %(times)s. %(customer)s chooses by %(by_day)s at %(by_hour)s."),
            "worker": _("Asked for, not confirmed yet."),
        },
        turn="customer",
        tone="ochre",
        holds=True,
    ),
    WISHED: State(
        _("Other times asked for"),
        {
            "customer": _("You asked for: %(times)s. %(organisation)s answers by %(by_day)s at %(by_hour)s."),
            "provider": _("%(customer)s asks for: %(times)s. Choose by %(by_day)s at %(by_hour)s."),
            "worker": _("Asked for, not confirmed yet."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
    ),
    DECLINED: State(
        _("Declined"),
        {
            "customer": _("%(organisation)s cannot do it at this time. You can choose another time."),
            "": _("Declined. Nothing is left to do."),
        },
        tone="cotto",
        final=True,
    ),
    EXPIRED: State(
        _("Expired"),
        {
            "customer": _("There was no answer in time, so your request ended. You can choose another time."),
            "provider": _("Nobody answered in time, so the time is free again."),
            "": _("Nobody answered in time."),
        },
        tone="cotto",
        final=True,
    ),
}

TO_COME = {
    CONFIRMED: State(
        _("Confirmed"),
        {
            "customer": _("%(worker)s takes care of it on %(day)s at %(start)s. There is nothing you have to do."),
            "provider": _("%(worker)s takes care of it for %(customer)s on %(day)s at %(start)s."),
            "worker": _("You are with %(customer)s on %(day)s, %(start)s to %(end)s."),
            "left": _("Somebody else goes now. You need not come."),
        },
        turn="worker",
        tone="ok",
        holds=True,
    ),
    MOVE_OFFERED: State(
        _("Confirmed, other times proposed"),
        {
            "customer": _(
                "%(organisation)s would like to move it to: %(times)s. You can choose until %(by_day)s at %(by_hour)s. "
                "If you do not answer, %(day)s at %(start)s stays."
            ),
            "provider": _("You proposed: %(times)s. Until %(customer)s chooses, %(day)s at %(start)s stays."),
            "worker": _("You are with %(customer)s on %(day)s, %(start)s to %(end)s. It may be moved: %(times)s."),
        },
        turn="customer",
        tone="ochre",
        holds=True,
        agreed=True,
    ),
    MOVE_WISHED: State(
        _("Confirmed, asked to move"),
        {
            "customer": _(
                "You asked to move it to: %(times)s. Until %(organisation)s answers, %(day)s at %(start)s stays."
            ),
            "provider": _(
                "%(customer)s would like to move it to: %(times)s. You can choose until %(by_day)s at %(by_hour)s. "
                "If you do not answer, %(day)s at %(start)s stays."
            ),
            "worker": _("You are with %(customer)s on %(day)s, %(start)s to %(end)s. It may be moved: %(times)s."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
        agreed=True,
    ),
    UNDER_WAY: State(
        _("Under way"),
        {
            "customer": _("%(worker)s is at work until %(end)s."),
            "provider": _("%(worker)s is at work for %(customer)s until %(end)s."),
            "worker": _("You have started. When you have finished, press Done."),
        },
        turn="worker",
        tone="ok",
        holds=True,
    ),
    CANCELLED: State(
        _("Cancelled"),
        {
            "customer": _("This booking was cancelled. You can choose another time."),
            "": _("Cancelled. Nothing is left to do."),
        },
        tone="cotto",
        final=True,
    ),
}

AFTERWARDS = {
    FINISHED: State(
        _("Finished"),
        {
            "customer": _("The work is done. If something was wrong, say it within a day. Else you need do nothing."),
            "": _("The work is done. %(customer)s has a day to say if something was wrong."),
        },
        tone="ok",
    ),
    DONE: State(
        _("Done"),
        {
            "customer": _("The work is done. You can book the same again."),
            "": _("The work is done. Nothing is left to do."),
        },
        final=True,
    ),
    ABSENT: State(
        _("Absent"),
        {
            "customer": _(
                "Nobody was there, says %(organisation)s. Say within 3 days if there was a reason: it may be excused."
            ),
            "provider": _("%(customer)s was not there. If there was a good reason, you can excuse it within a week."),
            "": _("%(customer)s was not there."),
        },
        tone="cotto",
    ),
    EXCUSED: State(
        _("Excused"),
        {
            "customer": _("You are excused: you pay nothing. You can choose another time."),
            "": _("Excused. Nothing is left to do."),
        },
        final=True,
    ),
    NOT_THERE: State(
        _("Was not there"),
        {
            "customer": _("This booking was missed. You can choose another time."),
            "": _("%(customer)s was not there. Nothing is left to do."),
        },
        tone="cotto",
        final=True,
    ),
    COMPLAINED: State(
        _("Complaint"),
        {
            "customer": _("%(organisation)s has your complaint and answers by %(by_day)s. After that the City does."),
            "provider": _("%(customer)s complains. Answer by %(by_day)s at %(by_hour)s. After that the City does."),
            "operator": _("The organisation has to answer by %(by_day)s at %(by_hour)s."),
            "": _("%(customer)s has a complaint."),
        },
        turn="provider",
        tone="cotto",
    ),
    ESCALATED: State(
        _("Complaint with the City"),
        {
            "customer": _("%(organisation)s did not answer. Now the City looks at your complaint."),
            "provider": _("You did not answer in time. Now the City looks at the complaint. You can still answer."),
            "operator": _("The organisation did not answer: settle the complaint."),
            "": _("The City looks at the complaint."),
        },
        turn="operator",
        tone="cotto",
    ),
    SETTLED: State(
        _("Complaint settled"),
        {"": _("The complaint was answered. Nothing is left to do.")},
        final=True,
    ),
}

STATES = {NEW: State(_("Not asked yet")), **REQUESTED, **TO_COME, **AFTERWARDS}
