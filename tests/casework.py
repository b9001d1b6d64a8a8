"""Aurora's social workers and the people they support, as tests play with them."""

from collections.abc import Callable

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.accounts.models import User
from marketplace.casework import admission, files, permissions, tasks, windows
from marketplace.casework.models import LegalBase, Participant
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import CredentialKind, Membership, Organisation
from tests.cast import settled

ENTRY = {"gender": {"value": "woman"}, "born": {"value": 1994}, "work": {"value": "long"}, "home": {"unsaid": True}}
PIN = "7294"
MARKER = "Schiena-marcatore"  # stands in every sealed answer of these tests


@pytest.fixture
def run_letters(db) -> Callable[[], None]:
    """Send what casework has to send, as the worker would."""
    known = {"casework.alert": tasks.alert, "casework.invite": tasks.invite, "casework.call": tasks.call}

    def run() -> None:
        for job in ProcrastinateJob.objects.filter(task_name__in=known, status="todo").order_by("pk"):
            known[job.task_name](**job.args)

    return run


@pytest.fixture
def legal_bases(db) -> dict[str, LegalBase]:
    text = {"en": "What we write down, and why.", "it": "Che cosa scriviamo, e perché."}
    shared = {"version": "1", "text": text, "months": 24, "valid_from": "2020-01-01"}
    rows = [LegalBase(purpose=purpose, article="6.1.e", **shared) for purpose in LegalBase.Purpose.values]
    return {row.purpose: row for row in LegalBase.objects.bulk_create(rows)}


def social_service(name: str, slug: str) -> Organisation:
    return settled(Organisation.objects.create(name=name, slug=slug, keeps_files_since="2020-01-01"), "verified")


@pytest.fixture
def service(db) -> Organisation:
    return social_service("Servizio sociale Aurora", "servizio-aurora")


@pytest.fixture
def other_service(db) -> Organisation:
    return social_service("Casa delle donne", "casa-donne")


@pytest.fixture
def social_worker(person) -> Callable[..., User]:
    def make(name: str, body: Organisation) -> User:
        user = person(name)
        Membership.objects.create(organisation=body, user=user, role="caseworker")
        return user

    return make


@pytest.fixture
def chiara(social_worker, service) -> User:
    """A social worker of Aurora."""
    return social_worker("Chiara", service)


@pytest.fixture
def luca(social_worker, service) -> User:
    """Her colleague, who does not work with Fatou."""
    return social_worker("Luca", service)


@pytest.fixture
def rita(social_worker, other_service) -> User:
    """A social worker of another body."""
    return social_worker("Rita", other_service)


@pytest.fixture
def dario(person, city) -> User:
    """The City's officer for data protection."""
    user = person("Dario")
    Membership.objects.create(organisation=city, user=user, role="protection")
    return user


@pytest.fixture
def fatou(service, chiara, legal_bases) -> Participant:
    """Admitted by Chiara, and can sign in."""
    who = {"given_name": "Fatou", "family_name": "Diallo", "email": "fatou@example.org", "language": "en"}
    return admission.interview(service, chiara, who, ENTRY)


@pytest.fixture
def begin(service, legal_bases) -> Callable[[User, str], Participant]:
    """Another file, of somebody without e-mail."""
    return lambda by, name: admission.interview(service, by, {"given_name": name, "language": "it"}, ENTRY)


@pytest.fixture
def licence(db) -> CredentialKind:
    return CredentialKind.objects.create(slug="licence", name={"en": "Driving licence", "it": "Patente di guida"})


@pytest.fixture
def write(fatou, chiara) -> Callable[..., None]:
    """Chiara writes a part of Fatou's file."""

    def put(code: str, **answers: object) -> None:
        told = {name: {"value": value} for name, value in answers.items()}
        row = fatou.written.filter(part=code).first()
        files.save(fatou, chiara, code, told, row.version if row else 0)

    return put


@pytest.fixture
def permit(fatou, chiara, other_service) -> Callable[..., object]:
    """Fatou permits the other body to open some parts."""

    def grant(*parts: str, purpose: str = "open_file", **told: object) -> object:
        return permissions.grant(fatou, chiara, other_service, purpose, parts, "spoken", "en", **told)

    return grant


@pytest.fixture
def active(fatou, chiara) -> Participant:
    return take(fatou, "ready", Actor(chiara))


@pytest.fixture
def admitted_too(service, chiara, legal_bases) -> Participant:
    """Amir, whom Chiara supports as well: ready for work, without an e-mail."""
    who = {"given_name": "Amir", "family_name": "Rahmani", "phone": "+393331234567", "language": "it"}
    return take(admission.interview(service, chiara, who, ENTRY), "ready", Actor(chiara))


@pytest.fixture
def card(fatou, chiara) -> str:
    """The code of the card that Chiara has made for Fatou, whose PIN is 7294."""
    return windows.issue(fatou, chiara, PIN)
