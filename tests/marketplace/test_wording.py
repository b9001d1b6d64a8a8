"""What people read, in the words of the moment."""

import pytest
from django.utils import translation

from marketplace import wording


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We repair bicycles. Come by any day.", "We repair bicycles."),
        (
            "Siamo in via S. Agostino, al n. 5 di P. Repubblica. Dal 1990.",
            "Siamo in via S. Agostino, al n. 5 di P. Repubblica.",
        ),
        ("Chi siamo? Vicini. E basta", "Chi siamo?"),
        ("Aperto ogni giorno (dom. esclusa) dalle 9. Telefona!", "Aperto ogni giorno (dom. esclusa) dalle 9."),
        ("Version 2.0 of a house for all", "Version 2.0 of a house for all"),
        ("A house\nfor all. And more.", "A house"),
        ("نحن جيران. نساعد.", "نحن جيران."),
        ("", ""),
    ],
)
def test_of_a_long_text_the_first_sentence_is_shown(text, shown):
    assert wording.first_sentence(text) == shown


@pytest.mark.parametrize(
    ("grams", "english", "italian"),
    [(800, "800 g", "800 g"), (1000, "1 kg", "1 kg"), (3450, "3.4 kg", "3,4 kg"), (12_340, "12.3 kg", "12,3 kg")],
)
def test_a_weight_is_said_in_grams_or_kilos(grams, english, italian):
    for language, said in (("en", english), ("it", italian)):
        with translation.override(language):
            assert wording.weight(grams).replace(wording.GAP, " ") == said
