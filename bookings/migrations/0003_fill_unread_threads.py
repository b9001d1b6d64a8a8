"""What waits today, read once from all that was ever said."""

from django.db import migrations

PEOPLE = """
INSERT INTO bookings_unread (life_id, reader_id, message_id)
SELECT booking.life_ptr_id, person.id, max(message.id)
FROM bookings_booking AS booking
LEFT JOIN services_resource AS worker ON worker.id = booking.worker_id AND worker.active
CROSS JOIN LATERAL (SELECT booking.customer_id UNION SELECT worker.user_id) AS person(id)
JOIN bookings_message AS message ON message.life_id = booking.life_ptr_id AND message.author_id <> person.id
LEFT JOIN bookings_readcursor AS cursor ON cursor.life_id = booking.life_ptr_id AND cursor.reader_id = person.id
WHERE message.id > coalesce(cursor.message_id, 0)
GROUP BY booking.life_ptr_id, person.id
"""
DESKS = """
INSERT INTO bookings_unread (life_id, desk_id, message_id)
SELECT booking.life_ptr_id, booking.organisation_id, last.id
FROM bookings_booking AS booking
CROSS JOIN LATERAL (
    SELECT id, role FROM bookings_message WHERE life_id = booking.life_ptr_id ORDER BY id DESC LIMIT 1
) AS last
WHERE last.role <> 'provider' AND NOT EXISTS (
    SELECT FROM bookings_readcursor AS cursor
    JOIN organisations_membership AS member ON member.user_id = cursor.reader_id
    WHERE cursor.life_id = booking.life_ptr_id AND cursor.message_id >= last.id
    AND member.organisation_id = booking.organisation_id AND member.role IN ('owner', 'coordinator')
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0002_unread_threads"),
        ("services", "0001_initial"),
        ("organisations", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(PEOPLE, migrations.RunSQL.noop),
        migrations.RunSQL(DESKS, "DELETE FROM bookings_unread"),
    ]
