"""How clothes are taken at the till: booked, handed over and done in one step."""

from django.utils.translation import gettext_lazy

from bookings import pieces
from bookings.kinds.states import DONE
from marketplace.lives.tables import NEW, Step

WALK_IN = {
    "take": Step(
        gettext_lazy("Take home"),
        (NEW,),
        DONE,
        ("staff",),
        effects=(pieces.take_home,),
        told=("customer",),
        said=gettext_lazy("Taken home: %(taken)s."),
    ),
    "take_late": Step(
        gettext_lazy("Write down what was taken without a line"),
        (NEW,),
        DONE,
        ("staff",),
        effects=(pieces.take_home_late,),
        told=("customer",),
        said=gettext_lazy("Taken home: %(taken)s."),
    ),
}
