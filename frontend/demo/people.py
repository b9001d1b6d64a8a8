"""The people a visitor of the demo city can be. They and all their figures are invented; nobody's number rings."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Person:
    """Somebody on the sign-in page. `about` says in a few words whose side of the city one sees as this person."""

    name: str
    family_name: str
    email: str
    about: Promise
    phone: str
    language: str = "it"

    @property
    def row(self) -> dict[str, str]:
        """The fields of her row in the database."""
        names = {"given_name": self.name, "family_name": self.family_name}
        return names | {"email": self.email, "phone": self.phone, "language": self.language}


@dataclass(frozen=True)
class Card:
    """The card of somebody without e-mail. In a real city the code is printed once, and the PIN stands nowhere."""

    name: str
    about: Promise
    code: str
    pin: str

    @property
    def said(self) -> str:
        return " ".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))


CARDS = (
    Card("Tesfay", _("his own page by a card, in Arabic"), "TESFAYDEM234", "7294"),
    Card("Mariam", _("her own page by a card, in French"), "MARYAMDEM567", "3816"),
)
PEOPLE: tuple[Person, ...] = (
    Person("Nadia", "Haddad", "nadia@example.org", _("resident, Aurora, 2 children"), "011 000 4101"),
    Person("Dora", "Ferraris", "dora@example.org", _("resident, Vanchiglia, has a dog"), "011 000 4102"),
    Person("Joy", "Osagie", "joy@example.org", _("resident, Barriera di Milano, reads English"), "011 000 4103", "en"),
    Person("Elena", "Marchisio", "elena@example.org", _("coordinates Biagio"), "011 000 4104"),
    Person("Samira", "El Amrani", "samira@example.org", _("works with Biagio"), "011 000 4105"),
    Person("Paola", "Gallo", "paola@example.org", _("coordinates Abito"), "011 000 4106"),
    Person("Marco", "Olivero", "marco@example.org", _("his association waits to be verified"), "011 000 4107"),
    Person("Marta", "Bosco", "marta@example.org", _("social worker, Servizio sociale Aurora"), "011 000 4109"),
    Person("Gianni", "Bertone", "gianni@example.org", _("officer of the City"), "011 000 4108"),
    Person("Irene", "Valle", "irene@example.org", _("data protection officer of the City"), "011 000 4110"),
)
