"""Rules by which people were put in order stay as they were: a new version follows, none is changed or taken out."""

from django.db import migrations

STAYS = """
CREATE FUNCTION bookings_rules_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rules of matching are only added to: no % on %.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'rules_are_only_added_to';
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE OF version, rules, approved_by, approved_on, valid_from ON bookings_ruleset
    FOR EACH STATEMENT EXECUTE FUNCTION bookings_rules_stay();
CREATE TRIGGER only_added_to BEFORE DELETE ON bookings_ruleset
    FOR EACH ROW EXECUTE FUNCTION bookings_rules_stay()
"""
GONE = """
DROP TRIGGER never_changed ON bookings_ruleset;
DROP TRIGGER only_added_to ON bookings_ruleset;
DROP FUNCTION bookings_rules_stay()
"""


class Migration(migrations.Migration):
    replaces = [("bookings", "0049_keep_rules_as_they_were")]
    dependencies = [("bookings", "0002_keep_receipts")]
    operations = [migrations.RunSQL(STAYS, GONE)]
