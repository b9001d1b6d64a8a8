"""What the projects did, over the wire: for everybody, as it was last published."""

import pytest


@pytest.fixture
def told(project, done, published, aurora):
    done(7)
    done(5, area=None)
    return published()


def test_everybody_reads_the_last_edition(visitor, told, project, aurora):
    answer = visitor.get("/api/v1/results/")

    found = answer.json()
    assert answer.status_code == 200
    assert found["whole"] == {"bookings": 12, "people": 12, "hours": 24}
    assert found["grants_cents"] == project.grant_cents
    (biagio,), (area,) = found["projects"], found["areas"]
    assert (biagio["code"], biagio["numbers"]["people"]) == ("biagio", 12)
    assert (area["code"], area["numbers"]["people"]) == (aurora.code, 7)
    assert (found["rest_of_projects"]["people"], found["rest_of_areas"]["people"]) == (0, 5)
    assert {one["of"] for one in found["indicators"]} == {"users"}


def test_whoever_has_it_already_is_told_so(visitor, told):
    tag = visitor.get("/api/v1/results/")["ETag"]

    answer = visitor.get("/api/v1/results/", headers={"if-none-match": tag})

    assert answer.status_code == 304
    assert answer["ETag"] == tag
    assert not answer.content


def test_before_there_is_one_nothing_is_found(visitor, db, project, done):
    done(4)

    assert visitor.get("/api/v1/results/").status_code == 404


def test_nothing_else_is_asked_there(visitor, told):
    assert visitor.get("/api/v1/results/?edition=1").status_code == 400
    assert visitor.post("/api/v1/results/", {}).status_code in (401, 403, 405)
