"""The states of a file, and why one ends: codes to count, never words."""

from django.utils.translation import gettext_lazy as _

ASKED, ADMITTED, ACTIVE, PAUSED, ENDED, ANONYMISED = "asked", "admitted", "active", "paused", "ended", "anonymised"
REASONS = {
    "work": _("found work"),
    "course": _("goes to school or on a course"),
    "moved": _("moved away"),
    "own_wish": _("wants no support any more"),
    "other_body": _("another body goes on"),
    "lost": _("could not be reached"),
    "no_place": _("no place with us"),
    "not_ours": _("this is not our service"),
    "other": _("another reason"),
}
