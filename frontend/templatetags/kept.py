"""What a page draws once and shows again, in this process."""

from dataclasses import replace
from typing import Any

from django import template
from django.core.cache import caches
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import escape
from django.utils.safestring import SafeString

from frontend.cards import CARRIED, DISTANCE, away
from frontend.pieces import Piece, drawn_with, shown
from services.search import SHORTLY

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: template.Context, offer: Any, carried: str = "") -> SafeString:
    """The card of an offer that `cards.with_cards` has drawn. `carried`: what its link takes along."""
    piece = offer.card
    markup = piece.markup.replace(DISTANCE, escape(away(offer))).replace(CARRIED, escape(carried))
    return shown(replace(piece, markup=markup), context)


class Keep(template.Node):
    """`{% keep "name" key %}...{% endkeep %}`: drawn once for each key; without a key, each time."""

    def __init__(self, name: FilterExpression, key: FilterExpression, inside: NodeList) -> None:
        self.name, self.key, self.nodelist = name, key, inside

    def render(self, context: template.Context) -> str:
        key = self.key.resolve(context)
        if not key:
            return self.nodelist.render(context)
        name = f"{self.name.resolve(context)}|{key}"
        piece = caches["pieces"].get(name)
        return shown(piece or self.draw(name, context), context)

    def draw(self, name: str, context: template.Context) -> Piece:
        piece = drawn_with(context, self.nodelist.render)
        caches["pieces"].set(name, piece, SHORTLY)
        return piece


@register.tag
def keep(parser: Parser, token: Token) -> Keep:
    _tag, name, key = token.split_contents()
    inside = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Keep(parser.compile_filter(name), parser.compile_filter(key), inside)
