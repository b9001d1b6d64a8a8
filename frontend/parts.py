"""The parts of a page in which kinds of booking differ: a template of their own where they have one."""

from functools import cache

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

# The parts that are drawn inside others, and how they look where a kind has none of its own.
WHOLE = {
    "price": "offers/_price_words.html",
    "lengths": "offers/_lengths.html",
    "next": "search/_next.html",
    "panel": "offers/_panel.html",
    "bar": "offers/_bar.html",
    "doers": "offers/_doers.html",
    "desk": "kinds/none.html",
}


@cache
def part(kind: str, name: str, otherwise: str = "kinds/none.html") -> str:
    """The template with which this kind draws this part ("ask", "facts", "times"...), else the one for all kinds."""
    own = f"kinds/{kind}/{name}.html"
    try:
        get_template(own)
    except TemplateDoesNotExist:
        return otherwise
    return own
