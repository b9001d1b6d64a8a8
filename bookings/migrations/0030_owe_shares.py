"""What of a share is owed outside of Cortile: what was kept on trust, and what a card did not pay after all."""

from django.db import migrations, models
from django.db.models import F, Q

FILL = """
UPDATE bookings_share share SET owed_cents = kept_cents WHERE source IN ('on_site', 'invoice') AND kept_cents > 0;
UPDATE bookings_share share SET owed_cents = posting.amount
FROM ledger_entry entry JOIN ledger_posting posting ON posting.entry_id = entry.id AND posting.amount > 0
WHERE source = 'card' AND entry.key = format('share:%s:kept', share.id);
"""


def checked(name: str, condition: Q) -> migrations.AddConstraint:
    return migrations.AddConstraint("share", models.CheckConstraint(condition=condition, name=name))


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0029_buy_bundles_by_card"),
        ("programme", "0001_fund_and_subsidise"),
        ("ledger", "0005_know_cards"),
    ]
    operations = [
        migrations.AddField(
            "share", "owed_cents", models.PositiveIntegerField(default=0, verbose_name="owed of it, cents")
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        checked("no_more_is_owed_than_is_kept", Q(owed_cents=0) | Q(owed_cents__lte=F("kept_cents"))),
        checked(
            "what_is_kept_on_trust_is_owed",
            ~Q(source__in=("on_site", "invoice")) | Q(kept_cents=None) | Q(owed_cents=F("kept_cents")),
        ),
        checked("what_is_carried_is_not_owed", Q(owed_cents=0) | ~Q(source__in=("fund", "bundle"))),
    ]
