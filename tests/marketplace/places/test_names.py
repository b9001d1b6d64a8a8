"""Where a street's name ends, and how people in a hurry write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.places.names import fold, fold_street, number_of, street_of


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("via Cecchi 18", "via Cecchi", "18"),
        ("via Cecchi, 18", "via Cecchi", "18"),
        ("via Cecchi n. 18", "via Cecchi", "n. 18"),
        ("via Cecchi18", "via Cecchi", "18"),
        ("18 via Cecchi", "via Cecchi", "18"),
        ("18/A, via Cecchi", "via Cecchi", "18/A"),
        ("via Cecchi 18 scala B", "via Cecchi", "18"),
        ("via Cecchi 18 - 2° piano", "via Cecchi", "18"),
        ("via Cecchi 18, 10152 Torino", "via Cecchi", "18"),
        ("via Cecchi (citofono Rossi)", "via Cecchi", ""),
        ("via Cecchi c/o Rossi", "via Cecchi", ""),
        ("corso Giulio Cesare 14/B", "corso Giulio Cesare", "14/B"),
        ("corso Unione Sovietica 612/15b", "corso Unione Sovietica", "612/15b"),
        ("via XX Settembre 3", "via XX Settembre", "3"),
        ("via 20 Settembre 5 bis", "via 20 Settembre", "5 bis"),
        ("via 20 Settembre", "via 20 Settembre", ""),
        ("via 1° Maggio 7", "via 1° Maggio", "7"),
        ("via 40 Martiri 3", "via 40 Martiri", "3"),
        ("via Papa Giovanni XXIII 3", "via Papa Giovanni XXIII", "3"),
        ("piazza della Repubblica", "piazza della Repubblica", ""),
        ("via Nizza", "via Nizza", ""),
        ("via 5", "", "5"),
        ("12", "", "12"),
        ("", "", ""),
    ],
)
def test_an_address_falls_into_street_and_number(line, street, number):
    assert street_of(line) == street
    assert number_of(line) == number


streets = st.sampled_from(["via Cecchi", "corso Giulio Cesare", "via XX Settembre", "piazza della Repubblica"])
ends = st.sampled_from(["", "/B", " bis", "a", " scala C", " int. 4", ", 10152 Torino", " (2° piano)", "\ncitofono 7"])
gaps = st.sampled_from([" ", ", ", " n. ", " n°", "  ", "\t", " numero ", " civico ", ""])


@given(streets, gaps, st.integers(1, 999), ends)
def test_however_it_is_written_the_number_never_shows(street, gap, number, end):
    assert street_of(f"{street}{gap}{number}{end}") == street


@given(st.text(max_size=60))
def test_any_text_folds_to_what_folds_to_itself(text):
    assert fold(fold(text)) == fold(text)
    assert fold_street(fold_street(text)) == fold_street(text)
    street_of(text), number_of(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Via Mondovì", "via mondovi"),
        ("C.so Vercelli", "corso vercelli"),
        ("P.za della Repubblica", "piazza della repubblica"),
        ("v.le dei Mughetti", "viale dei mughetti"),
        ("LUNGODORA  Firenze", "lungo dora firenze"),
        ("corso XI Febbraio", "corso 11 febbraio"),
        ("via Principi d’Acaja", "via principi d acaja"),
        ("strada dell'Aeroporto", "strada dell aeroporto"),
    ],
)
def test_the_ways_of_writing_meet(typed, folded):
    assert fold_street(typed) == folded
