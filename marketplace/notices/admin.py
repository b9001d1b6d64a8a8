"""What people were told, to look up when somebody says that nothing came."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.lives.tables import CLOSED
from marketplace.notices.models import Notice
from marketplace.operators import ReadOnly


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("created_at", "reader", "channel", "subject", "done_at", "error")
    list_filter = ("channel",)
    list_select_related = ("reader",)
    fields = (*list_display, "life", "role", "done_by")  # without the text: of a message it is what people wrote

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).exclude(life__species__in=CLOSED)
