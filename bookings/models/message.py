"""What people write to each other about a life, how far each has read, and where words still wait."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.lives.models import Life
from marketplace.organisations.models import Organisation


class Message(models.Model):
    """Words in the thread of a life. Only added to."""

    life = models.ForeignKey(Life, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    text = models.TextField(_("Message"), max_length=2000)
    key = models.CharField(max_length=80, null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [models.Index(fields=["life", "id"], name="messages_by_life")]
        constraints = [models.UniqueConstraint(fields=["life", "key"], name="a_key_sends_one_message")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"


class ReadCursor(models.Model):
    """Up to which message somebody has read a thread."""

    life = models.ForeignKey(Life, on_delete=models.CASCADE, related_name="read_cursors")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("read cursor")
        verbose_name_plural = _("read cursors")
        constraints = [models.UniqueConstraint(fields=["life", "reader"], name="one_cursor_a_reader")]

    def __str__(self) -> str:
        return f"{self.reader} {self.life_id}"


class Unread(models.Model):
    """A thread with words that a person, or nobody at a desk, has read yet. It goes when they are read.

    So that what waits is found without going through all that was ever said. Written in `bookings.messaging` alone,
    in the transaction of the message; the database keeps it to one row for each who waits.
    """

    life = models.ForeignKey(Life, on_delete=models.CASCADE, related_name="+", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    desk = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")  # the last one

    class Meta:
        verbose_name = _("unread thread")
        verbose_name_plural = _("unread threads")
        ordering = ["message"]
        indexes = [models.Index(fields=["desk", "message"], name="unread_at_desk", condition=Q(desk__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["life", "reader"], name="one_unread_a_reader"),
            models.UniqueConstraint(fields=["life", "desk"], name="one_unread_a_desk"),
            models.CheckConstraint(condition=Q(reader=None) ^ Q(desk=None), name="a_reader_or_a_desk_has_not_read"),
        ]

    def __str__(self) -> str:
        return f"{self.reader or self.desk} {self.life_id}"
