"""The colours of the style sheets."""

from frontend.tokens import colours


def test_a_colour_is_found_by_its_name():
    told = colours()

    assert (told["paper"], told["petrol"], told["ok-tint"]) == ("#fbf5e9", "#11484a", "#dff0e0")
    assert all(len(value) == 7 for value in told.values())
