"""What people were told, to look up when somebody says that nothing came."""

from django.contrib import admin

from marketplace.notices.models import Notice
from marketplace.operators import ReadOnly


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("created_at", "reader", "channel", "subject", "done_at", "error")
    list_filter = ("channel",)
    list_select_related = ("reader",)
