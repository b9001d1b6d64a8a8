"""Tables that are made together are those that would be made one by one; what was folded counts when it is whole."""

import sys

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.commands import migrate
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from marketplace import schema
from marketplace.schema import Tables


@pytest.fixture
def birds():
    """Each nest is one bird's, and each bird was hatched in a nest: a circle."""
    number = ("id", models.BigAutoField(primary_key=True))
    hatched = ("hatched", models.ForeignKey("birds.nest", models.CASCADE, null=True, related_name="+"))
    owner = ("owner", models.ForeignKey("birds.bird", models.CASCADE))
    seen_in = ("seen_in", models.ManyToManyField("birds.nest", related_name="+"))
    return [
        migrations.CreateModel("bird", [number, hatched, seen_in]),
        migrations.CreateModel("nest", [number, owner]),
    ]


def names():
    return {name for name in connection.introspection.table_names() if name.startswith("birds_")}


def test_the_models_are_those_of_its_parts(birds):
    together, each = ProjectState(), ProjectState()

    Tables(birds).state_forwards("birds", together)
    for one in birds:
        one.state_forwards("birds", each)

    assert together == each


@pytest.mark.django_db
def test_the_tables_come_with_their_keys_and_go(birds):
    migration = migrations.Migration("0001_tables", "birds")
    migration.operations = [Tables(birds)]

    with connection.schema_editor(atomic=False) as editor:
        migration.apply(ProjectState(), editor)
    with connection.cursor() as cursor:
        keys = connection.introspection.get_relations(cursor, "birds_bird")
    assert names() == {"birds_bird", "birds_nest", "birds_bird_seen_in"}
    assert keys["hatched_id"][1] == "birds_nest"

    with connection.schema_editor(atomic=False) as editor:
        migration.unapply(ProjectState(), editor)
    assert names() == set()


def test_it_says_what_it_makes(birds):
    assert Tables(birds).describe() == "Create the tables of bird, nest"


def test_no_migration_was_folded_into_two():
    """Else one that was never run would count as done as soon as the other one is."""
    before = [name for names in schema.folded().values() for name in names]

    assert len(before) == len(set(before))


@pytest.mark.django_db
def test_a_city_with_a_part_of_what_was_folded_is_not_migrated():
    had = MigrationRecorder.Migration.objects.filter(app="bookings")
    had.filter(name="0001_tables").delete()
    call_command("migrate", skip_checks=False, plan=True, verbosity=0)

    had.filter(name="0056_tell_how_work_is_spread").delete()

    with pytest.raises(CommandError, match=r"only a part of what is bookings\.0001_tables now"):
        call_command("migrate", skip_checks=False, plan=True, verbosity=0)


# --- what is killed between a migration and its record ------------------------------------------------------------
class Killed(BaseException):
    """The end of the program, which nothing of ours catches."""


@pytest.fixture
def folded_birds(birds):
    migration = migrations.Migration("0001_tables", "birds")
    migration.operations = [Tables(birds)]
    migration.replaces = [("birds", "0001_hatch"), ("birds", "0002_build_nests"), ("birds", "0003_see")]
    return migration


def recorded() -> set[str]:
    return {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "birds"}


def killing(monkeypatch, deed: str, name: str) -> None:
    """The program is killed when this name is about to be recorded, or to be struck out."""
    before = getattr(MigrationRecorder, deed)

    def kill(recorder, app, one):
        if one == name:
            raise Killed
        before(recorder, app, one)

    monkeypatch.setattr(MigrationRecorder, deed, kill)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["0001_hatch", "0002_build_nests"])
def test_one_that_is_killed_before_all_its_names_are_recorded_was_never_run(folded_birds, monkeypatch, name):
    executor = schema.Executor(connection)
    killing(monkeypatch, "record_applied", name)
    with pytest.raises(Killed):
        executor.apply_migration(ProjectState(), folded_birds)

    assert (names(), recorded()) == (set(), set())

    monkeypatch.undo()
    executor.apply_migration(ProjectState(), folded_birds)
    assert len(names()) == len(recorded()) == 3


@pytest.mark.django_db
def test_one_that_is_killed_on_the_way_back_still_counts_as_run(folded_birds, monkeypatch):
    executor = schema.Executor(connection)
    executor.apply_migration(ProjectState(), folded_birds)

    killing(monkeypatch, "record_unapplied", "0002_build_nests")
    with pytest.raises(Killed):
        executor.unapply_migration(ProjectState(), folded_birds)

    assert len(names()) == len(recorded()) == 3


def test_migrate_runs_by_this_executor():
    load_command_class(get_commands()["migrate"], "migrate")

    assert migrate.MigrationExecutor is schema.Executor


def test_what_is_not_atomic_has_one_record_and_can_be_begun_again():
    """Its record comes after it: killed in between, all of it is done again. Each of them says that it may be."""
    apart = [one for one in MigrationLoader(None).disk_migrations.values() if not one.atomic]

    assert apart
    assert [str(one) for one in apart if one.replaces] == []
    assert [str(one) for one in apart if "Begun again it goes on" not in sys.modules[one.__module__].__doc__] == []
