"""Do bookings, their shares and the book say the same? Nothing here repairs anything."""

from collections.abc import Iterator

from django.db import connection

from bookings.payments import sold

# What each share has to have in the book, by the end of the entry's key: cents, or one service of a bundle. What was
# done before there were shares was entered under the key of its booking.
DUE = """
due AS (
    SELECT share.id, how, amount FROM bookings_share share
    CROSS JOIN LATERAL (
        SELECT kept_cents + coalesce(sum(given.cents), 0) AS first_kept FROM bookings_givenback given
        WHERE given.share_id = share.id
    ) AS by_hand
    CROSS JOIN LATERAL (VALUES
        ('promised', CASE source WHEN 'fund' THEN cents WHEN 'bundle' THEN 1 END),
        ('kept', CASE source WHEN 'bundle' THEN sign(first_kept)::bigint WHEN 'fund' THEN first_kept
                          ELSE owed_cents END),
        ('paid', CASE WHEN paid_at IS NOT NULL THEN paid_cents END),
        ('returned', CASE WHEN returned_at IS NOT NULL THEN paid_cents - kept_cents END),
        ('back', CASE source WHEN 'fund' THEN cents - first_kept
                          WHEN 'bundle' THEN sign(cents - first_kept)::bigint END)
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
    WHERE entry.key LIKE 'share:%' AND split_part(entry.key, ':', 3) IN ('promised', 'kept', 'back', 'paid', 'returned')
    GROUP BY entry.id
)
"""
# What desks gave back by hand of what was carried.
BY_HAND = """
moved AS (
    SELECT format('given:%s:back', given.id) AS key, CASE source WHEN 'bundle' THEN 1 ELSE given.cents END AS amount
    FROM bookings_givenback given JOIN bookings_share share ON share.id = given.share_id
)
"""
# What cards paid stands in the book under keys of charges, refunds, transfers and reversals, whatever shares say.
MOVED = """
moved AS (
    SELECT format('charge:%s:captured', life_ptr_id) AS key, captured_cents AS amount FROM bookings_charge
    WHERE captured_cents > 0
    UNION ALL SELECT format('charge:%s:lost', life_ptr_id), lost_cents FROM bookings_charge WHERE lost_cents > 0
    UNION ALL SELECT format('refund:%s:given', life_ptr_id), cents FROM bookings_refund
    JOIN lives_life life ON life.id = life_ptr_id WHERE life.status = 'given'
    UNION ALL SELECT format('refund:%s:%s', life_ptr_id, how), cents FROM bookings_refund
    JOIN lives_life life ON life.id = life_ptr_id CROSS JOIN (VALUES ('due'), ('outside')) AS told (how)
    WHERE life.status = 'outside'
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
    f"""WITH {BY_HAND}, entered AS (
           SELECT entry.key, max(amount) AS amount FROM ledger_entry entry
           JOIN ledger_posting posting ON posting.entry_id = entry.id
           WHERE entry.key ~ '^given:[0-9]+:back$' GROUP BY entry.id
       )
       SELECT format('The book should have %s of %s, and has %s.', coalesce(moved.amount, 0), key,
                     coalesce(entered.amount, 0))
       FROM moved FULL JOIN entered USING (key)
       WHERE coalesce(moved.amount, 0) <> coalesce(entered.amount, 0) ORDER BY key""",
    f"""WITH {MOVED}, each AS (
           SELECT regexp_replace(entry.key, '^(charge:[0-9]+):[0-9]+:lost$', '\\1:lost') AS key, max(amount) AS amount
           FROM ledger_entry entry JOIN ledger_posting posting ON posting.entry_id = entry.id
           WHERE (entry.key ~ '^(charge:[0-9]+:(captured|([0-9]+:)?lost)|refund:[0-9]+:(given|due|outside))$'
              OR entry.key ~ '^(transfer:[0-9]+:sent|reversal:[0-9]+:taken)$')
              AND NOT EXISTS (SELECT FROM ledger_entry back WHERE back.reverses_id = entry.id)
           GROUP BY entry.id
       ), entered AS (SELECT key, sum(amount) AS amount FROM each GROUP BY key)
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
