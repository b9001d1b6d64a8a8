"""The check sums of accounts and references, against published examples."""

from string import ascii_uppercase, digits

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bookings.models.bank import LONG, check_iban, creditor_reference, in_fours, rest_of_97
from bookings.models.booking import LETTERS

# From the register of IBANs (SWIFT, ISO 13616).
EXAMPLES = [
    "IT60X0542811101000000123456", "DE89370400440532013000", "FR1420041010050500013M02606", "GB29NWBK60161331926819",
    "NL91ABNA0417164300", "BE68539007547034", "CH9300762011623852957", "ES9121000418450200051332",
    "SM86U0322509800000000270100", "MT84MALT011000012345MTLCAST001S", "NO9386011117947", "RO49AAAA1B31007593840000",
    "AL47212110090000000235698741", "PL61109010140000071219812874", "AT611904300234573201",
]  # fmt: skip


@pytest.mark.parametrize("iban", EXAMPLES)
def test_the_examples_of_the_register_are_accounts(iban):
    assert check_iban(iban) is None


@given(st.sampled_from(EXAMPLES), st.data())
def test_one_sign_that_is_another_of_its_sort_is_found(iban, data):
    """A letter counts as two digits; so only a digit for a digit and a letter for a letter can never hold the sum."""
    at = data.draw(st.integers(2, len(iban) - 1))
    sort = digits if iban[at].isdigit() else ascii_uppercase
    other = data.draw(st.sampled_from(sort).filter(lambda sign: sign != iban[at]))

    with pytest.raises(ValidationError):
        check_iban(iban[:at] + other + iban[at + 1 :])


@given(st.sampled_from(EXAMPLES), st.data())
def test_two_digits_that_changed_places_are_found(iban, data):
    """With letters among them the sum may hold: it was made for digits."""
    beside = [at for at in range(4, len(iban) - 1) if iban[at : at + 2].isdigit() and iban[at] != iban[at + 1]]
    at = data.draw(st.sampled_from(beside))

    with pytest.raises(ValidationError):
        check_iban(iban[:at] + iban[at + 1] + iban[at] + iban[at + 2 :])


@pytest.mark.parametrize("iban", ["", "IT", "IT60", "it60x0542811101000000123456", "ÅT611904300234573201", "IT60 X054"])
def test_what_is_no_iban_is_refused(iban):
    with pytest.raises(ValidationError):
        check_iban(iban)


def test_an_account_outside_of_the_euro_transfers_is_refused():
    with pytest.raises(ValidationError, match="SEPA"):
        check_iban("SA0380000000608010167519")


@pytest.mark.parametrize("country", LONG)
def test_an_account_of_another_length_is_refused_even_if_its_sum_holds(country):
    own = "1" * (LONG[country] - 3)
    iban = f"{country}{98 - rest_of_97(f'{own}{country}00'):02}{own}"

    assert rest_of_97(iban[4:] + iban[:4]) == 1
    with pytest.raises(ValidationError):
        check_iban(iban)


@pytest.mark.parametrize(
    ("own", "whole"), [("539007547034", "RF18539007547034"), ("5390 0754 7034", "RF18539007547034")]
)
def test_the_example_of_a_reference_is_made(own, whole):
    assert creditor_reference(own) == whole


@given(st.text(LETTERS, min_size=7, max_size=7))
def test_the_reference_of_any_booking_holds_and_says_it(letters):
    reference = creditor_reference(f"{letters[:3]}-{letters[3:]}")

    assert rest_of_97(reference[4:] + reference[:4]) == 1
    assert reference.endswith(letters)
    assert len(reference) == 11


@pytest.mark.parametrize("text", ["", "- -", "A" * 22])
def test_nothing_and_too_much_make_no_reference(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        creditor_reference(text)


def test_people_read_it_in_fours():
    assert in_fours("RF18539007547034") == "RF18 5390 0754 7034"
