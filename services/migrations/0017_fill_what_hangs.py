"""What hangs, and since when, as the history of each garment says."""

from django.db import migrations

FILL = """
UPDATE services_garment garment
SET hangs = life.status = 'rack',
    hung_at = coalesce((SELECT max(at) FROM lives_change WHERE life_id = life.id AND step = 'hang'), now())
FROM lives_life life
WHERE life.id = garment.life_ptr_id AND life.status IN ('rack', 'reserved')
"""


class Migration(migrations.Migration):
    dependencies = [("lives", "0002_changes_of_a_life"), ("services", "0016_find_what_hangs")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
