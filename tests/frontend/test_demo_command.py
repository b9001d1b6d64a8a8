"""`make demo` as somebody types it: it opens, comes back from what is killed, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from frontend.demo.people import PEOPLE
from frontend.demo.processes import require_free
from tests.cluster import FOREIGN, ROOT
from tests.faults.system import eventually
from tests.servers import free_ports

OWN = {*FOREIGN, "TESTING", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "CORTILE_DATA"}
PATIENCE = 300  # seconds until it is open, on a slow machine
pytestmark = pytest.mark.soak


class Demo:
    """The demo with a data folder of its own, whose path has a space; INT is ignored when it is born, as a shell does
    with what it starts in the background."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_ports()[0]
        surroundings = {name: value for name, value in os.environ.items() if name not in OWN}
        self.environment = surroundings | {"CORTILE_DATA": str(data), "PORT": str(self.port), "DEMO": "1"}
        self.program: subprocess.Popen[str] | None = None

    def open(self) -> str:
        """Start it; what it says until it is open, or until it ends."""
        command = ["sh", "-c", 'trap "" INT; exec "$0" "$@"', sys.executable, "manage.py", "demo"]
        self.program = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said: list[str] = []
        reading = threading.Thread(target=self._listen, args=[self.program.stdout, said], daemon=True)
        reading.start()
        reading.join(PATIENCE)
        assert not reading.is_alive(), "".join(said)
        return "".join(said)

    def _listen(self, lines: Iterable[str], said: list[str]) -> None:
        for line in lines:
            said.append(line)
            if "Ctrl-C" in line:
                return

    def answers(self) -> bool:
        return requests.get(f"http://localhost:{self.port}/search/", timeout=20).ok

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)

    def postgres(self) -> int:
        return int((self.data / "postgres" / "postmaster.pid").read_text().split("\n")[0])

    def left(self) -> list[int]:
        """Whatever runs with this data folder: its path stands in the environment or in the command."""
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if self._is_ours(folder)]

    def _is_ours(self, folder: Path) -> bool:
        with suppress(OSError):
            return any(os.fsencode(self.data) in (folder / name).read_bytes() for name in ("environ", "cmdline"))
        return False


@pytest.fixture
def demo() -> Iterator[Demo]:
    with TemporaryDirectory(prefix="cortile demo ") as folder:
        demo = Demo(Path(folder))
        yield demo
        for pid in demo.left():
            with suppress(ProcessLookupError):
                demo.kill(pid)
        eventually(lambda: not demo.left())


def test_the_demo_opens_survives_what_is_killed_and_leaves_nothing_behind(demo):
    said = demo.open()
    assert f"Cortile is open: http://localhost:{demo.port}" in said
    assert [person.email for person in PEOPLE if person.email not in said] == []
    assert demo.answers()

    killed = demo.postgres()
    demo.kill(killed)
    assert eventually(lambda: demo.postgres() != killed and demo.answers(), 90)

    demo.kill(demo.program.pid)
    demo.program.wait(10)
    said = demo.open()
    assert "Cortile is open" in said, said
    assert demo.answers()

    demo.program.send_signal(signal.SIGINT)
    assert demo.program.wait(60) == 0
    assert eventually(lambda: not demo.left()), demo.left()  # else somebody could still hold what it says open
    assert "Stopped." in demo.program.stdout.read()
    require_free(demo.port)


def test_a_port_in_use_is_told_in_one_line_and_nothing_is_left(demo):
    with socket.create_server(("127.0.0.1", demo.port)):
        said = demo.open()

    assert demo.program.wait(10) == 1
    assert said.count("\n") == 1
    assert f"Port {demo.port} cannot be used" in said
    assert not demo.left()
