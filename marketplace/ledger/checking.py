"""Does the book agree with itself? The database lets nothing in that does not; this asks again, over all of it.

It finds what came past the guards: a restored dump, a hand at the database, a guard that was switched off.
"""

from collections.abc import Iterator

from django.db import connection

# Each statement answers one column, the difference as a sentence.
QUESTIONS = (
    """SELECT format('Entry %s does not balance: %s %s over.', entry.key, sum(posting.amount), account.currency)
       FROM ledger_entry entry JOIN ledger_posting posting ON posting.entry_id = entry.id
       JOIN ledger_account account ON account.id = posting.account_id
       GROUP BY entry.id, account.currency HAVING sum(posting.amount) <> 0 ORDER BY entry.id""",
    """SELECT format('Entry %s has %s of at least two postings.', entry.key, count(posting.id))
       FROM ledger_entry entry LEFT JOIN ledger_posting posting ON posting.entry_id = entry.id
       GROUP BY entry.id HAVING count(posting.id) < 2 ORDER BY entry.id""",
    """SELECT format('Account %s (%s, %s) is below zero: %s.', holder, kind, currency, sum(posting.amount))
       FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
       WHERE never_below_zero GROUP BY account.id HAVING sum(posting.amount) < 0 ORDER BY account.id""",
    """SELECT DISTINCT format('Entry %s is not the mirror of what it takes back.', entry.key)
       FROM ledger_entry entry JOIN ledger_posting posting ON posting.entry_id IN (entry.id, entry.reverses_id)
       WHERE entry.reverses_id IS NOT NULL GROUP BY entry.id, posting.account_id HAVING sum(posting.amount) <> 0""",
)


def differences() -> Iterator[str]:
    """A sentence for each thing that is not as it must be; none is what there should be."""
    for question in QUESTIONS:
        with connection.cursor() as cursor:
            cursor.execute(question)
            yield from (sentence for (sentence,) in cursor.fetchall())
