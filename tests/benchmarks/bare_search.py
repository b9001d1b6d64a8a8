"""The barest search that answers over HTTP: the nearest twenty as JSON, on the server and workers that ours runs on.

Started by granian in processes of its own; nothing of ours is loaded there."""

import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

HERE = threading.local()  # a line for each thread that answers


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    found = line().execute(os.environ["BARE_SEARCH"]).fetchall()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([{"id": pk, "distance": apart} for pk, apart in found]).encode()]


def line() -> psycopg.Connection:
    if not hasattr(HERE, "line"):
        HERE.line = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return HERE.line
