"""What casework shows over the wire, and what it takes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.api.shapes import Choice, Day, FactSheet, Named, Shape, Whole, Words
from marketplace.casework import files
from marketplace.casework.models import CeilingUse, Note, Paper, Participant, Permission, Reading
from marketplace.casework.questions import LONGEST
from marketplace.organisations.models import CredentialKind


class FileCard(serializers.ModelSerializer):
    """Somebody with whom you work."""

    name = serializers.CharField(source="person.name")

    class Meta:
        model = Participant
        fields: tuple[str, ...] = ("number", "name", "status", "contact_on", "paused_until")


class FilePartShape(serializers.Serializer):
    """What was said, by question: `{"value": ...}`, or `{"unsaid": true}` of who does not want to say. What is missing
    was not asked."""

    code = serializers.CharField()
    version = serializers.IntegerField(help_text="Goes back as `seen` with what you write.")
    answers = serializers.DictField(child=serializers.DictField())


class FileShape(serializers.Serializer):
    """The parts that you may read, and why."""

    number = serializers.CharField(source="participant.number")
    name = serializers.CharField(source="participant.person.name")
    status = serializers.CharField(source="participant.status")
    ground = serializers.CharField(source="access.ground", help_text="Why it opens for you.")
    parts = serializers.SerializerMethodField()

    @extend_schema_field(FilePartShape(many=True))
    def get_parts(self, file: files.File) -> list[dict]:
        rows = [
            {"code": part.code, "version": file.version(part.code), "answers": file.answers(part.code)}
            for part in file.parts
        ]
        return list(FilePartShape(rows, many=True).data)


class PaperShape(serializers.ModelSerializer):
    """What she has shown: which, until when (null: it does not end), who saw it. There is no copy and no number."""

    kind: Any = serializers.SlugRelatedField("slug", read_only=True)
    name = serializers.CharField(source="kind.__str__", help_text="Of the paper, in the language of the request.")
    seen_by = serializers.CharField(source="seen_by.name")

    class Meta:
        model = Paper
        fields = ("id", "kind", "name", "valid_until", "seen_by", "seen_on")


class EnterPaperShape(Shape):
    """A paper that you have in your hands."""

    kind: Any = Named("slug", queryset=CredentialKind.objects.all())
    valid_until = Day(required=False, allow_null=True, help_text="Null: it does not end.")


class UseShape(serializers.ModelSerializer):
    """What was used of a ceiling elsewhere on a day, and who wrote it down."""

    by = serializers.CharField(source="by.name")

    class Meta:
        model = CeilingUse
        fields = ("id", "on", "amount", "by", "at")


class CeilingShape(serializers.Serializer):
    """A ceiling, and what she says that she used of it elsewhere."""

    code = serializers.CharField(source="rule.code")
    name = serializers.CharField(source="rule.__str__", help_text="In the language of the request.")
    unit = serializers.CharField(source="rule.unit", help_text="`cent`, `hour` (amounts are minutes), `day`.")
    most = serializers.IntegerField(source="rule.amount", help_text="In cents, hours or days.")
    period = serializers.CharField(source="rule.period")
    open = serializers.BooleanField(source="is_open", help_text="Whether it holds today.")
    uses = UseShape(many=True)


class DeclareShape(Shape):
    """What was used elsewhere on a day, in cents, minutes or days. 0 says that there was nothing."""

    ceiling = Words(max_length=30)
    on = Day()
    amount = Whole(min_value=0, max_value=2**31 - 1)


class WriteFileShape(Shape):
    """A part as it is to be. `answers` are those of its form: each question by its code, `unsaid_<code>` for who does
    not want to say."""

    answers = FactSheet()
    seen = Whole(min_value=0, max_value=2**31 - 1)


class ReadingShape(serializers.ModelSerializer):
    """One opening, or one that was refused."""

    reader = serializers.CharField(source="reader.name", allow_null=True, default=None)
    body = serializers.CharField(source="body.name", allow_null=True, default=None)

    class Meta:
        model = Reading
        fields = ("at", "reader", "body", "door", "ground", "outcome", "parts")


class PermissionShape(serializers.ModelSerializer):
    """What the person permitted, to whom, by which version of the text."""

    body = serializers.CharField(source="body.name")

    class Meta:
        model = Permission
        fields = ("id", "purpose", "body", "parts", "version", "language", "how", "since", "until", "withdrawn_at")


class WithdrawShape(Shape):
    """The permission to take back."""

    permission = Whole(min_value=1, max_value=2**63 - 1)


class NoteShape(serializers.ModelSerializer):
    """What somebody noted, and for whom."""

    by = serializers.CharField(source="by.name")
    words = serializers.SerializerMethodField()

    class Meta:
        model = Note
        fields = ("id", "audience", "by", "at", "words")

    @extend_schema_field(serializers.CharField())
    def get_words(self, note: Note) -> str:
        return files.words_of(note)


class WriteNoteShape(Shape):
    """A note. `restricted` ones are read by whoever is responsible, and by you, alone."""

    audience = Choice(choices=Note.Audience.values)
    words = Words(max_length=LONGEST)


class CopyShape(serializers.Serializer):
    """All that is written of her, in words. Left out are notes that protect somebody else."""

    number = serializers.CharField()
    made_at = serializers.DateTimeField()
    name = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    status = serializers.CharField()
    begun_on = serializers.DateField()
    last_contact = serializers.DateField()
    forgotten_on = serializers.DateField(help_text="If nothing more happens.")
    parts = serializers.ListField(child=serializers.DictField())
    first_day = serializers.DictField()
    papers = serializers.ListField(child=serializers.DictField())
    used_elsewhere = serializers.ListField(child=serializers.DictField(), help_text="Cents, minutes of hours, or days.")
    notes = serializers.ListField(child=serializers.DictField())
    referral = serializers.DictField(allow_null=True)
    team = serializers.ListField(child=serializers.DictField())
    permissions = serializers.ListField(child=serializers.DictField())
    readings = serializers.ListField(child=serializers.DictField())
    considered = serializers.ListField(child=serializers.DictField(), help_text="Among many people at once.")
    overrides = serializers.ListField(child=serializers.DictField())
    history = serializers.ListField(child=serializers.DictField())
    bases = serializers.ListField(child=serializers.DictField())
