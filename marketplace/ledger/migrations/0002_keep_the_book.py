"""The database keeps the book: what is entered balances, stays, and leaves nobody below zero who must not be there."""

from django.db import migrations

TABLES = ("ledger_account", "ledger_entry", "ledger_posting")

# The errors name themselves like constraints, so that marketplace.ledger.book can say them in words for people.
STAYS = """
CREATE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The book is only added to: no % on %.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_book_is_only_added_to';
END $$
"""

GUARD = """
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION ledger_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION ledger_stays()
"""
UNGUARD = "DROP TRIGGER only_added_to ON {0}; DROP TRIGGER never_emptied ON {0}"

# The postings of an entry come in one statement, so the entry can be judged as a whole when that statement ends, and
# nothing can be added to it later.
BALANCES = """
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added GROUP BY entry_id
        HAVING count(*) < (SELECT count(*) FROM ledger_posting posting WHERE posting.entry_id = added.entry_id)
    ) THEN
        RAISE EXCEPTION 'Nothing is added to an entry that has its postings.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_entry_is_written_at_once';
    END IF;
    IF EXISTS (
        SELECT FROM added JOIN ledger_account account ON account.id = added.account_id
        GROUP BY added.entry_id, account.currency HAVING sum(added.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'An entry balances to zero in each currency.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'every_entry_balances';
    END IF;
    IF EXISTS (
        SELECT FROM ledger_entry entry
        JOIN ledger_posting posting ON posting.entry_id IN (entry.id, entry.reverses_id)
        WHERE entry.id IN (SELECT entry_id FROM added) AND entry.reverses_id IS NOT NULL
        GROUP BY entry.id, posting.account_id HAVING sum(posting.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'What takes an entry back is its mirror.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_reversal_is_a_mirror';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER balances AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_balances()
"""

# An entry without postings has nothing that the trigger above could see: it is looked at when the transaction ends.
TWO_SIDES = """
CREATE FUNCTION ledger_has_two_sides() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM ledger_posting WHERE entry_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'Entry % has fewer than two postings.', NEW.key
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_entry_has_two_sides';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER has_two_sides AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_has_two_sides()
"""

# Two who spend from one account at the same time: the second waits for the row of the account, then sums what the
# first has left. The sum must be a statement of its own, after the lock: under READ COMMITTED it sees then what was
# committed while waiting. Under REPEATABLE READ it would not, so nothing is spent there. What only adds to an account
# waits for nobody. NO KEY, or every posting's foreign key would wait as well.
FLOORS = """
CREATE FUNCTION ledger_keeps_floors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent ledger_account;
BEGIN
    FOR spent IN
        SELECT account.* FROM ledger_account account
        WHERE account.never_below_zero AND account.id IN (SELECT account_id FROM added WHERE amount < 0)
        ORDER BY account.id FOR NO KEY UPDATE OF account
    LOOP
        IF current_setting('transaction_isolation') = 'repeatable read' THEN
            RAISE EXCEPTION 'Nothing is spent under REPEATABLE READ.';
        END IF;
        IF (SELECT sum(amount) FROM ledger_posting WHERE account_id = spent.id) < 0 THEN
            RAISE EXCEPTION 'Account % would fall below zero.', spent.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'never_below_zero', DETAIL = spent.currency;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER keeps_floors AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps_floors()
"""


def undo(trigger: str, table: str, function: str) -> str:
    return f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()"


class Migration(migrations.Migration):
    replaces = [("ledger", "0002_guard_the_book")]
    dependencies = [("ledger", "0001_tables")]
    operations = [
        migrations.RunSQL(STAYS, "DROP FUNCTION ledger_stays()"),
        *(migrations.RunSQL(GUARD.format(table), UNGUARD.format(table)) for table in TABLES),
        migrations.RunSQL(BALANCES, undo("balances", "ledger_posting", "ledger_balances")),
        migrations.RunSQL(TWO_SIDES, undo("has_two_sides", "ledger_entry", "ledger_has_two_sides")),
        migrations.RunSQL(FLOORS, undo("keeps_floors", "ledger_posting", "ledger_keeps_floors")),
    ]
