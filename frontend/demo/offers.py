"""What the demo's organisations offer, each offer in the state that its file names."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from frontend.demo import data
from frontend.demo.past import Past
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import DESK, CredentialKind, Organisation
from marketplace.places.models import Area
from services import policies, publishing
from services.models import Aim, CancellationPolicy, Category, Offer, Skill

NOT_FIELDS = {"it", "en", "by", "things", "areas", "state", "reason", "category", "needs", "credentials", "policy"}


def enter_categories() -> None:
    rows = data.table("categories")["categories"]
    Category.objects.bulk_create(
        Category(drawing=f"cat-{row['slug']}", position=10 * number, **row) for number, row in enumerate(rows, 1)
    )
    enter_aims({category.slug: category for category in Category.objects.all()})


def enter_aims(categories: dict[str, Category]) -> None:
    rows = data.table("aims")["aims"]
    Aim.objects.bulk_create(
        Aim(**row | {"category": categories[row["category"]], "position": 10 * number})
        for number, row in enumerate(rows, 1)
    )


def enter(past: Past) -> None:
    officer = Actor(User.objects.get(given_name="Gianni"))
    for file in data.tables("offers"):
        organisation = Organisation.objects.get(slug=file["organisation"])
        provider = Actor(desk(organisation))
        for words in file["offers"]:
            offer = write(organisation, provider, words)
            STATES[words.get("state", "published")](past, offer, provider, officer, words.get("reason", ""))


def desk(organisation: Organisation) -> User:
    """Whoever answers there: the coordinator, else the owner."""
    return organisation.memberships.filter(role__in=DESK).select_related("user").order_by("role").first().user  # type: ignore[union-attr]


def write(organisation: Organisation, provider: Actor, words: dict[str, Any]) -> Offer:
    fields = {name: value for name, value in words.items() if name not in NOT_FIELDS}
    fields |= {"category": Category.objects.get(slug=words["category"]), "address": ""}  # empty: the body's own place
    texts: publishing.Texts = {language: words[language] for language in ("it", "en") if language in words}
    fields["needs"] = [(Skill.objects.get(slug=slug), number) for slug, number in words.get("needs", {}).items()]
    fields["credentials"] = list(CredentialKind.objects.filter(slug__in=words.get("credentials", [])))
    fields["policy"] = rules(organisation, provider, words["policy"]) if "policy" in words else None
    doers = organisation.resources.filter(Q(user__given_name__in=words["by"]) | Q(name__in=words.get("things", [])))
    areas = Area.objects.filter(name__in=words.get("areas", []))
    return publishing.write(None, organisation, provider, fields, texts, doers, areas)


def rules(organisation: Organisation, provider: Actor, words: dict[str, Any]) -> CancellationPolicy:
    """What a cancellation costs there."""
    fields = {"name": words["name"], "spared": words["spared"], "move_hours": 2, "moves": 3}
    return policies.write(None, organisation, provider.user, fields, [tuple(tier) for tier in words["tiers"]])


def new(past: Past, offer: Offer, provider: Actor, officer: Actor, reason: str) -> None:
    """A draft: nothing happens to it."""


def published(past: Past, offer: Offer, provider: Actor, officer: Actor, reason: str) -> None:
    take(take(offer, "submit", provider), "publish", officer)


def review(past: Past, offer: Offer, provider: Actor, officer: Actor, reason: str) -> None:
    past.then(past.now - timedelta(hours=7), lambda: take(offer, "submit", provider))


def returned(past: Past, offer: Offer, provider: Actor, officer: Actor, reason: str) -> None:
    past.then(past.now - timedelta(days=3), lambda: take(offer, "submit", provider))
    past.then(past.now - timedelta(days=2), lambda: take(offer, "send_back", officer, {"reason": reason}))


def withdrawn(past: Past, offer: Offer, provider: Actor, officer: Actor, reason: str) -> None:
    published(past, offer, provider, officer, reason)
    past.then(past.now - timedelta(days=10), lambda: take(offer, "withdraw", provider))


def fresh(past: Past, offer: Offer, provider: Actor, officer: Actor, reason: str) -> None:
    """Of a body that began after the others: its cards say that it is new here."""
    past.then(past.now - timedelta(days=8), lambda: take(offer, "submit", provider))
    past.then(past.now - timedelta(days=6), lambda: take(offer, "publish", officer))


STATES = {state.__name__: state for state in (new, published, fresh, review, returned, withdrawn)}
