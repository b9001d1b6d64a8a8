"""Files of supported people, over the wire: the same doors as the pages, and each opening is written down. No key opens
this, only the session of somebody who is signed in."""

import logging
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.errors import Unavailable
from marketplace.casework import ceilings, copying, files, notes, papers, questions
from marketplace.casework.models import Participant, Reading
from marketplace.casework.permissions import withdraw
from marketplace.casework.sealing import Unreadable
from marketplace.casework.shapes import (
    CeilingShape,
    CopyShape,
    DeclareShape,
    EnterPaperShape,
    FileCard,
    FileShape,
    NoteShape,
    PaperShape,
    PermissionShape,
    ReadingShape,
    WithdrawShape,
    WriteFileShape,
    WriteNoteShape,
)
from marketplace.lives.api import Steps
from marketplace.refusals import Refused

logger = logging.getLogger(__name__)
SIGNED = "[2-9A-HJ-KM-NP-Z]{7}"
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
API = Reading.Door.API


class Files(Steps):
    """The files of people with whom you work, those that you were permitted to open, and your own."""

    queryset = Participant.objects.all()
    serializer_class = FileShape
    lookup_field = "number"
    lookup_value_regex = SIGNED
    paged: ClassVar[tuple[str, ...]] = ("list", "readings", "notes")

    def get_queryset(self) -> QuerySet[Participant]:
        return Participant.objects.worked_with_by(self.me).select_related("person")

    def get_object(self) -> Participant:
        """For deeds: of those who work with her, or herself. Nothing of it is opened."""
        number = self.kwargs["number"]
        own = Participant.objects.filter(person=self.me, number=number).first()
        return own or files.to_work_on(number, self.me, API)

    def handle_exception(self, exc: Exception) -> Response:
        """What does not open is no empty answer, and nobody outside reads which key is missing."""
        if isinstance(exc, Unreadable):
            logger.error("A file does not open: %s", exc)
            exc = Unavailable()
        return super().handle_exception(exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Kept by no cache, whatever it is."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    @extend_schema(responses=FileCard(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().exclude(person=None).order_by("pk"), FileCard)

    def retrieve(self, request: Request, number: str) -> Response:
        """Opens the file, and writes down that you did."""
        return self.show(FileShape, files.open_file(number, self.me, API))

    @extend_schema(request=WriteFileShape, responses=FileShape)
    @action(detail=True, methods=["put"], url_path="parts/(?P<code>[a-z]{1,20})", filter_backends=[])
    def parts(self, request: Request, number: str, code: str) -> Response:
        """Write a part whole. 409 when somebody has written there meanwhile."""
        participant, part = files.to_work_on(number, self.me, API), questions.BY_CODE.get(code)
        if not part:
            raise files.Closed
        given = self.read(WriteFileShape)
        files.save(participant, self.me, code, part.checked(given["answers"]), given["seen"])
        return self.show(FileShape, files.open_file(number, self.me, API, [code]))

    @extend_schema(responses=PaperShape(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def papers(self, request: Request, number: str) -> Response:
        """What she has shown and nobody took back; writes down that you looked."""
        return self.shown_papers(self.get_object())

    @extend_schema(request=EnterPaperShape, responses=PaperShape(many=True))
    @papers.mapping.post
    def enter_paper(self, request: Request, number: str) -> Response:
        """Enter what she has shown you today; an older one of the kind counts no more."""
        participant = files.to_work_on(number, self.me, API)
        papers.enter(participant, self.me, **self.read(EnterPaperShape))
        return self.shown_papers(participant)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path=f"papers/(?P<paper>{UUID})", filter_backends=[])
    def take_paper_back(self, request: Request, number: str, paper: str) -> Response:
        """From now on it does not count. 404 where there is no such paper."""
        participant = files.to_work_on(number, self.me, API)
        papers.withdraw(get_object_or_404(participant.papers, pk=paper), self.me)
        return Response(status=204)

    @extend_schema(responses=CeilingShape(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def elsewhere(self, request: Request, number: str) -> Response:
        """What she says that she used of her ceilings elsewhere; writes down that you looked."""
        return self.shown_uses(self.get_object())

    @extend_schema(request=DeclareShape, responses=CeilingShape(many=True))
    @elsewhere.mapping.post
    def declare(self, request: Request, number: str) -> Response:
        """Write down a day; said once more, the last word counts. For those who work with her, and for her."""
        participant, given = self.get_object(), self.read(DeclareShape)
        ceilings.declare(participant, self.me, given["ceiling"], given["amount"], given["on"])
        return self.shown_uses(participant)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path="elsewhere/(?P<use>[0-9]{1,18})", filter_backends=[])
    def take_use_away(self, request: Request, number: str, use: str) -> Response:
        """It was written by mistake. 404 where there is no such day."""
        ceilings.take_away(get_object_or_404(self.get_object().uses, pk=use), self.me)
        return Response(status=204)

    @extend_schema(responses=NoteShape(many=True))
    @action(detail=True, filter_backends=[])
    def notes(self, request: Request, number: str) -> Response:
        """What was noted and you may read, the newest first; writes down that you looked."""
        file = files.open_file(self.get_object().number, self.me, API, [questions.NOTES])
        return self.page(file.notes(), NoteShape)

    @extend_schema(request=WriteNoteShape, responses={201: NoteShape})
    @notes.mapping.post
    def write_note(self, request: Request, number: str) -> Response:
        """Note what happened. 409 for the person herself."""
        participant, given = self.get_object(), self.read(WriteNoteShape)
        return self.show(NoteShape, notes.write(participant, self.me, given["audience"], given["words"]), 201)

    @extend_schema(responses=CopyShape)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def export(self, request: Request, number: str) -> Response:
        """A copy of all that is written of her, for her; writes down that it was taken."""
        answer = Response(copying.copy_of(self.get_object(), self.me))
        answer["Content-Disposition"] = 'attachment; filename="copy.json"'
        return answer

    def shown_papers(self, participant: Participant) -> Response:
        file = files.open_file(participant.number, self.me, API, [questions.PAPERS])
        return Response(PaperShape(file.papers(), many=True).data)

    def shown_uses(self, participant: Participant) -> Response:
        file = files.open_file(participant.number, self.me, API, [questions.ELSEWHERE])
        return Response(CeilingShape(file.elsewhere(), many=True).data)

    @extend_schema(responses=ReadingShape(many=True))
    @action(detail=True, filter_backends=[])
    def readings(self, request: Request, number: str) -> Response:
        """Who opened it, the newest first."""
        rows = self.get_object().readings.select_related("reader", "body").order_by("-pk")
        return self.page(rows, ReadingShape)

    @extend_schema(responses=PermissionShape(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def permissions(self, request: Request, number: str) -> Response:
        """What is permitted now."""
        return self.permitted(self.get_object())

    @extend_schema(request=WithdrawShape, responses=PermissionShape(many=True))
    @permissions.mapping.post
    def take_back(self, request: Request, number: str) -> Response:
        """From now on it opens nothing. 409 where there is no such permission."""
        participant, given = self.get_object(), self.read(WithdrawShape)
        row = participant.permissions.filter(pk=given["permission"]).first()
        if not row:
            raise Refused(_("This permission is not there any more."))
        withdraw(row, self.me)
        return self.permitted(participant)

    def permitted(self, participant: Participant) -> Response:
        rows = participant.permissions.now().select_related("body")
        return Response(PermissionShape(rows, many=True).data)
