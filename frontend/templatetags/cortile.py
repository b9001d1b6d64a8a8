"""What templates may say beyond Django: drawings, fields as the kit draws them, and figures as people say them."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import choosing, giving, swaps
from bookings.models import Charge
from bookings.payments import pages
from frontend import spoken
from frontend.drawings import symbols as all_symbols
from frontend.parts import WHOLE
from frontend.parts import part as part_of
from frontend.pieces import symbols_of
from frontend.ways import address_of
from marketplace import wording
from marketplace.wording import Zone
from services.models.sizes import said_size

register = template.Library()
for said in (
    wording.clock, wording.day, wording.day_in_full, wording.day_short, wording.weekday_number, wording.near_day,
    wording.left, wording.minutes, wording.month, wording.distance, wording.euro, wording.tongue, wording.tongues,
    wording.first_sentence, wording.weight, wording.listed,
):  # fmt: skip
    register.filter(said)
register.simple_tag(wording.span)
register.simple_tag(spoken.lang)
register.filter(spoken.entitled)


@register.filter
def sizes(told: list[str]) -> str:
    """Sizes of clothes in a row: M, L."""
    return ", ".join(said_size(size) for size in told)


@register.filter
def part(kind: str, name: str) -> str:
    """The template with which this kind draws this part: `{% include offer.kind|part:"price" %}`."""
    return part_of(kind, name, WHOLE[name])


@register.filter
def grouped(bound: BoundField) -> list[tuple[str, list[Any]]]:
    """Its boxes, parted by the names of their groups; those without one under no name."""
    widget: Any = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id})
    groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()), attrs)
    parted = groupby(groups, key=lambda group: str(group[0] or ""))
    return [
        (name, [BoundWidget(widget, one, bound.form.renderer) for _n, boxes, _i in found for one in boxes])
        for name, found in parted
    ]


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, name: str, number: int) -> str:
    """This address with another page of one of its lists, at that list."""
    query = context["request"].GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def sent_back(life: Any, step: Any) -> SafeString:
    """The hidden fields with what this page has shown of what the step asks."""
    fields = life.facts_form(step).hidden_fields() if step.shown else []
    return format_html_join("", "{}", ([field] for field in fields))


# --- drawings -----------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def drawing(context: template.Context, name: str, css: str = "drawing") -> SafeString:
    """A drawing of `frontend/drawings.svg`, always beside the word that names it, hence hidden from screen readers.

    In a page it points to a symbol that `{% symbols %}` writes at the end of the body. An answer to htmx is put into a
    page that may lack the symbol, so there it points to the served sprite. Errors: KeyError for an unknown name."""
    box = all_symbols()[name].box
    kind = format_html(' class="{}"', css) if css else ""
    shape = '<svg{} viewBox="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
    return format_html(shape, kind, box, source(context, name), name)


@register.simple_tag(takes_context=True)
def icon(context: template.Context, name: str) -> SafeString:
    """A small sign in the line of the text."""
    return drawing(context, name, "i")


@register.simple_tag(takes_context=True)
def symbols(context: template.Context) -> SafeString:
    """The symbols that this page has used so far: once, at the end of the body."""
    drawn = mark_safe("".join(all_symbols()[name].markup for name in symbols_of(context)))
    return format_html('<svg width="0" height="0" class="hide" aria-hidden="true">{}</svg>', drawn)


def source(context: template.Context, name: str) -> str:
    if getattr(context.get("request"), "htmx", False):
        return static("built/drawings.svg")
    symbols_of(context)[name] = None
    return ""


# --- forms --------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", hint: str | None = None, css: str = "") -> dict[str, Any]:
    """One field with its label, hint and what is wrong with it. `label` and `hint` replace the form's own."""
    shape = shape_of(bound.field.widget)
    said = bound.help_text if hint is None else hint
    described = described_by(bound, str(said))
    attrs = {} if shape == "hidden" else attrs_of(bound.field.widget, shape, css) | described
    if label:  # a placeholder that repeated the old label would now say something else
        attrs["placeholder"] = False
    control = "" if shape == "group" else bound.as_widget(attrs=attrs)
    facts = {"field": bound, "shape": shape, "control": control, "described": described.get("aria-describedby")}
    return facts | {"label": label or bound.label, "hint": said}


def shape_of(widget: Any) -> str:
    """hidden, check (one box), group (radios or boxes in a fieldset) or text: how the field is laid out."""
    if widget.is_hidden:
        return "hidden"
    kind = getattr(widget, "input_type", "")
    if kind in {"radio", "checkbox"} and hasattr(widget, "choices"):
        return "group"
    return "check" if kind == "checkbox" else "text"


def attrs_of(widget: Any, shape: str, css: str) -> dict[str, Any]:
    """The looks of a control, and the direction that people's own words ask for."""
    if shape != "text":
        return {}
    words = getattr(widget, "input_type", "text") in {"text", "search"}  # a textarea has no type
    own: dict[str, Any] = {"class": " ".join(filter(None, ("input", css, widget.attrs.get("class"))))}
    if css == "code":
        own |= {"inputmode": "numeric"}
    if widget.attrs.get("rows") == "10":  # Django's own choice, too tall for a phone
        own |= {"rows": "4"}
    return own | ({"dir": "auto"} if words and "dir" not in widget.attrs else {})


def described_by(bound: BoundField, hint: str) -> dict[str, Any]:
    """What ties the control to its hint and its error for those who hear the page."""
    ids = [f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_wrong"] * bool(bound.errors)
    facts = {"aria-describedby": " ".join(ids)} if ids else {}
    return facts | ({"aria-invalid": "true"} if bound.errors else {})


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form in order, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag("components/errors.html", takes_context=True)
def errors(context: template.Context, form: BaseForm) -> dict[str, Any]:
    """The box above a form that was sent with mistakes: each sentence leads to its field."""
    wrong = [(bound, bound.errors[0]) for bound in form.visible_fields() if bound.errors] if form.is_bound else []
    hidden = [text for bound in form.hidden_fields() for text in bound.errors] if form.is_bound else []
    whole = [*form.non_field_errors(), *hidden] if form.is_bound else []
    return {"request": context.get("request"), "wrong": wrong, "whole": whole, "number": len(wrong) + len(whole)}


# --- links --------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: template.Context, name: str, word: str, count: int = 0, whole: bool = True) -> dict[str, Any]:
    """A link of the header, shown only when the page exists. It is current on its page and, if `whole`, below it."""
    address, here = address_of(name), getattr(context.get("request"), "path", "")
    inside = whole and address and here.startswith(address)
    current = "page" if here == address else "true" if inside else ""
    return {"address": address, "word": word, "count": count, "current": current}


# --- people -------------------------------------------------------------------------------------------------------
@register.simple_tag
def face(name: Any, size: str = "") -> SafeString:
    """The first letter in an arch. The colour goes by the name, so that one person keeps one colour."""
    words = str(name).strip() or "?"
    colour = ("", "o", "c")[sum(map(ord, words)) % 3]
    css = " ".join(filter(None, ("face", size, colour)))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, words[0].upper())


# --- moments in addresses, time left -----------------------------------------------------------------------------
@register.filter
def iso(moment: datetime, zone: Zone = None) -> str:
    """As addresses carry a moment: 2026-11-28T09:00+01:00."""
    return wording.local(moment, zone).isoformat(timespec="minutes")


@register.filter
def iso_day(moment: datetime, zone: Zone = None) -> str:
    """As addresses carry a day: 2026-11-28."""
    return wording.date_of(moment, zone).isoformat()


@register.filter
def calm(due: datetime) -> bool:
    """Whether there is so much time that nothing need shout: more than three hours."""
    return due - timezone.now() > timedelta(hours=3)


PARTS = {
    0: gettext_lazy("Night"),
    6: gettext_lazy("Morning"),
    12: gettext_lazy("Afternoon"),
    18: gettext_lazy("Evening"),
}  # from this hour on
MANY = 24  # times of one day that still make a list one can read


@register.filter
def parts(times: list[Any], zone: Zone = None) -> list[tuple[Any, list[Any]]]:
    """The times of a day, by parts of the day where they are too many to be read; else in one part without a name."""
    if len(times) <= MANY:
        return [("", times)]
    found: dict[int, list[Any]] = {}
    for time in times:
        found.setdefault(wording.local(time.starts_at, zone).hour // 6 * 6, []).append(time)
    return [(PARTS[hour], some) for hour, some in found.items()]


@register.filter
def folded(days: list[tuple[Any, Any]]) -> bool:
    """Whether some times are out of sight: a browser that misses a choice there says nothing, so none may be forced."""
    return any(len(day.times) > MANY for day, _later in days)


@register.filter
def starts(times: list[Any]) -> list[datetime]:
    return [time.starts_at for time in times]


# --- devices ------------------------------------------------------------------------------------------------------
# The first that fits wins: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(agent: str) -> str:
    """What a browser calls itself, in two words: Firefox, Linux."""
    names = [next((name for mark, name in marks if mark in agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, names)) or _("A device we do not know")


@register.filter
def of(facts: dict[Any, Any], key: Any) -> Any:
    """What a mapping has under a key that is itself a fact of the page. Nothing where the page has no such mapping."""
    return facts.get(key) if facts else None


@register.filter
def card_note(charge: Charge) -> str:
    """What she agrees to by saving her card, or until when she can pay."""
    return pages.note(charge)


@register.simple_tag
def swapped(booking: Any) -> Any:
    """What two residents swap."""
    return swaps.garments_of(booking)


@register.simple_tag
def interview(booking: Any) -> choosing.Interview | None:
    """The card that somebody asks for, once a desk has said yes to the interview."""
    return choosing.interview(booking)


@register.simple_tag
def gift(booking: Any) -> giving.Gift | None:
    """The bag that a booking brings to a wardrobe, and what became of it."""
    return giving.seen(booking)
