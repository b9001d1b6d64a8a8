"""Tasks wait in the database from the moment in which the deed that wants them is done: what a task defers, too."""

from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import procrastinate_app, utils
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerLines(PsycopgConnector):
    """A worker fetches and ends its tasks on lines of its own. What a task defers goes over Django's, as from a page:
    over another line it would be there before the deed is committed, start too early, and find nothing to do."""

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


class Lines(DjangoConnector):
    def get_worker_connector(self) -> WorkerLines:
        return WorkerLines(kwargs=utils.connector_params(self.alias))


def connect() -> None:
    app = procrastinate_app.current_app
    app.connector = app.job_manager.connector = Lines()
