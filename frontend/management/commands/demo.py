"""`make demo`: the whole city on this machine, until Ctrl-C."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from redis import RedisError

from frontend.demo import ground
from frontend.demo.people import PEOPLE
from frontend.demo.processes import Failed, city
from frontend.demo.supervisor import Supervisor, ignore_signals, obey_signals
from marketplace import live, schema
from marketplace.embedded import Cluster, url

ROOM = 300_000_000  # bytes that the database, the logs and some pictures need


class Command(BaseCommand):
    help = "Start the demo city: database, pages, sockets and worker. Ctrl-C stops them all."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Errors are one line each; whatever was started is stopped."""
        obey_signals()
        environment = {"DEMO": "1", "PORT": str(settings.PORT), "DATABASE_URL": settings.DATABASE_URL}
        supervisor = Supervisor(city(settings.PORT), settings.DATA, environment)
        try:
            self._look_before(supervisor)
            with self._database() as keep_running:
                self._fill()
                with self._open(supervisor):
                    supervisor.watch(keep_running)
        except KeyboardInterrupt:
            self._say("Stopped.")
        except (Failed, OSError) as error:
            raise SystemExit(str(error)) from error

    def _look_before(self, supervisor: Supervisor) -> None:
        supervisor.claim()
        if shutil.disk_usage(settings.DATA).free < ROOM:
            raise Failed(f"The disk is full: Cortile needs {ROOM // 1_000_000} MB in {settings.DATA}.")
        if settings.REDIS_URL:
            self._reach_redis()

    def _reach_redis(self) -> None:
        """A city goes on without; but whoever names one here wants to try it."""
        try:
            live.reach()
        except RedisError as error:
            raise Failed(f"The Redis of REDIS_URL does not answer: {in_one_line(error)}") from error

    @contextlib.contextmanager
    def _database(self) -> Iterator[Callable[[], object]]:
        """Ours, unless DATABASE_URL names another. What is yielded sees that it runs."""
        if url(settings.DATA) != settings.DATABASE_URL:
            self._reach()
            yield bool
            return
        cluster = Cluster(settings.DATA)
        try:
            self._say("Starting the database")
            cluster.start()
            yield partial(self._wake, cluster)
        finally:
            ignore_signals()
            cluster.stop()

    def _reach(self) -> None:
        """Without the pool, which tries for a while and does not tell what was wrong."""
        try:
            psycopg.connect(settings.DATABASE_URL, connect_timeout=5).close()
        except psycopg.Error as error:
            raise Failed(f"The database of DATABASE_URL does not answer: {in_one_line(error)}") from error

    def _wake(self, cluster: Cluster) -> None:
        if not cluster.running():
            cluster.start()

    @contextlib.contextmanager
    def _open(self, supervisor: Supervisor) -> Iterator[None]:
        try:
            self._say("Starting pages, sockets and worker")
            supervisor.start()
            self._welcome()
            yield
        finally:
            ignore_signals()
            supervisor.stop()

    def _fill(self) -> None:
        try:
            self._say("Preparing the tables")
            self._prepare()
            self._say("Loading the city")
            call_command("load_demo", stdout=self.stdout)
        finally:  # the pool has threads of its own, which would call for the database when it is gone
            for connection in connections.all():
                connection.close()
                if isinstance(connection, DatabaseWrapper):
                    connection.close_pool()

    def _prepare(self) -> None:
        """What fails here is a database of somebody else's or one that is too old, or a role that may not do what it
        must."""
        try:
            ground.require_ours()
            for error in schema.check_nothing_is_half_there(["default"]):
                raise Failed(error.msg)
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        except Error as error:
            raise Failed(f"The tables cannot be made in this database: {in_one_line(error)}") from error

    def _welcome(self) -> None:
        width = max(len(person.email) for person in PEOPLE)
        people = [f"  {person.email:{width}}  {person.name}: {person.about}" for person in PEOPLE]
        lines = ["", f"Cortile is open: {settings.SITE_URL}", "", "Sign in as (the demo's sign-in page has a button):"]
        self.stdout.write("\n".join([*lines, *people, "", "Ctrl-C stops everything."]))
        self.stdout.flush()

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()


def in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())
