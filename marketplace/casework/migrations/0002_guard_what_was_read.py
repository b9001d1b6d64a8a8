"""The database keeps who opened a file, and what was said on the first day: neither is ever changed."""

from django.db import migrations

STAYS = """
CREATE FUNCTION casework_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'This is only added to: no % on %.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'casework_is_only_added_to';
END $$
"""
GONE = "DROP FUNCTION casework_stays()"

# After two years a reading may go. Nothing changes one, at any age.
READINGS = """
CREATE TRIGGER never_changed BEFORE UPDATE ON casework_reading FOR EACH STATEMENT EXECUTE FUNCTION casework_stays();
CREATE TRIGGER only_added_to BEFORE DELETE ON casework_reading
    FOR EACH ROW WHEN (OLD.at > now() - interval '24 months') EXECUTE FUNCTION casework_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_reading FOR EACH STATEMENT EXECUTE FUNCTION casework_stays()
"""
# A snapshot goes with the whole file, in the transaction that says so.
SNAPSHOTS = """
CREATE TRIGGER never_changed BEFORE UPDATE OF participant_id, kind, taken_on, asked, form_version ON casework_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION casework_stays();
CREATE TRIGGER only_added_to BEFORE DELETE ON casework_snapshot
    FOR EACH ROW WHEN (coalesce(current_setting('casework.forgetting', true), '') <> 'on')
    EXECUTE FUNCTION casework_stays();
CREATE TRIGGER sealed_anew BEFORE UPDATE OF sealed ON casework_snapshot
    FOR EACH ROW WHEN (coalesce(current_setting('casework.rotating', true), '') <> 'on')
    EXECUTE FUNCTION casework_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_snapshot FOR EACH STATEMENT EXECUTE FUNCTION casework_stays()
"""
FREE = (
    "DROP TRIGGER never_changed ON {0}; DROP TRIGGER only_added_to ON {0}; DROP TRIGGER never_emptied ON {0}",
    "DROP TRIGGER sealed_anew ON casework_snapshot;",
)


class Migration(migrations.Migration):
    replaces = [("casework", "0002_keep_what_was_read")]
    dependencies = [("casework", "0001_tables")]
    operations = [
        migrations.RunSQL(STAYS, GONE),
        migrations.RunSQL(READINGS, FREE[0].format("casework_reading")),
        migrations.RunSQL(SNAPSHOTS, FREE[1] + FREE[0].format("casework_snapshot")),
    ]
