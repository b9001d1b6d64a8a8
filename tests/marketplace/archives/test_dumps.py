"""The drill: a city is backed up, comes back elsewhere, and is the same row by row. What is not whole is refused."""

import json
import os
import shutil
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from marketplace.archives import dumps, folders
from marketplace.casework import sealing
from marketplace.casework.models import Note
from tests import copies
from tests.marketplace.archives.conftest import WORDS, rows


@pytest.fixture
def small(elsewhere, tmp_path) -> Path:
    """Of a city in which nobody lives yet: quick."""
    with elsewhere():
        call_command("backup", str(tmp_path / "small"))
    return tmp_path / "small"


def refused(*command, **options) -> str:
    """The one line with which it is refused."""
    with pytest.raises(CommandError) as refusal:
        call_command(*command, **options)
    [line] = str(refusal.value).splitlines()
    return line


@pytest.mark.django_db(transaction=True)
def test_a_city_comes_back_elsewhere_row_by_row(city, elsewhere, tmp_path, client, nadia):
    client.force_login(nadia)
    before, backup = rows(), tmp_path / "backup"
    call_command("backup", str(backup))
    keys = [site.SECRET_KEY.encode(), *(Path(site.DATA) / "casework-keys").read_bytes().split()]
    contents = [path.read_bytes() for path in backup.rglob("*") if path.is_file()]
    assert not [key for key in [*keys, WORDS.encode()] for content in contents if key in content]
    assert backup.stat().st_mode & 0o077 == 0

    with elsewhere() as pictures:
        call_command("restore", str(backup))
        after = rows()

        differ = {name for name in before if before[name] != after[name]}
        assert "django_session" in differ <= set(dumps.FLEETING)
        assert {after[name][0] for name in dumps.FLEETING} == {0}
        assert (pictures / "coat.webp").read_bytes() == b"a coat"
        assert sealing.opened(Note.objects.get()) == WORDS
        call_command("check_book")
        call_command("migrate", check_unapplied=True, verbosity=0)

        # Over a city only if one says so, and then whole.
        assert "There is a city here already" in refused("restore", str(backup))
        call_command("restore", str(backup), over=True)
        assert rows() == after


def test_what_is_not_whole_is_refused_and_nothing_is_touched(elsewhere, small, tmp_path, subtests):
    for harm in ("cut", "changed", "missing", "without a manifest", "half a manifest", "an export"):
        with subtests.test(harm=harm):
            backup = shutil.copytree(small, tmp_path / harm)
            damage(backup / dumps.DUMP, backup / folders.MANIFEST, harm)

            with elsewhere():
                before = rows()

                assert str(backup) in refused("restore", str(backup))
                assert rows() == before


def damage(dump: Path, manifest: Path, harm: str) -> None:
    if harm == "cut":
        os.truncate(dump, dump.stat().st_size // 2)
    elif harm == "changed":
        dump.write_bytes(dump.read_bytes()[:-1] + b"?")
    elif harm == "missing":
        dump.unlink()
    elif harm == "without a manifest":
        manifest.unlink()
    elif harm == "half a manifest":
        os.truncate(manifest, 100)
    else:
        manifest.write_text(manifest.read_text().replace("cortile backup", "cortile export"))


def test_a_dump_that_postgresql_does_not_read_leaves_the_old_city(elsewhere, small):
    (small / dumps.DUMP).write_text("no dump")
    facts = json.loads((small / folders.MANIFEST).read_text())
    (small / folders.MANIFEST).unlink()
    folders.finish(small, {name: value for name, value in facts.items() if name != "files"})

    with elsewhere():
        before = rows()

        assert "pg_restore: " in refused("restore", str(small))
        assert rows() == before


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [("migrations", ["bookings.9999_later"], "newer version"), ("postgresql", 99, "PostgreSQL 99")],
    ids=["a newer Cortile", "a newer PostgreSQL"],
)
def test_a_newer_version_is_named(elsewhere, small, fact, value, said):
    facts = json.loads((small / folders.MANIFEST).read_text())
    (small / folders.MANIFEST).write_text(json.dumps(facts | {fact: value}))

    with elsewhere():
        assert said in refused("restore", str(small))


def test_a_backup_from_before_the_migrations_were_folded_is_known(elsewhere, tmp_path):
    with elsewhere():
        MigrationRecorder.Migration.objects.filter(name="0001_tables").delete()
        call_command("backup", str(tmp_path / "backup"))

        call_command("restore", str(tmp_path / "backup"))
        call_command("migrate", verbosity=0)

        assert MigrationRecorder.Migration.objects.filter(app="bookings", name="0001_tables").exists()


def test_a_running_city_is_not_replaced(elsewhere, small):
    with elsewhere(), psycopg.connect(copies.address(connection.settings_dict["NAME"])):
        assert "is running" in refused("restore", str(small))


def test_a_full_disk_a_taken_name_and_a_folder_that_is_not_there_are_told(elsewhere, small, tmp_path, monkeypatch):
    with elsewhere():
        assert "is there already" in refused("backup", str(small))
        assert "No such file" in refused("backup", str(tmp_path / "nowhere" / "backup"))
        monkeypatch.setattr(folders.shutil, "disk_usage", lambda _folder: Full)
        assert "No room" in refused("backup", str(tmp_path / "other"))

    assert {path.name for path in tmp_path.iterdir()} == {"small"}


class Full:
    """What a disk says on which nothing is free."""

    free = 0
