"""Going back by hand of what a fund or a bundle carried: to the fund, or as a service to the bundle."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.models import GivenBack, Sale, Share
from bookings.models.given import LONGEST
from bookings.payments import bundles, plan, shares
from marketplace import wording
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import untied
from marketplace.refusals import Refused

BY_HAND = gettext_noop("Given back by the organisation")


def kept_by(desks: Any) -> QuerySet[Share]:
    """What these organisations have kept of what funds and bundles carried, the newest first."""
    kept = Share.objects.filter(source__in=plan.CARRIED, kept_cents__gt=0, booking__organisation__in=desks)
    sides = ("booking__customer", "booking__organisation", "booking__offer")
    carriers = ("subsidy__fund__programme__funder", "sale__bundle__organisation", "sale__account")
    return kept.select_related(*sides, *carriers).prefetch_related("booking__offer__texts").order_by("-pk")


@untied
def give_back(share: Share, cents: int | None, reason: str, by: Any, key: str | None = None) -> GivenBack:
    """So many cents of what a fund carried, or the service of a bundle (None: all that is kept); once for each key.

    Raises ValidationError ("cents", "reason"), Refused."""
    share = shares.locked(share, by)
    if key and (made := share.given_back.filter(key=key).first()):
        return same(made, cents)
    cents = checked(share, cents, reason)
    Share.objects.filter(pk=share.pk).update(kept_cents=share.due - cents)
    given = GivenBack.objects.create(share=share, cents=cents, reason=reason.strip(), by=by, key=key)
    enter(given)
    return given


def same(made: GivenBack, cents: int | None) -> GivenBack:
    if cents not in (None, made.cents):
        facts = {"amount": wording.euro(made.cents)}
        raise Refused(_("This form was sent before, with %(amount)s. Open it anew to give back more.") % facts)
    return made


def checked(share: Share, cents: int | None, reason: str) -> int:
    """How much goes back."""
    if share.source not in plan.CARRIED or not share.kept_cents:
        raise Refused(_("There is nothing that could go back."))
    if not 0 < len(reason.strip()) <= LONGEST:
        raise ValidationError({"reason": _("Say why, in at most %(longest)d characters.") % {"longest": LONGEST}})
    if share.sale:
        must_be_good(share.sale)
    whole = share.source == Share.Source.BUNDLE
    cents = share.kept_cents if cents is None else cents
    if whole and cents != share.kept_cents:
        raise ValidationError({"cents": _("A service of a bundle goes back whole.")})
    if type(cents) is not int or not 0 < cents <= share.kept_cents:
        raise ValidationError({"cents": _("No more can go back than was kept.")})
    return cents


def must_be_good(sale: Sale) -> None:
    """Those who take it back stand in the same line."""
    Account.objects.select_for_update(no_key=True).get(pk=bundles.held(sale).pk)
    sale.refresh_from_db()
    if sale.is_over or sale.returned_at:
        raise Refused(_("The bundle is not good any more: its service cannot go back to it."))


def enter(given: GivenBack) -> None:
    """From what the organisation has earned, to where it was held."""
    share = given.share
    held, about = shares.held_for(share), share.booking.topic
    earned = book.account(share.booking.organisation.topic, Account.Kind.EARNED, held.currency)
    number = shares.amount(share, given.cents)
    book.post(f"{given.topic}:back", {earned: -number, held: number}, why=BY_HAND, about=about, by=given.by)
