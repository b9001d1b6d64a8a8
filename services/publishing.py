"""Writing an offer: whole or not at all, and whatever the City has read is read again when it changes."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.lives import engine
from marketplace.lives.engine import Actor
from marketplace.lives.tables import Step
from marketplace.organisations import profile
from marketplace.organisations.membership import lock
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area
from marketplace.places.names import fold_street
from marketplace.refusals import Refused
from services import pictures
from services.models import GO_OUT, KINDS, Category, Need, Offer, OfferText, Resource
from services.readiness import needs_lack, papers_lack

WRITTEN = (
    "category", "traits", "kind", "at_once", "choice", "request_blocks", "where", "price", "price_cents",
    "slice_minutes", "min_minutes", "max_minutes", "every_minutes", "notice_minutes", "horizon_days", "buffer_before",
    "buffer_after", "answer_hours", "most_a_month", "one_at_a_time", "discreet", "policy", "step_free",
)  # fmt: skip
WORDS = ("title", "summary", "body", "conditions")
NEEDED = ("title", "summary")
EDITS = {"published": "revise", "review": "amend"}  # the step that an edit of what is read takes by itself
# `answer_hours`: a card's hold lasts seven days, and whoever waits has an answer before that.
LIMITS = {
    "min_minutes": (5, 1440), "max_minutes": (5, 1440), "every_minutes": (5, 480), "slice_minutes": (5, 480),
    "notice_minutes": (0, 40_320), "horizon_days": (1, 84), "buffer_before": (0, 240), "buffer_after": (0, 240),
    "answer_hours": (1, 144), "price_cents": (0, 1_000_000),
}  # fmt: skip
MOST_NEEDS, MOST_OF_A_NEED = 6, 12  # the database looks at every choice of needs: 6 of them are 63
MOST_A_MONTH = 100
KEEP, REMOVE = None, ""  # what may stand for a picture instead of a file
Texts = dict[str, dict[str, str]]


@transaction.atomic
def write(
    offer: Offer | None,
    organisation: Organisation,
    actor: Actor,
    fields: dict[str, Any],
    texts: Texts,
    resources: Iterable[Resource],
    areas: Iterable[Area],
    picture: Any = KEEP,
    key: str | None = None,
) -> Offer:
    """Write a new offer (None) or change one. `texts`: language -> WORDS; a language without any word goes. A new one
    of which the `key` is known is there already.

    `fields`: those of WRITTEN; address, door and area for an offer at a place; needs as pairs of a skill and how many,
    credentials as their kinds: left out, these two stay. A language's mistakes are named "it_title". Raises
    ValidationError that names every field that cannot be, Refused."""
    offer = engine.lock(offer) if offer else Offer(organisation=organisation, key=key)
    must_provide(offer, actor)
    if known := written_with(offer):
        return known
    before = what_was_read(offer)
    doers = list(resources)
    words = {language: cleaned(text) for language, text in texts.items()}
    fill(offer, fields)
    check_all(offer, fields, words, doers)
    keep(offer, words, doers, areas, picture)
    keep_team(offer, fields)
    return read_again(offer, actor, before)


@transaction.atomic
def show_picture(offer: Offer, actor: Actor, picture: Any) -> Offer:
    """Another picture, or none (REMOVE); all else stays. Raises ValidationError for the field "picture", Refused."""
    offer = engine.lock(offer)
    must_provide(offer, actor)
    before = what_was_read(offer)
    hang(offer, picture)
    offer.save()
    return read_again(offer, actor, before)


def written_with(offer: Offer) -> Offer | None:
    """What was written before with the key of this new one. Looked for with its organisation locked: of two clicks the
    second waits for the first."""
    if offer.pk or not offer.key:
        return None
    lock(offer.organisation)
    return Offer.objects.filter(organisation=offer.organisation_id, key=offer.key).first()


def must_provide(offer: Offer, actor: Actor) -> None:
    if "provider" not in actor.roles(offer):
        raise Refused(_("This is not for you to do."))


def steps(offer: Offer, actor: Actor) -> dict[str, Step]:
    """What somebody may do with the offer by a button. What an edit does by itself is none."""
    open_now = engine.steps_open(offer, actor)
    return {name: step for name, step in open_now.items() if name not in EDITS.values()}


def fill(offer: Offer, fields: dict[str, Any]) -> None:
    for name in WRITTEN:
        if name in fields:
            setattr(offer, name, fields[name])
    if offer.price == Offer.Price.FREE:
        offer.price_cents = 0
    if offer.category_id:  # what is said is checked below; what another category left behind goes
        offer.traits = offer.category.fitting(offer.traits)


def check_all(offer: Offer, fields: dict[str, Any], words: Texts, doers: list[Resource]) -> None:
    """Every mistake at once."""
    errors: dict[str, Any] = {}
    checks: list[Callable[[], None]] = [
        lambda: offer.clean_fields(exclude=("life_ptr", "species", "status", "place", "street", "location", "picture")),
        lambda: check_kind(offer),
        lambda: check_traits(offer, fields),
        lambda: check_numbers(offer),
        lambda: check_needs(fields),
        lambda: check_rules(offer),
        lambda: check_words(words),
        lambda: check_doers(offer, doers),
        lambda: settle(offer, fields),
    ]
    for check in checks:
        try:
            check()
        except ValidationError as error:
            errors = {**error.update_error_dict({}), **errors}
    if errors:
        raise ValidationError(errors)


def check_kind(offer: Offer) -> None:
    if not KINDS.get(offer.kind):
        raise ValidationError({"kind": _("Choose one of the kinds that are listed.")})
    if GO_OUT.get(offer.kind) and offer.where == Offer.Where.AT_PLACE:
        raise ValidationError({"where": _("This goes to the addresses of whoever books: it cannot be at your place.")})


def check_traits(offer: Offer, fields: dict[str, Any]) -> None:
    """Of its own category alone: `fill` has kept only these."""
    if strange := set(fields.get("traits", ())) - set(offer.traits):
        text = _("This category has no such details: %(values)s.")
        raise ValidationError({"traits": text % {"values": ", ".join(sorted(strange))[:200]}})


def check_needs(fields: dict[str, Any]) -> None:
    """Each skill once, and teams of a size that can be found."""
    needs = fields.get("needs") or []
    if len({skill.pk for skill, _number in needs}) < len(needs):
        raise ValidationError({"needs": _("Write each of these once, with its number.")})
    if len(needs) > MOST_NEEDS or any(not 1 <= number <= MOST_OF_A_NEED for _skill, number in needs):
        text = _("Up to %(most)d different ones, from 1 to %(each)d of each.")
        raise ValidationError({"needs": text % {"most": MOST_NEEDS, "each": MOST_OF_A_NEED}})


def check_numbers(offer: Offer) -> None:
    errors = {}
    for name, (least, most) in LIMITS.items():
        if not (isinstance(value := getattr(offer, name), int) and least <= value <= most):
            errors[name] = _("Choose a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    if not errors and offer.max_minutes < offer.min_minutes:
        errors["max_minutes"] = _("The longest stay must not be shorter than the shortest.")
    if not errors and offer.price != Offer.Price.FREE and not offer.price_cents:
        errors["price_cents"] = _("Write what it costs, or choose that it is free.")
    if errors:
        raise ValidationError(errors)


def check_words(words: Texts) -> None:
    """Italian is needed, another language is welcome; whichever there is has a title and a sentence."""
    errors: dict[str, Any] = {}
    for language, text in {"it": {}, **words}.items():
        if any(text.values()) or language == "it":
            errors |= {f"{language}_{name}": _("This is needed.") for name in NEEDED if not text.get(name)}
            errors |= {f"{language}_{name}": wrong for name, wrong in too_long(text).items()}
    if errors:
        raise ValidationError(errors)


def too_long(text: dict[str, str]) -> dict[str, str]:
    lengths = {name: getattr(OfferText._meta.get_field(name), "max_length", None) or 0 for name in text}
    sentence = _("This is too long: up to %(most)d characters fit.")
    return {name: sentence % {"most": lengths[name]} for name in text if len(text[name]) > lengths[name]}


def check_rules(offer: Offer) -> None:
    if offer.most_a_month is not None and not 1 <= offer.most_a_month <= MOST_A_MONTH:
        text = _("Choose a number from %(least)d to %(most)d.")
        raise ValidationError({"most_a_month": text % {"least": 1, "most": MOST_A_MONTH}})
    if offer.policy and offer.policy.organisation_id != offer.organisation_id:
        raise ValidationError({"policy": _("Choose among the rules of this organisation.")})


def check_doers(offer: Offer, doers: list[Resource]) -> None:
    if any(doer.organisation_id != offer.organisation_id for doer in doers):
        raise ValidationError({"resources": _("Choose among the people of this organisation.")})


def settle(offer: Offer, fields: dict[str, Any]) -> None:
    """Where it happens, or from where people start; the database lists what everybody may know of it."""
    home = offer.organisation.place
    if offer.where != Offer.Where.AT_PLACE:
        offer.place = None
    elif "address" in fields:
        offer.place = place_of(offer, fields) or home
    if offer.where == Offer.Where.AT_PLACE and not offer.place:
        raise ValidationError({"address": _("Write where people come to.")})
    counted_from = offer.place or home
    offer.location = counted_from.location if counted_from else None
    offer.street = fold_street(offer.place.street) if offer.place else ""


def place_of(offer: Offer, fields: dict[str, Any]) -> Any:
    line, door = ((fields.get(name) or "").replace("\0", "").strip() for name in ("address", "door"))
    if offer.place and (line, door) == (offer.place.line, offer.place.extra):
        return offer.place
    return profile.place_at(line, fields.get("area"), door) if line else None


def keep(offer: Offer, words: Texts, doers: list[Resource], areas: Iterable[Area], picture: Any) -> None:
    if picture is not KEEP:
        hang(offer, picture)
    offer.save()
    offer.resources.set(doers)
    offer.areas.set(areas)
    said = [OfferText(offer=offer, language=language, **text) for language, text in words.items() if any(text.values())]
    one_each: Any = {"update_conflicts": True, "unique_fields": ["offer", "language"], "update_fields": WORDS}
    OfferText.objects.bulk_create(said, **one_each)
    if unsaid := words.keys() - {text.language for text in said}:
        offer.texts.filter(language__in=unsaid).delete()


def keep_team(offer: Offer, fields: dict[str, Any]) -> None:
    """Who and what it takes. What people find already must stay possible; a draft may still look for somebody."""
    if "credentials" in fields:
        offer.credentials.set(fields["credentials"])
    if "needs" in fields:
        offer.needs.all().delete()
        Need.objects.bulk_create(Need(offer=offer, skill=skill, number=number) for skill, number in fields["needs"])
    if offer.status in EDITS:
        must_come_about(offer)


def must_come_about(offer: Offer) -> None:
    lacks = {"needs": needs_lack(offer) if offer.needs.exists() else [], "credentials": papers_lack(offer)}
    if wrong := {name: sentences for name, sentences in lacks.items() if sentences}:
        raise ValidationError(wrong)


def hang(offer: Offer, picture: Any) -> None:
    """The new picture in place of the old, whose file goes once nothing can bring it back."""
    old, storage = offer.picture.name, offer.picture.storage
    offer.picture = pictures.as_webp(picture) if picture else ""
    if old:
        transaction.on_commit(lambda: storage.delete(old), robust=True)


def cleaned(text: dict[str, str]) -> dict[str, str]:
    return {name: (text.get(name) or "").replace("\0", "").replace("\r\n", "\n").strip() for name in WORDS}


def what_was_read(offer: Offer) -> dict[str, Any]:
    """What the City reads of an offer, as it is in the database now."""
    if not offer.pk:
        return {}
    fields = Offer.objects.values(*Offer.REVIEWED).get(pk=offer.pk)
    texts = {text["language"]: text for text in offer.texts.order_by("language").values("language", *WORDS)}
    needs = list(offer.needs.order_by("skill").values_list("skill", "number"))
    papers = sorted(offer.credentials.values_list("pk", flat=True))
    fields["traits"] = sorted(Category.objects.get(pk=fields["category"]).fitting(fields["traits"]))
    return fields | {"texts": texts, "needs": needs, "credentials": papers}


def read_again(offer: Offer, actor: Actor, before: dict[str, Any]) -> Offer:
    """Also while it waits to be read: an officer who looked at the old words must not publish the new ones unseen."""
    step = EDITS.get(offer.status)
    if step and what_was_read(offer) != before:
        return engine.take(offer, step, actor)
    return offer
