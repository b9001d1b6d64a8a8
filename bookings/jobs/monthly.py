"""What was worked in a month, for whoever pays for it: by form of contract. Closed, a list stays as it is."""

from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.jobs.states import OPEN_HOURS, WORKING
from bookings.models import MonthEnd, Proposal, WorkedHours
from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from marketplace.organisations.models import Organisation
from marketplace.refusals import Refused


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def ended(organisation: Organisation, month: date) -> MonthEnd | None:
    return MonthEnd.objects.filter(organisation=organisation, month=month).select_related("closed_by").first()


def rows(organisation: Organisation, month: date) -> Any:
    """Of a closed month what stood in it; of another what was begun before its end and stands in no list yet."""
    agreed = WorkedHours.objects.agreed().filter(job__organisation=organisation, minutes__gt=0).for_lists()
    if end := ended(organisation, month):
        return agreed.filter(month_end=end)
    return agreed.filter(month_end=None, came_at__lt=midnight(organisation, after(month)))


def by_form(found: Any) -> list[dict[str, Any]]:
    """Each form of contract with its rows and their sums."""
    ordered = sorted(found, key=lambda row: row.form)
    return [total(form, list(group)) for form, group in groupby(ordered, key=lambda row: row.form)]


def total(form: str, group: list[WorkedHours]) -> dict[str, Any]:
    sums = {"minutes": sum(row.minutes or 0 for row in group), "cents": sum(row.cents or 0 for row in group)}
    return {"form": group[0].get_form_display(), "code": form, "rows": group, **sums}


def not_agreed(organisation: Organisation, month: date) -> Any:
    """The work of that month, and of before, whose hours are not agreed: it will stand in a later list."""
    begun = {"job__starts_at__lt": midnight(organisation, after(month))}
    rows = Proposal.objects.filter(status__in=(*OPEN_HOURS, WORKING), job__organisation=organisation, **begun)
    return rows.for_lists().order_by("starts_at", "pk")


@transaction.atomic
def close(organisation: Organisation, month: date, by: User) -> MonthEnd:
    """What stands in the list stays. Raises Refused for a month that is not over, or that somebody has closed."""
    must_have(organisation, by)
    if midnight(organisation, after(month)) > timezone.now():
        raise Refused(_("This month is not over."))
    listed = list(rows(organisation, month).select_for_update(of=("self",)).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            end = MonthEnd.objects.create(organisation=organisation, month=month, closed_by=by)
    except IntegrityError:
        raise Refused(_("This month is closed already.")) from None
    WorkedHours.objects.filter(pk__in=listed, month_end=None).update(month_end=end)
    return end


def midnight(organisation: Organisation, day: date) -> datetime:
    return datetime.combine(day, time(), organisation.tz)
