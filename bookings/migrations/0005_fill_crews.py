"""Whoever was sent alone is the crew."""

from django.db import migrations

FILL = """
INSERT INTO bookings_booking_crew (booking_id, resource_id)
SELECT life_ptr_id, worker_id FROM bookings_booking WHERE worker_id IS NOT NULL ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0004_take_crews_seats_and_clients")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
