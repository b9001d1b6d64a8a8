"""What a file asks, part by part, as data. Told apart everywhere: not asked, does not want to say, answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.lives.tables import Words
from marketplace.places.models import Area

UNSAID = "unsaid"
LONGEST = 4000
Choices = tuple[tuple[str, Words], ...]

YES_NO: Choices = (("yes", _("yes")), ("no", _("no")))
LEVELS: Choices = (
    ("none", _("not at all")),
    ("little", _("a little")),
    ("well", _("well")),
    ("own", _("own language")),
)
DEMANDS: Choices = (
    ("lifting", _("lifting")),
    ("stairs", _("stairs")),
    ("heights", _("heights")),
    ("dogs", _("dogs")),
    ("alone", _("working alone")),
    ("nights", _("nights")),
    ("driving", _("driving")),
)
TIMES: Choices = (
    ("mornings", _("weekdays in the morning")),
    ("afternoons", _("weekdays in the afternoon")),
    ("evenings", _("evenings")),
    ("saturdays", _("Saturdays")),
    ("sundays", _("Sundays")),
)
MODES: Choices = (("foot", _("on foot")), ("bike", _("by bicycle")), ("transit", _("by bus or tram")))
GENDERS: Choices = (("woman", _("woman")), ("man", _("man")), ("other", _("non-binary")))
WORK: Choices = (
    ("unemployed", _("looking for work")),
    ("long", _("looking for work for a year or longer")),
    ("inactive", _("not looking for work")),
    ("employed", pgettext_lazy("of a person", "works")),
)
SCHOOLS: Choices = (
    ("low", _("none, primary or lower secondary school")),
    ("middle", _("upper secondary school")),
    ("high", _("after upper secondary school")),
)
HOMES: Choices = (
    ("home", _("has a home")),
    ("shared", _("stays with others or in a shelter")),
    ("none", _("has no place to sleep")),
)

# Tasks that one can do, wish for or learn: entered by the room above when it is ready. -> [(slug, name)]
TASKS: list[Callable[[], list[tuple[str, str]]]] = []


def areas() -> list[tuple[str, str]]:
    return list(Area.objects.order_by("name").values_list("code", "name"))


def tasks() -> list[tuple[str, str]]:
    return [one for source in TASKS for one in source()]


@dataclass(frozen=True)
class Question:
    """One thing that is asked. Without choices it is answered in words; `several`: more than one may be chosen."""

    code: str
    label: Words
    choices: Choices | Callable[[], Any] = ()
    several: bool = False
    most: int = 0  # a whole number up to this
    long: bool = False
    hint: Words = ""

    def field(self) -> forms.Field:
        shared: dict[str, Any] = {"label": self.label, "required": False, "help_text": self.hint}
        if self.several:
            return forms.MultipleChoiceField(choices=self.choices, widget=forms.CheckboxSelectMultiple, **shared)
        if self.choices:
            return forms.ChoiceField(choices=self.offered, **shared)
        if self.most:
            return forms.IntegerField(min_value=0, max_value=self.most, **shared)
        widget = forms.Textarea(attrs={"rows": 4}) if self.long else forms.TextInput
        return forms.CharField(max_length=LONGEST if self.long else 200, widget=widget, **shared)

    def offered(self) -> list[tuple[str, Words]]:
        return [("", pgettext_lazy("of a question", "Not asked yet")), *self.all()]

    def all(self) -> Any:
        return self.choices() if callable(self.choices) else self.choices

    def said(self, value: Any) -> str:
        """An answer in people's words."""
        words = dict(self.all()) if self.choices else {}
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(words.get(one, one)) for one in values)


@dataclass(frozen=True)
class Part:
    """A part of the file: what somebody may be allowed to see, or not, as a whole."""

    code: str
    label: Words
    questions: tuple[Question, ...] = field(default_factory=tuple)
    hint: Words = ""

    def form(self, data: Any = None, answers: dict | None = None) -> forms.Form:
        """Its questions, each with the box of whoever does not want to say."""
        fields: dict[str, forms.Field] = {}
        for question in self.questions:
            fields[question.code] = question.field()
            fields[f"{UNSAID}_{question.code}"] = unsaid(question)
        return type("PartForm", (forms.Form,), fields)(data, initial=initial(answers or {}), auto_id=f"{self.code}_%s")

    def checked(self, told: dict[str, Any]) -> dict[str, Any]:
        """The answers in what a program sends. Raises ValidationError by question."""
        form = self.form(told)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        return self.answers(form.cleaned_data)

    def answers(self, told: dict[str, Any]) -> dict[str, Any]:
        """What a form says, by question; what was not asked is left out."""
        pairs = ((question.code, answer(question.code, told)) for question in self.questions)
        return {code: value for code, value in pairs if value is not None}


def unsaid(question: Question) -> forms.BooleanField:
    """The box beside a question; whoever hears the page hears which one it belongs to."""
    whole = format_lazy("{}: {}", _("Does not want to say"), question.label)
    box = forms.CheckboxInput(attrs={"aria-label": whole})
    return forms.BooleanField(label=_("Does not want to say"), required=False, widget=box)


def initial(answers: dict) -> dict[str, Any]:
    told = {code: one["value"] for code, one in answers.items() if "value" in one}
    return told | {f"{UNSAID}_{code}": True for code, one in answers.items() if UNSAID in one}


def answer(code: str, told: dict[str, Any]) -> dict[str, Any] | None:
    """Whoever does not want to say is not asked again, and what stood beside it is not kept."""
    if told.get(f"{UNSAID}_{code}"):
        return {UNSAID: True}
    value = told.get(code)
    return None if value in ("", None, []) else {"value": value}


TONGUES = (
    Question("speaks_it", _("Italian"), LEVELS),
    Question("speaks_en", _("English"), LEVELS),
    Question("speaks_fr", _("French"), LEVELS),
    Question("speaks_es", _("Spanish"), LEVELS),
    Question("speaks_ar", _("Arabic"), LEVELS),
    Question("speaks_ro", _("Romanian"), LEVELS),
    Question("speaks_uk", _("Ukrainian"), LEVELS),
    Question("speaks_more", _("Other languages")),
)
ENTRY = Part(
    "entry",
    _("At the start"),
    (
        Question("gender", _("Gender"), GENDERS),
        Question("born", _("Year of birth"), most=2100),
        Question("work", _("Work"), WORK),
        Question("school", _("School"), SCHOOLS),
        Question("home", _("Where she or he lives"), HOMES),
        Question("disability", _("Disability"), YES_NO),
        Question("third_country", _("Citizen of a country outside the European Union"), YES_NO),
        Question("background", _("Born abroad, or both parents were"), YES_NO),
        Question("minority", _("Belongs to a minority"), YES_NO),
    ),
    _("Asked once, on the day of admission, and never overwritten: reports count from it."),
)
PARTS = (
    Part(
        "contact",
        _("How to be reached"),
        (
            Question(
                "best_way", _("Best way"), hint=_("When to call, whom to ask for, what not to leave as a message.")
            ),
            Question("interpreter", _("Somebody who translates")),
        ),
    ),
    Part(
        "strengths",
        _("What goes well"),
        (
            Question("strengths", _("Strengths"), long=True, hint=_("What others come to her or him for.")),
            Question("can", _("Tasks"), tasks, several=True),
            Question("skills", _("Can do"), long=True, hint=_("Work, house, tools, papers. Seen or said?")),
            Question("support", _("What helps"), long=True),
        ),
    ),
    Part(
        "wishes",
        _("Wishes"),
        (
            Question("wishes", _("Wished work"), long=True),
            Question("tasks", _("Tasks she or he would like"), tasks, several=True),
            Question("learn", _("Wants to learn")),
            Question("learning", _("Tasks to learn"), tasks, several=True),
            Question("hours", _("Hours a week, wished"), most=60),
            Question("most_hours", _("Hours a week, at most"), most=60),
            Question("pay", _("What the pay should make possible")),
        ),
    ),
    Part("languages", _("Languages"), TONGUES),
    Part(
        "times",
        _("When"),
        (
            Question("times", _("Free"), TIMES, several=True),
            Question("not_then", _("Not then"), hint=_("School of the children, prayer, a course, a doctor.")),
        ),
    ),
    Part(
        "reach",
        _("Where"),
        (
            Question("area", _("Starts from"), areas),
            Question("minutes", _("Minutes on the way, at most"), most=180),
            Question("mode", _("How"), MODES),
        ),
    ),
    Part(
        "limits",
        _("What not to ask"),
        (
            Question("limits", _("Not"), DEMANDS, several=True),
            Question(
                "other_limits", _("Other things"), long=True, hint=_("What not to ask is enough: never write why.")
            ),
        ),
    ),
    Part("story", _("Own story"), (Question("story", _("In her or his own words"), long=True),)),
)
BY_CODE = {part.code: part for part in PARTS}
CODES = tuple(BY_CODE)
PAPERS, NOTES, ELSEWHERE = "papers", "notes", "elsewhere"
WHOLE = (*CODES, PAPERS, NOTES, ELSEWHERE)  # what whoever works with her opens; others at most some of the parts
LABELS: dict[str, Words] = {code: part.label for code, part in BY_CODE.items()}
LABELS |= {PAPERS: _("Papers"), NOTES: _("Notes"), ELSEWHERE: _("Earned elsewhere")}
