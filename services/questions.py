"""A category's booking questions as form fields: what is asked is data, how it is checked stands here once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen


def text(question: dict, **shared: Any) -> forms.Field:
    return forms.CharField(max_length=question.get("max", 300), **shared)


def number(question: dict, **shared: Any) -> forms.Field:
    return forms.IntegerField(min_value=question.get("min", 0), max_value=question.get("max", 999), **shared)


def choice(question: dict, **shared: Any) -> forms.Field:
    options = [(option["value"], chosen(option["label"])) for option in question.get("choices", [])]
    return forms.ChoiceField(choices=options, **shared)


def yesno(question: dict, **shared: Any) -> forms.Field:
    return forms.BooleanField(**{**shared, "required": False})


MAKERS: dict[str, Callable[..., forms.Field]] = {"text": text, "number": number, "choice": choice, "yesno": yesno}


def fields(questions: list[dict]) -> dict[str, forms.Field]:
    """Form fields by the question's name, in order; words in the language of the moment."""
    return {question["name"]: field_for(question) for question in questions}


def field_for(question: dict) -> forms.Field:
    shared = {
        "label": chosen(question["label"]),
        "help_text": chosen(question.get("hint", {})),
        "required": question.get("required", False),
    }
    return MAKERS[question["type"]](question, **shared)


def clean(questions: list[dict], answers: dict) -> dict:
    """The answers, checked. Raises ValidationError by question."""
    return cleaned(fields(questions), answers)


def cleaned(asked: dict[str, forms.Field], told: dict) -> dict:
    """What was told, by the fields that ask it. Raises ValidationError by field."""
    form = type("Answers", (forms.Form,), dict(asked))(told)
    if not form.is_valid():
        raise forms.ValidationError(form.errors.as_data())
    return form.cleaned_data


def so_far(asked: dict[str, forms.Field], told: dict) -> dict:
    """What of it was told and can be, whatever is still missing or wrong."""
    form = type("SoFar", (forms.Form,), dict(asked))(told)
    form.is_valid()
    return form.cleaned_data


def spoken(questions: list[dict], answers: dict) -> list[tuple[str, str]]:
    """Question and answer as people read them, those without an answer left out."""
    return [
        (chosen(q["label"]), said(q, answers[q["name"]])) for q in questions if answers.get(q["name"]) not in (None, "")
    ]


def said(question: dict, answer: Any) -> str:
    if question["type"] == "yesno":
        return str(_("yes") if answer else _("no"))
    options = {option["value"]: chosen(option["label"]) for option in question.get("choices", [])}
    return options.get(answer, str(answer))
