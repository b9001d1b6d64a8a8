"""Who belongs to an organisation, and whom its desk acts for. Rows end, they are not deleted: what was, stays known."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python as phone_from

from marketplace.accounts.models import User
from marketplace.lives import engine
from marketplace.organisations.models import DESK, Mandate, Membership, Organisation, mandates_of
from marketplace.refusals import Refused

GIVES = {"owner": ("owner", "coordinator", "worker", "caseworker"), "coordinator": ("worker",)}  # who may let in whom
CASEWORKER = "caseworker"  # only where the City lets the body keep files


def must_have(organisation: Organisation, user: User, *roles: str) -> None:
    """Raises Refused unless this person has one of these roles (any role of the desk when none is named)."""
    mine = Membership.objects.of(user, *(roles or DESK))
    if not mine.filter(organisation=organisation).exists():
        raise Refused(_("This is not for you to do."))


def roles_to_give(organisation: Organisation, user: User) -> list[str]:
    """The roles that this person may give in this organisation, the highest first."""
    roles = roles_to_take(organisation, user)
    return [role for role in roles if role != CASEWORKER or organisation.keeps_files]


def roles_to_take(organisation: Organisation, user: User) -> list[str]:
    mine = Membership.objects.of(user).filter(organisation=organisation).values_list("role", flat=True)
    given = {role for role in mine for role in GIVES.get(role, ())}
    return [role for role in GIVES["owner"] if role in given]


def members_seen_by(user: Any) -> QuerySet[Membership]:
    """Who belongs to the organisations at whose desk this person works."""
    return Membership.objects.now().filter(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))


def mandates_seen_by(user: Any) -> QuerySet[Mandate]:
    """The mandates by which this person may act for others, and those by which others may act for her."""
    theirs = mandates_of(user).values("pk")
    return Mandate.objects.filter(Q(pk__in=theirs) | Q(person=user.pk or 0, until=None))


@transaction.atomic
def let_in(organisation: Organisation, by: User, role: str, who: dict[str, Any], key: str | None = None) -> Membership:
    """Give somebody a role. `who`: given_name, family_name, email, phone; all but the first name may be missing.

    A known e-mail is the person who has it; otherwise a person is entered. Only verified organisations name e-mails.
    Whoever works at the desk signs in, hence needs an e-mail. The same `key` once more changes nothing. Raises
    ValidationError by field, Refused."""
    organisation = lock(organisation)
    if role not in roles_to_give(organisation, by):
        raise Refused(_("This is not for you to do."))
    if before := known_by(organisation.memberships, kept := marked(organisation, key)):
        return before
    if role in DESK and not who.get("email"):
        raise ValidationError({"email": _("Whoever works at the desk signs in: write the e-mail.")})
    must_be_free_to_look_up(organisation, who)
    user = known(who) or entered(who)
    membership, new = Membership.objects.get_or_create(
        organisation=organisation, user=user, role=role, until=None, defaults=told(who) | {"key": kept}
    )
    if not new:
        raise ValidationError({"email": _("%(name)s has this role already.") % {"name": membership.name}})
    return membership


def must_be_free_to_look_up(organisation: Organisation, who: dict[str, Any]) -> None:
    """Anybody may found an organisation: until the City has looked at it, no e-mail is looked up for it. Who has an
    account here and who has not gets the same answer."""
    if (who.get("email") or "").strip() and organisation.status != "verified":
        text = _("As soon as the City has verified the organisation you can let people in by their e-mail.")
        raise ValidationError({"email": text})


def told(who: dict[str, Any]) -> dict[str, Any]:
    """Her name and number as they were told to this organisation."""
    names = [plain(str(who.get(name) or "")) for name in ("given_name", "family_name")]
    return {"called": " ".join(filter(None, names))[:170], "told_phone": number(who.get("phone"))}


@transaction.atomic
def end(membership: Membership, by: User) -> None:
    """From today on this person has this role no more. Raises Refused, also for the last owner."""
    organisation = lock(membership.organisation)
    if membership.role not in roles_to_take(organisation, by):
        raise Refused(_("This is not for you to do."))
    here = Membership.objects.now().filter(organisation=organisation, role="owner")
    if membership.role == "owner" and not here.exclude(user=membership.user).exists():
        raise Refused(_("An organisation needs an owner: name another one first."))
    close(membership)


def close(membership: Membership) -> None:
    """A role counts until the end of its last day, so it ended yesterday; one of today's is taken back whole."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if membership.since > yesterday:
        membership.delete()
    else:
        Membership.objects.filter(pk=membership.pk).update(until=yesterday)


@transaction.atomic
def enter_person(
    organisation: Organisation, by: User, who: dict[str, Any], how: str, key: str | None = None
) -> Mandate:
    """Enter somebody who lets the desk act for her, and how she said so. Raises ValidationError by field, Refused.

    Always a new person: a number or a name that somebody tells is no proof of who she is. Only the same `key` once
    more is the same person."""
    lock(organisation)
    must_have(organisation, by)
    if before := known_by(organisation.mandates, kept := marked(organisation, key)):
        return before
    how = plain(how)
    person = agreed(organisation, who, how)
    return Mandate.objects.create(organisation=organisation, person=person, entered_by=by, how=how[:200], key=kept)


def agreed(organisation: Organisation, who: dict[str, Any], how: str) -> User:
    """The person herself, entered now. Raises ValidationError by field."""
    if not how:
        raise ValidationError({"how": _("Write how it was agreed: on the phone, at the counter, by whom.")})
    if not who.get("phone"):
        raise ValidationError({"phone": _("Without e-mail we can reach a person only by phone: write the number.")})
    person = entered({**who, "email": ""})
    if Mandate.objects.filter(organisation=organisation, until=None, person__phone=person.phone).exists():
        raise ValidationError({"phone": _("Somebody with this number is in your list already.")})
    return person


@transaction.atomic
def end_mandate(mandate: Mandate, by: User) -> None:
    """The desk acts for this person no more; what was done before stands. She may end it herself, too."""
    if by != mandate.person:
        must_have(mandate.organisation, by)
    Mandate.objects.filter(pk=mandate.pk, until=None).update(until=timezone.now())


def lock(organisation: Organisation) -> Organisation:
    """Two people who change the same list do it one after the other."""
    return engine.lock(organisation)


def marked(whose: Any, key: str | None) -> str | None:
    """The key of a form as it is kept: that of somebody else, or for another organisation, is another one."""
    return f"{whose.pk}:{key}" if key else None


def known_by(rows: Any, key: str | None) -> Any:
    """What was made with this key before; whoever asks holds a lock, so that of two clicks the second waits."""
    return rows.filter(key=key).first() if key else None


def known(who: dict[str, Any]) -> User | None:
    """Whose e-mail this is, also where it is another that she has shown to be hers than the one we write to."""
    email = (who.get("email") or "").strip().lower()
    hers = Q(email=email) | Q(emailaddress__email=email, emailaddress__verified=True)
    return User.objects.filter(hers, is_active=True).first() if email else None


def entered(who: dict[str, Any]) -> User:
    """A new person, checked. She can sign in as soon as there is an e-mail."""
    email = plain(who.get("email") or "").lower()
    fields = {name: plain(str(who.get(name) or "")) for name in ("given_name", "family_name")}
    user = User(email=email or None, phone=number(who.get("phone")), language=who.get("language") or "it", **fields)
    if email:
        must_be_mail(email)
    user.set_unusable_password()
    user.full_clean(exclude=("password",))
    user.save()
    return user


def must_be_mail(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages})


def number(phone: Any) -> Any:
    """The number as it is dialled from anywhere, or None. Raises ValidationError when nobody has such a number."""
    if not phone:
        return None
    found = phone_from(phone)
    if not found or not found.is_valid():
        raise ValidationError({"phone": _("We cannot read this number. Write it like 011 000 456.")})
    return found


def plain(text: str) -> str:
    return text.replace("\0", "").strip()
