"""The database keeps receipts: none is changed or taken out, and the next one has the next number."""

from django.db import migrations

STAYS = """
CREATE FUNCTION receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A receipt stays as it was given: no % on %.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_receipt_stays';
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON bookings_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION receipt_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON bookings_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION receipt_stays()
"""
FREE = """
DROP TRIGGER only_added_to ON bookings_receipt; DROP TRIGGER never_emptied ON bookings_receipt;
DROP FUNCTION receipt_stays()
"""

# Two who give a number at the same time have met at the row of the book before: here the second sees the first.
IN_TURN = """
CREATE FUNCTION receipt_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + coalesce((
        SELECT max(number) FROM bookings_receipt WHERE organisation_id = NEW.organisation_id AND year = NEW.year
    ), 0) THEN
        RAISE EXCEPTION 'Receipt %/% does not follow the last one.', NEW.number, NEW.year
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'receipts_follow_each_other';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_turn BEFORE INSERT ON bookings_receipt FOR EACH ROW EXECUTE FUNCTION receipt_in_turn()
"""
ANY_TURN = "DROP TRIGGER in_turn ON bookings_receipt; DROP FUNCTION receipt_in_turn()"


class Migration(migrations.Migration):
    replaces = [("bookings", "0022_guard_receipts")]
    dependencies = [("bookings", "0001_tables")]
    operations = [migrations.RunSQL(STAYS, FREE), migrations.RunSQL(IN_TURN, ANY_TURN)]
