"""The bench city: a PostgreSQL of its own with the demo city in it, built once and kept in `.data/bench`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.embedded import Cluster, url

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("CORTILE_DATA") or ROOT / ".data") / "bench"


@contextmanager
def standing() -> Iterator[None]:
    """The cluster runs, Django is set up on it, and the demo city is in it."""
    cluster = Cluster(DATA)
    cluster.start()
    os.environ |= {"CORTILE_DATA": str(DATA), "DJANGO_SETTINGS_MODULE": "marketplace.settings", "DEMO": "1"}
    os.environ |= {"DATABASE_URL": url(DATA), "DJANGO_ALLOW_ASYNC_UNSAFE": "true", "POOL": "20"}
    try:
        load()
        yield
    finally:
        close()
        cluster.stop()


def load() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("load_demo", verbosity=0)


def close() -> None:
    from django.db import connections

    connections.close_all()
    for connection in connections.all():
        if connection.pool:
            connection.close_pool()
