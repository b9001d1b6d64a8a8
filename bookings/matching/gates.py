"""The gates: may this person do this job? Each says yes, no, if (somebody can mend it) or unknown (one has to ask).

All of them are asked, each of everything it looks at, so that people read every reason and not the first.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from bookings.matching.facts import UNPAID, VOLUNTEER, Ceiling, Need, PaperAsked, Person, Use
from bookings.matching.reason import IF, NO, UNKNOWN, YES, Reason
from bookings.matching.rules import Rules
from bookings.matching.times import free_reasons
from bookings.matching.way import minutes_on_the_way

Gate = Callable[[Need, Person, Rules], Iterable[Reason]]
ALL: dict[str, Gate] = {}
UNITS: dict[str, Callable[[Need, Ceiling], int]] = {
    "cent": lambda need, ceiling: need.cents_within(ceiling.since, ceiling.until),
    "hour": lambda need, ceiling: need.minutes_within(ceiling.since, ceiling.until),
    "day": lambda need, ceiling: need.days_within(ceiling.since, ceiling.until),
}
MINUTES_OF = {"hour": 60}  # hours are counted in minutes
# What was used of her own, of hers with this employer, or of the employer's with everybody, is said apart.
OVER = {"person": "over", "pair": "over_pair", "client": "over_client"}
NEAR = {"person": "near", "pair": "near_pair", "client": "near_client"}
PASSED: dict[str, tuple[Reason, ...]] = {}  # the same yes for everybody: most people pass most gates


def gate(code: str) -> Callable[[Gate], Gate]:
    def register(function: Gate) -> Gate:
        ALL[code] = function
        PASSED[code] = (Reason(code, YES),)
        return function

    return register


def asked(need: Need, person: Person, rules: Rules) -> list[Reason]:
    """What every gate says, in the order in which they are published."""
    found: list[Reason] = []
    for code in rules.gates:
        found.extend(ALL[code](need, person, rules) or PASSED[code])
    return found


@gate("free")
def free(need: Need, person: Person, rules: Rules) -> list[Reason]:
    return free_reasons(need, person, rules)


@gate("credential")
def credential(need: Need, person: Person, rules: Rules) -> list[Reason]:
    days = timedelta(days=rules.gates["credential"].renew_days)
    return [found for asked in need.papers if (found := paper_reason(need, person, asked, days))]


def paper_reason(need: Need, person: Person, asked: PaperAsked, days: timedelta) -> Reason | None:
    paper = person.papers.get(asked.kind)
    facts: dict[str, Any] = {"paper": dict(asked.name)}
    if paper is None:
        verdict, what = (NO, "unseen") if asked.proof else (UNKNOWN, "missing")
        return Reason("credential", verdict, what, facts=facts)
    if paper.withdrawn:
        return Reason("credential", NO, "withdrawn", facts=facts)
    if paper.until is None or paper.until >= need.last_day:
        return None
    facts["day"] = paper.until.isoformat()
    if paper.until < need.today:
        return Reason("credential", NO, "ended", facts=facts)
    in_time = need.today + days <= need.first_day
    return Reason("credential", IF if in_time else NO, "ends", facts=facts)


@gate("right_to_work")
def right_to_work(need: Need, person: Person, rules: Rules) -> list[Reason]:
    if need.form not in rules.gates["right_to_work"].forms:
        return []
    paper = person.right_to_work
    if paper is None:
        return [Reason("right_to_work", UNKNOWN, "missing")]
    if not paper.withdrawn and (paper.until is None or paper.until >= need.last_day):
        return []
    facts = {"day": paper.until.isoformat()} if paper.until else {}
    renewing = paper.renewing and not paper.withdrawn
    return [Reason("right_to_work", IF if renewing else NO, "renewing" if renewing else "ends", facts=facts)]


@gate("consent")
def consent(need: Need, person: Person, rules: Rules) -> list[Reason]:
    found = [Reason("consent", NO, "paused")] if person.paused else []
    if person.permitted is None:
        found.append(Reason("consent", UNKNOWN, "not_asked"))
    elif not person.permitted:
        found.append(Reason("consent", NO, "not_permitted"))
    return found


@gate("ceiling")
def ceiling(need: Need, person: Person, rules: Rules) -> list[Reason]:
    amber = rules.gates["ceiling"].amber
    return [found for one in need.ceilings if (found := ceiling_reason(need, person, one, amber))]


def ceiling_reason(need: Need, person: Person, one: Ceiling, amber: float) -> Reason | None:
    """One that only reduces something concerns those who declared a use of it, and forbids nothing."""
    use = person.uses.get((one.code, one.since)) or Use()
    this, most = UNITS[one.unit](need, one), one.amount * MINUTES_OF.get(one.unit, 1)
    if not this or (not one.forbids and use.elsewhere is None):
        return None
    after = use.here + (use.elsewhere or 0) + this
    facts = {"ceiling": dict(one.name), "unit": one.unit, "most": most, "left": max(0, most - after + this), "over": 0}
    facts["used"] = after - this
    if after > most:
        facts["over"] = after - most
        what = OVER[one.scope] if one.forbids else "reduces"
        return Reason("ceiling", NO if one.forbids else YES, what, facts=facts)
    if use.elsewhere is None:
        return Reason("ceiling", UNKNOWN, "undeclared", facts=facts)
    return Reason("ceiling", YES, NEAR[one.scope], facts=facts) if after >= amber * most else None


@gate("volunteer_or_paid")
def volunteer_or_paid(need: Need, person: Person, rules: Rules) -> list[Reason]:
    numbers = rules.gates["volunteer_or_paid"]
    found = list(mixed(need, person))
    if need.form in numbers.forms and employed_since(need, person, numbers.look_back_months):
        found.append(Reason("volunteer_or_paid", NO, "employed"))
    return found


def mixed(need: Need, person: Person) -> Iterator[Reason]:
    """Nobody is volunteer and paid for the same body (D.Lgs. 117/2017, art. 17)."""
    if person.forms_here is None:
        yield Reason("volunteer_or_paid", UNKNOWN, "register")
    elif need.form not in UNPAID and VOLUNTEER in person.forms_here:
        yield Reason("volunteer_or_paid", NO, "volunteer")
    elif need.form == VOLUNTEER and person.forms_here - UNPAID:
        yield Reason("volunteer_or_paid", NO, "paid")


def employed_since(need: Need, person: Person, months: float) -> bool:
    until = person.employed_here_until
    return until is not None and until >= months_before(need.first_day, int(months))


def months_before(day: date, months: int) -> date:
    """The same day so many months before; of a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


@gate("limits")
def limits(need: Need, person: Person, rules: Rules) -> list[Reason]:
    if not need.demands:
        return []
    if person.limits is None:
        return [Reason("limits", UNKNOWN, "not_asked")]
    met = sorted(need.demands & person.limits)
    if not met:
        return []
    verdict, what = (IF, "supported") if need.support else (NO, "met")
    return [Reason("limits", verdict, what, facts={"demands": met})]


@gate("weekly_hours")
def weekly_hours(need: Need, person: Person, rules: Rules) -> list[Reason]:
    numbers = rules.gates["weekly_hours"]
    weeks = ((minutes + person.agreed.get(week, 0)) / 60 for week, minutes in need.weeks.items())
    found = hours_reason(max(weeks), person, numbers.most, numbers.if_over_h)
    return [found] if found else []


def hours_reason(hours: float, person: Person, most: float, slack: float) -> Reason | None:
    """The wish, or else the most that she named; what the law allows stands above both."""
    wish = person.hours if person.hours is not None else person.most_hours
    top = most if person.most_hours is None else min(most, person.most_hours)
    if hours > top:
        return Reason("weekly_hours", NO, "most", facts={"hours": round(hours, 2), "most": top})
    if wish is None:
        return Reason("weekly_hours", UNKNOWN, "no_wish")
    if hours <= wish:
        return None
    return Reason("weekly_hours", IF if hours <= wish + slack else NO, "wish",
                  facts={"hours": round(hours, 2), "most": wish})  # fmt: skip


@gate("reach")
def reach(need: Need, person: Person, rules: Rules) -> list[Reason]:
    minutes = minutes_on_the_way(need.point, person.point, person.mode, rules)
    if minutes is None or person.minutes is None:
        return [Reason("reach", UNKNOWN, "not_known")]
    over = minutes - person.minutes
    if over <= 0:
        return []
    verdict = IF if over <= rules.gates["reach"].if_over_min else NO
    return [Reason("reach", verdict, "over", facts={"over": over, "minutes": minutes})]


@gate("language")
def language(need: Need, person: Person, rules: Rules) -> list[Reason]:
    return [found for code in need.languages if (found := tongue_reason(need, person, code, rules))]


def tongue_reason(need: Need, person: Person, code: str, rules: Rules) -> Reason | None:
    wanted, spoken = need.languages[code], person.levels.get(code)
    facts = {"language": code, "level": wanted}
    if spoken is None:
        return Reason("language", UNKNOWN, "not_known", facts=facts)
    below = wanted - spoken
    if below <= 0:
        return None
    if below <= rules.gates["language"].if_levels:
        return Reason("language", IF, "below", facts=facts)
    helped = need.mate_speaks.get(code, 0) >= wanted
    return Reason("language", IF if helped else NO, "mate" if helped else "far_below", facts=facts)


@gate("mate")
def mate(need: Need, person: Person, rules: Rules) -> list[Reason]:
    if not need.with_mate or need.mate_agreed or person.done_alike >= rules.gates["mate"].beginner_below:
        return []
    return [Reason("mate", IF, "alone", facts={"done": person.done_alike})]
