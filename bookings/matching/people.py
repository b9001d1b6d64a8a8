"""What is known of many people for some jobs, out of the rows: a fixed number of queries, however many there are."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.matching import reading, times
from bookings.matching.facts import DAY, Ceiling, Held, Need, Paper, Use
from bookings.matching.rules import Rules
from marketplace.casework import sealing
from marketplace.casework.models import LegalBase, Participant, Permission, Written
from marketplace.casework.models.participant import bodies_of
from marketplace.casework.reasons import ACTIVE
from marketplace.places.points import Point, project

PLAIN = (
    "pk", "person_id", "person__given_name", "profile__area__centre_lat", "profile__area__centre_lon",
    "profile__minutes", "profile__mode", "profile__levels", "profile__skills", "profile__wishes", "profile__goals",
    "profile__hours", "profile__most_hours", "allowed", "taken_back",
)  # fmt: skip
LIMITS = "limits"
READ = ("strengths", "wishes", "languages", "times", "reach")  # the parts of a file that this was taken from
FOR_ALL = 0  # in place of a person, where a ceiling counts whoever works
WEEK = timedelta(days=7)
Spans = list[tuple[datetime, datetime]]
Shown = tuple[int | None, date | None, date | None, bool]  # to which body alone, from, until, taken back
CeilingKey = tuple[str, date, str]  # code, first day, and with which client where that matters


@dataclass
class Known:
    """All that was read. People by the primary key of the file, or of the account where calendars and papers hang."""

    plain: list[tuple] = field(default_factory=list)
    held: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    open: dict[int, Spans] = field(default_factory=dict)
    papers: dict[tuple[int, str], list[Shown]] = field(default_factory=lambda: defaultdict(list))
    received: dict[int, dict[int, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))
    kept: dict[int, datetime] = field(default_factory=dict)
    forms: dict[tuple[int, int], dict[str | None, datetime | None]] = field(default_factory=lambda: defaultdict(dict))
    alike: dict[tuple[Any, int], int] = field(default_factory=dict)
    family: set[tuple[Any, int]] = field(default_factory=set)  # job and person: she knows whom it is for
    used: dict[tuple[CeilingKey, int], int] = field(default_factory=dict)
    declared: dict[tuple[int, str], list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    limits: dict[int, frozenset[str] | None] = field(default_factory=dict)

    @property
    def people(self) -> list[int]:
        return [row[0] for row in self.plain]

    @property
    def users(self) -> list[int]:
        return [row[1] for row in self.plain]


def worked_with(user: Any) -> Any:
    """Those whom she may propose: whoever has paused is in no list, and nobody is told why."""
    hers = Permission.objects.filter(participant=OuterRef("pk"), purpose=LegalBase.WORK, body__in=bodies_of(user))
    people = Participant.objects.worked_with_by(user).filter(status=ACTIVE, person__isnull=False)
    return people.annotate(
        allowed=Exists(hers.now()), taken_back=Exists(hers.filter(withdrawn_at__isnull=False))
    ).values_list(*PLAIN)


def read(people: Iterable[tuple], needs: Sequence[Need], rules: Rules) -> Known:
    known = Known(plain=list(people))
    if known.plain and needs:
        for step in (read_held, read_hours, read_papers, read_received, read_forms, read_knows, read_used, read_limits):
            step(known, needs, rules)
    return known


def read_held(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    """As far as rest and way ask, and the whole weeks in which the jobs lie."""
    spans = [span for need in needs for span in (times.around(need, rules), *weeks(need))]
    since, until = min(first for first, _last in spans), max(last for _first, last in spans)
    for user, start, end, lat, lon, work, job in reading.rows(
        reading.HELD, {"users": known.users, "since": since, "until": until}
    ):
        known.held[user].append(Held(start, end or until, point(lat, lon), work, job))


def weeks(need: Need) -> Spans:
    zone = ZoneInfo(need.zone)
    mondays = (date.fromisocalendar(year, week, 1) for year, week in need.weeks)
    return [(midnight(monday, zone), midnight(monday + WEEK, zone)) for monday in mondays]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


@lru_cache(maxsize=10_000)
def point(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else project(lat, lon)


def read_hours(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    """Nobody has hours that are not written out yet: of a job so far off they are unknown."""
    span = {"first": min(need.starts_at for need in needs), "last": max(need.ends_at for need in needs)}
    for user, start, end in reading.rows(reading.HOURS, {"people": known.people, **span}):
        spans = known.open.setdefault(user, [])
        if start is not None:
            spans.append((start, end))


def read_papers(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    right = rules.gates["right_to_work"]
    kinds = {asked.kind for need in needs for asked in need.papers} | {*right.papers, *right.receipts}
    facts = {"people": known.people, "users": known.users, "bodies": [need.body for need in needs]}
    for user, kind, *shown in reading.rows(reading.PAPERS, facts | {"kinds": list(kinds)}):
        known.papers[user, kind].append(tuple(shown))


def read_received(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    facts = {"people": known.people, "weeks": list(rules.turn_weeks), "now": timezone.now()}
    for person, weeks_back, minutes, cents, told_at in reading.rows(reading.RECEIVED, facts):
        known.received[person][weeks_back] = (minutes, cents)
        known.kept[person] = max(told_at, known.kept.get(person, told_at))


def read_forms(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    facts = {"people": known.people, "users": known.users, "today": timezone.localdate()}
    for user, body, form, until in reading.rows(reading.FORMS, facts | {"bodies": [need.body for need in needs]}):
        known.forms[user, body][form] = until


def read_knows(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    """The work, where one may be new to it; and the family, where there is one."""
    asked = [{"key": need.key, "opening": need.opening, "needed": need.needed} for need in needs if need.with_mate]
    families = [{"key": need.key, **need.for_whom} for need in needs if need.for_whom]
    if not asked and not families:
        return
    facts = {"people": known.people, "now": timezone.now(), "alike": json.dumps(asked)}
    for what, key, person, count in reading.rows(reading.KNOWS, facts | {"families": json.dumps(families)}):
        if what == "family":
            known.family.add((key, person))
        else:
            known.alike[key, person] = count


def read_used(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    keyed = {ceiling_key(one, need): (one, need) for need in needs for one in need.ceilings}
    asked = [ceiling_row(number, one, need) for number, (one, need) in enumerate(keyed.values())]
    keys = list(keyed)
    for number, person, amount in reading.rows(reading.USED, {"people": known.people, "ceilings": json.dumps(asked)}):
        known.used[keys[number], person] = amount
    read_declared(known, [one for one, _need in keyed.values()])


def ceiling_key(one: Ceiling, need: Need) -> CeilingKey:
    return one.code, one.since, "" if one.scope == "person" else need.client


def ceiling_row(number: int, one: Ceiling, need: Need) -> dict[str, Any]:
    zone = ZoneInfo(need.zone)
    days = {"since": midnight(one.since, zone).isoformat(), "until": midnight(one.until + DAY, zone).isoformat()}
    of = {"forms": list(one.forms), "scope": one.scope, "client": need.client, "unit": one.unit, "zone": need.zone}
    return {"key": number, **days, **of}


def read_declared(known: Known, ceilings: list[Ceiling]) -> None:
    first = min((one.since for one in ceilings), default=date.max)
    last = max((one.until for one in ceilings), default=date.min)
    facts = {"people": known.people, "codes": [one.code for one in ceilings], "first": first, "last": last}
    for person, code, on, amount in reading.rows(reading.DECLARED, facts):
        known.declared[person, code].append((on, amount))


def read_limits(known: Known, needs: Sequence[Need], rules: Rules) -> None:
    """The one sealed part, opened where a job asks for something that somebody may not want to be asked for."""
    if any(need.demands for need in needs):
        sealed = Written.objects.filter(part=LIMITS, participant__in=known.people)
        rows: Any = sealed.values_list("pk", "participant_id", "sealed")
        known.limits = {person: told_limits(told) for person, told in sealing.opened_all(Written, rows)}


def told_limits(told: dict[str, Any]) -> frozenset[str] | None:
    """A part that was saved was talked about; without a tick there is nothing. None: does not want to say."""
    answer = told.get(LIMITS, {"value": []})
    return frozenset(answer["value"]) if "value" in answer else None


def parts_read(needs: Sequence[Need]) -> list[str]:
    return [*READ, LIMITS] if any(need.demands for need in needs) else list(READ)


def use_of(known: Known, one: Ceiling, need: Need, person: int) -> Use:
    """Of an employer's ceiling nobody declares anything: it is theirs, and what we know is taken for all of it. Of hers
    with one employer nobody has to; what she said of another place counts, for it may be the same one."""
    key = ceiling_key(one, need)
    if one.scope == "client":
        return Use(known.used.get((key, FOR_ALL), 0), 0)
    told = [amount for on, amount in known.declared.get((person, one.code), []) if one.since <= on <= one.until]
    nothing = 0 if one.scope == "pair" else None
    return Use(known.used.get((key, person), 0), sum(told) if told else nothing)


def paper_of(known: Known, user: int, kinds: Iterable[str], need: Need) -> Paper | None:
    """The one that lasts longest of those that are good when the job begins, or that were."""
    rows = [row for kind in kinds for row in known.papers.get((user, kind), ()) if row[0] in (None, need.body)]
    ends = [until for _body, since, until, back in rows if not back and (since is None or since <= need.first_day)]
    if ends:
        return Paper(None if None in ends else max(filter(None, ends)))
    return Paper(None, withdrawn=True) if any(back for *_rest, back in rows) else None
