"""Garments that come as a file: looked at whole, then entered in the background, a few lines in each transaction."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from marketplace import live
from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from marketplace.refusals import Refused
from services.models import Bag, Garment, GarmentList, GarmentType, Tag, Wardrobe
from services.models.wardrobe import STAFF
from services.wardrobe import bags, files, intake

PIECES = 40  # garments that go in together: others need not wait for longer


@transaction.atomic
def send_in(wardrobe: Wardrobe, by: User, upload: Any, bag: Bag | None = None) -> GarmentList:
    """A file, looked at. Where all lines are right it is entered at once. The same file is not taken twice: it answers
    with the list made before, and looks at it anew as long as nothing of it is entered.

    Raises ValidationError ("file") for what is no such file, Refused."""
    bags.stand_in_line(wardrobe, by)
    if upload.size > files.MOST_BYTES:
        raise files.no_file(_("This file is too large: up to 1 MB fits. Send it in parts."))
    content = upload.read()
    told = {"wardrobe": wardrobe, "bag": bag, "digest": hashlib.sha256(content).hexdigest()}
    made = GarmentList.objects.select_for_update(of=("self",)).filter(**told).first() or GarmentList(**told, by=by)
    if made.begun_at:
        return made
    found = files.checked(content, points_now(wardrobe))
    made.name = (upload.name or "").replace("\0", "")[-100:]
    made.lines, made.wrong, made.by = found.right, found.wrong, by
    made.save()
    return made if made.wrong else begun(made)


def points_now(wardrobe: Wardrobe) -> dict[str, tuple[GarmentType, int]]:
    """What each type that is taken here costs today, by its slug."""
    today = wardrobe.today()
    tags = Tag.objects.on(today).filter(wardrobe=wardrobe).select_related("type")
    return {tag.type.slug: (tag.type, tag.points) for tag in tags}


@transaction.atomic
def begin(made: GarmentList, by: User) -> GarmentList:
    """Enter the right lines, and leave the wrong ones out; or go on where it stopped. Twice is once. Raises Refused."""
    must_have(made.wardrobe.organisation, by, *STAFF)
    made = GarmentList.objects.select_for_update().get(pk=made.pk)
    if made.begun_at and not made.stopped:
        return made
    if not made.lines:
        raise Refused(_("There is no right line in this file."))
    made.by = by  # whoever goes on answers for it: who sent it in may have left
    return begun(made)


def begun(made: GarmentList) -> GarmentList:
    made.begun_at, made.stopped = made.begun_at or timezone.now(), ""
    made.save()
    tasks.configure_task("services.enter_garments").defer(list_id=made.pk)
    return made


# --- in the background --------------------------------------------------------------------------------------------
def enter(pk: int) -> None:
    """All that is left of it. Killed in between it goes on where it was; two at a time wait for each other."""
    while enter_some(pk):
        pass


@transaction.atomic
def enter_some(pk: int) -> bool:
    """The next lines, and the count of what is in: both or neither. Answers whether more is to come."""
    made = GarmentList.objects.select_related("wardrobe__organisation", "bag", "by").get(pk=pk)
    try:
        with translation.override(made.by.written_in), transaction.atomic():
            entered = enter_next(made)
    except (Refused, ValidationError) as no:
        made.stopped = "; ".join(getattr(no, "messages", [str(no)]))[:200]
        made.save(update_fields=["stopped"])
        entered = 0
    live.publish(made.topic)
    return bool(entered) and not made.whole


def enter_next(made: GarmentList) -> int:
    """Answers how many lines went in."""
    bags.stand_in_line(made.wardrobe, made.by)
    made.refresh_from_db(fields=["entered", "stopped"])
    lines = [] if made.stopped else next_lines(made)
    enter_lines(made, lines)
    made.entered += len(lines)
    made.save(update_fields=["entered"])
    return len(lines)


def next_lines(made: GarmentList) -> list[files.Line]:
    """At least one, and no more pieces than go in together."""
    taken: list[files.Line] = []
    pieces = 0
    for line in made.lines[made.entered :]:
        pieces += line[-1]
        if taken and pieces > PIECES:
            break
        taken.append(line)
    return taken


def enter_lines(made: GarmentList, lines: list[files.Line]) -> None:
    for _number, kind, size, season, condition, colour, points, pieces in lines:
        told = {"size": size, "season": season, "condition": condition, "colour": colour, "points": points}
        for _piece in range(pieces):
            intake.arrived(Garment(wardrobe=made.wardrobe, bag=made.bag, type_id=kind, **told), made.by)
    if made.bag:
        bags.must_fit(made.bag)
