"""What the book costs: an entry beside a bare insert of the same rows, and a page of a statement of a million lines."""

import time
from collections.abc import Callable, Iterator

ENTRIES, ROUNDS, POSTINGS, LINES = 300, 9, 1_000_000, 50
MOST = 2  # times its bare SQL: what a page of a statement may take
# Without guards and without accounts: what the rows alone cost, one after the other, each committed.
PAPER = """
DROP TABLE IF EXISTS bench_entry, bench_posting;
CREATE TABLE bench_entry (id bigserial PRIMARY KEY, key text, at timestamptz, why text, about text);
CREATE TABLE bench_posting (id bigserial PRIMARY KEY, entry_id bigint, account_id bigint, amount bigint)
"""
FILL = """
WITH entry AS (
    INSERT INTO ledger_entry (key, at, why, about)
    SELECT 'bench:' || number, now(), 'Bench', '' FROM generate_series(1, %(postings)s) AS number RETURNING id
)
INSERT INTO ledger_posting (entry_id, account_id, amount)
SELECT id, account, amount FROM entry
CROSS JOIN LATERAL (VALUES (%(one)s, -1 - id %% 7), (%(other)s, 1 + id %% 7)) AS side (account, amount)
"""
BARE = """
SELECT posting.id, amount, entry.*, (SELECT sum(amount) FROM ledger_posting WHERE account_id = %(account)s)
FROM ledger_posting posting JOIN ledger_entry entry ON entry.id = entry_id
WHERE account_id = %(account)s ORDER BY posting.id DESC LIMIT %(lines)s
"""


def measure_post() -> Iterator[dict]:
    from marketplace.ledger import book

    one, other = accounts("post")
    prefix = time.time_ns()
    turns = iter(range(ENTRIES * ROUNDS))

    def ours() -> None:
        for _entry in range(ENTRIES):
            book.post(f"bench:{prefix}:{next(turns)}", {one: -5, other: 5}, why="Bench")

    value, limit = best(ours) / ENTRIES, best(bare_insert()) / ENTRIES
    yield {
        "value": value,
        "unit": "ms an entry, lower is better",
        "limit": limit,
        "limit_is": "an insert of the same rows into tables without guards",
        "ratio": value / limit,
    }


def bare_insert() -> Callable[[], None]:
    from django.db import connection, transaction
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute(PAPER)

    def insert() -> None:
        for number in range(ENTRIES):
            with transaction.atomic(), connection.cursor() as cursor:
                row = [f"bench:{number}", timezone.now(), "Bench"]
                cursor.execute(
                    "INSERT INTO bench_entry (key, at, why, about) VALUES (%s, %s, %s, '') RETURNING id", row
                )
                entry = cursor.fetchone()[0]
                sides = [entry, 1, -5, entry, 2, 5]
                cursor.execute(
                    "INSERT INTO bench_posting (entry_id, account_id, amount) VALUES (%s, %s, %s), (%s, %s, %s)", sides
                )

    return insert


def measure_statement() -> Iterator[dict]:
    from django.db import connection

    from marketplace.ledger import book

    account, other = accounts("statement")
    if not account.postings.exists():
        fill(account, other)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, {"account": account.pk, "lines": LINES})
            cursor.fetchall()

    value, sql = best(lambda: book.statement(account, size=LINES)), best(bare)
    yield {
        "value": value,
        "unit": "ms, lower is better",
        "limit": sql * MOST,
        "limit_is": f"{MOST} times its bare SQL",
        "ratio": value / (sql * MOST),
        "postings": POSTINGS,
    }


def fill(account, other) -> None:
    """A million lines, past the guards: they would look at each entry, and are measured by `ledger_post`."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        switch(cursor, "DISABLE")
        cursor.execute(FILL, {"postings": POSTINGS, "one": account.pk, "other": other.pk})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        switch(cursor, "ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_posting")


def switch(cursor, how: str) -> None:
    for table in ("ledger_entry", "ledger_posting"):
        cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


def accounts(name: str):
    """Two accounts without a floor, of nobody's."""
    from marketplace.ledger import book
    from marketplace.ledger.models import Account

    kinds = Account.Kind.ON_SITE, Account.Kind.INVOICED
    return [book.account(f"bench_{name}:1", kind) for kind in kinds]


def best(deed: Callable[[], object]) -> float:
    """The shortest of some rounds, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        deed()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)
