"""How work is proposed, over the wire: for everybody, with every number."""

from bookings.matching import rules
from bookings.models import RuleSet


def test_everybody_reads_the_notice(visitor, db):
    RuleSet.objects.create(
        version=2, rules=rules.first().told, approved_by="R. Conti", approved_on="2026-10-28", valid_from="2026-01-01"
    )

    answer = visitor.get("/api/v1/work-rules/", headers={"accept-language": "it"})

    found = answer.json()
    assert answer.status_code == 200
    assert (found["version"], found["approved"]) == (2, {"by": "R. Conti", "on": "2026-10-28"})
    assert [gate["code"] for gate in found["gates"]] == list(rules.GATES)
    assert {one["code"]: one["weight"] for one in found["reasons"]}["skill"] == 12
    assert "11 ore di riposo" in found["gates"][0]["text"]
    assert found["rules"] == rules.first().told
    assert {one["code"] for one in found["never"]} == set(rules.NEVER)


def test_what_nobody_has_approved_says_so(visitor, db):
    assert visitor.get("/api/v1/work-rules/").json()["approved"] is None


def test_nothing_else_is_asked_there(visitor, db):
    assert visitor.get("/api/v1/work-rules/?version=1").status_code == 400
    assert visitor.post("/api/v1/work-rules/", {}).status_code in (401, 403, 405)
