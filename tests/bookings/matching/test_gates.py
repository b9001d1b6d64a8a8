"""Each gate by its table: what is a no, what can be mended, what has to be asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.matching import gates
from bookings.matching.facts import Ceiling, Paper, PaperAsked
from bookings.matching.reason import FITS, column
from tests.matching import FIRST, SAN_DONATO, START, TODAY, declared, need, of, said, someone

MINORS = PaperAsked("minors", {"en": "certificate"}, proof=True)
DRIVING = PaperAsked("driving", {"en": "driving licence"})
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
LIBRETTO = Ceiling("libretto", {"en": "Libretto"}, "cent", 500_000, *YEAR)
ADI = Ceiling("adi", {"en": "ADI"}, "cent", 300_000, *YEAR, forbids=False)


def test_somebody_whom_nothing_keeps_away_fits():
    reasons = gates.asked(need(), someone(), FIRST)

    assert [reason.code for reason in reasons] == list(FIRST.gates)
    assert column(reasons) == FITS


def test_all_gates_are_asked_and_not_the_first_alone():
    person = someone(permitted=False, limits=frozenset({"lifting"}), minutes=1, mode="foot", point=SAN_DONATO)

    reasons = gates.asked(need(demands=frozenset({"lifting"})), person, FIRST)

    assert {reason.code for reason in reasons if reason.verdict == "no"} == {"consent", "limits", "reach"}


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Paper(START.date()), ("yes", "")),
        (Paper(None), ("yes", "")),
        (Paper(START.date() - timedelta(days=1)), ("if", "ends")),
        (Paper(TODAY - timedelta(days=1)), ("no", "ended")),
        (Paper(None, withdrawn=True), ("no", "withdrawn")),
    ],
)
def test_papers_by_their_days(paper, expected):
    assert said("credential", need(papers=(DRIVING,)), someone(papers={"driving": paper})) == [expected]


def test_a_paper_that_ends_too_soon_to_be_renewed_is_a_no():
    job = need(papers=(DRIVING,), today=START.date() - timedelta(days=9))

    assert said("credential", job, someone(papers={"driving": Paper(START.date() - timedelta(days=1))})) == [
        ("no", "ends")
    ]


def test_a_paper_good_until_the_day_of_a_job_that_ends_after_midnight_is_not_enough():
    job = need(starts_at=datetime(2027, 3, 20, 21, tzinfo=UTC), ends_at=datetime(2027, 3, 21, 5, tzinfo=UTC),
               papers=(MINORS,))  # fmt: skip

    assert said("credential", job, someone(papers={"minors": Paper(date(2027, 3, 20))})) == [("if", "ends")]
    assert said("credential", job, someone(papers={"minors": Paper(date(2027, 3, 21))})) == [("yes", "")]


def test_where_the_law_wants_proof_none_seen_is_a_no_and_elsewhere_one_asks():
    job = need(papers=(MINORS, DRIVING))

    assert said("credential", job, someone()) == [("no", "unseen"), ("unknown", "missing")]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (None, ("unknown", "missing")),
        (Paper(START.date() - timedelta(days=1)), ("no", "ends")),
        (Paper(START.date() - timedelta(days=1), renewing=True), ("if", "renewing")),
        (Paper(None, withdrawn=True, renewing=True), ("no", "ends")),
        (Paper(START.date()), ("yes", "")),
    ],
)
def test_the_right_to_work(paper, expected):
    assert said("right_to_work", need(), someone(right_to_work=paper)) == [expected]
    assert said("right_to_work", need(form="volunteer"), someone(right_to_work=paper)) == [("yes", "")]


def test_whoever_does_not_want_to_be_proposed_or_has_paused_is_not():
    assert said("consent", need(), someone(permitted=False, paused=True)) == [
        ("no", "paused"),
        ("no", "not_permitted"),
    ]
    assert said("consent", need(), someone(permitted=None)) == [("unknown", "not_asked")]


@pytest.mark.parametrize(
    ("here", "expected"),
    [(0, ("yes", "")), (396_000, ("yes", "near")), (496_000, ("yes", "near")), (496_001, ("no", "over"))],
)
def test_a_ceiling_up_to_its_last_cent(here, expected):
    job = need(form="libretto", ceilings=(LIBRETTO,))

    assert said("ceiling", job, someone(uses=declared(LIBRETTO, here=here))) == [expected]


def test_a_ceiling_of_which_nobody_has_asked_is_unknown_unless_ours_alone_is_too_much():
    job = need(form="libretto", ceilings=(LIBRETTO,))

    assert said("ceiling", job, someone()) == [("unknown", "undeclared")]
    assert said("ceiling", job, someone(uses=declared(LIBRETTO, here=500_000, elsewhere=None))) == [("no", "over")]


@pytest.mark.parametrize("scope", ["pair", "client"])
def test_what_is_used_with_an_employer_is_told_apart_from_what_is_hers(scope):
    one = replace(LIBRETTO, scope=scope)
    job = need(form="libretto", ceilings=(one,))

    assert said("ceiling", job, someone(uses=declared(one, here=396_000))) == [("yes", f"near_{scope}")]
    (over,) = of("ceiling", gates.asked(job, someone(uses=declared(one, here=498_000)), FIRST))
    assert (over.verdict, over.what) == ("no", f"over_{scope}")
    assert (over.facts["used"], over.facts["over"], over.facts["left"]) == (498_000, 2_000, 2_000)


def test_a_ceiling_that_only_reduces_forbids_nothing_and_concerns_those_who_declared_it():
    job = need(ceilings=(ADI,))

    assert said("ceiling", job, someone(uses=declared(ADI, here=299_999))) == [("yes", "reduces")]
    assert said("ceiling", job, someone()) == [("yes", "")]


def test_a_job_over_new_year_is_counted_in_the_ceiling_of_each_year():
    old = Ceiling("libretto", {}, "cent", 500_000, date(2026, 1, 1), date(2026, 12, 31))
    job = need(starts_at=datetime(2026, 12, 31, 21, tzinfo=UTC), ends_at=datetime(2027, 1, 1, 4, tzinfo=UTC),
               cents=10_000, ceilings=(old, LIBRETTO), today=date(2026, 12, 1))  # fmt: skip

    def verdicts(before, after):
        uses = declared(old, here=before) | declared(LIBRETTO, here=after)
        return said("ceiling", job, someone(uses=uses, open=None))

    assert verdicts(497_143, 0) == [("yes", "near")]
    assert verdicts(497_144, 0) == [("no", "over")]
    assert verdicts(0, 492_858) == [("no", "over")]


def test_hours_and_days_have_ceilings_too():
    hours = Ceiling("presto", {}, "hour", 280, *YEAR)
    days = Ceiling("days", {}, "day", 1, START.date(), START.date())
    job = need(ceilings=(hours, days))

    assert said("ceiling", job, someone(uses=declared(hours, here=277 * 60) | declared(days, here=1))) == [
        ("no", "over"),
        ("no", "over"),
    ]


@pytest.mark.parametrize(
    ("form", "here", "expected"),
    [
        ("employee", {"volunteer"}, ("no", "volunteer")),
        ("volunteer", {"employee"}, ("no", "paid")),
        ("volunteer", {"volunteer"}, ("yes", "")),
        ("libretto", {"employee"}, ("yes", "")),
        ("trial", {"volunteer"}, ("yes", "")),
        ("volunteer", {"trial"}, ("yes", "")),
        ("employee", None, ("unknown", "register")),
    ],
)
def test_nobody_is_volunteer_and_paid_for_the_same_body(form, here, expected):
    person = someone(forms_here=here if here is None else frozenset(here))

    assert said("volunteer_or_paid", need(form=form), person) == [expected]


@pytest.mark.parametrize(("until", "expected"), [(date(2026, 9, 20), "no"), (date(2026, 9, 19), "yes")])
def test_who_was_employed_there_within_six_months_gets_no_slips_from_them(until, expected):
    person = someone(employed_here_until=until)

    assert said("volunteer_or_paid", need(form="presto"), person)[0][0] == expected
    assert said("volunteer_or_paid", need(), person)[0][0] == "yes"


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2027, 8, 31), date(2027, 2, 28)),
        (date(2027, 6, 30), date(2026, 12, 30)),
        (date(2028, 8, 31), date(2028, 2, 29)),
    ],
)
def test_six_months_before_the_end_of_a_long_month(day, before):
    assert gates.months_before(day, 6) == before


@pytest.mark.parametrize(
    ("limits", "support", "expected"),
    [
        (None, False, ("unknown", "not_asked")),
        ({"stairs"}, False, ("yes", "")),
        ({"lifting"}, False, ("no", "met")),
        ({"lifting"}, True, ("if", "supported")),
    ],
)
def test_what_somebody_asked_not_to_be_asked(limits, support, expected):
    job = need(demands=frozenset({"lifting"}), support=support)

    assert said("limits", job, someone(limits=limits if limits is None else frozenset(limits))) == [expected]


@pytest.mark.parametrize(
    ("agreed", "told", "expected"),
    [
        (16, {"hours": 20}, ("yes", "")),
        (17, {"hours": 20}, ("if", "wish")),
        (18, {"hours": 20}, ("no", "wish")),
        (16, {"hours": 20, "most_hours": 18}, ("no", "most")),
        (37, {"hours": None, "most_hours": None}, ("no", "most")),
        (30, {"hours": None, "most_hours": None}, ("unknown", "no_wish")),
    ],
)
def test_hours_of_the_week(agreed, told, expected):
    person = someone(agreed={(2027, 11): agreed * 60, (2027, 12): 6000}, **told)

    assert said("weekly_hours", need(), person) == [expected]


@pytest.mark.parametrize(("minutes", "verdict"), [(40, "yes"), (39, "if"), (25, "if"), (24, "no")])
def test_the_way_to_san_donato_takes_40_minutes_on_foot(minutes, verdict):
    person = someone(point=SAN_DONATO, minutes=minutes)

    assert said("reach", need(), person)[0][0] == verdict


@pytest.mark.parametrize("told", [{"point": None}, {"minutes": None}, {"mode": None}, {"mode": ""}])
def test_a_way_that_is_not_known_is_asked(told):
    assert said("reach", need(), someone(**told)) == [("unknown", "not_known")]


@pytest.mark.parametrize(
    ("level", "mate", "expected"),
    [
        (3, {}, ("yes", "")),
        (2, {}, ("yes", "")),
        (1, {}, ("if", "below")),
        (0, {}, ("no", "far_below")),
        (0, {"it": 2}, ("if", "mate")),
        (None, {}, ("unknown", "not_known")),
    ],
)
def test_languages_by_level(level, mate, expected):
    job = need(languages={"it": 2}, mate_speaks=mate)

    assert said("language", job, someone(levels={"it": level})) == [expected]


@pytest.mark.parametrize(
    ("told", "done", "expected"),
    [
        ({"with_mate": True}, 2, ("if", "alone")),
        ({"with_mate": True}, 3, ("yes", "")),
        ({"with_mate": True, "mate_agreed": True}, 0, ("yes", "")),
        ({}, 0, ("yes", "")),
    ],
)
def test_beginners_go_with_somebody(told, done, expected):
    assert said("mate", need(**told), someone(done_alike=done)) == [expected]
