"""What was to be paid by card is; a bank transfer was none that could be chosen before."""

from django.db import migrations

FILL = "UPDATE bookings_booking SET way = 'card' WHERE by_card"
EMPTY = "UPDATE bookings_booking SET by_card = (way = 'card')"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0038_choose_among_ways_to_pay")]
    operations = [migrations.RunSQL(FILL, EMPTY)]
