from django.db import migrations, models
from django.db.models import F, Q


def checked(name: str, condition: Q) -> migrations.AddConstraint:
    return migrations.AddConstraint("share", models.CheckConstraint(condition=condition, name=name))


def owed(*sources: str) -> Q:
    return ~Q(source__in=sources) | Q(kept_cents=None) | Q(owed_cents=F("kept_cents"))


class Migration(migrations.Migration):
    dependencies = [("bookings", "0042_fill_what_was_paid")]
    operations = [
        migrations.RemoveConstraint("share", "what_is_kept_on_trust_is_owed"),
        checked("what_is_kept_on_trust_is_owed", owed("on_site", "invoice", "bank")),
        checked(
            "what_was_paid_has_a_day",
            Q(paid_at=None, paid_cents=0) | Q(paid_at__isnull=False, paid_cents__gt=0),
        ),
        checked(
            "only_by_bank_more_is_paid_than_owed",
            Q(paid_cents__lte=F("cents"), source="bank") | Q(paid_cents__in=(0, F("owed_cents"))),
        ),
        checked("by_bank_there_is_a_last_day", Q(due_on=None) | Q(source="bank")),
        checked(
            "what_was_not_kept_is_sent_back",
            Q(returned_at=None) | Q(source="bank", kept_cents__isnull=False, kept_cents__lt=F("paid_cents")),
        ),
    ]
