"""Do bookings, their shares and the book say the same? Nothing here repairs anything."""

from collections.abc import Iterator

from django.db import connection

from bookings.payments import sold

# What each share has to have in the book, by the end of the entry's key: cents, or one service of a bundle. What was
# done before there were shares was entered under the key of its booking.
DUE = """
due AS (
    SELECT share.id, how, amount FROM bookings_share share
    CROSS JOIN LATERAL (VALUES
        ('promised', CASE source WHEN 'fund' THEN cents WHEN 'bundle' THEN 1 END),
        ('kept', CASE source WHEN 'bundle' THEN sign(kept_cents)::bigint WHEN 'fund' THEN kept_cents
                          ELSE owed_cents END),
        ('paid', CASE WHEN paid_at IS NOT NULL THEN owed_cents END),
        ('back', CASE source WHEN 'fund' THEN cents - kept_cents
                          WHEN 'bundle' THEN sign(cents - kept_cents)::bigint END)
    ) AS told (how, amount)
    WHERE amount > 0 AND NOT EXISTS (
        SELECT FROM ledger_entry entry WHERE entry.key = format('booking:%s:due', share.booking_id)
    )
)
"""
ENTERED = """
entered AS (
    SELECT split_part(entry.key, ':', 2)::bigint AS id, split_part(entry.key, ':', 3) AS how, max(amount) AS amount
    FROM ledger_entry entry JOIN ledger_posting posting ON posting.entry_id = entry.id
    WHERE entry.key LIKE 'share:%' AND split_part(entry.key, ':', 3) IN ('promised', 'kept', 'back', 'paid')
    GROUP BY entry.id
)
"""
# What cards paid stands in the book under keys of charges, refunds, transfers and reversals, whatever shares say.
MOVED = """
moved AS (
    SELECT format('charge:%s:captured', life_ptr_id) AS key, captured_cents AS amount FROM bookings_charge
    WHERE captured_cents > 0
    UNION ALL SELECT format('charge:%s:lost', life_ptr_id), captured_cents - (
        SELECT coalesce(sum(refund.cents), 0) FROM bookings_refund refund JOIN lives_life given
        ON given.id = refund.life_ptr_id AND given.status = 'given' WHERE refund.charge_id = charge.life_ptr_id
    ) FROM bookings_charge charge JOIN lives_life life ON life.id = life_ptr_id WHERE life.status = 'lost'
    UNION ALL SELECT format('refund:%s:given', life_ptr_id), cents FROM bookings_refund
    JOIN lives_life life ON life.id = life_ptr_id WHERE life.status = 'given'
    UNION ALL SELECT format('transfer:%s:sent', life_ptr_id), cents FROM bookings_transfer
    JOIN lives_life life ON life.id = life_ptr_id WHERE life.status = 'sent'
    UNION ALL SELECT format('reversal:%s:taken', life_ptr_id), cents FROM bookings_reversal
    JOIN lives_life life ON life.id = life_ptr_id WHERE life.status = 'taken'
)
"""
# Each statement answers one column, the difference as a sentence.
QUESTIONS = (
    """SELECT format('Booking %s costs %s, and its shares come to %s.', reference, price_cents, sum(share.cents))
       FROM bookings_booking booking JOIN bookings_share share ON share.booking_id = life_ptr_id
       GROUP BY life_ptr_id HAVING sum(share.cents) <> price_cents ORDER BY life_ptr_id""",
    f"""WITH {DUE}, {ENTERED}
       SELECT format('Share %s should have %s %s, and the book has %s.', coalesce(due.id, entered.id),
                     coalesce(due.how, entered.how), coalesce(due.amount, 0), coalesce(entered.amount, 0))
       FROM due FULL JOIN entered ON due.id = entered.id AND due.how = entered.how
       WHERE coalesce(due.amount, 0) <> coalesce(entered.amount, 0) ORDER BY coalesce(due.id, entered.id)""",
    f"""WITH {MOVED}, entered AS (
           SELECT entry.key, max(amount) AS amount FROM ledger_entry entry
           JOIN ledger_posting posting ON posting.entry_id = entry.id
           WHERE entry.key ~ '^(charge:[0-9]+:(captured|lost)|refund:[0-9]+:given)$'
              OR entry.key ~ '^(transfer:[0-9]+:sent|reversal:[0-9]+:taken)$'
           GROUP BY entry.id
       )
       SELECT format('The book should have %s of %s, and has %s.', coalesce(moved.amount, 0), key,
                     coalesce(entered.amount, 0))
       FROM moved FULL JOIN entered USING (key)
       WHERE coalesce(moved.amount, 0) <> coalesce(entered.amount, 0) ORDER BY key""",
)


def differences() -> Iterator[str]:
    """A sentence for each thing that is not as it must be; none is what there should be."""
    for question in (*QUESTIONS, *sold.QUESTIONS):
        with connection.cursor() as cursor:
            cursor.execute(question)
            yield from (sentence for (sentence,) in cursor.fetchall())
