"""Households: admitted, renewed, with their members, their card and their points."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, lock, take
from marketplace.organisations import membership
from marketplace.organisations.membership import must_have
from marketplace.organisations.models import Mandate, Organisation
from marketplace.places.models import Area
from marketplace.refusals import Refused
from services.models import Admission, Card, Household, Member, Wardrobe
from services.models.household import OPEN
from services.models.sizes import SIZES
from services.wardrobe import purse, rules
from services.wardrobe.purse import must_be_open

CLOSED = gettext_noop("The card was closed")
NO_HOME = gettext_noop("A quota instead of points")
A_HOME = gettext_noop("Points instead of a quota: what had been taken is back")
AGREED = "colloquio per la tessera"  # how a mandate was given: the organisation's own words, in its language
MOST_MEMBERS = 20
LONGEST = timedelta(days=5 * 366)  # of an admission: then somebody looks again
Somebody = User | str


@transaction.atomic
def admit(
    wardrobe: Wardrobe,
    by: User,
    basis: str,
    until: date,
    grown: Iterable[Somebody],
    children: Iterable[Somebody] = (),
    area: Area | None = None,
    without_home: bool | None = None,
) -> Household:
    """A new household with its card and the points of this period; whom nobody knows yet is entered by a first name.

    Its grown-ups let the wardrobe choose for them, until they end that. Raises ValidationError by field, Refused."""
    must_have(wardrobe.organisation, by)
    people = [(entered(one), False) for one in grown] + [(entered(one), True) for one in children]
    check_people(wardrobe, [person for person, _child in people], any(not child for _person, child in people))
    homeless = has_no_home(basis, without_home)
    household = Household.objects.create(wardrobe=wardrobe, without_home=homeless, recharged_for=None, area=area)
    see(household, by, basis, until)
    for person, child in people:
        enter(household, person, child)
        let_act(wardrobe.organisation, person, by, child)
    Card.objects.create(household=household)
    household = take(household, "admit", Actor(by))
    purse.recharge(household)
    return household


def entered(one: Somebody) -> User:
    """The person; a first name makes a new one, with nothing to sign in with."""
    return membership.entered({"given_name": one}) if isinstance(one, str) else one


def let_act(organisation: Organisation, person: User, by: User, child: bool) -> None:
    """At the interview a grown-up lets the desk choose for her: many have no phone, or not the words."""
    open_ones = Mandate.objects.filter(organisation=organisation, person=person, until=None)
    if not child and not open_ones.exists():
        Mandate.objects.create(organisation=organisation, person=person, entered_by=by, how=AGREED)


def enter(household: Household, person: User, child: bool, key: str | None = None) -> Member:
    """The database lets nobody belong to two households of a wardrobe. Raises ValidationError ("person")."""
    fields = {"household": household, "wardrobe": household.wardrobe, "since": household.today()}
    try:
        with transaction.atomic():
            return Member.objects.create(person=person, child=child, key=key, **fields)
    except IntegrityError as error:
        raise belongs_already() from error


def belongs_already() -> ValidationError:
    return ValidationError({"person": _("This person belongs to a household already.")})


def check_people(wardrobe: Wardrobe, people: list[User], grown: bool) -> None:
    if not grown or len(people) > MOST_MEMBERS:
        text = _("A household has a grown-up, and at most %(number)d members.")
        raise ValidationError({"person": text % {"number": MOST_MEMBERS}})
    here = Member.objects.now().filter(wardrobe=wardrobe, person__in=people)
    if len({person.pk for person in people}) < len(people) or here.exists():
        raise belongs_already()


def see(household: Household, by: User, basis: str, until: date) -> Admission:
    """Write down what was seen today. Raises ValidationError by field."""
    row = Admission(household=household, basis=basis, seen_on=household.today(), valid_until=until, officer=by)
    if until < row.seen_on:
        raise ValidationError({"valid_until": _("This day is past.")})
    if until > row.seen_on + LONGEST:
        raise ValidationError({"valid_until": _("Choose an earlier day: at most five years from now.")})
    row.clean_fields()
    row.save()
    return row


def has_no_home(basis: str, told: bool | None, before: bool = False) -> bool:
    """As it was told; else as what was seen says. A body that sends somebody says nothing of a home: then as before."""
    if basis == Admission.Basis.NO_HOME:
        return True
    return before and basis == Admission.Basis.REFERRAL if told is None else told


@transaction.atomic
def renew(household: Household, by: User, basis: str, until: date, without_home: bool | None = None) -> Household:
    """The officer has seen again that it may have a card. Raises ValidationError by field, Refused."""
    must_have(household.wardrobe.organisation, by)
    household = lock(household)
    see(household, by, basis, until)
    find_home(household, has_no_home(basis, without_home, household.without_home), by)
    household = take(household, "renew", Actor(by))
    purse.recharge(household)
    return household


def find_home(household: Household, without_home: bool, by: User) -> None:
    """Points for whoever has a home, a quota for whoever has none: as it was seen last. The household is locked."""
    before, household.without_home = household.without_home, without_home
    household.save(update_fields=["without_home"])
    if without_home:
        purse.take_rest(household, f"{household.topic}:no_home:{household.admissions.count()}", NO_HOME, by)
    elif before:
        purse.give_again(household, f"{household.topic}:no_home:", A_HOME, by)


@transaction.atomic
def join(household: Household, one: Somebody, by: User, child: bool = False, key: str | None = None) -> Member:
    """Somebody more, known or entered by a first name; the points of the period come with her.

    A repeated `key` is harmless. Raises ValidationError ("person"), Refused."""
    must_have(household.wardrobe.organisation, by)
    household = must_be_open(lock(household))
    if key and (made := household.members.filter(key=key).first()):
        return made
    purse.recharge(household)  # of a period that has begun this night; else its end would take hers back
    person = entered(one)
    check_people(household.wardrobe, [person], grown=household.members.now().count() < MOST_MEMBERS)
    member = enter(household, person, child, key)
    let_act(household.wardrobe.organisation, person, by, child)
    rule = rules.recharge_of(household.wardrobe, household.today())
    if rule and not household.without_home:
        purse.give_to(household, [member], rule, rules.period_of(rule, household.today()).first)
    return member


@transaction.atomic
def leave(member: Member, by: User) -> None:
    """She belongs to it no more; what points there are stay. Raises Refused for the last grown-up."""
    must_have(member.household.wardrobe.organisation, by)
    household = lock(member.household)
    if not household.members.now().filter(child=False).exclude(pk=member.pk).exists():
        raise Refused(_("A household needs a grown-up. Close the card instead."))
    Member.objects.now().filter(pk=member.pk).update(until=household.today())
    end_acting(household, [member.person_id])


def end_acting(household: Household, people: Iterable[int]) -> None:
    """What was agreed for the card ends with it; what a person has agreed otherwise stays."""
    agreed = Mandate.objects.filter(organisation=household.wardrobe.organisation_id, how=AGREED, until=None)
    agreed.filter(person__in=list(people)).update(until=timezone.now())


@transaction.atomic
def close(household: Household, by: User, reason: str) -> Household:
    """The card is good no more and what points are left are taken back. Raises ValidationError ("reason"), Refused."""
    household = take(household, "close", Actor(by), {"reason": reason})
    household.cards.filter(ended_at=None).update(ended_at=timezone.now())
    end_acting(household, household.members.now().values_list("person", flat=True))
    household.members.now().update(until=household.today())
    key = f"{household.topic}:closed:{household.last_change_id}"
    purse.take_rest(household, key, CLOSED, by)
    purse.write_off(household, f"{key}:owed", CLOSED, by)
    return household


# --- the card -----------------------------------------------------------------------------------------------------
@transaction.atomic
def new_card(household: Household, user: User) -> Card:
    """The old one is lost: it dies at once, and there is another. A grown-up of it may, and who works there. Raises
    Refused."""
    household = lock(household)
    if not household.roles_of(user):
        raise Refused(_("This is not for you to do."))
    must_be_open(household)
    household.cards.filter(ended_at=None).update(ended_at=timezone.now())
    return Card.objects.create(household=household)


def of_grown_up(person: Any, wardrobe: Wardrobe) -> Household | None:
    """For which she may choose here, while the card is open or to be renewed."""
    grown = Member.objects.choosing(person).filter(wardrobe=wardrobe)
    member = grown.select_related("household__wardrobe__organisation").first()
    return member.household if member else None


def of_card(wardrobe: Wardrobe, code: str) -> Household:
    """Whose card this is. Raises ValidationError ("card") where it is none of this wardrobe, lost, or not good now."""
    card = Card.objects.filter(code=plain(code), household__wardrobe=wardrobe).select_related("household").first()
    if not card or card.ended_at:
        raise ValidationError({"card": _("This card is not good. Look for the household by name.")})
    if card.household.status != OPEN:
        raise ValidationError({"card": card.household.sentence("")})
    return card.household


def speaks_for(household: Household) -> User | None:
    """Of its grown-ups the first who lets the desk choose for her, else the first."""
    lets = Mandate.objects.filter(
        organisation=household.wardrobe.organisation_id, person=OuterRef("person"), until=None
    )
    grown = household.members.now().filter(child=False).order_by(Exists(lets).desc(), "pk")
    first = grown.select_related("person").first()
    return first.person if first else None


def plain(code: str) -> str:
    """A card's code, however it was read out."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def wear(household: Household, user: User, sizes: dict[str, list[str]]) -> None:
    """Remember what its people wear, by row of sizes. Raises ValidationError for a size that is none, Refused."""
    if not household.roles_of(user):
        raise Refused(_("This is not for you to do."))
    if any(name not in SIZES or set(told) - set(SIZES[name]) for name, told in sizes.items()):
        raise ValidationError(_("There is no such size."))
    Household.objects.filter(pk=household.pk).update(sizes={row: told for row, told in sizes.items() if told})


@transaction.atomic
def describe(household: Household, by: User, sizes: dict[str, list[str]], area: Area | None) -> None:
    """What the desk writes down of it: what its people wear, and where they live. Raises ValidationError, Refused."""
    must_have(household.wardrobe.organisation, by)
    wear(household, by, sizes)
    Household.objects.filter(pk=household.pk).update(area=area)
