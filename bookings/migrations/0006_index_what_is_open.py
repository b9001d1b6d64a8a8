"""What is still open is found by when it ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0005_fill_crews")]
    operations = [
        migrations.AddIndex("booking", models.Index(fields=["organisation", "ends_at"], name="open_bookings_at_desk")),
        migrations.AddIndex("booking", models.Index(fields=["customer", "ends_at"], name="open_bookings_of_customer")),
    ]
