"""How a desk writes a rule of its wardrobe. What may be is said by the core."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.hours import DATE
from services.models import AccessRule, GarmentType, Quota, Recharge, SwapRule, Tag, Wardrobe
from services.wardrobe import access, rules, shown


class RuleForm(forms.ModelForm):
    """What stands there first is what counts today, from the first of next month on."""

    def __init__(self, *args: Any, wardrobe: Wardrobe, today: date, kind: GarmentType | None = None, **kwargs: Any):
        self.wardrobe, self.today = wardrobe, today
        first = {"valid_from": today + relativedelta(months=1, day=1)}
        kwargs["initial"] = first | self.said_today(kind)
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = _("From tomorrow on, or later. The rule before ends the day before.")

    def said_today(self, kind: GarmentType | None) -> dict[str, Any]:
        return {}

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class TagForm(RuleForm):
    class Meta:
        model = Tag
        fields = ["type", "points", "most", "valid_from"]
        widgets = {"valid_from": DATE}
        help_texts = {"most": _("Empty: as many as the points allow.")}

    def said_today(self, kind: GarmentType | None) -> dict[str, Any]:
        tag = rules.tag_of(self.wardrobe, kind, self.today) if kind else None
        return {"type": kind} | ({"points": tag.points, "most": tag.most} if tag else {})


class RechargeForm(RuleForm):
    class Meta:
        model = Recharge
        fields = ["adult_points", "child_points", "months", "keeps_rest", "valid_from"]
        widgets = {"valid_from": DATE}

    def said_today(self, kind: GarmentType | None) -> dict[str, Any]:
        rule = rules.recharge_of(self.wardrobe, self.today)
        return {name: getattr(rule, name) for name in self.Meta.fields if name != "valid_from"} if rule else {}


class SwapForm(RuleForm):
    class Meta:
        model = SwapRule
        fields = ["missed", "days", "pause_days", "late_hours", "most_shown", "valid_from"]
        widgets = {"valid_from": DATE}

    def said_today(self, kind: GarmentType | None) -> dict[str, Any]:
        rule = shown.rule_on(self.wardrobe, self.today)
        return {name: getattr(rule, name) for name in self.Meta.fields if name != "valid_from"} if rule else {}


class AccessForm(RuleForm):
    class Meta:
        model = AccessRule
        fields = ["how", "valid_from"]
        widgets = {"valid_from": DATE, "how": forms.RadioSelect}

    def said_today(self, kind: GarmentType | None) -> dict[str, Any]:
        return {"how": access.access_on(self.wardrobe, self.today)}


class QuotaForm(RuleForm):
    follows = forms.ModelChoiceField(
        Quota.objects.none(), label=_("Instead of"), required=False, empty_label=_("Beside the others")
    )

    class Meta:
        model = Quota
        fields = ["types", "number", "days", "valid_from"]
        widgets = {"valid_from": DATE, "types": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = rules.standing(Quota, self.wardrobe, self.today).prefetch_related("types")
        self.fields["follows"].queryset = standing  # type: ignore[attr-defined]
        self.fields["follows"].label_from_instance = said  # type: ignore[attr-defined]


def said(quota: Quota) -> str:
    """One coat, jacket in 90 days."""
    names = ", ".join(str(kind) for kind in quota.types.all())
    return _("%(types)s: %(number)d in %(days)d days") % {"types": names, "number": quota.number, "days": quota.days}


FORMS: dict[str, type[RuleForm]] = {
    "tag": TagForm,
    "recharge": RechargeForm,
    "quota": QuotaForm,
    "swap": SwapForm,
    "access": AccessForm,
}
