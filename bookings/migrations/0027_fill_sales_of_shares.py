"""What was sold before stays where it is held: all that one person bought of one bundle, in one account of hers."""

from django.db import migrations

ACCOUNTS = """
UPDATE bookings_sale sale SET account_id = account.id FROM ledger_account account
WHERE account.user_id = sale.person_id AND account.kind = 'held'
AND account.currency = format('bundle:%s', sale.bundle_id)
"""
SALES = """
UPDATE bookings_share share SET sale_id = (
    SELECT min(sale.id) FROM bookings_sale sale
    WHERE sale.bundle_id = share.bundle_id AND sale.person_id = booking.customer_id
) FROM bookings_booking booking WHERE booking.life_ptr_id = share.booking_id AND share.source = 'bundle'
"""
BUNDLES = """
UPDATE bookings_share share SET bundle_id = sale.bundle_id FROM bookings_sale sale WHERE sale.id = share.sale_id
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0026_hold_services_by_sale")]
    operations = [
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(SALES, BUNDLES),
    ]
