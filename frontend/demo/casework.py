"""Servizio sociale Aurora: its social workers, and the people with whom they work, each somewhere else on the way."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from frontend.demo import data, organisations
from frontend.demo.past import Past
from frontend.demo.people import CARDS
from marketplace.accounts.models import User
from marketplace.casework import admission, files, notes, overrides, papers, permissions, questions, referrals, windows
from marketplace.casework.models import CeilingRule, LegalBase, Participant
from marketplace.lives.engine import Actor, take
from marketplace.organisations import membership, profile
from marketplace.organisations.models import CredentialKind, Membership, Organisation
from marketplace.places.models import Area

DAY = timedelta(days=1)
ASKED_AGO, REFERRED_AGO = 3 * DAY, 1 * DAY  # when the link to refer was sent, and when it was answered


def enter(past: Past, city: Organisation) -> None:
    about = data.table("casework")
    body = found(about["body"], about["workers"])
    Membership.objects.create(
        organisation=city, user=organisations.person_named(about["protection"]), role="protection"
    )
    LegalBase.objects.bulk_create(
        LegalBase(valid_from=timezone.localdate(past.now) - 60 * DAY, **row) for row in about["bases"]
    )
    CeilingRule.objects.bulk_create(CeilingRule(**row) for row in about["ceilings"])
    marta, fabio = (User.objects.get(given_name=row["name"]) for row in about["workers"])
    for row in about["people"]:
        past.then(past.now - row["days"] * DAY, partial(Story(past, body, marta, fabio, row).begin))
    past.then(past.now - ASKED_AGO, partial(refer, past, body, marta, about))


def found(about: dict[str, Any], workers: list[dict[str, Any]]) -> Organisation:
    """Its owner is one of the two; it offers nothing, it works with people."""
    officer = Actor(User.objects.get(given_name="Gianni"))
    owner, other = (organisations.person_named(row) for row in workers)
    body = profile.found(owner, {**about, "area": Area.objects.get(name=about["area"])})
    body = take(take(take(body, "submit", Actor(owner)), "verify", officer), "entrust", officer)
    for person in (owner, other):
        who = {"given_name": person.given_name, "family_name": person.family_name, "email": person.email}
        membership.let_in(body, owner, "caseworker", who)
    return body


def refer(past: Past, body: Organisation, by: User, about: dict[str, Any]) -> None:
    """Another body gets a link, and answers it two days later; a second link still waits."""
    row = referrals.invite(body, by, about["sender"], about["sender_email"])
    who = about["referred"]
    told = {"words": who["words"], "needs": who["needs"]}
    past.then(past.now - REFERRED_AGO, partial(referrals.answer, row, who, told))
    referrals.invite(body, by, "Sportello di via Bologna", "sportello@example.org")


def answered(told: dict[str, Any]) -> dict[str, Any]:
    """Answers as a file has them; an empty one: does not want to say."""
    return {code: {questions.UNSAID: True} if value == "" else {"value": value} for code, value in told.items()}


class Story:
    """One person: the interview, what was written, what she permitted, and where she stands now."""

    def __init__(self, past: Past, body: Organisation, owner: User, colleague: User, about: dict[str, Any]) -> None:
        self.past, self.body, self.owner, self.colleague, self.about = past, body, owner, colleague, about

    def begin(self) -> None:
        about = self.about
        who = {name: about.get(name, "") for name in ("family_name", "phone")} | {"given_name": about["name"]}
        who |= {"language": about.get("language", "it"), "email": f"{about['name'].lower()}@example.org"}
        if not about.get("known"):
            who["email"] = ""
        participant = admission.interview(self.body, self.owner, who, answered(about["entry"]))
        self.past.then(timezone.now() + timedelta(hours=2), partial(self.write, participant))
        for name in ("last", "forced"):
            if name in about:
                getattr(self, name)(participant, about[name])

    def write(self, participant: Participant) -> None:
        files.open_file(participant.number, self.owner, "page")
        for code, told in self.about.get("parts", {}).items():
            files.save(participant, self.owner, code, answered(told | area_of(told)), 0)
        permissions.grant(participant, self.owner, self.body, LegalBase.WORK, [], "spoken", "it")
        self.show(participant)
        for card in CARDS:
            if card.name == self.about["name"]:
                windows.issue(participant, self.owner, card.pin, card.code)
        if "permits" in self.about:
            biagio = Organisation.objects.get(slug="biagio")
            told = {"how": "spoken", "language": "en", "parts": self.about["permits"]}
            permissions.grant(participant, self.owner, biagio, LegalBase.OPENING, **told)
        if "draft" in self.about:
            draft = dict(self.about["draft"])
            files.keep_draft(participant, self.owner, draft.pop("part"), answered(draft), 0)

    def show(self, participant: Participant) -> None:
        """Papers last so many days from the visitor's; without a number they do not end."""
        for slug, *last in self.about.get("papers", []):
            until = timezone.localdate(self.past.now) + last[0] * DAY if last else None
            papers.enter(participant, self.owner, CredentialKind.objects.get(slug=slug), until)
        for audience, words in self.about.get("notes", []):
            notes.write(participant, self.owner, audience, words)

    def last(self, participant: Participant, about: dict[str, Any]) -> None:
        moment = self.past.now - about["since"] * DAY
        facts = {"why": about["why"]} if "why" in about else {}
        if "until" in about:
            facts["until"] = (timezone.localdate(self.past.now) + about["until"] * DAY).isoformat()
        if about["step"] in ("pause", "end"):
            self.past.then(moment - DAY, lambda: take(participant, "ready", Actor(self.owner)))
        self.past.then(moment, lambda: take(participant, about["step"], Actor(self.owner), facts))

    def forced(self, participant: Participant, about: dict[str, Any]) -> None:
        """The colleague opened it without being in the team; the officer has still to look."""

        def force() -> None:
            overrides.force(participant.number, self.colleague, about["reason"], about["words"])
            files.open_file(participant.number, self.colleague, "page")

        self.past.then(self.past.now - timedelta(hours=about["hours"]), force)


def area_of(told: dict[str, Any]) -> dict[str, Any]:
    """Areas are kept by their code."""
    return {"area": Area.objects.get(name=told["area"]).code} if "area" in told else {}
