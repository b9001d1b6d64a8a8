"""Statements and what is not paid yet, over the wire."""

from datetime import timedelta

import pytest

from bookings import lifecycle
from marketplace.lives.engine import Actor, take


@pytest.fixture
def done(make_offer, nadia, wishes, now_is):
    """Two hours for 24 euros, done."""
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())
    now_is(booking.ends_at + timedelta(minutes=5))
    return take(booking, "confirm", Actor(nadia))


def accounts(client):
    return client.get("/api/v1/accounts/").json()["results"]


def test_everybody_reads_her_own_accounts_and_those_of_her_desks(calls, done, nadia, elena, dora, samira, biagio):
    [hers], [theirs] = accounts(calls(nadia)), accounts(calls(elena))

    assert (hers["holder"], hers["kind"], hers["balance"]) == (f"user:{nadia.pk}", "on_site", -2400)
    assert (theirs["holder"], theirs["balance"]) == (biagio.topic, 2400)
    assert accounts(calls(dora)) == accounts(calls(samira)) == []
    assert calls(dora).get(f"/api/v1/accounts/{hers['id']}/").status_code == 404
    assert calls(dora).get(f"/api/v1/accounts/{hers['id']}/lines/").status_code == 404


def test_a_statement_tells_why_and_what_was_left(calls, done, nadia):
    [account] = accounts(calls(nadia))

    [line] = calls(nadia).get(f"/api/v1/accounts/{account['id']}/lines/").json()
    before = calls(nadia).get(f"/api/v1/accounts/{account['id']}/lines/?before={line['id']}").json()

    assert (line["why"], line["about"], line["amount"], line["balance"]) == (
        "For what was done",
        done.topic,
        -2400,
        -2400,
    )
    assert before == []


def test_a_key_opens_the_accounts_of_its_organisation_alone(program, done, biagio, elena):
    client = program("organisation:read")

    assert [row["holder"] for row in accounts(client)] == [biagio.topic]


def test_the_desk_says_that_it_was_paid(calls, done, elena, nadia, dora):
    [row] = calls(elena).get("/api/v1/unpaid/").json()["results"]
    path = f"/api/v1/unpaid/{row['id']}/paid/"

    strangers = [calls(stranger).post(path).status_code for stranger in (nadia, dora)]
    paid = calls(elena).post(path)

    assert (row["booking"], row["due_cents"], row["paid_at"]) == (done.pk, 2400, None)
    assert strangers == [404, 404]
    assert paid.json()["paid_at"]
    assert calls(elena).get("/api/v1/unpaid/").json()["results"] == []
