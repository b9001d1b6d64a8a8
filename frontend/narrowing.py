"""The last question of the finder: what is worth choosing by, among what was found. Boxes of a form, not links, for
several may be ticked at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.filters import tongues
from marketplace.accounts.language import Chosen, chosen
from marketplace.organisations.profile import TONGUES
from marketplace.wording import tongue
from services.models.category import key_of
from services.search import Facet, Wish


@dataclass(frozen=True)
class Box:
    """One that may be ticked, with the number of offers of which it is true."""

    value: str
    label: str
    number: int
    on: bool = False
    own: Chosen | None = None  # how those say it who speak it


@dataclass(frozen=True)
class Boxes:
    """A filter by its name in the address, and what is to choose; of `several` one is enough, else there is one."""

    name: str
    legend: str
    boxes: list[Box]
    several: bool = True


def groups(wish: Wish, numbers: dict[str, Facet], total: int) -> Iterator[Boxes]:
    """What parts the `total` that is found: of what is true of all or of none, nobody is asked."""
    yield from traits(wish, numbers, total)
    if boxes := list(parting(spoken(wish, numbers["language"]), total)):
        yield Boxes("language", _("Which language should they speak?"), boxes, several=False)
    free = Box("free", _("Only what is free of charge"), numbers["price"].of("free"), wish.free)
    if boxes := list(parting([free], total)):
        yield Boxes("price", _("Does it have to be free?"), boxes)


def traits(wish: Wish, numbers: dict[str, Facet], total: int) -> Iterator[Boxes]:
    """What offers of the category say of themselves, but for what was decided with the first answer."""
    for trait in wish.category.traits if wish.category else []:
        facet, named = numbers[f"trait:{trait['slug']}"], {key_of(trait, one): one["name"] for one in trait["choices"]}
        boxes = [Box(key, capfirst(chosen(name)), facet.of(key)) for key, name in named.items()]
        boxes = list(parting(boxes, total))
        if boxes and not named.keys() & set(wish.traits):
            yield Boxes("trait", chosen(trait["name"]), boxes)


def spoken(wish: Wish, facet: Facet) -> Iterator[Box]:
    for code in tongues(wish, facet):
        own = Chosen(TONGUES.get(code, ""), code)
        yield Box(code, capfirst(tongue(code)), facet.of(code), code == wish.language, own)


def parting(boxes: Iterable[Box], total: int) -> Iterator[Box]:
    return (box for box in boxes if box.on or 0 < box.number < total)
