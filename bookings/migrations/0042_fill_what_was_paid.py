"""Before there were bank transfers what was paid was what was owed."""

from django.db import migrations

FILL = "UPDATE bookings_share SET paid_cents = owed_cents WHERE paid_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0041_pay_by_bank")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
