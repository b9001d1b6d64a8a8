"""What was agreed before there were shares is paid on site, or by invoice where an organisation asked for it."""

from django.db import migrations

NOT_AGREED = "('new', 'waiting', 'invited', 'quoted', 'declined', 'cancelled', 'expired', 'excused', 'not_there', 'settled', 'returned')"
FILL = f"""
INSERT INTO bookings_share (booking_id, source, cents, kept_cents)
SELECT life.id, CASE WHEN client_id IS NULL THEN 'on_site' ELSE 'invoice' END, price_cents,
       CASE WHEN life.status = 'done' THEN price_cents END
FROM bookings_booking JOIN lives_life life ON life.id = life_ptr_id
WHERE price_cents > 0 AND life.status NOT IN {NOT_AGREED}
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0015_share_out_prices"), ("lives", "0002_changes_of_a_life")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
