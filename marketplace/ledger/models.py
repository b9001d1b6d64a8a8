"""Accounts, entries and postings. Rows are only added: the database refuses everything else (migration 0002)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.ledger import currencies


class Account(models.Model):
    """What somebody has, or has to settle, in one currency.

    Above zero it is there for its holder, below zero the holder owes it. Whoever holds it is named by its topic
    ("organisation:7", "household:3"), since those rooms stand above this one; a person is named by the row as well.
    """

    class Kind(models.TextChoices):
        HELD = "held", _("there to spend")  # a card's points, a bundle, a fund
        ON_SITE = "on_site", _("due on site")  # settled between the two, outside of Cortile
        INVOICED = "invoiced", _("due by invoice")  # the same between two organisations
        BANK = "bank", _("due by bank transfer")  # the same, where some of it comes before it is due
        CARD = "card", _("paid by card")  # below zero by what somebody's card has paid
        TO_TRANSFER = "to_transfer", _("to be transferred")  # an organisation's, until it has it
        TRANSFERRED = "transferred", _("transferred")
        PROMISED = "promised", _("promised, not earned yet")  # by funds and bundles, for what is booked
        EARNED = "earned", _("earned")  # of funds and bundles, by what was done
        OWED = "owed", _("owed")  # points taken while a till had no line: below zero, the next ones settle it
        ISSUED = "issued", _("given out")  # where points and vouchers come from: below zero by what is out

    FLOORED = frozenset({Kind.HELD})

    holder = models.CharField(_("holder"), max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="ledger_accounts"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    currency = models.CharField(_("currency"), max_length=40)
    never_below_zero = models.BooleanField(_("never below zero"), default=False)

    class Meta:
        verbose_name = _("account in the book")
        verbose_name_plural = _("accounts in the book")
        constraints = [
            models.UniqueConstraint(fields=["holder", "kind", "currency"], name="one_account_of_a_kind"),
            models.CheckConstraint(condition=Q(currency__regex=currencies.PATTERN), name="a_known_currency"),
            models.CheckConstraint(condition=Q(holder__regex=r"^[a-z_]+(:[0-9]+)?$"), name="a_holder_is_a_topic"),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(holder__startswith="user:")
                | Q(holder=Concat(Value("user:"), Cast(F("user_id"), models.CharField()))),
                name="a_person_is_named_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.get_kind_display()}, {self.currency}"

    def said(self, amount: int) -> str:
        return currencies.said(amount, self.currency)


class Entry(models.Model):
    """One thing that happened, as postings that balance to zero in each currency."""

    key = models.CharField(_("key"), max_length=120)
    at = models.DateTimeField(_("entered at"))
    why = models.CharField(_("why"), max_length=200)
    about = models.CharField(_("about"), max_length=60, blank=True)  # the topic of a life
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    reverses = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="reversals",
        verbose_name=_("takes back"),
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [models.Index(fields=["about"], name="entries_by_life")]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_key_enters_once"),
            models.UniqueConstraint(fields=["reverses"], name="an_entry_is_reversed_once"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="no_entry_reverses_itself"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(why=""), name="an_entry_says_why"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def reason(self) -> str:
        """Why, in the reader's language where the words are Cortile's own."""
        return gettext(self.why)

    def lines(self) -> dict[Any, int]:
        return {posting.account: posting.amount for posting in self.postings.select_related("account")}


class Posting(models.Model):
    """A line in the ledger: so much to this account; below zero, from it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings", db_index=False)
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="one_line_an_account"),
            models.CheckConstraint(condition=~Q(amount=0), name="a_posting_moves_something"),
        ]
        # Entries have the index of their constraint. A balance is a sum: with the amount in here no row is read for it.
        indexes = [models.Index(fields=["account", "id"], name="postings_by_account", include=["amount"])]

    def __str__(self) -> str:
        return f"{self.account}: {self.account.said(self.amount)}"
