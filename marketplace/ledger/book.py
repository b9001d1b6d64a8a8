"""The one way into the book, and how it is read. What may not be is refused by the database; here it gets its words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from marketplace.ledger import currencies
from marketplace.ledger.models import Account, Entry, Posting
from marketplace.refusals import Refused

TAKEN_BACK = gettext_noop("Taken back")
Lines = Mapping[Account, int]


@dataclass(frozen=True)
class Line:
    """A posting in a statement, with what the account held after it."""

    posting: Posting
    balance: int

    @property
    def said(self) -> str:
        """The balance, in words."""
        return self.posting.account.said(self.balance)


def account(holder: Any, kind: str, currency: str = currencies.EUR) -> Account:
    """The account of this holder; opened when there is none. `holder` is a user, or the topic of anything else."""
    person = None if isinstance(holder, str) else holder
    topic = f"user:{person.pk}" if person else holder
    defaults = {"user": person, "never_below_zero": kind in Account.FLOORED}
    return Account.objects.get_or_create(holder=topic, kind=kind, currency=currency, defaults=defaults)[0]


def post(key: str, lines: Lines, *, why: str, about: str = "", by: Any = None, reverses: Entry | None = None) -> Entry:
    """Enter what happened: to each account its amount, in cents, points or services; below zero, from it.

    `key` makes a repeat harmless; `why` is a message of the catalogue or somebody's own words; `about` is the topic of
    a life. Raises ValidationError for lines that cannot be, Refused when an account would fall below zero.
    """
    check(lines)
    entry = Entry(key=key, at=timezone.now(), why=why, about=about, by=by, reverses=reverses)
    try:
        with transaction.atomic():
            write(entry, lines)
    except IntegrityError as error:
        return entered_before(key, lines) or refuse(error)
    return entry


def reverse(entry: Entry, *, why: str = TAKEN_BACK, by: Any = None) -> Entry:
    """Take back a whole entry by its mirror; both stay. An entry is taken back once, and a repeat is harmless."""
    lines = {account: -amount for account, amount in entry.lines().items()}
    return post(f"{entry.key}:reversed", lines, why=why, about=entry.about, by=by, reverses=entry)


def balance(account: Account, at: datetime | None = None) -> int:
    """What the account holds now, or held at that moment."""
    postings = account.postings.filter(entry__at__lte=at) if at else account.postings.all()
    return postings.aggregate(sum=Sum("amount"))["sum"] or 0


def statement(account: Account, before: int | None = None, size: int = 50) -> list[Line]:
    """A page of postings, the newest first, in one query; `before` is the last posting of the page before."""
    postings = Posting.objects.filter(account=account)
    if before:
        postings = postings.filter(pk__lt=before)
    # The sum belongs to the same snapshot as the rows, or somebody's posting in between would shift every line.
    sums = postings.order_by().values("account").annotate(sum=Sum("amount")).values("sum")
    page = postings.select_related("entry", "account").annotate(closing=Subquery(sums)).order_by("-pk")[:size]
    return with_balances(list(page))


def with_balances(page: list[Any]) -> list[Line]:
    lines, held = [], page[0].closing if page else 0
    for posting in page:
        lines.append(Line(posting, held))
        held -= posting.amount
    return lines


def check(lines: Lines) -> None:
    """What the database would refuse as well, but without words for people."""
    if any(type(amount) is not int or not amount for amount in lines.values()):
        raise ValidationError(_("An amount is a whole number, and not zero."))
    sums: Counter[str] = Counter()
    for account, amount in lines.items():
        sums[account.currency] += amount
    if not lines or any(sums.values()):
        raise ValidationError(_("What is given and what is received are not the same."))


def write(entry: Entry, lines: Lines) -> None:
    """Postings in one statement: the database looks at the entry as a whole when it ends."""
    entry.save(force_insert=True)
    ordered = sorted(lines.items(), key=lambda line: line[0].pk)
    Posting.objects.bulk_create(Posting(entry=entry, account=account, amount=amount) for account, amount in ordered)


def entered_before(key: str, lines: Lines) -> Entry | None:
    """The entry of the same key, if it said the same."""
    entry = Entry.objects.filter(key=key).first()
    if entry and entry.lines() != dict(lines):
        raise Refused(_("This was entered before, with other amounts."))
    return entry


def refuse(error: IntegrityError) -> Entry:
    """Say in words for people what the database has against it; what is no news for people stays an error."""
    no = getattr(error.__cause__, "diag", None)
    if no and no.constraint_name == "never_below_zero":
        raise Refused(str(currencies.family(no.message_detail).short)) from error
    if no and no.constraint_name == "an_entry_is_reversed_once":
        raise Refused(_("This was taken back already.")) from error
    raise error
