"""A city in open formats: read without Cortile, taken into an empty one, and the same again."""

import json
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from bookings.payments import checking as of_bookings
from marketplace.accounts.models import User
from marketplace.archives import exports, folders
from marketplace.casework import sealing
from marketplace.casework.models import Note
from marketplace.ledger import checking
from tests.marketplace.archives.conftest import WORDS

OPENS = {"password", "secret", "hash", "hashed", "pin", "token"}


def contents(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(folders.MANIFEST)
    return found


@pytest.mark.django_db(transaction=True)
def test_taken_into_an_empty_city_it_gives_the_same_export_again(city, elsewhere, tmp_path):
    call_command("export_city", str(tmp_path / "first"))
    first = contents(tmp_path / "first")

    with elsewhere():
        call_command("import_city", str(tmp_path / "first"))
        call_command("export_city", str(tmp_path / "second"))
        joined = User.objects.create(given_name="Later")

        assert contents(tmp_path / "second") == first
        assert first["media/coat.webp"] == b"a coat"
        assert sealing.opened(Note.objects.get()) == WORDS
        assert [*checking.differences(), *of_bookings.differences()] == []
        assert not User.objects.get(given_name="Nadia").has_usable_password()
        assert joined.pk == max(User.objects.values_list("pk", flat=True))
        with pytest.raises(CommandError, match="There is a city here already"):
            call_command("import_city", str(tmp_path / "first"))

    # Readable without Cortile, and whatever is sealed stays so.
    people = [json.loads(line) for line in first["accounts.user.jsonl"].splitlines()]
    assert "Nadia" in {person["given_name"] for person in people}
    assert not [name for name, content in first.items() if WORDS.encode() in content]
    assert not [name for name, content in first.items() if site.SECRET_KEY.encode() in content]


def test_a_city_from_before_the_migrations_were_folded_moves_into_a_new_one(elsewhere, tmp_path):
    with elsewhere():
        MigrationRecorder.Migration.objects.get_or_create(app="bookings", name="0056_tell_how_work_is_spread")
        call_command("export_city", str(tmp_path / "old"))
        MigrationRecorder.Migration.objects.filter(app="bookings", name="0056_tell_how_work_is_spread").delete()

        call_command("import_city", str(tmp_path / "old"))


def test_no_column_that_opens_something_is_told():
    told = [(model._meta.db_table, name) for model in exports.tables().values() for name in exports.columns(model)[0]]

    assert [place for place in told if OPENS & {*place[1].split("_")}] == []


def test_an_export_that_was_cut_or_is_of_another_version_is_refused(elsewhere, tmp_path):
    with elsewhere():
        call_command("export_city", str(tmp_path / "export"))
        manifest = tmp_path / "export" / folders.MANIFEST
        facts = json.loads(manifest.read_text())

        manifest.write_text(json.dumps(facts | {"migrations": facts["migrations"][1:]}))
        with pytest.raises(CommandError, match="Both need the same version"):
            call_command("import_city", str(tmp_path / "export"))

        manifest.write_text(json.dumps(facts))
        (tmp_path / "export" / "accounts.user.jsonl").write_text("{}\n")
        with pytest.raises(CommandError, match="is damaged"):
            call_command("import_city", str(tmp_path / "export"))
