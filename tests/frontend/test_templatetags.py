"""What templates say: drawings, fields, and figures as people say them."""

import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from frontend.drawings import SPRITE, symbols
from frontend.templatetags import cortile
from marketplace import wording

ROME = ZoneInfo("Europe/Rome")
GAP, JOIN = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
AFTERNOON = datetime(2026, 11, 26, 16, 30, tzinfo=ROME)


class AskForm(forms.Form):
    street = forms.CharField(label="Street", help_text="And the number")
    email = forms.EmailField(label="E-mail")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    where = forms.ChoiceField(
        label="Where", choices=[("home", "At home"), ("desk", "At the desk")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Ask others, too")
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def render(source: str, **facts) -> str:
    return Template(source).render(Context(facts))


def test_a_page_inlines_each_drawing_it_used_once_and_no_other():
    page = render('{% icon "i-clock" %}{% icon "i-clock" %}{% drawing "cat-pets" %}{% symbols %}')

    assert page.count('<use href="#i-clock"/>') == 2
    assert re.findall(r'<symbol id="([^"]+)"', page) == ["i-clock", "cat-pets"]


def test_drawings_of_included_parts_are_inlined_too():
    page = render(
        '{% include "components/left.html" %}{% errors form %}{% symbols %}', due=timezone.now(), form=AskForm({})
    )

    assert re.findall(r'<symbol id="([^"]+)"', page) == ["i-clock", "i-warn"]


def test_a_fragment_points_to_the_served_sprite():
    fragment = render('{% icon "i-clock" %}{% symbols %}', request=SimpleNamespace(htmx=True))

    assert 'href="/static/built/drawings.svg#i-clock"' in fragment
    assert "<symbol" not in fragment


def test_a_drawing_is_silent_and_carries_its_own_shape():
    assert render('{% drawing "gar-coat" "" %}').startswith('<svg viewBox="0 0 96 112" aria-hidden="true">')


def test_a_misspelt_drawing_is_an_error():
    with pytest.raises(KeyError):
        render('{% drawing "cat-dragon" %}')


def test_every_symbol_of_the_sprite_is_found():
    assert len(symbols()) == SPRITE.read_text(encoding="utf-8").count("<symbol ")


def test_a_field_ties_its_hint_and_its_error_to_the_control():
    form = AskForm({})

    html = render("{% field form.street %}", form=form)

    assert '<label for="id_street">Street</label>' in html
    assert 'id="id_street_hint">And the number' in html
    assert 'aria-describedby="id_street_hint id_street_wrong"' in html
    assert 'aria-invalid="true"' in html
    assert "is-wrong" in html


def test_people_may_write_from_right_to_left_but_an_address_may_not():
    html = render("{% field form.street %}{% field form.note %}{% field form.email %}", form=AskForm())

    assert [name for name in ("street", "note", "email") if re.search(rf'name="{name}"[^>]*dir="auto"', html)] == [
        "street",
        "note",
    ]


def test_radios_stand_in_a_named_group():
    html = render("{% field form.where %}", form=AskForm())

    assert "<legend>Where</legend>" in html
    assert html.count('<label class="check"') == 2


def test_a_tick_has_its_words_beside_it():
    html = render("{% field form.agreed %}", form=AskForm())

    assert re.search(r'<label class="check"><input type="checkbox"[^>]*><span>Ask others, too</span></label>', html)


def test_words_and_hint_can_be_said_anew():
    html = render(
        '{% field form.street label="Via" hint="Con il numero" %}{% field form.street hint="" %}', form=AskForm()
    )

    assert "Via</label>" in html
    assert html.count('class="hint"') == 1


def test_hidden_fields_are_bare():
    assert (
        render("{% field form.key %}", form=AskForm({"key": "a"}))
        .strip()
        .startswith('<input type="hidden" name="key" value="a"')
    )


def test_all_fields_come_in_order():
    names = re.findall(r'name="(\w+)"', render("{% fields form %}", form=AskForm()))

    assert list(dict.fromkeys(names)) == ["key", "street", "email", "note", "where", "agreed"]


def test_what_somebody_typed_comes_back_as_words_never_as_markup():
    html = render("{% fields form %}", form=AskForm({"street": '"><script>', "note": "</textarea><script>"}))

    assert "<script>" not in html


def test_the_box_of_mistakes_leads_to_each_field():
    html = render("{% errors form %}", form=AskForm({"note": "x", "key": "a", "street": "via Cecchi 18"}))

    assert re.findall(r'href="#(\w+)"', html) == ["id_email", "id_where", "id_agreed"]
    assert "3 things are not right yet" in html


def test_what_belongs_to_no_field_is_said_first():
    form = AskForm({"street": "a", "email": "a@b.it", "where": "home", "agreed": "on", "key": "1"})
    form.add_error(None, "Somebody else was faster.")

    html = render("{% errors form %}", form=form)

    assert "One thing is not right yet" in html
    assert "Somebody else was faster." in html


def test_a_form_that_was_not_sent_has_no_mistakes():
    assert render("{% errors form %}", form=AskForm()).strip() == ""


def test_one_person_keeps_one_colour():
    assert cortile.face("Samira") == cortile.face("Samira")
    assert ">S<" in cortile.face("samira")
    assert ">?<" in cortile.face("")


@pytest.mark.parametrize(
    ("language", "said"),
    [("it", [f"12{GAP}€", f"12,50{GAP}€", f"1.200{GAP}€"]), ("en", ["€12", "€12.50", "€1,200"])],
)
def test_money_is_written_as_the_language_does(language, said):
    with translation.override(language):
        assert render("{{ a|euro }}|{{ b|euro }}|{{ c|euro }}", a=1200, b=1250, c=120_000).split("|") == said


@pytest.mark.parametrize(("language", "said"), [("it", "16.30"), ("en", "16:30")])
def test_hours_are_those_of_the_place(language, said):
    with translation.override(language):
        assert render("{{ at|clock:zone }}", at=AFTERNOON.astimezone(ZoneInfo("UTC")), zone="Europe/Rome") == said


def test_a_range_is_not_torn_apart():
    html = render("{% span start end zone %}", start=AFTERNOON, end=AFTERNOON + timedelta(hours=2), zone=ROME)

    assert html == f"16:30{JOIN}-{JOIN}18:30"


def test_days_have_a_long_and_a_short_name():
    with translation.override("it"):
        assert wording.day_short(date(2026, 11, 26)) == f"gio{GAP}26{GAP}nov"


@pytest.mark.parametrize(("away", "said"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday")])
def test_near_days_are_called_by_name(away, said):
    assert wording.near_day(timezone.now() + timedelta(days=away), "UTC") == said


def test_a_day_of_this_week_needs_no_month_and_a_later_one_does():
    today = timezone.localdate()

    assert re.fullmatch(rf"\w+day{GAP}\d+", wording.near_day(today + timedelta(days=3)))
    assert re.match(rf"\w+day \d+{GAP}\w+", wording.near_day(today + timedelta(days=9)))


def test_a_day_begins_at_midnight_of_the_place():
    late = datetime.combine(timezone.localdate(timezone=ZoneInfo("Pacific/Auckland")), datetime.min.time())

    assert wording.near_day(late.replace(tzinfo=ZoneInfo("Pacific/Auckland")), "Pacific/Auckland") == "today"


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (timedelta(seconds=-5), "Time is up"),
        (timedelta(seconds=40), "Less than a minute left"),
        (timedelta(minutes=1, seconds=30), "1 minute left"),
        (timedelta(minutes=40, seconds=30), "40 minutes left"),
        (timedelta(hours=2, minutes=5), "2 hours left"),
        (timedelta(hours=30, minutes=5), "30 hours left"),
        (timedelta(days=3, hours=1), "3 days left"),
    ],
)
def test_time_left_is_said_in_the_unit_that_helps(rest, said):
    assert wording.left(timezone.now() + rest) == said


def test_only_a_near_end_shouts():
    assert not cortile.calm(timezone.now() + timedelta(hours=1))
    assert cortile.calm(timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "50 m"), (612, "600 m"), (975, "1 km"), (1_240, "1,2 km"), (9_960, "10 km"), (12_300, "12 km")],
)
def test_distance_is_as_exact_as_a_walker_needs(metres, said):
    with translation.override("it"):
        assert wording.distance(metres) == wording.distance(wording.roughly(metres)) == said.replace(" ", GAP)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "1 hour and 30 minutes"),
        (0, "0 minutes"),
        (1440, "24 hours"),
        (10080, "7 days"),
    ],
)
def test_lengths_are_said_in_hours_and_minutes(number, said):
    assert wording.minutes(number).replace(GAP, " ") == said


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8", "A device we do not know"),
    ],
)
def test_a_device_is_called_by_two_words(agent, said):
    assert cortile.device(agent) == said


def test_a_link_to_a_page_that_is_not_there_is_not_shown():
    assert render('{% nav_link "no_such_page" "Nowhere" %}').strip() == ""


def test_a_link_knows_when_it_is_current():
    here = SimpleNamespace(path="/accounts/login/", htmx=False)
    below = SimpleNamespace(path="/accounts/login/code/", htmx=False)

    assert 'aria-current="page"' in render('{% nav_link "account_login" "In" 3 %}', request=here)
    assert 'aria-current="true"' in render('{% nav_link "account_login" "In" %}', request=below)
    assert "aria-current" not in render('{% nav_link "account_login" "In" whole=False %}', request=below)


# --- times of a day -----------------------------------------------------------------------------------------------
def times_of(number: int, minutes: int) -> list[SimpleNamespace]:
    midnight = datetime(2026, 11, 26, tzinfo=ROME)
    return [SimpleNamespace(starts_at=midnight + timedelta(minutes=n * minutes)) for n in range(number)]


def test_a_few_times_of_a_day_are_one_list():
    times = times_of(cortile.MANY, 30)

    assert cortile.parts(times, ROME) == [("", times)]


def test_many_times_of_a_day_are_parted_by_the_hour_of_the_place():
    found = cortile.parts(times_of(96, 15), "Europe/Rome")

    assert [str(part) for part, _ in found] == ["Night", "Morning", "Afternoon", "Evening"]
    assert [time for _, times in found for time in times] == times_of(96, 15)
