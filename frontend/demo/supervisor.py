"""Starts the processes of a city, starts again whichever ends, and leaves nothing behind, however it ends itself."""

import contextlib
import fcntl
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from frontend.demo.processes import Failed, Process, answers, require_free

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "CORTILE_RUN"  # in the environment of all that we start, so that it can be found again
PATIENCE = 8.0  # seconds to finish what is under way when asked to stop
BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before the next try of one that keeps ending
STARTED = 19  # which of the words behind the name in /proc/PID/stat; in ticks since the machine started
STEADY = 20.0  # seconds after which it no longer counts as one that keeps ending
# What a process does before it becomes one of ours: signals as new, and on Linux (PR_SET_PDEATHSIG) it is told to end
# when the supervisor is killed. Not as preexec_fn, which may hang in a program that has threads.
BIRTH = """
import ctypes, os, signal, sys
for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
    signal.signal(number, signal.SIG_DFL)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
if os.getppid() == int(sys.argv[1]):  # else it was killed before we could be told
    os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass
class Running:
    """One process at work, and when it may be started again."""

    process: Process
    child: "subprocess.Popen[bytes]"
    since: float
    failures: int = 0
    again_at: float | None = None


class Supervisor:
    """`data`: the folder for the logs and for a note of its mark, by which the next one tidies up after one that was
    killed. `environment` must hold DATABASE_URL. Call it from the main thread: children die with the thread."""

    def __init__(self, processes: tuple[Process, ...], data: Path, environment: Mapping[str, str]) -> None:
        self.processes = processes
        self.data = data
        self.mark = secrets.token_hex(8)
        self.environment = {**os.environ, **environment, MARK: self.mark, "PYTHONUNBUFFERED": "1"}
        self.running: list[Running] = []
        self.ending = threading.Event()
        self.lock: int | None = None

    def claim(self) -> None:
        """The data folder and the ports are ours, or Failed is raised."""
        (self.data / "log").mkdir(parents=True, exist_ok=True)
        if self.lock is None:
            self._tidy_up_after_the_last()
        for process in self.processes:
            if process.port:
                _wait_for_port(process.port)

    def start(self, patience: float = 60.0) -> None:
        """Returns when all of them do their work. Raises Failed, with the last words of the one that does not."""
        self.claim()
        for process in self.processes:
            self.running.append(Running(process, self._launch(process), time.time()))
        self._wait_for_all(time.time() + patience)

    def watch(self, besides: Callable[[], object] = bool) -> None:
        """Until `ending` is set. What ends is started again, whatever its exit code: a worker without database says 0.
        `besides` is called each time round."""
        while not self.ending.wait(0.1):
            besides()
            for one in self.running:
                self._revive(one)

    def stop(self) -> None:
        """All of them, and what they may have started themselves."""
        self.ending.set()
        for one in self.running:
            _signal_group(one.child, signal.SIGTERM)
        deadline = time.time() + PATIENCE
        for one in self.running:
            _see_off(one.child, deadline)
        self.running.clear()
        _kill_marked(self.mark)
        self._forget_lock()

    def log(self, process: Process) -> Path:
        """Where that process writes."""
        return self.data / "log" / f"{process.name}.log"

    def _tidy_up_after_the_last(self) -> None:
        """The lock is held as long as this process lives: a mark under a free lock is that of one that was killed."""
        note = self.data / ("city-" + "-".join(str(process.port) for process in self.processes if process.port))
        self.lock = os.open(note, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed("Cortile already runs on this port, with this data folder.") from None
        mark, *groups = note.read_text().splitlines() or [""]
        if mark:
            _kill_marked(mark)
        for group in groups:
            _kill_group(group)
        note.write_text(f"{self.mark}\n")

    def _remember(self, child: "subprocess.Popen[bytes]") -> None:
        """Where nothing tells a child that we were killed, the next one finds its group in the note."""
        if self.lock is not None:
            os.write(self.lock, f"{child.pid} {_born(child.pid)}\n".encode())

    def _forget_lock(self) -> None:
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None

    def _launch(self, process: Process) -> "subprocess.Popen[bytes]":
        with open(self.log(process), "ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", BIRTH, str(os.getpid()), sys.executable, *process.arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._remember(child)
        return child

    def _wait_for_all(self, deadline: float) -> None:
        for one in self.running:
            while not answers(one.process, self.environment["DATABASE_URL"], one.since):
                if one.child.poll() is not None or time.time() > deadline:
                    raise Failed(f"The {one.process.name} did not start.\n{self._last_words(one.process)}")
                time.sleep(0.05)

    def _last_words(self, process: Process) -> str:
        lines = self.log(process).read_text(errors="replace").strip().splitlines()
        return "\n".join(["  " + line for line in lines[-8:]] + [f"  (more in {self.log(process)})"])

    def _revive(self, one: Running) -> None:
        if one.child.poll() is None:
            return
        now = time.time()
        if one.again_at is None:
            one.failures = 0 if now - one.since > STEADY else one.failures + 1
            one.again_at = now + BACKOFF[min(one.failures, len(BACKOFF) - 1)]
            _signal_group(one.child, signal.SIGKILL)  # its own children still hold the port
        if now >= one.again_at:
            one.child, one.since, one.again_at = self._launch(one.process), now, None


def obey_signals() -> None:
    """INT and TERM raise KeyboardInterrupt, even if a shell started us with INT ignored. nohup keeps its word."""
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)


def ignore_signals() -> None:
    """While stopping: a second Ctrl-C out of impatience must not leave half of it running."""
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        signal.signal(number, signal.SIG_IGN)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wait_for_port(port: int) -> None:
    """A moment's patience: what was just killed closes its port a little after it is gone."""
    for _ in range(10):
        with contextlib.suppress(Failed):
            return require_free(port)
        time.sleep(0.05)
    return require_free(port)


def _see_off(child: "subprocess.Popen[bytes]", deadline: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(max(0.1, deadline - time.time()))
    _signal_group(child, signal.SIGKILL)
    child.wait()


def _signal_group(child: "subprocess.Popen[bytes]", number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _kill_marked(mark: str) -> None:
    """Whoever carries the mark in its environment is ours. Only Linux lets us look; elsewhere the groups must do."""
    deadline = time.time() + PATIENCE
    while (pids := _marked(f"{MARK}={mark}".encode())) and time.time() < deadline:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _marked(entry: bytes) -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if entry in _environment(folder).split(b"\0")]


def _environment(folder: Path) -> bytes:
    """Empty for what is gone, a zombie, or somebody else's."""
    with contextlib.suppress(OSError):
        return (folder / "environ").read_bytes()
    return b""


def _kill_group(line: str) -> None:
    """`line`: a process's number and when it was born. The number alone may be somebody else's by now."""
    number, _, born = line.partition(" ")
    if born and _born(int(number)) == born:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(int(number), signal.SIGKILL)


def _born(pid: int) -> str:
    """When it was, as the system says it: by `ps` where there is no /proc. Empty for what is gone."""
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[STARTED]
        asked = ["ps", "-o", "lstart=", "-p", str(pid)]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return ""
