"""What every page knows of the front desk."""

import pytest
from django.utils import translation

from frontend.context import city, dialled


@pytest.mark.parametrize(
    ("written", "link"),
    [("011 000 123", "+39011000123"), ("+39 011 000123", "+39011000123"), ("0039 011/000.123", "+39011000123"),
     ("800 123 456", "+39800123456"), ("+33 1 23 45 67 89", "+33123456789"), ("the porter", "theporter"), ("", "")],
)  # fmt: skip
def test_a_link_dials_the_number_however_it_is_written(written, link):
    assert dialled(written) == link


@pytest.mark.parametrize(
    ("told", "italian", "english"),
    [
        ("", "lunedì-sabato, 9.30\u2060-\u206018", "Monday to Saturday, 9:30 to 18:00"),
        ("lunedì, 9-12 | Monday, 9 to 12", "lunedì, 9-12", "Monday, 9 to 12"),
        ("lun-ven 9-12", "lun-ven 9-12", "lun-ven 9-12"),
    ],
)
def test_the_city_writes_the_hours_of_its_desk_in_each_language(settings, told, italian, english):
    settings.FRONT_DESK_HOURS = told

    with translation.override("it"):
        assert str(city()["desk_hours"]) == italian
    with translation.override("en"):
        assert str(city()["desk_hours"]) == english
