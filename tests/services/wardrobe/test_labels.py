"""Which labels are printed: each once, and again when somebody asks."""

import pytest
from django.core.exceptions import ValidationError

from services.wardrobe import intake, labels


@pytest.fixture
def arrived(wardrobe, tomas, coat):
    return lambda number, bag=None: [
        intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"}, bag=bag) for _number in range(number)
    ]


def test_what_is_printed_does_not_wait_any_more(wardrobe, arrived):
    garments = arrived(2)

    assert labels.taken(labels.waiting(wardrobe)) == garments

    assert not labels.waiting(wardrobe).exists()
    with pytest.raises(ValidationError, match="no label to print"):
        labels.taken(labels.waiting(wardrobe))


def test_what_hangs_already_waits_for_no_label(wardrobe, arrived, tomas):
    intake.move(arrived(1)[0], "hang", tomas)

    assert not labels.waiting(wardrobe).exists()


def test_as_many_as_fit_go_into_a_file_and_the_others_into_the_next(wardrobe, arrived, monkeypatch):
    monkeypatch.setattr(labels, "MOST", 2)
    garments = arrived(3)

    assert labels.taken(labels.waiting(wardrobe)) == garments[:2]
    assert labels.taken(labels.waiting(wardrobe)) == garments[2:]


def test_those_of_a_bag_are_printed_again(wardrobe, arrived, bag, monkeypatch):
    arrived(1)
    own = arrived(3, bag)
    labels.taken(labels.waiting(wardrobe, bag))

    again = labels.taken(labels.all_of(bag))

    assert again == own
    monkeypatch.setattr(labels, "MOST", 2)
    with pytest.raises(ValidationError, match="too many"):
        labels.all_of(bag)
