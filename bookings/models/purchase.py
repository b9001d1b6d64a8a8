"""A bundle on its way to somebody who pays it by card herself."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models.sale import Sale
from marketplace import wording
from marketplace.lives.models import Change, Life
from marketplace.organisations.models import DESK, Membership, Organisation
from services.models import Bundle


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def visible_to(self, user: Any) -> "PurchaseQuerySet":
        """Her own, and those from the desks at which she works."""
        desks = Membership.objects.of(user, *DESK).values("organisation")
        return self.filter(Q(person=user.pk or 0) | Q(bundle__organisation__in=desks))

    def for_lists(self) -> "PurchaseQuerySet":
        return self.select_related("bundle__organisation", "person", "sale").order_by("-pk")


class Purchase(Life):
    """It begins with a charge of its own and ends, once that is taken, in a sale; older than the charge."""

    life_ptr = models.OneToOneField(
        Life, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_purchase"
    )
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="purchases")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="purchases")
    cents = models.PositiveIntegerField(_("amount, cents"))  # as it was when she went on to pay
    key = models.CharField(max_length=80, null=True)
    sale = models.OneToOneField(Sale, null=True, on_delete=models.PROTECT, related_name="purchase")

    objects: ClassVar = PurchaseQuerySet.as_manager()
    topic_name = "purchase"

    class Meta:
        verbose_name = _("purchase of a bundle")
        verbose_name_plural = _("purchases of bundles")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="a_key_buys_once")]

    def __str__(self) -> str:
        return f"{self.bundle}, {self.person}"

    @property
    def title(self) -> str:
        return f"{self.bundle}, {self.organisation.name}"

    @property
    def customer(self) -> Any:
        return self.person

    @property
    def organisation(self) -> Organisation:
        return self.bundle.organisation

    @property
    def charge(self) -> Any:
        """How it is paid, as it stands now."""
        return self.charges.first()

    def get_absolute_url(self) -> str:
        return reverse("purchase", args=[self.pk])

    def words(self) -> dict[str, Any]:
        names = {"customer": self.person.given_name, "organisation": self.organisation.name}
        return names | {"bundle": str(self.bundle), "price": wording.euro(self.cents)}

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """Nobody buys for somebody else: a desk sells."""
        if acting_for and acting_for != user:
            return frozenset()
        desk = Membership.objects.of(user, *DESK).filter(organisation=self.bundle.organisation_id).exists()
        hats = {"customer": self.person_id == user.pk, "provider": desk}
        return frozenset(hat for hat, worn in hats.items() if worn)

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        found: dict[Any, str] = {self.person: "customer"} if "customer" in roles else {}
        desk = Membership.objects.now().filter(organisation=self.bundle.organisation_id, role__in=DESK)
        for membership in desk.select_related("user").distinct() if "provider" in roles else []:
            found.setdefault(membership.user, "provider")
        return list(found.items())

    def who(self, change: Change, role: str) -> str:
        by_desk = "provider" in change.roles and role == "customer"
        return self.organisation.name if by_desk else super().who(change, role)
