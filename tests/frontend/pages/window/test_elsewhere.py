"""What was earned elsewhere, on the person's own page and in her file: the same lines, the same rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.accounts.language import ALSO
from marketplace.accounts.models import User
from marketplace.casework import ceilings
from marketplace.casework.models import CeilingRule, CeilingUse, Reading
from tests.casework import PIN
from tests.folding import each

HERS = "/mia/elsewhere/"


@pytest.fixture(autouse=True)
def rules(db) -> None:
    """What a person may earn in a year, and with one employer work."""
    shared = {"forms": ["presto"], "period": "year", "valid_from": "2020-01-01"}
    CeilingRule.objects.create(code="earn", name={"en": "Earn"}, scope="person", unit="cent", amount=500_000, **shared)
    CeilingRule.objects.create(code="work", name={"en": "Work"}, scope="pair", unit="hour", amount=280, **shared)


@pytest.fixture
def inside(client, card):
    client.post("/mia/enter/", {"code": card, "pin": PIN})
    return client


@pytest.fixture
def at_work(client, chiara):
    client.cookies["language"] = "en"
    client.force_login(chiara)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def told(code: str = "earn", amount: str = "60.50") -> dict[str, str]:
    return {"ceiling": code, "on": timezone.localdate().isoformat(), "amount": amount}


def file_of(fatou) -> str:
    return f"/casework/{fatou.number}/elsewhere/"


def test_she_says_it_corrects_it_and_takes_it_away(inside, fatou):
    before = text_of(inside.get(HERS))
    inside.post(HERS, told())
    inside.post(HERS, told("work", "2.5"))
    corrected = text_of(inside.post(HERS, told(amount="50"), follow=True))
    inside.post(f"{HERS}{CeilingUse.objects.get(code='work').pk}/take-away/")

    assert HERS in text_of(inside.get("/mia/"))
    assert "Elsewhere: nobody has said anything." in before
    for words in ("Written down.", "Elsewhere: €50.", "€4,950", "30\xa0minutes", "Written down by Fatou"):
        assert words in corrected
    assert list(CeilingUse.objects.values_list("code", "amount", "by")) == [("earn", 5000, fatou.person_id)]
    assert not Reading.objects.exists()


@each("wrong", [{"amount": "x"}, {"amount": "1E+9999999"}, {"amount": "-1"}, {"on": "2019-01-01"}])
def test_what_cannot_be_is_asked_again_in_its_form(inside, wrong):
    answer = inside.post(HERS, told() | wrong)

    assert answer.status_code == 422
    assert 'open><summary>Write down a day<span class="hide">: Earn' in text_of(answer)
    assert not CeilingUse.objects.exists()


def test_a_ceiling_that_is_not_there_takes_nothing(inside):
    assert inside.post(HERS, told("odd")).status_code == 200
    assert not CeilingUse.objects.exists()


def test_what_is_somebody_else_s_is_not_hers_to_take_away(client, fatou, chiara, admitted_too):
    use = ceilings.declare(fatou, chiara, "earn", 100, timezone.localdate())
    client.force_login(admitted_too.person)

    assert client.post(f"{HERS}{use.pk}/take-away/").status_code == 404
    assert CeilingUse.objects.exists()


def test_her_social_worker_writes_it_in_the_file_and_that_she_looked_is_written_down(at_work, fatou, chiara):
    page = text_of(at_work.get(fatou.get_absolute_url()))
    answer = text_of(at_work.post(file_of(fatou), told(), follow=True))
    at_work.post(f"{file_of(fatou)}{CeilingUse.objects.get().pk}/take-away/")

    assert file_of(fatou) in page
    assert "Elsewhere: €60.50." in answer
    assert Reading.objects.filter(reader=chiara, parts=["elsewhere"]).count() == 1
    assert not CeilingUse.objects.exists()


@each("who", ["luca", "rita", "dario", "gianni", "elena", "dora"])
def test_an_outsider_finds_no_such_page(client, request, fatou, chiara, who):
    use = ceilings.declare(fatou, chiara, "earn", 100, timezone.localdate())
    client.force_login(request.getfixturevalue(who))

    for number in (fatou.number, "ZZZZZZZ"):
        assert client.get(f"/casework/{number}/elsewhere/").status_code == 404
        assert client.post(f"/casework/{number}/elsewhere/", told()).status_code == 404
        assert client.post(f"/casework/{number}/elsewhere/{use.pk}/take-away/").status_code == 404
    assert client.post(HERS, told())["Location"] == "/mia/"
    assert CeilingUse.objects.get().amount == 100


def test_many_days_cost_as_many_questions_as_few(inside, fatou, chiara, django_assert_num_queries):
    today = timezone.localdate()
    for days in range(5):
        ceilings.declare(fatou, chiara, "earn", 100, today - timedelta(days=days))

    with django_assert_num_queries(9):
        inside.get(HERS)


@pytest.mark.parametrize("language", [code for code, _name in ALSO])
def test_it_is_asked_in_her_language(inside, fatou, language):
    User.objects.filter(pk=fatou.person_id).update(language=language)

    pages = text_of(inside.get(HERS)) + text_of(inside.post(HERS, told(amount="x")))

    assert {"ar": "ما كسبته في مكان آخر", "fr": "Gagné ailleurs"}[language] in pages
    for words in ("Write down", "Here:", "Day<", "Enter a number", "Euros</label>" if language == "ar" else "Earned"):
        assert words not in pages
