"""A mail about messages that nobody has looked at: one for a burst, none for what was read meanwhile."""

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.models import Message, ReadCursor
from marketplace.accounts.models import User
from marketplace.lives.models import Life
from marketplace.notices import telling

READERS = ("customer", "provider", "worker")


def tell_of(message: Message) -> None:
    """Tell each reader who has not seen it, unless a later message will. Safe to run twice."""
    life = message.life.concrete()
    if life.messages.filter(pk__gt=message.pk, author=message.author).exists():
        return
    for reader, role in life.readers(READERS):
        if reader.pk != message.author_id and not has_seen(life, reader, message):
            subject, text = words(life, message, reader)
            telling.write(reader, role, life, f"message:{message.pk}", subject, text)


def has_seen(life: Life, reader: User, message: Message) -> bool:
    return ReadCursor.objects.filter(life_id=life.pk, reader=reader, message_id__gte=message.pk).exists()


def words(life: Life, message: Message, reader: User) -> tuple[str, str]:
    with translation.override(reader.language):
        author = (message.acting_for or message.author).given_name
        return _("%(author)s wrote: %(title)s") % {"author": author, "title": life.title}, message.text
