"""Writing what a cancellation costs. Bookings that were made before keep what held then."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.organisations.models import DESK, Organisation
from marketplace.refusals import Refused
from services.models import CancellationPolicy, Tier

MOST_TIERS = 5
LIMITS = {"move_hours": (0, 168), "moves": (0, 20)}
Tiers = list[tuple[int, int]]


@transaction.atomic
def write(
    policy: CancellationPolicy | None, organisation: Organisation, user: Any, fields: dict[str, Any], tiers: Tiers
) -> CancellationPolicy:
    """Write a new policy (None) or change one. `fields`: name, spared, move_hours, moves; `tiers`: pairs of hours
    before the start and percent kept. Raises ValidationError by field, Refused."""
    must_run(organisation, user)
    policy = policy or CancellationPolicy(organisation=organisation)
    for name, value in fields.items():
        setattr(policy, name, value.replace("\0", "").strip() if isinstance(value, str) else value)
    check(policy, tiers)
    policy.save()
    policy.tiers.all().delete()
    Tier.objects.bulk_create(Tier(policy=policy, hours=hours, percent=percent) for hours, percent in tiers)
    return policy


def remove(policy: CancellationPolicy, user: Any) -> None:
    """Raises Refused while an offer goes by it."""
    must_run(policy.organisation, user)
    if policy.offers.exists():
        raise Refused(_("An offer goes by these rules. Choose others there first."))
    policy.delete()


def must_run(organisation: Organisation, user: Any) -> None:
    if not Organisation.objects.of(user, *DESK).filter(pk=organisation.pk).exists():
        raise Refused(_("This is not for you to do."))


def check(policy: CancellationPolicy, tiers: Tiers) -> None:
    """Every mistake at once."""
    errors: dict[str, Any] = {}
    for look in (
        lambda: policy.full_clean(exclude=("organisation",)),
        lambda: check_numbers(policy),
        lambda: rise(tiers),
    ):
        try:
            look()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if CancellationPolicy.objects.filter(organisation=policy.organisation, name=policy.name).exclude(pk=policy.pk):
        errors["name"] = [_("You have rules of this name already.")]
    if errors:
        raise ValidationError(errors)


def check_numbers(policy: CancellationPolicy) -> None:
    for name, (least, most) in LIMITS.items():
        if not (isinstance(value := getattr(policy, name), int) and least <= value <= most):
            text = _("Choose a number from %(least)d to %(most)d.") % {"least": least, "most": most}
            raise ValidationError({name: text})


def rise(tiers: Tiers) -> None:
    """Who cancels later does not pay less."""
    if len(tiers) > MOST_TIERS or len({hours for hours, _percent in tiers}) < len(tiers):
        raise ValidationError({"tiers": _("Write at most five lines, each with other hours.")})
    if any(not (1 <= hours <= 720 and 1 <= percent <= 100) for hours, percent in tiers):
        raise ValidationError({"tiers": _("Hours go from 1 to 720, percent from 1 to 100.")})
    percents = [percent for _hours, percent in sorted(tiers, reverse=True)]
    if percents != sorted(percents):
        raise ValidationError({"tiers": _("Who cancels later must not pay less than who cancels earlier.")})
