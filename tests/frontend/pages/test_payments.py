"""Paying by card on the pages: the choice, the way there and back, the trial's pages, and the desk's money."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.models import Booking, Charge, PayoutAccount, Refund
from bookings.payments.standin import acting
from marketplace.environment import Stripe
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from services.models import CancellationPolicy, Tier
from tests.payments import ASKS, GOOD, REFUSED, catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def text_of(answer) -> str:
    return answer.content.decode()


def trial_of(booking) -> str:
    return reverse("trial", args=[charge_of(booking).session_id])


def card(number, **more):
    return {"number": number, "until": "12/34", "code": "123", **more}


def test_whoever_can_pay_by_card_chooses_how(client, make_offer, takes_cards, slot):
    start, _end = slot()
    address = reverse("ask", args=[make_offer().pk])

    page = text_of(client.get(address, {"start": start.isoformat(), "minutes": 120}))

    assert "How do you want to pay?" in page
    assert "<dt>You pay</dt>" in page


def test_where_no_card_is_taken_nobody_chooses(client, offer):
    assert "How do you want to pay?" not in text_of(client.get(reverse("ask", args=[offer.pk])))


def test_the_booking_leads_to_the_page_where_one_pays(client, paying, nadia):
    booking = paying()
    client.force_login(nadia)
    page = text_of(client.get(booking.get_absolute_url()))
    assert "Pay €24" in page

    answer = client.post(reverse("pay", args=[booking.pk]))

    assert answer.url.endswith(trial_of(booking))


def test_a_good_card_brings_her_back_and_the_booking_goes_on(client, paying, nadia):
    booking = paying()
    client.force_login(nadia)

    answer = client.post(trial_of(booking), card(GOOD))
    assert answer.url.endswith(reverse("paid", args=[booking.pk]))
    assert client.get(answer.url).url == booking.get_absolute_url()
    catch_up()

    page = text_of(client.get(booking.get_absolute_url()))
    assert "held on the card" in page
    assert "waits for" in page or "answers by" in page


def test_a_refused_card_is_told_and_another_may_be_tried(client, paying):
    booking = paying()

    answer = client.post(trial_of(booking), card(REFUSED))

    assert answer.status_code == 422
    assert "The bank refuses this card" in text_of(answer)
    assert client.post(trial_of(booking), card(GOOD)).status_code == 302


def test_a_second_factor_is_asked_and_may_be_refused(client, paying):
    booking = paying()

    asked = text_of(client.post(trial_of(booking), card(ASKS)))
    assert "Is it you?" in asked

    assert client.post(trial_of(booking), card(ASKS, refused="1")).status_code == 422
    assert client.post(trial_of(booking), card(ASKS, proved="1")).status_code == 302


def test_a_page_that_is_over_says_so(client, paying, nadia):
    booking = paying()
    take(booking, "leave", Actor(nadia))
    catch_up()

    assert "This page is over" in text_of(client.get(trial_of(booking)))
    client.force_login(nadia)
    client.post(reverse("pay", args=[booking.pk]))
    assert "nothing to pay here any more" in text_of(client.get(booking.get_absolute_url()))


@pytest.mark.parametrize("name", ["pay", "paid"])
def test_nobody_else_pays_for_it(client, paying, dora, elena, name):
    booking = paying()

    for person in (dora, elena):
        client.force_login(person)
        assert client.post(reverse(name, args=[booking.pk])).status_code == 404


def test_the_trial_is_not_there_where_stripe_is(client, paying, settings):
    booking, account = paying(), PayoutAccount.objects.get()
    settings.STRIPE = Stripe("sk_test_1", "whsec_1", standin=False)

    assert client.get(trial_of(booking)).status_code == 404
    assert client.get(reverse("trial_account", args=[account.stripe_id])).status_code == 404


def test_numbers_that_nobody_knows_are_not_found(client, db):
    assert client.get(reverse("trial", args=["cs_test_1"])).status_code == 404


# --- the desk -----------------------------------------------------------------------------------------------------
def test_an_owner_opens_the_account_and_from_then_on_cards_are_taken(client, elena, biagio):
    client.force_login(elena)
    assert "Open the account" in text_of(client.get(reverse("desk_payments")))

    there = client.post(reverse("desk_onboard")).url
    client.post(there)
    catch_up()

    assert PayoutAccount.objects.get(organisation=biagio).ready
    assert "Ready" in text_of(client.get(reverse("desk_payments")))


def test_whoever_does_not_own_it_opens_no_account(client, samira, dora, biagio):
    for person in (samira, dora):
        client.force_login(person)
        assert client.post(reverse("desk_onboard")).status_code == 404
    assert not PayoutAccount.objects.exists()


def captured(paying, elena) -> Booking:
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()
    return fresh(booking)


def test_the_desk_sees_what_is_unpaid_here_and_given_back(client, paying, elena):
    booking = paying()
    client.force_login(elena)
    assert booking.offer.title in text_of(client.get(reverse("desk_payments"), {"show": "unpaid"}))
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()

    assert booking.offer.title in text_of(client.get(reverse("desk_payments"), {"show": "to_transfer"}))
    assert "Nothing here" in text_of(client.get(reverse("desk_payments"), {"show": "refunded"}))


def test_the_desk_gives_back_a_part_by_hand(client, paying, elena):
    booking = captured(paying, elena)
    client.force_login(elena)
    address = reverse("desk_refund", args=[charge_of(booking).pk])
    assert "€24" in text_of(client.get(address))

    assert client.post(address, {"cents": "24.01"}).status_code == 422
    assert client.post(address, {"cents": "-1"}).status_code == 422
    client.post(address, {"cents": "5"})
    catch_up()

    assert Refund.objects.get().cents == 500
    assert "Given back" in text_of(client.get(reverse("desk_payments"), {"show": "refunded"}))


def test_a_double_click_gives_back_once(client, paying, elena):
    booking = captured(paying, elena)
    client.force_login(elena)
    address = reverse("desk_refund", args=[charge_of(booking).pk])
    key = re.search(r'name="key" value="([^"]+)"', text_of(client.get(address)))[1]

    for _click in range(2):
        assert client.post(address, {"cents": "24", "key": key}).status_code == 302
    changed = client.post(address, {"cents": "5", "key": key})
    catch_up()

    assert Refund.objects.get().cents == 2400
    assert (changed.status_code, "was sent before" in text_of(changed)) == (422, True)


def test_an_outsider_sees_no_money(client, paying, elena, dora, nadia):
    charge = charge_of(captured(paying, elena))

    for person in (dora, nadia):
        client.force_login(person)
        assert client.get(reverse("desk_payments")).status_code == 404
        assert client.post(reverse("desk_refund", args=[charge.pk]), {"cents": "5"}).status_code == 404
    assert not Refund.objects.exists()
    assert Charge.objects.count() == 1


def test_before_and_after_a_late_cancellation_it_is_said_what_goes_back_to_whom(
    client, paying, subsidise, biagio, nadia, elena
):
    policy = CancellationPolicy.objects.create(organisation=biagio, name="A quarter")
    Tier.objects.create(policy=policy, hours=700, percent=25)
    subsidise(percent=50)
    booking = paying(policy=policy)
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()
    client.force_login(nadia)

    before = text_of(client.get(reverse("booking_step", args=[booking.pk, "cancel"])))
    take(fresh(booking), "cancel", Actor(nadia))
    catch_up()
    after = text_of(client.get(booking.get_absolute_url()))

    for said in ("You pay €6, 25 % of the price.", "€6 go back to the card.", "€12 go back to the City&#x27;s fund."):
        assert said in before.replace("\xa0", " ")
    assert "€6 went back to the card." in after
    assert "€12 go back to the City&#x27;s fund." in after


# --- after the transfer -------------------------------------------------------------------------------------------
@pytest.fixture
def transferred(paying, elena, nadia, now_is) -> Booking:
    booking = captured(paying, elena)
    now_is(booking.ends_at + timedelta(hours=1))
    take(booking, "confirm", Actor(nadia))
    now_is(booking.ends_at + timedelta(hours=60))
    take_due()
    catch_up()
    return fresh(booking)


def test_the_desk_gives_back_what_was_transferred(client, transferred, elena):
    client.force_login(elena)
    address = reverse("desk_refund", args=[charge_of(transferred).pk])
    assert "first taken back from your account" in text_of(client.get(address))

    client.post(address, {"cents": "5"})
    catch_up()

    page = text_of(client.get(reverse("desk_payments")))
    assert "Given back:" in page
    assert "Taken back:" in page


def test_the_desk_reads_what_it_owes(client, transferred, elena):
    acting.pay_out(PayoutAccount.objects.get().stripe_id, 2400)
    client.force_login(elena)
    client.post(reverse("desk_refund", args=[charge_of(transferred).pk]), {"cents": "5"})
    catch_up()

    page = text_of(client.get(reverse("desk_payments"), {"show": "owed"}))

    assert "The organisation owes €5 of what was transferred" in page
    assert "€5 have still to go back to the card" in page


def test_the_page_asks_a_fixed_number_of_questions(client, transferred, elena, django_assert_max_num_queries):
    client.force_login(elena)
    for _time in range(3):
        client.post(reverse("desk_refund", args=[charge_of(transferred).pk]), {"cents": "1"})

    with django_assert_max_num_queries(33):  # three of them for the sentence that is shown once
        client.get(reverse("desk_payments"))
