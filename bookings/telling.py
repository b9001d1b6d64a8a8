"""A mail about messages that nobody has looked at: one for a burst, none for what was read meanwhile. And what its
subject may say."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.models import Message, ReadCursor
from marketplace.accounts.models import User
from marketplace.lives.models import Life
from marketplace.notices import telling

READERS = ("customer", "partner", "provider", "worker")


def tell_of(message: Message) -> None:
    """Tell each reader who has not seen it, unless a later message will. Safe to run twice.

    Whoever it was written for is told as well, but not by a call: the desk would tell her what she has just told it.
    """
    life = message.life.concrete()
    if life.messages.filter(pk__gt=message.pk, author=message.author).exists():
        return
    for reader, role in life.readers(READERS):
        if not knows(reader, message) and not has_seen(life, reader, message):
            subject, text = words(life, message, reader)
            telling.write(reader, role, life, f"message:{message.pk}", subject, text)


def knows(reader: User, message: Message) -> bool:
    """She wrote it, or had it written for her and can only be called."""
    return reader.pk == message.author_id or (reader.pk == message.acting_for_id and not reader.reachable_by_mail)


def has_seen(life: Life, reader: User, message: Message) -> bool:
    return ReadCursor.objects.filter(life_id=life.pk, reader=reader, message_id__gte=message.pk).exists()


def words(life: Life, message: Message, reader: User) -> tuple[str, str]:
    with translation.override(reader.written_in):
        hers = message.acting_for_id == reader.pk
        said = _("%(author)s wrote in your name: %(title)s") if hers else _("%(author)s wrote: %(title)s")
        author = message.author if hers else message.acting_for or message.author
        return said % {"author": author.given_name, "title": telling.subject(life)}, message.text


def hushed(life: Any) -> str:
    """A booking of an offer that is discreet says when, and not what."""
    what = _("Appointment")
    return f"{what}, {life.when}" if life.offer.discreet else life.title


def hushed_work(proposal: Any) -> str:
    """Of work that is put to somebody the subject says nothing."""
    return _("A message for you")
