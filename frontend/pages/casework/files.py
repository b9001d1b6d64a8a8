"""My files, one of them, its parts as they are written, and who opened it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from frontend.forms import keys
from frontend.pages.casework.doors import file_to_lead, my_bodies, own_file, room, show
from frontend.pages.casework.forms import HandOverForm
from frontend.pages.casework.papers import marked
from frontend.signed import SignedIn
from marketplace.casework import admission, files, questions, referrals
from marketplace.casework.models import Participant, Reading, TeamMember
from marketplace.casework.reasons import ANONYMISED
from marketplace.lives.engine import Actor, steps_for, take
from marketplace.refusals import refusals_on

PAGE = Reading.Door.PAGE
ROWS, NEWEST = 40, 3


@room
def every(request: SignedIn) -> HttpResponse:
    """Those with whom she works; whose turn it is comes first."""
    my_bodies(request)
    rows = Participant.objects.worked_with_by(request.user).exclude(status=ANONYMISED).select_related("person")
    found = sorted(rows, key=lambda one: (not waits(one), one.state.final, one.contact_on, one.pk))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    lines = [(one, one.sentence("team"), one.state) for one in page]
    owned = set(TeamMember.objects.now().filter(user=request.user, role="owner").values_list("participant", flat=True))
    waiting = sum(map(waits, found))
    facts = {"page": page, "lines": lines, "owned": owned, "waiting": waiting, "all": len(found)}
    return show(request, "list", facts)


def waits(one: Participant) -> bool:
    """For those who work with her: by where the file stands, or since she wants to talk."""
    return one.state.turn == "team" or one.talk_asked_at is not None


@room
def mine(request: SignedIn) -> HttpResponse:
    """Her own file, for the person herself. Whoever has none is told so, and nobody else learns either."""
    own = own_file(request)
    return redirect("casework_file", own.number) if own else show(request, "none", {})


@room
def one(request: SignedIn, number: str) -> HttpResponse:
    return file_page(request, files.open_file(number, request.user, PAGE))


def file_page(request: SignedIn, file: files.File, status: int = 200, **forms: Any) -> HttpResponse:
    """All that she may read of a file, and what she may do."""
    participant, roles = file.participant, file.participant.roles_of(request.user)
    steps = {name: step for name, step in steps_for(participant, roles).items() if name != "admit"}
    role = "person" if "person" in roles else "team"
    shown = {name: forms.get(name) or participant.facts_form(step, prefix=name) for name, step in steps.items()}
    facts: dict[str, Any] = {
        "file": file,
        "participant": participant,
        "role": role,
        "hers": role == "person",
        "sentence": participant.sentence(role),
        "parts": [written(file, part) for part in file.parts],
        "entry": said(questions.ENTRY, file.entry()),
        "papers": marked(file.papers()),
        "notes": newest(file),
        "steps": [(name, step, shown[name]) for name, step in steps.items()],
        "team": participant.team.now().select_related("user", "body").order_by("pk"),
        "permissions": participant.permissions.now().select_related("body", "base"),
    }
    return show(request, "file", facts | about_work(file, role), status)


def newest(file: files.File) -> list[tuple[Any, str]]:
    """The last notes: for the person herself those that were written for her."""
    rows = file.notes() if file.works_on_it else file.notes().filter(audience="person")
    return [(note, files.words_of(note)) for note in rows[:NEWEST]]


def about_work(file: files.File, role: str) -> dict[str, Any]:
    """What only those who work with the person see: who referred her, and to whom the file can be handed over."""
    if not file.works_on_it:
        return {}
    referral = getattr(file.participant, "referral", None)
    changes = file.participant.changes.select_related("actor", "acting_for").order_by("-pk")[:20]
    people = admission.colleagues(file.participant.team.now().filter(user=file.by)[0].body).exclude(pk=file.by.pk)
    return {
        "referral": referral,
        "referred": referrals.said(referral) if referral else {},
        "history": [(change.at, file.participant.line(change, role)) for change in changes],
        "handing": HandOverForm(people=people),
    }


def written(file: files.File, part: questions.Part) -> dict[str, Any]:
    answers = file.answers(part.code)
    missing = len(part.questions) - len(answers)
    return {"part": part, "lines": said(part, answers), "missing": missing, "row": file.written.get(part.code)}


def said(part: questions.Part, answers: dict[str, Any]) -> list[tuple[Any, str, bool]]:
    """Question, answer in words, and whether she does not want to say."""
    told = [(question, answers[question.code]) for question in part.questions if question.code in answers]
    return [(q.label, q.said(a["value"]) if "value" in a else "", questions.UNSAID in a) for q, a in told]


@room
def part(request: SignedIn, number: str, code: str) -> HttpResponse:
    """One part to be written. What was typed and not saved is there again."""
    about = questions.BY_CODE.get(code)
    if not about:
        raise Http404
    participant = files.to_work_on(number, request.user)
    form = about.form(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        with refusals_on(form):
            seen = keys.number(request.POST.get("seen", "")) or 0
            files.save(participant, request.user, code, about.answers(form.cleaned_data), seen)
            messages.success(request, _("Saved."))
            return redirect("casework_file", number)
        files.keep_draft(participant, request.user, code, about.answers(form.cleaned_data), seen)
    return part_page(request, number, about, form)


def part_page(request: SignedIn, number: str, about: questions.Part, form: Any) -> HttpResponse:
    file = files.open_file(number, request.user, PAGE, [about.code])
    draft, typed = files.draft_of(file.participant, request.user, about.code)
    answers = file.answers(about.code)
    facts = {
        "participant": file.participant,
        "part": about,
        "form": form or about.form(answers=typed if draft else answers),
        "pairs": pairs(form or about.form(answers=typed if draft else answers), about),
        "draft": draft,
        "seen": file.version(about.code),
        "row": file.written.get(about.code),
        "saved": said(about, answers) if draft or form else [],
    }
    return show(request, "part", facts, 422 if form else 200)


def pairs(form: Any, about: questions.Part) -> list[tuple[Any, Any]]:
    """Each question with its box."""
    return [(form[one.code], form[f"{questions.UNSAID}_{one.code}"]) for one in about.questions]


@room
@require_POST
def draft(request: SignedIn, number: str, code: str) -> HttpResponse:
    """What is being typed, kept as it goes. A fragment: when it was kept."""
    about = questions.BY_CODE.get(code)
    if not about:
        raise Http404
    participant = files.to_work_on(number, request.user)
    form = about.form(request.POST)
    form.is_valid()
    seen = keys.number(request.POST.get("seen", "")) or 0
    row = files.keep_draft(participant, request.user, code, about.answers(form.cleaned_data), seen)
    return show(request, "_kept", {"draft": row})


@room
@require_POST
def forget(request: SignedIn, number: str, code: str) -> HttpResponse:
    """What was typed and not saved goes."""
    files.to_work_on(number, request.user).drafts.filter(part=code, by=request.user).delete()
    return redirect("casework_part", number, code)


@room
@require_POST
def step(request: SignedIn, number: str, name: str) -> HttpResponse:
    """Take a step of the file. Admitting has a page of its own."""
    participant = file_to_lead(request, number)
    about = participant.table.steps.get(name)
    if not about or name == "admit":
        raise Http404
    form = participant.facts_form(about, request.POST, prefix=name)
    if form.is_valid():
        with refusals_on(form):
            take(participant, name, Actor(request.user), form.cleaned_data, seen=keys.seen(request.POST))
            return redirect("casework_file", number)
    return file_page(request, files.open_file(number, request.user, PAGE), 422, **{name: form})


@room
@require_POST
def hand_over(request: SignedIn, number: str) -> HttpResponse:
    participant = files.to_work_on(number, request.user)
    mine = participant.team.now().filter(user=request.user)[0]
    form = HandOverForm(request.POST, people=admission.colleagues(mine.body))
    if form.is_valid():
        admission.hand_over(participant, request.user, form.cleaned_data["to"])
        messages.success(request, _("Saved."))
    return redirect("casework_file", number)


@room
def readings(request: SignedIn, number: str) -> HttpResponse:
    """Who opened it, and why: for the person, and for those who work with her."""
    participant = file_to_lead(request, number)
    rows = participant.readings.select_related("reader", "body")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    lines = [(row, parts_of(row)) for row in page]
    overrides = participant.overrides.select_related("by", "body")
    hers = participant.person_id == request.user.pk
    facts = {"participant": participant, "page": page, "lines": lines, "overrides": overrides, "hers": hers}
    return show(request, "readings", facts)


def parts_of(row: Reading) -> list[Any]:
    """What was read, in words; of the whole file just that."""
    if set(questions.CODES) <= set(row.parts):
        return [pgettext("of a reading", "everything")]
    return [questions.LABELS[code] for code in row.parts if code in questions.LABELS]
