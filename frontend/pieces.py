"""Pieces of pages that are drawn once and shown again, with the symbols that they point to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Piece:
    """Markup, and the names of the symbols that the page has to write at its end for it."""

    markup: str
    symbols: tuple[str, ...]


def symbols_of(context: Context) -> dict[str, None]:
    """The symbols that a page has used so far, in their order."""
    # The bottom layer is shared by everything that one page renders, includes and inclusion tags too.
    layer: Any = context.render_context.dicts[0]
    return layer.setdefault("symbols", {})


def drawn_with(context: Context, draw: Callable[[Context], str]) -> Piece:
    """What `draw` makes, with its symbols apart from those of the page around it."""
    layer: Any = context.render_context.dicts[0]
    around = symbols_of(context)
    layer["symbols"] = {}
    try:
        return Piece(str(draw(context)), tuple(layer["symbols"]))
    finally:
        layer["symbols"] = around


def shown(piece: Piece, context: Context) -> SafeString:
    """Its markup, for this page, which takes over its symbols."""
    symbols_of(context).update(dict.fromkeys(piece.symbols))
    return mark_safe(piece.markup)
