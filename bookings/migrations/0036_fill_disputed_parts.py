"""So far the whole of what had not gone back counted as disputed, or as lost. And what nobody here had begun to take
back of a transfer was taken back by hand at Stripe."""

from django.db import migrations

LEFT = """captured_cents - (
    SELECT coalesce(sum(refund.cents), 0) FROM bookings_refund refund JOIN lives_life given
    ON given.id = refund.life_ptr_id AND given.status = 'given' WHERE refund.charge_id = charge.life_ptr_id)"""
FILL = f"""
UPDATE bookings_charge charge SET disputed_cents = {LEFT}
FROM lives_life life WHERE life.id = charge.life_ptr_id AND life.status = 'disputed';
UPDATE bookings_charge charge SET lost_cents = {LEFT}
FROM lives_life life WHERE life.id = charge.life_ptr_id AND life.status = 'lost';
UPDATE bookings_reversal reversal SET by_hand = true WHERE NOT EXISTS (
    SELECT FROM lives_change taken WHERE taken.life_id = reversal.life_ptr_id AND taken.step = 'begin');
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0035_dispute_parts")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
