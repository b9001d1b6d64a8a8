"""Whatever is entered and taken back, in whatever order, the book balances and nobody falls through a floor."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from marketplace.ledger import book, checking
from marketplace.ledger.models import Account, Entry, Posting
from marketplace.refusals import Refused

ACCOUNTS = [
    (holder, kind, currency)
    for currency in ("EUR", "points:abito")
    for holder, kind in (("organisation:1", "issued"), ("household:1", "held"), ("household:2", "held"))
]
amounts = st.integers(-60, 60)
entries = st.tuples(st.just("post"), st.integers(0, 8), st.dictionaries(st.sampled_from(range(6)), amounts, max_size=4))
transfers = st.builds(
    lambda key, first, second, amount: ("post", key, {first: -amount, second: amount}),
    st.integers(0, 8), st.integers(0, 5), st.integers(0, 5), st.integers(1, 60),
)  # fmt: skip
reversals = st.tuples(st.just("reverse"), st.integers(0, 8), st.none())


class TestBook(TestCase):
    @given(st.lists(transfers | entries | reversals, max_size=20))
    def test_any_series_of_entries_and_reversals_keeps_the_book(self, deeds):
        accounts = [book.account(*names) for names in ACCOUNTS]
        expected = Counter()

        for act, key, lines in deeds:
            expected.update(entered(act, str(key), {accounts[n]: amount for n, amount in (lines or {}).items()}))

        sums = Posting.objects.values("account__currency").annotate(sum=Sum("amount"))
        assert {row["sum"] for row in sums} <= {0}
        assert all(book.balance(account) >= 0 for account in accounts if account.never_below_zero)
        assert {account: book.balance(account) for account in accounts} == {a: expected[a] for a in accounts}
        assert list(checking.differences()) == []


def entered(act, key, lines) -> dict[Account, int]:
    """What this adds to the accounts: nothing when it is refused or a repeat."""
    known = Entry.objects.count()
    try:
        entry = book.post(key, lines, why="Deed") if act == "post" else book.reverse(Entry.objects.get(key=key))
    except (Refused, ValidationError, Entry.DoesNotExist):
        return {}
    return entry.lines() if Entry.objects.count() > known else {}
