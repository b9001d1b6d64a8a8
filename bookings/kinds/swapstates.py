"""The states of a swap: whose turn it is of the two, and what each of them reads.

They have names of their own, since the desk answers in none of them: so its queues, which go by the names of states, do
not show what two residents settle between themselves."""

from django.utils.translation import gettext_lazy as _

from bookings.kinds.states import CANCELLED, CONFIRMED, DECLINED, DONE, EXCUSED, EXPIRED, NOT_THERE
from marketplace.lives.tables import NEW, State

BOTH = ("customer", "partner")
ASKED, OFFERED, WISHED = "swap_asked", "swap_offered", "swap_wished"
MOVE_OFFERED, MOVE_WISHED = "swap_move_offered", "swap_move_wished"
CUSTOMER_GOT, PARTNER_GOT, DOUBTED = "customer_got", "partner_got", "doubted"
CUSTOMER_MISSED, PARTNER_MISSED, CONTESTED = "customer_missed", "partner_missed", "contested"
OPEN = (ASKED, OFFERED, WISHED)
AGREED = (CONFIRMED, MOVE_OFFERED, MOVE_WISHED)

ASKING = {
    ASKED: State(
        _("Asked"),
        {
            "customer": _("You asked for a swap. %(partner)s answers by %(by_day)s at %(by_hour)s."),
            "partner": _("%(customer)s would like to swap with you. You can answer until %(by_day)s at %(by_hour)s."),
            "": _("%(customer)s asked %(partner)s for a swap."),
        },
        turn="partner",
        tone="ochre",
    ),
    OFFERED: State(
        _("Another time proposed"),
        {
            "customer": _(
                "%(partner)s proposes: %(times)s. Answer by %(by_day)s at %(by_hour)s, else the request ends."
            ),
            "partner": _("You proposed: %(times)s. %(customer)s answers by %(by_day)s at %(by_hour)s."),
            "": _("%(partner)s proposes: %(times)s."),
        },
        turn="customer",
        tone="ochre",
    ),
    WISHED: State(
        _("Another time asked for"),
        {
            "customer": _("You proposed: %(times)s. %(partner)s answers by %(by_day)s at %(by_hour)s."),
            "partner": _(
                "%(customer)s proposes: %(times)s. Answer by %(by_day)s at %(by_hour)s, else the request ends."
            ),
            "": _("%(customer)s proposes: %(times)s."),
        },
        turn="partner",
        tone="ochre",
    ),
    DECLINED: State(
        _("Declined"),
        {
            "customer": _("%(partner)s would rather not swap. Your garment is shown again."),
            "": _("Declined. Nothing is left to do."),
        },
        tone="cotto",
        final=True,
    ),
    EXPIRED: State(
        _("Expired"), {"": _("There was no answer in time. Both garments are shown again.")}, tone="cotto", final=True
    ),
}

AHEAD = {
    CONFIRMED: State(
        _("Agreed"),
        {
            "customer": _("You meet %(partner)s on %(day)s at %(start)s. When you have swapped, say it here."),
            "partner": _("You meet %(customer)s on %(day)s at %(start)s. When you have swapped, say it here."),
            "": _("%(customer)s and %(partner)s meet on %(day)s at %(start)s."),
        },
        tone="ok",
        agreed=True,
    ),
    MOVE_OFFERED: State(
        _("Agreed, another time proposed"),
        {
            "customer": _("%(partner)s proposes: %(times)s. If you do not answer, %(day)s at %(start)s stays."),
            "": _("%(partner)s proposes: %(times)s. Until there is an answer, %(day)s at %(start)s stays."),
        },
        turn="customer",
        tone="ochre",
        agreed=True,
    ),
    MOVE_WISHED: State(
        _("Agreed, asked to move"),
        {
            "partner": _("%(customer)s proposes: %(times)s. If you do not answer, %(day)s at %(start)s stays."),
            "": _("%(customer)s proposes: %(times)s. Until there is an answer, %(day)s at %(start)s stays."),
        },
        turn="partner",
        tone="ochre",
        agreed=True,
    ),
    CANCELLED: State(
        _("Cancelled"), {"": _("The swap came to nothing. Nothing is left to do.")}, tone="cotto", final=True
    ),
}

MET = {
    CUSTOMER_GOT: State(
        _("Half confirmed"),
        {
            "customer": _("You gave and got. %(partner)s has three days to say the same, else it counts as swapped."),
            "partner": _("%(customer)s says that you swapped. Say it too, or say that it was not so, in three days."),
            "": _("%(customer)s says that they swapped."),
        },
        turn="partner",
        tone="ok",
        agreed=True,
    ),
    PARTNER_GOT: State(
        _("Half confirmed"),
        {
            "customer": _("%(partner)s says that you swapped. Say it too, or say that it was not so, in three days."),
            "partner": _("You gave and got. %(customer)s has three days to say the same, else it counts as swapped."),
            "": _("%(partner)s says that they swapped."),
        },
        turn="customer",
        tone="ok",
        agreed=True,
    ),
    DOUBTED: State(
        _("Not agreed"),
        {
            "provider": _("%(customer)s and %(partner)s do not agree whether they swapped. Read on, then decide."),
            "": _("You do not agree whether you swapped. %(organisation)s reads on and decides."),
        },
        turn="provider",
        tone="cotto",
        agreed=True,
    ),
    DONE: State(
        _("Swapped"), {"customer": _("Enjoy it."), "partner": _("Enjoy it."), "": _("They have swapped.")}, final=True
    ),
}

NOT_MET = {
    CUSTOMER_MISSED: State(
        _("Nobody came"),
        {
            "customer": _("%(partner)s waited for you. If you were there, say it within three days, else it counts."),
            "partner": _("%(customer)s was not there. It counts in three days, unless you let it pass."),
            "": _("%(customer)s was not there."),
        },
        tone="cotto",
    ),
    PARTNER_MISSED: State(
        _("Nobody came"),
        {
            "customer": _("%(partner)s was not there. It counts in three days, unless you let it pass."),
            "partner": _("%(customer)s waited for you. If you were there, say it within three days, else it counts."),
            "": _("%(partner)s was not there."),
        },
        tone="cotto",
    ),
    CONTESTED: State(
        _("Not agreed"),
        {
            "provider": _("%(customer)s and %(partner)s do not agree who was there. Read on, then decide."),
            "": _("You do not agree who was there. %(organisation)s reads on and decides."),
        },
        turn="provider",
        tone="cotto",
    ),
    EXCUSED: State(_("Excused"), {"": _("It counts for nobody. Nothing is left to do.")}, final=True),
    NOT_THERE: State(
        _("Was not there"), {"": _("One of the two did not come, and it counts.")}, tone="cotto", final=True
    ),
}

STATES = {NEW: State(_("Not asked yet")), **ASKING, **AHEAD, **MET, **NOT_MET}
