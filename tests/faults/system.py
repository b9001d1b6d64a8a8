"""Programs of the system beside ours, to be killed and started again; and to wait for what becomes true."""

import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import requests
from django.core.exceptions import ObjectDoesNotExist

from tests.servers import free_ports


def eventually(what: Callable[[], object], seconds: float = 30.0) -> bool:
    """Whether it comes true within so many seconds. What raises is not true yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if what():
                return True
        except (AssertionError, ObjectDoesNotExist, requests.RequestException, OSError):
            pass
        time.sleep(0.1)
    return False


class Server:
    """A program of the system that listens on a port of its own, to be killed and started again."""

    def __init__(self, command: Callable[[int, Path], list[str]], folder: Path) -> None:
        self.port, self.folder = free_ports()[0], folder
        self.command = command(self.port, folder)
        self.program: subprocess.Popen | None = None

    def start(self) -> None:
        with open(self.folder / "log", "ab") as log:
            self.program = subprocess.Popen(self.command, stdout=log, stderr=log)
        assert eventually(lambda: answers(self.port)), (self.folder / "log").read_text()

    def end(self) -> None:
        """In good order: with the children it may have."""
        if self.program:
            self.program.terminate()
            self.program.wait(10)

    def kill(self) -> None:
        if self.program:
            self.program.kill()
            self.program.wait()


def answers(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), 1):
        return True
