"""What offers of a category may say of themselves: as operators enter it, as a desk says it, as people read it."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from services.models import Category, Offer
from services.models.category import MOST_CHOICES, MOST_TRAITS, check_traits
from tests.cast import settled
from tests.folding import each


def trait(slug="ages", **other):
    return {"slug": slug, "name": {"en": "Ages"}, "choices": [{"slug": "0-2", "name": {"en": "0 to 2"}}], **other}


def choice(slug="0-2", **other):
    return {"slug": slug, "name": {"en": "0 to 2"}, **other}


@pytest.mark.parametrize(
    "traits", [[], [trait()], [trait(), trait("homework")], [trait(choices=[choice(), choice("3")])]]
)
def test_what_is_whole_may_stand_at_a_category(traits):
    check_traits(traits)


@pytest.mark.parametrize(
    "traits",
    [
        {"ages": []}, "ages", None, 7, ["ages"], [None], [{}], [trait(hint="x")], [{"slug": "ages"}],
        [trait("Ages")], [trait("")], [trait("a:b")], [trait("a,b")], [trait("-a")], [trait("a" * 25)], [trait(7)],
        [trait("età")], [trait("ages\n")], [trait("a\0")],
        [trait(name={})], [trait(name="Ages")], [trait(name={"en": ""})], [trait(name={"en": "  "})],
        [trait(name={"en": "x" * 81})], [trait(name={"en": "a\0b"})], [trait(name={"english": "Ages"})],
        [trait(name={"en": ["Ages"]})],
        [trait(choices=[])], [trait(choices={})], [trait(choices=[choice("0,2")])], [trait(choices=[choice(x=1)])],
        [trait(choices=[choice(), choice()])], [trait(choices=[choice(str(n)) for n in range(MOST_CHOICES + 1)])],
        [trait(), trait()], [trait(f"t{n}") for n in range(MOST_TRAITS + 1)],
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_in_a_sentence(traits):
    with pytest.raises(ValidationError) as told:
        check_traits(traits)

    assert all(told.value.messages)


def test_operators_enter_them_as_they_enter_questions(client, person, babysitting):
    client.force_login(person("Olga", is_staff=True, is_superuser=True))
    page = f"/admin/services/category/{babysitting.pk}/change/"
    told = {"slug": "babysitting", "name": '{"en": "Babysitting"}', "drawing": "cat-babysitting", "position": 10}
    told |= {"words": "", "questions": "[]"}

    wrong = client.post(page, told | {"traits": '[{"slug": "Ages"}]'}, headers={"accept-language": "en"})
    right = client.post(
        page,
        told | {"traits": '[{"slug": "a", "name": {"en": "A"}, "choices": [{"slug": "b", "name": {"en": "B"}}]}]'},
    )

    assert "Write of each trait slug, name and choices" in wrong.content.decode()
    assert right.status_code == 302
    assert Category.objects.get().values == {"a:b": "B"}


def test_it_is_told_in_the_readers_language_in_the_order_of_the_category(ages, make_offer):
    offer = make_offer(traits=["homework:yes", "ages:3-5", "ages:0-2", "ages:gone"])

    with translation.override("it"):
        assert offer.described == [("Di che età", ["0-2 anni", "3-5 anni"]), ("Compiti", ["Aiuta con i compiti"])]
    assert ages.values["ages:0-2"] == "For which ages: 0 to 2 years"
    assert ages.values["homework:yes"] == "Helps with homework"


def test_an_offer_keeps_what_fits_it_each_once_in_the_order_of_the_category(write, ages):
    offer = write(traits=["homework:yes", "ages:3-5", "ages:0-2", "ages:3-5"])

    assert Offer.objects.get(pk=offer.pk).traits == ["ages:0-2", "ages:3-5", "homework:yes"]


@each("wrong", ["ages:99", "ages", "", "colour:red", "ages:0-2\0", "x" * 500])
def test_what_its_category_does_not_know_is_refused_at_its_field_and_nothing_is_kept(write, ages, wrong):
    with pytest.raises(ValidationError) as told:
        write(traits=["ages:0-2", wrong])

    assert list(told.value.error_dict) == ["traits"]
    assert not Offer.objects.exists()


def test_what_another_category_left_behind_goes_with_it(write, ages):
    offer = write(traits=["ages:0-2"])
    ironing = Category.objects.create(slug="ironing", name={"en": "Ironing"}, traits=[trait("what")])

    write(offer, category=ironing)

    offer.refresh_from_db()
    assert offer.traits == []


def test_what_is_left_out_stays_and_what_is_said_no_more_goes(write, ages):
    offer = write(traits=["ages:0-2", "homework:yes"])
    fewer = copy.deepcopy(ages.traits[:1])
    Category.objects.update(traits=fewer)
    ages.refresh_from_db()

    write(offer, notice_minutes=120)

    offer.refresh_from_db()
    assert offer.traits == ["ages:0-2"]


@pytest.mark.parametrize("change", ["dropped", "in another order"])
def test_what_an_operator_does_to_a_category_sends_no_offer_to_the_city(published, write, ages, change):
    offer = write(published, traits=["ages:0-2", "homework:yes"])
    settled(offer, "published")
    ages.traits = ages.traits[:1] if change == "dropped" else ages.traits[::-1]
    ages.save()
    offer = Offer.objects.get(pk=offer.pk)

    edited = write(offer, notice_minutes=30, traits=ages.fitting(offer.traits))

    assert edited.status == "published"


def test_the_city_reads_again_what_an_offer_says_of_itself(published, write, ages):
    same = write(published, traits=[])
    assert same.status == "published"

    assert write(published, traits=["ages:0-2"]).status == "review"
