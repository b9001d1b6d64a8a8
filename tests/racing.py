"""Many at once, each on a connection of its own; and two who wait for each other."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction

from marketplace.lives.models import Life
from marketplace.refusals import Refused


def at_once(*deeds):
    """Run all deeds at the same moment, each on its own connection; answers their results or errors."""
    gate = threading.Barrier(len(deeds))

    def run(deed):
        gate.wait(60)
        try:
            return deed()
        except (ValidationError, Refused) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def in_a_circle(life, row, deed):
    """Somebody holds the row and then wants the life, while the deed holds the life and wants the row. The database
    ends whoever has waited long enough (FAST in the cluster), and that is the deed."""
    return tied(
        lambda: type(row).objects.select_for_update(of=("self",)).get(pk=row.pk),
        lambda: Life.objects.select_for_update().get(pk=life.pk),
        deed,
    )


def tied(first, second, deed):
    """Somebody takes the first, and when the deed waits for it the second, which the deed has. Hers is undone."""
    held = threading.Event()

    def other():
        with transaction.atomic():
            first()
            held.set()
            until_somebody_waits()
            time.sleep(0.25)  # both look for a circle after as long a wait: the deed first
            with suppress(OperationalError):  # the deed begins anew, and may be before her a second time
                second()
            transaction.set_rollback(True)

    def ours():
        assert held.wait(60)
        return deed()

    return at_once(other, ours)[1]


def until_somebody_waits():
    # In this database alone: the other test process has its own, in the same cluster.
    asked = """SELECT EXISTS (
        SELECT FROM pg_locks waiting JOIN pg_locks held USING (pid) JOIN pg_database ON oid = held.database
        WHERE NOT waiting.granted AND datname = current_database()
    )"""
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
