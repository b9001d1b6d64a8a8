"""Who is told of a change, and in which words."""

from collections import defaultdict
from collections.abc import Callable
from email.mime.base import MIMEBase
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app as tasks

from marketplace.accounts.models import User
from marketplace.lives.models import Change, Life
from marketplace.notices.models import Notice

Told = tuple[Life, Change]
# What a mail about a change carries besides its words, by species: `callable(life, change, reader, role)`. Apps say so
# when they are ready, as they do with their tables.
ENCLOSE: dict[str, Callable[[Any, Change, User, str], list[Any]]] = {}
# What it says below its own words: `callable(life, role)`; empty: nothing.
AFTERWORD: dict[str, Callable[[Any, str], str]] = {}
# What its life is called where others may look over a shoulder, as a mail's subject: `callable(life)`; else its title.
HUSHED: dict[str, Callable[[Any], str]] = {}
MOST_ENCLOSED = 20  # of a burst: what comes later is in the feed


@transaction.atomic
def announce(change: Change) -> None:
    """Tell everybody whom the step names, except the one who took it; of a burst the last change tells for all.

    Whoever it was taken for is told as well: by a letter that says who took it, or by a call.

    Safe to run twice."""
    burst = change.life.concrete().told_with(change)
    if burst[-1].pk == change.pk:
        for (reader, role), changes in heard(burst).items():
            life, last = changes[-1]
            write(reader, role, life, f"change:{last.pk}", *news(changes, reader, role))


def heard(burst: list[Change]) -> dict[tuple[User, str], list[Told]]:
    """Which of these changes each reader is told of, as (life, change)."""
    found: dict[tuple[User, str], list[Told]] = defaultdict(list)
    for change in burst:
        life = change.life.concrete()
        for reader, role in life.readers(life.table.steps[change.step].told):
            if reader.pk != change.actor_id:
                found[reader, role].append((life, change))
    return found


def news(changes: list[Told], reader: User, role: str) -> tuple[str, str]:
    """Subject and text, in the reader's language: what happened, to what, and what is going on now."""
    with translation.override(reader.written_in):
        life, change = changes[0]
        more = len(changes) - 1
        facts = {"title": subject(life), "number": more, "happened": life.headline(change, role)}
        several = ngettext(
            "%(title)s, and %(number)s more: %(happened)s", "%(title)s, and %(number)s more: %(happened)s", more
        )
        about = (several if more else "%(title)s: %(happened)s") % facts
        words = [listed(changes, role) if more else life.line(change, role), life.sentence(role)]
        return about, "\n\n".join([*words, *in_her_name(changes, reader), *afterwords(changes, role)])


def in_her_name(changes: list[Told], reader: User) -> list[str]:
    """Who took for her what the letter tells of."""
    others = {
        change.actor.given_name for _life, change in changes if change.actor and change.acting_for_id == reader.pk
    }
    return [_("%(name)s did this in your name.") % {"name": name} for name in sorted(others)]


def subject(life: Life) -> str:
    """What it is called in the subject of a mail."""
    return HUSHED[life.species](life) if life.species in HUSHED else life.title


def afterwords(changes: list[Told], role: str) -> list[str]:
    """Of a burst those of each life that has one, under its title."""
    own = {life.pk: life for life, _change in changes[:MOST_ENCLOSED] if life.species in AFTERWORD}
    told = [(life.title, AFTERWORD[life.species](life, role)) for life in own.values()]
    return [f"{title}\n{words}" if len(changes) > 1 else words for title, words in told if words]


def listed(changes: list[Told], role: str) -> str:
    """What happened once, then all that it happened to."""
    titles: dict[str, list[str]] = defaultdict(list)
    for life, change in changes:
        titles[life.line(change, role)].append(life.title)
    return "\n\n".join("\n".join([line, *(f"- {title}" for title in of)]) for line, of in titles.items())


def write(reader: User, role: str, life: Life, cause: str, subject: str, text: str) -> None:
    """Enter the notice; mail leaves by a task of its own, somebody without mail is called by the desk.

    The subject may hold a title of several lines, and no mail server takes a subject with those."""
    subject = " ".join(subject.split())[:200]
    channel = Notice.Channel.MAIL if reader.reachable_by_mail else Notice.Channel.PHONE
    notice, new = Notice.objects.get_or_create(
        reader=reader,
        cause=cause,
        defaults={"life_id": life.pk, "role": role, "channel": channel, "subject": subject, "text": text},
    )
    if new and channel == Notice.Channel.MAIL:
        tasks.configure_task("notices.send").defer(notice_id=notice.pk)


@transaction.atomic
def send(notice_id: int) -> None:
    """Mail the notice; raises what the mail server raises, so that the task is tried again.

    The row is held meanwhile: of two workers with the same task, one of them believed dead, the second waits and sees
    that it is done. Only a kill between the server's answer and the commit sends a letter twice.
    """
    notice = Notice.objects.select_for_update(of=("self",)).select_related("reader", "life").get(pk=notice_id)
    if notice.done_at:
        return
    EmailMessage(notice.subject, letter(notice), to=[str(notice.reader.email)], attachments=enclosures(notice)).send()
    Notice.objects.filter(pk=notice.pk).update(done_at=timezone.now(), error="")


def letter(notice: Notice) -> str:
    reader, life = notice.reader, notice.life.concrete()
    with translation.override(reader.written_in):
        greeting = _("Good day %(name)s,") % {"name": reader.given_name}
        link = urljoin(settings.SITE_URL, life.get_absolute_url())
        return f"{greeting}\n\n{notice.text}\n\n{link}\n\nCortile {settings.CITY}\n"


def enclosures(notice: Notice) -> list[MIMEBase]:
    """What the mail carries besides its words: invitations for the reader's calendar, to all that it tells of."""
    what, _colon, number = notice.cause.partition(":")
    change = Change.objects.filter(pk=number).first() if what == "change" else None
    if not change:
        return []
    life = notice.life.concrete()
    told = heard(life.told_with(change)).get((notice.reader, notice.role)) or [(life, change)]
    with translation.override(notice.reader.written_in):
        return [part for one, its in told[:MOST_ENCLOSED] for part in enclosed(one, its, notice)]


def enclosed(life: Life, change: Change, notice: Notice) -> list[MIMEBase]:
    enclose = ENCLOSE.get(life.species)
    return enclose(life, change, notice.reader, notice.role) if enclose else []


def phoned(notice: Notice, by: User) -> None:
    """Somebody at the desk has said it."""
    Notice.objects.filter(pk=notice.pk, done_at=None).update(done_at=timezone.now(), done_by=by)
