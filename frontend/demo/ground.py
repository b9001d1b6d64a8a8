"""Whose a database is, looked at before anything is written there: the demo fills an empty one, or its own."""

from django.db import ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder

from frontend.demo import data
from frontend.demo.processes import Failed
from marketplace import schema

PEOPLE = "This database has people of its own: the demo city is only loaded into an empty one."
TABLES = "This database has tables of something else ({}): the demo city is only loaded into an empty one."
NAMED = 3  # of them, in the line
RECORDS = "django_migrations"
# Tables may be of any version: what is asked of them was there from the first.
OURS = "SELECT EXISTS (SELECT FROM organisations_organisation WHERE slug = %s AND email = %s)"
# What belongs to an extension is nobody's.
THERE = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = ANY (current_schemas(false)) AND relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
ORDER BY relname
"""


def require_ours() -> None:
    """Raises Failed where there are people whom the demo did not make, or tables that are not Cortile's."""
    with connection.cursor() as cursor:
        cursor.execute(THERE)
        there = {name for (name,) in cursor.fetchall()}
    if _says(OURS, "organisations_organisation", there, *_mark()):
        return
    if _says("SELECT EXISTS (SELECT FROM accounts_user)", "accounts_user", there):
        raise Failed(PEOPLE)
    others = sorted(there - {RECORDS})
    if others and not _is_begun(there):
        raise Failed(TABLES.format(", ".join(others[:NAMED]) + (", ..." if others[NAMED:] else "")))


def _mark() -> tuple[str, str]:
    city = data.table("city")
    return city["slug"], city["email"]


def _says(question: str, table: str, there: set[str], *about: str) -> bool:
    """Not, where that table is none of Cortile's."""
    if table not in there:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(question, about)
            return bool(cursor.fetchone()[0])
    except ProgrammingError:
        return False


def _is_begun(there: set[str]) -> bool:
    """A first start was killed: what is there was made by migrations of this version."""
    now = schema.folded()
    had = set(MigrationRecorder(connection).applied_migrations()) if RECORDS in there else set()
    return bool(had) and had <= now.keys() | set().union(*now.values())
