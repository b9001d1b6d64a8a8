"""Bank transfers on pages: chosen, told from the yes on, written down by the desk, and sent back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import BankAccount, Share
from bookings.payments import shares
from marketplace.lives.engine import Actor, take
from tests.folding import each
from tests.transfers import IBAN

SPOKEN = "IT60 X054 2811 1010 0000 0123 456"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def reads(client):
    """reads(elena, "desk_money") is the page as she reads it."""

    def read(person, name: str, *args) -> str:
        client.force_login(person)
        return client.get(reverse(name, args=args)).content.decode()

    return read


@pytest.fixture
def to_go_back(agreed, share, elena) -> Share:
    """It came, and Biagio called it off."""
    shares.pay(share, elena)
    take(agreed, "call_off", Actor(elena), {"reason": "Samira is ill"})
    return share


def test_whoever_asks_chooses_how_she_pays(client, make_offer, bank_account, slot):
    start, _end = slot()

    asked = client.get(reverse("ask", args=[make_offer().pk]), {"start": start.isoformat(), "minutes": 120})

    page = asked.content.decode()
    assert "By bank transfer: with the yes you see to which account, and by when" in page
    assert 'value="card"' not in page
    assert "the card is only saved" not in page
    assert IBAN not in page.replace(" ", "")


def test_before_the_yes_the_booking_says_no_account(reads, by_bank, nadia):
    page = reads(nadia, "booking", by_bank().pk)

    assert "You pay by bank transfer" in page
    assert SPOKEN not in page


def test_from_the_yes_on_it_says_all_that_a_bank_wants(reads, agreed, share, nadia, elena, samira):
    hers, desk, sent = (reads(reader, "booking", agreed.pk) for reader in (nadia, elena, samira))

    for part in ("One thing is left: the bank transfer.", SPOKEN, "Biagio Coop.", share.spoken_reference):
        assert part in hers
    assert "There is nothing you have to do." not in hers
    assert share.spoken_reference in desk
    assert share.spoken_reference not in sent


def test_what_came_is_not_asked_for_any_more(reads, agreed, share, nadia, elena):
    shares.pay(share, elena)

    page = reads(nadia, "booking", agreed.pk)

    assert SPOKEN not in page
    assert "There is nothing you have to do." in page


def test_my_money_says_what_is_to_be_transferred(reads, agreed, nadia, dora):
    assert "by bank transfer, by" in reads(nadia, "money")
    assert "Nothing is due." in reads(dora, "money")


def test_the_desk_writes_down_on_which_day_it_came(client, reads, agreed, share, elena):
    page = reads(elena, "desk_money")
    today = timezone.localdate().isoformat()

    answer = client.post(reverse("desk_paid", args=[share.pk]), {"on": today}, follow=True)

    assert share.spoken_reference in page
    assert f'name="on" value="{today}" max="{today}"' in page
    assert "Entered as paid" in answer.content.decode()
    assert Share.objects.get().paid_cents == 2400


@each(("told", "said"), [
    ({"on": "2099-12-31"}, "This day is still to come."),
    ({"on": "tomorrow"}, "Enter a valid date."),
    ({"cents": "1200"}, "Write it down once all of it has come"),
    ({"cents": "much"}, "Enter a whole number."),
])  # fmt: skip
def test_what_cannot_be_is_said_above_the_list(client, reads, share, elena, told, said):
    reads(elena, "desk_money")
    desk = reverse("desk_money")

    answer = client.post(
        reverse("desk_paid", args=[share.pk]), told, follow=True, headers={"referer": f"http://testserver{desk}"}
    )

    assert said in answer.content.decode()
    assert Share.objects.get().paid_at is None


def test_what_has_to_go_back_is_listed_until_it_went(client, reads, to_go_back, agreed, nadia, elena):
    before, hers = reads(elena, "desk_money"), reads(nadia, "booking", agreed.pk)
    client.force_login(elena)

    sent = client.post(reverse("desk_sent_back", args=[to_go_back.pk]), {}, follow=True)

    assert "To send back" in before
    assert "€24 go back by bank transfer." in hers
    assert "Entered as sent back" in sent.content.decode()
    assert "To send back" not in reads(elena, "desk_money")
    assert "€24 went back by bank transfer." in reads(nadia, "booking", agreed.pk)


def test_what_may_still_come_for_what_was_called_off_can_be_written_down(client, reads, agreed, share, elena):
    take(agreed, "call_off", Actor(elena), {"reason": "Samira is ill"})
    page = reads(elena, "desk_money")

    client.post(reverse("desk_paid", args=[share.pk]))

    assert "Did a transfer come for something that was cancelled?" in page
    assert Share.objects.get().back_cents == 2400


def test_before_cancelling_it_is_said_what_goes_back(client, reads, agreed, share, nadia, elena):
    unpaid = reads(nadia, "booking_step", agreed.pk, "cancel")
    shares.pay(share, elena)

    assert "go back by bank transfer" not in unpaid
    assert "€24 go back by bank transfer." in reads(nadia, "booking_step", agreed.pk, "cancel")


def test_nobody_else_writes_it_down(client, share, nadia, dora, samira):
    for stranger in (nadia, dora, samira):
        client.force_login(stranger)
        assert client.post(reverse("desk_paid", args=[share.pk])).status_code == 404
        assert client.get(reverse("desk_account")).status_code == 404


def test_nobody_else_says_that_it_was_sent_back(client, to_go_back, nadia, dora, samira):
    for stranger in (nadia, dora, samira):
        client.force_login(stranger)
        assert client.post(reverse("desk_sent_back", args=[to_go_back.pk])).status_code == 404

    to_go_back.refresh_from_db()
    assert to_go_back.returned_at is None


def test_an_owner_gives_the_account_and_takes_it_off(client, reads, elena, biagio):
    form = {"iban": SPOKEN.lower(), "holder": "Biagio", "open": "on"}
    client.force_login(elena)

    client.post(reverse("desk_account"), form)
    given = reads(elena, "desk_account")
    client.post(reverse("desk_account"), form | {"open": ""})

    account = BankAccount.objects.get(organisation=biagio)
    assert (account.iban, account.holder, account.open) == (IBAN, "Biagio", False)
    assert f'value="{SPOKEN}"' in given
    assert "Written by Elena" in given


def test_a_wrong_account_is_said_at_its_field(client, elena):
    client.force_login(elena)

    answer = client.post(reverse("desk_account"), {"iban": "IT61X0542811101000000123456", "holder": "", "open": "on"})

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    again = client.post(reverse("desk_account"), {"iban": "IT61X0542811101000000123456", "holder": "B", "open": "on"})
    assert "This IBAN cannot be right" in again.content.decode()
    assert not BankAccount.objects.exists()


def test_the_list_of_a_desk_asks_as_often_with_more_transfers(client, by_bank, slot, elena, django_assert_num_queries):
    def more(*days: int) -> None:
        for day in days:
            start, end = slot(days=day)
            by_bank({"starts_at": start, "ends_at": end}, at_once=True)

    client.force_login(elena)
    more(2)
    client.get(reverse("desk_money"))  # what is opened once: accounts in the book, a session
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("desk_money"))
    more(3, 4, 5)

    with django_assert_num_queries(len(one)):
        client.get(reverse("desk_money"))
