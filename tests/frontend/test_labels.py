"""Sheets of labels: what stands on them, and where."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from frontend import labels
from frontend.label_sheets import Labels
from services.wardrobe import intake

MILLIMETRE = 72 / 25.4


@pytest.fixture
def arrived(wardrobe, tomas, coat):
    told = {"type": coat, "size": "M"}
    return lambda number: [intake.take_in(wardrobe, tomas, told) for _number in range(number)]


def pages(garments, name, start=1):
    return PdfReader(BytesIO(labels.drawn(garments, labels.SHEETS[name], start))).pages


def places(page, codes):
    """Where each code is written, in millimetres from the left and the top."""
    found = {}

    def visit(text, _matrix, at, _font, _size):
        if text.strip() in codes:
            found[text.strip()] = (at[4] / MILLIMETRE, 297 - at[5] / MILLIMETRE)

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("name", labels.SHEETS)
def test_the_labels_fill_a_page_of_a4(name):
    sheet = labels.SHEETS[name]

    assert 2 * sheet.left + sheet.columns * sheet.width == 210
    assert 2 * sheet.top + sheet.rows * sheet.height <= 297


def test_a_label_says_the_code_the_type_the_size_and_the_points(arrived):
    [garment] = arrived(1)

    [page] = pages([garment], "3x8")

    said = page.extract_text()
    for words in (garment.label, "Coat", "M", "30 points"):
        assert words in said


@pytest.mark.parametrize("name", labels.SHEETS)
def test_each_code_stands_within_its_own_label(name, arrived):
    garments, sheet = arrived(5), labels.SHEETS[name]

    [page] = pages(garments, name, start=3)

    at = places(page, {garment.label for garment in garments})
    for place, garment in enumerate(garments, 2):
        row, column = divmod(place, sheet.columns)
        left, top = at[garment.label]
        assert sheet.left + column * sheet.width < left < sheet.left + (column + 1) * sheet.width
        assert sheet.top + row * sheet.height < top < sheet.top + (row + 1) * sheet.height


def test_what_does_not_fit_goes_on_the_next_sheet(arrived):
    garments = arrived(5)

    first, second = pages(garments, "3x8", start=22)

    assert all(garment.label in first.extract_text() for garment in garments[:3])
    assert all(garment.label in second.extract_text() for garment in garments[3:])


def test_a_long_name_stays_on_its_label(arrived):
    [garment] = arrived(1)
    garment.type.name = {"en": "Padded winter jacket with a hood and lining, for work outside"}

    page = Labels(labels.SHEETS["4x10"], [])
    page.add_page()
    page.fitted(str(garment.type), "", 10, 20)

    assert page.get_string_width(str(garment.type)) <= 20.01
