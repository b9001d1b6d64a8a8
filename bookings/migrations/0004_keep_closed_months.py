"""Hours that stand in a closed month's list stay as they are."""

from django.db import migrations

STAYS = """
CREATE FUNCTION bookings_closed_hours_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.month_end_id IS NOT NULL THEN
        RAISE EXCEPTION 'The month is closed: no % on %.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'closed_months_stay';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE ON bookings_workedhours
    FOR EACH ROW EXECUTE FUNCTION bookings_closed_hours_stay();
CREATE TRIGGER only_added_to BEFORE DELETE ON bookings_workedhours
    FOR EACH ROW EXECUTE FUNCTION bookings_closed_hours_stay()
"""
GONE = """
DROP TRIGGER never_changed ON bookings_workedhours;
DROP TRIGGER only_added_to ON bookings_workedhours;
DROP FUNCTION bookings_closed_hours_stay()
"""


class Migration(migrations.Migration):
    replaces = [("bookings", "0052_keep_closed_months_as_they_were")]
    dependencies = [("bookings", "0003_keep_rules")]
    operations = [migrations.RunSQL(STAYS, GONE)]
