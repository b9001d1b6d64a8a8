"""How casework asks. What may be is said by the core."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from bookings.jobs import followups, incidents
from bookings.models import FollowUp, Incident
from frontend.forms.hours import DATE
from marketplace.accounts.language import SPOKEN
from marketplace.casework import questions
from marketplace.casework.models import LegalBase, Note, Override, Permission
from marketplace.organisations.models import CredentialKind, Organisation

TONGUES = (*SPOKEN, ("es", "Español"), ("ro", "Română"))


class WhoForm(forms.Form):
    """Whom it is about: enough to call her by her name and on the phone."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    phone = PhoneNumberField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Only if she or he has one: it is the way to sign in later.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=SPOKEN, initial="it")


class ReferredForm(forms.Form):
    """What a body without an account writes about one person."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    phone = PhoneNumberField(label=_("Phone"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=SPOKEN, initial="it")
    needs = forms.MultipleChoiceField(
        label=_("What it is about"),
        choices=[
            ("work", _("finding work")),
            ("papers", _("papers")),
            ("language", _("learning Italian")),
            ("home", _("a place to live")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=_("What we should know"),
        max_length=questions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("Nothing about health or faith, please: we ask the person ourselves."),
    )
    agreed = forms.BooleanField(label=_("The person knows that we write this, and wants to be called."))


class InvitationForm(forms.Form):
    sender = forms.CharField(label=_("Which body refers"), max_length=120)
    email = forms.EmailField(label=_("Its e-mail"), help_text=_("The address that you know already, not a new one."))


class PermissionForm(forms.Form):
    """What the person permits, after the text was read to her."""

    purpose = forms.ChoiceField(label=_("For what"), choices=LegalBase.Purpose.choices[1:])
    body = forms.ModelChoiceField(label=_("Who"), queryset=Organisation.objects.none())
    parts = forms.MultipleChoiceField(
        label=_("Which parts"),
        choices=[(part.code, part.label) for part in questions.PARTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    how = forms.ChoiceField(label=_("How it was given"), choices=Permission.How.choices[:3])
    language = forms.ChoiceField(label=_("Read out in"), choices=TONGUES, initial="it")
    until = forms.DateField(label=pgettext_lazy("a day", "Until"), widget=DATE, required=False)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """What she has shown; the core says what else must be true."""

    kind = forms.ModelChoiceField(label=_("What"), queryset=CredentialKind.objects.all(), empty_label=_("Choose"))
    valid_until = forms.DateField(
        label=_("Valid until"), widget=DATE, required=False, help_text=_("Empty: it does not end.")
    )


class NoteForm(forms.Form):
    """What happened, and for whom it is written."""

    words = forms.CharField(
        label=pgettext_lazy("of a note", "What happened"),
        max_length=questions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write it as if she or he read it over your shoulder: mostly, that may be so."),
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("of a note", "For"), choices=Note.Audience, widget=forms.RadioSelect, initial="team"
    )


class OverrideForm(forms.Form):
    number = forms.CharField(label=_("Number of the file"), max_length=7, widget=forms.TextInput)
    reason = forms.ChoiceField(label=_("Why"), choices=Override.Reason.choices)
    words = forms.CharField(
        label=_("What happened"), max_length=questions.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To whom"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How it stands"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=followups.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("For those who work with her or him. It goes when the file goes."),
    )

    def __init__(self, *args: Any, follow_up: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome.value, outcome.label) for outcome in follow_up.outcomes]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class PlacedForm(forms.Form):
    on = forms.DateField(label=_("Began on"), widget=DATE)


class IncidentForm(forms.Form):
    """What happened, by anybody of the job."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=Incident.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened"), max_length=incidents.LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    deeds = forms.MultipleChoiceField(
        label=_("What was done already"),
        choices=Incident.Deed.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class DeedsForm(forms.Form):
    deeds = forms.MultipleChoiceField(
        label=_("What was done"), choices=Incident.Deed.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    close = forms.BooleanField(label=_("Nothing is left to do: close it"), required=False)
