"""Once a week each desk writes down what was paid on site; the last days wait for the visitor. Some sell bundles."""

from datetime import timedelta
from typing import Any

from bookings.models import Share
from bookings.payments import bundles, shares, statements
from frontend.demo import data, offers
from frontend.demo.past import Past
from marketplace.accounts.models import User
from marketplace.organisations.models import Organisation
from services.models import Offer, OfferText

SOLD = timedelta(days=20)  # before now: when a bundle was sold
WEEKS = (4, 3, 2, 1)  # before now


def enter(past: Past) -> None:
    for weeks in WEEKS:
        past.then(past.now - timedelta(weeks=weeks), write_down)
    for row in data.table("programme")["bundles"]:
        sell(past, row)


def sell(past: Past, row: dict[str, Any]) -> None:
    organisation = Organisation.objects.get(slug=row["organisation"])
    titles = OfferText.objects.filter(title__in=row["offers"], offer__organisation=organisation)
    seller, buyer = offers.desk(organisation), User.objects.get(given_name=row["person"])
    offered = Offer.objects.filter(pk__in=titles.values("offer"))
    bundle = bundles.write(organisation, seller, row.get("services"), row["cents"], offered, row["yearly"])
    past.then(past.now - SOLD, lambda: bundles.sell(bundle, buyer, seller))


def write_down() -> None:
    for share in statements.unpaid(Share.objects.all()):
        shares.pay(share, offers.desk(share.booking.organisation))
