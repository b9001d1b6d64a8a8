"""While the demo city is loaded its tasks are kept in hand: whoever loads it is the worker as well, and nobody else
may find one. In the queue each would be written, looked up, and in the end thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.types import JobToDefer


class Hand(BaseConnector):
    """Takes what is deferred in place of the database, in its order. It knows nothing else."""

    def __init__(self) -> None:
        self.tasks: list[JobToDefer] = []
        self.numbers = count(1)

    def get_sync_connector(self) -> BaseConnector:
        return self

    def execute_query_all(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        tasks = arguments["jobs"]
        self.tasks += tasks
        return [{"id": next(self.numbers)} for _task in tasks]

    def emptied(self) -> list[JobToDefer]:
        """What came since it was last asked."""
        tasks, self.tasks = self.tasks, []
        return tasks


@contextmanager
def in_hand() -> Iterator[Hand]:
    hand = Hand()
    with app.replace_connector(hand):
        yield hand
