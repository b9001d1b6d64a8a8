"""Many at once, each on a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ValidationError
from django.db import connection

from marketplace.refusals import Refused


def at_once(*deeds):
    """Run all deeds at the same moment, each on its own connection; answers their results or errors."""
    gate = threading.Barrier(len(deeds))

    def run(deed):
        gate.wait()
        try:
            return deed()
        except (ValidationError, Refused) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
