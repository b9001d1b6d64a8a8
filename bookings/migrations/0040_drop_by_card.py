from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bookings", "0039_fill_ways_to_pay")]
    operations = [migrations.RemoveField("booking", "by_card")]
