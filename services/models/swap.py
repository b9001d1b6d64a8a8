"""What residents show each other to swap, and by which rule of a wardrobe they do it."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import may_act_for
from services.models.garment import RESERVED, Garment, GarmentQuerySet
from services.models.wardrobe import Dated, Rule, Wardrobe, in_order, one_at_a_time

SHOWN, TAKEN_OFF = "shown", "taken_off"
SEEN = (SHOWN, RESERVED)  # by everybody; what is over is for its resident and for who works there


class OwnGarmentQuerySet(GarmentQuerySet):
    def shown(self) -> "OwnGarmentQuerySet":
        return self.filter(status=SHOWN)

    def visible_to(self, user: Any) -> "OwnGarmentQuerySet":
        """To everybody while they are shown or promised, where the wardrobe is open; to their resident and to those who
        work there always."""
        found = Q(status__in=SEEN, wardrobe__active=True, wardrobe__organisation__status="verified")
        if user.is_authenticated:
            found |= Q(resident=user) | Q(wardrobe__in=Wardrobe.objects.of(user).values("pk"))
        return self.filter(found)


class OwnManager(models.Manager.from_queryset(OwnGarmentQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OwnGarmentQuerySet:
        return super().get_queryset().exclude(resident=None)


class OwnGarment(Garment):
    """A garment of a resident, shown under the name of a wardrobe. The row is that of any garment, so that type, sizes,
    picture and what holds it are the same; its life is another, and the wardrobe never takes it for its own."""

    objects: ClassVar = OwnManager()
    topic_name = "own_garment"
    asked_fields: ClassVar[dict[str, Any]] = {
        "reason": lambda garment: forms.CharField(
            label=_("Why?"), max_length=500, widget=forms.Textarea, help_text=_("Whoever showed it reads it.")
        )
    }

    class Meta:
        proxy = True
        verbose_name = _("garment to swap")
        verbose_name_plural = _("garments to swap")

    @property
    def title(self) -> str:
        return f"{self.type}, {self.size_said}"

    def get_absolute_url(self) -> str:
        return reverse("swap", args=[self.pk])

    def roles_of(self, user: Any, acting_for: Any = None) -> frozenset[str]:
        """`resident`: whose it is, or who may act for her. `staff`: who works there, and keeps its page clean."""
        if acting_for and acting_for != user:
            return self.roles_of(acting_for) if may_act_for(user, acting_for) else frozenset()
        return super().roles_of(user) | ({"resident"} if user.pk == self.resident_id else set())

    def readers(self, roles: tuple[str, ...]) -> list[tuple[Any, str]]:
        return [(self.resident, "resident")] if "resident" in roles else []


class SwapRule(Rule):
    """How residents swap: what it costs not to come, and how many garments one may show at a time."""

    missed = models.PositiveSmallIntegerField(
        _("So many times not come"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    days = models.PositiveSmallIntegerField(
        _("In so many days"), default=180, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    pause_days = models.PositiveSmallIntegerField(
        _("Then no asking for so many days"), default=60, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    late_hours = models.PositiveSmallIntegerField(
        _("Stepping back counts as not coming from so many hours before"),
        default=3,
        validators=[MaxValueValidator(72)],
    )
    most_shown = models.PositiveSmallIntegerField(
        _("Garments that one may show at a time"), default=10, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    class Meta(Dated.Meta):
        verbose_name = _("rule of swaps")
        verbose_name_plural = _("rules of swaps")
        constraints = [
            in_order("a_swap_rule_ends_after_it_begins"),
            one_at_a_time("one_swap_rule_at_a_time", "wardrobe"),
        ]

    def __str__(self) -> str:
        return f"{self.missed} / {self.days}"
