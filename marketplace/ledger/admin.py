"""The book in the operators' admin: to read, never to write."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from marketplace import wording
from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry, Posting
from marketplace.operators import ReadOnly


@admin.register(Account)
class AccountAdmin(ReadOnly):
    list_display = ("holder", "user", "kind", "currency", "held", "never_below_zero")
    list_filter = ("kind", "currency")
    list_select_related = ("user",)
    search_fields = ("holder", "user__given_name", "user__family_name")
    fields = (*list_display, "statement")
    readonly_fields = ("held", "statement")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        return super().get_queryset(request).annotate(sum=Coalesce(Sum("postings__amount"), 0))

    @admin.display(description=_("balance"))
    def held(self, account: Any) -> str:
        return account.said(account.sum)

    @admin.display(description=_("statement"))
    def statement(self, account: Account) -> SafeString:
        """The newest postings; all of them are one link away."""
        rows = format_html_join("", "<tr><td>{}<td>{}<td>{}<td>{}<td>{}</tr>", map(row, book.statement(account)))
        address = f"{reverse('admin:ledger_posting_changelist')}?account__id__exact={account.pk}"
        return format_html('<table>{}</table><a href="{}">{}</a>', rows, address, _("All postings"))


def row(line: book.Line) -> tuple[str, ...]:
    entry, said = line.posting.entry, line.posting.account.said
    when = f"{wording.day_short(entry.at)} {wording.clock(entry.at)}"
    return when, entry.about, entry.reason, said(line.posting.amount), line.said


class PostingInline(admin.TabularInline):
    model = Posting
    fields = ("account", "amount")
    can_delete = False
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        return super().get_queryset(request).select_related("account")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ("at", "key", "about", "reason", "by", "reverses")
    list_select_related = ("by", "reverses")
    search_fields = ("=key", "=about")
    fields = list_display
    date_hierarchy = "at"
    inlines = (PostingInline,)

    @admin.display(description=_("why"))
    def reason(self, entry: Entry) -> str:
        return entry.reason


@admin.register(Posting)
class PostingAdmin(ReadOnly):
    list_display = ("when", "entry", "account", "said")
    list_select_related = ("entry", "account")
    list_filter = ("account__kind", "account__currency")
    ordering = ("-pk",)
    show_full_result_count = False

    @admin.display(description=_("entered at"))
    def when(self, posting: Posting) -> Any:
        return posting.entry.at

    @admin.display(description=_("amount"))
    def said(self, posting: Posting) -> str:
        return posting.account.said(posting.amount)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "account__id__exact" or super().lookup_allowed(lookup, value, request)
