"""What sales of bundles have to have in the book: their services, their money, and nothing taken back too early."""

# By the end of the entry's key: services, and cents where it was paid at the desk.
SALES = """
due AS (
    SELECT format('sale:%s:%s', sale.id, how) AS key, amount FROM bookings_sale sale
    JOIN services_bundle bundle ON bundle.id = sale.bundle_id
    CROSS JOIN LATERAL (VALUES
        ('services', bundle.services::bigint), ('due', sale.price_cents), ('paid', sale.price_cents)
    ) AS told (how, amount)
    WHERE amount > 0 AND (how = 'services' OR sale.sold_by_id IS NOT NULL)
), entered AS (
    SELECT entry.key, max(amount) AS amount FROM ledger_entry entry
    JOIN ledger_posting posting ON posting.entry_id = entry.id
    WHERE entry.key ~ '^sale:[0-9]+:(services|due|paid)$' GROUP BY entry.id
)
"""
QUESTIONS = (
    f"""WITH {SALES}
       SELECT format('The book should have %s of %s, and has %s.', coalesce(due.amount, 0), key,
                     coalesce(entered.amount, 0))
       FROM due FULL JOIN entered USING (key)
       WHERE coalesce(due.amount, 0) <> coalesce(entered.amount, 0) ORDER BY key""",
    """SELECT format('Entry %s takes back what is good until %s.', entry.key, sale.last_day)
       FROM ledger_entry entry JOIN bookings_sale sale ON sale.id = split_part(entry.key, ':', 2)::bigint
       JOIN services_bundle bundle ON bundle.id = sale.bundle_id
       JOIN organisations_organisation body ON body.life_ptr_id = bundle.organisation_id
       WHERE entry.key ~ '^sale:[0-9]+:over:'
       AND sale.returned_at IS NULL
       AND (sale.last_day IS NULL OR (entry.at AT TIME ZONE body.zone)::date <= sale.last_day) ORDER BY entry.id""",
    """SELECT format('Purchase %s is %s, and %s.', purchase.life_ptr_id, life.status,
                     CASE WHEN sale.id IS NULL THEN 'nothing was sold' ELSE 'something was sold' END)
       FROM bookings_purchase purchase JOIN lives_life life ON life.id = purchase.life_ptr_id
       LEFT JOIN bookings_sale sale ON sale.id = purchase.sale_id
       WHERE (life.status IN ('bought', 'returned')) <> (sale.id IS NOT NULL) ORDER BY purchase.life_ptr_id""",
    """SELECT format('Sale %s was sold by nobody, and bought by nobody.', sale.id)
       FROM bookings_sale sale LEFT JOIN bookings_purchase purchase ON purchase.sale_id = sale.id
       WHERE sale.sold_by_id IS NULL AND purchase.life_ptr_id IS NULL ORDER BY sale.id""",
)
