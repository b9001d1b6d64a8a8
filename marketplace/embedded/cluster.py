"""The supervisor. It trusts no pid file: running means that the process is a postmaster of this very folder, ready
means that it answers a query."""

import contextlib
import fcntl
import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from marketplace.embedded import binaries, files
from marketplace.embedded.files import Unavailable, secret

SOCKET = "/.s.PGSQL.5432"
LONGEST = 107  # bytes that a Unix socket's address may have
ORPHAN = "unexpected postmaster exit"  # in the last words of a killed postmaster's children
PATIENCE = 120.0  # seconds: recovery after a crash, and the children of a killed postmaster that hold on to its memory
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
# Commits still reach the kernel, so that tests may kill it.
# On a slow machine, too, a circle of locks is closed before whoever waits first looks for one (tests/racing.py).
FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "deadlock_timeout": "2s"}


def url(data: Path, database: str = "cortile") -> str:
    """Where the cluster of this data folder answers once it runs. Starts nothing."""
    password = secret(data, "database-password")
    return f"postgresql://cortile:{password}@/{database}?host={quote(str(_socket_folder(data)), safe='')}&port=5432"


class Cluster:
    """One PostgreSQL in `data/postgres`. `fast` gives up safety against power cuts: for tests only."""

    def __init__(self, data: Path, *, fast: bool = False) -> None:
        self.data = Path(data).absolute()
        self.folder = self.data / "postgres"
        self.settings = SETTINGS | (FAST if fast else {})
        self.process: subprocess.Popen[bytes] | None = None
        self.heard = 0  # bytes of the log that are older than the launch
        self.use: int | None = None

    def url(self, database: str = "cortile") -> str:
        """The address of one of its databases."""
        return url(self.data, database)

    def running(self) -> bool:
        """Is there a postmaster of this folder? (It may still be starting.)"""
        return self._postmaster() is not None

    def start(self) -> None:
        """Make it where there is none, start it where it does not run, return when it answers. Several may call this at
        once. Raises Unavailable."""
        secret(self.data, "database-password")
        with files.in_words(self.data), files.locked(self.data / "postgres.lock"):
            self._prepare()
            self._start_patiently()
            self._create_database()
            self._say_in_use()

    def stop(self, *, even_if_used: bool = False) -> bool:
        """Stop it, unless another program that called `start` still uses it. Says whether it is stopped now."""
        with files.locked(self.data / "postgres.lock"):
            if not (self._nobody_else_uses_it() or even_if_used):
                return False
            if pid := self._postmaster():
                self._end(pid)
            return True

    def _prepare(self) -> None:
        self._make_private(_socket_folder(self.data))
        _belongs_to(self._owner(), self.folder)
        if not (self.folder / "PG_VERSION").exists():
            self._initdb()
        files.write(self.folder / "postgresql.conf", self._configuration())

    def _make_private(self, folder: Path) -> None:
        """In the temporary folder somebody else may have been first."""
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
        ours = about.st_uid in (os.geteuid(), self.data.stat().st_uid) and not folder.is_symlink()
        if not ours or about.st_mode & 0o077:
            raise Unavailable(f"{folder} must be a folder of yours that nobody else may enter.")

    def _initdb(self) -> None:
        unfinished = self.data / "postgres.new"
        subprocess.run(["rm", "-rf", str(unfinished), str(self.folder)], check=True)
        unfinished.mkdir(mode=0o700)
        _belongs_to(self._owner(), unfinished)
        secret(self.data, "superuser-password")
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        entry = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={self.data / 'superuser-password'}"]
        command = self._program("initdb", f"--pgdata={unfinished}", *locale, *entry)
        made = subprocess.run(command, env=binaries.environment(), capture_output=True, text=True)
        if made.returncode:
            raise Unavailable(f"The database could not be made: {made.stderr.strip() or made.stdout.strip()}")
        unfinished.rename(self.folder)

    def _configuration(self) -> str:
        sockets = '"' + str(_socket_folder(self.data)) + '"'
        values = self.settings | {"unix_socket_directories": sockets}
        return "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in values.items())

    def _start_patiently(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if not self._postmaster():
                self._launch()
            if time.monotonic() > deadline:
                raise Unavailable(f"The database did not start: {self._last_words()}")
            time.sleep(0.05)

    def _launch(self) -> None:
        """Not by pg_ctl, which goes through a shell and stumbles over signs in the path. Its own session: Ctrl-C is not
        for it."""
        if self.process and self.process.returncode > 0:
            self._wait_or_give_up()
        self._forget_a_reused_pid()
        command = self._program("postgres", "-D", str(self.folder))
        with open(self.data / "postgres.log", "ab") as log:
            self.heard = log.tell()
            self.process = subprocess.Popen(
                command,
                env=binaries.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_or_give_up(self) -> None:
        """It refused to start. That passes only where the children of a killed one are still dying (they go on writing
        into the same log, also after the refusal)."""
        words = " ".join(self._words())
        if "shared memory" not in words and "lock file" not in words:
            raise Unavailable(f"The database did not start: {self._last_words()}")
        time.sleep(0.5)

    def _forget_a_reused_pid(self) -> None:
        """A pid that now belongs to somebody else would stop PostgreSQL in awe. A dead one it judges itself."""
        pid = self._noted_pid()
        if pid and binaries.command(pid):
            (self.folder / "postmaster.pid").unlink()

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), self._as_superuser() as connection:
            connection.execute("SELECT 1")
            return True
        return False

    def _create_database(self) -> None:
        """The city's own role is nobody special: what it does, it may do on a managed server too."""
        role, password = sql.Identifier("cortile"), sql.Literal(secret(self.data, "database-password"))
        with self._as_superuser() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'cortile'").fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'cortile'").fetchone():
                connection.execute(sql.SQL("CREATE DATABASE cortile OWNER {}").format(role))

    def _as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(_socket_folder(self.data)),
            user="postgres",
            password=secret(self.data, "superuser-password"),
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _say_in_use(self) -> None:
        if self.use is None:
            self.use = os.open(self.data / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self.use, fcntl.LOCK_SH)

    def _nobody_else_uses_it(self) -> bool:
        if self.use is not None:
            os.close(self.use)
            self.use = None
        with open(self.data / "postgres.users", "a") as users, contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def _postmaster(self) -> int | None:
        """The pid of the running postmaster of this folder. The file alone proves nothing: it outlives a kill -9."""
        if self.process and self.process.poll() is None:
            return self.process.pid
        pid = self._noted_pid()
        return pid if pid and binaries.command(pid).endswith(f"-D {self.folder}") else None

    def _noted_pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            return int((self.folder / "postmaster.pid").read_text().split("\n")[0])
        return None

    def _end(self, pid: int) -> None:
        for sign, patience in (signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)  # fast, immediate, last resort
            deadline = time.monotonic() + patience
            while self._postmaster() and time.monotonic() < deadline:
                time.sleep(0.02)

    def _program(self, name: str, *arguments: str) -> list[str]:
        return [*binaries.wrapper(self.data), str(binaries.binary(name)), *arguments]

    def _owner(self) -> int:
        return binaries.owner(self.data)

    def _last_words(self) -> str:
        return " / ".join(self._words()[-3:])

    def _words(self) -> list[str]:
        """What was said since it was launched, but for the orphans of the one before."""
        log = (self.data / "postgres.log").read_bytes()[self.heard :].decode(errors="replace")
        return [line for line in log.strip().splitlines() if ORPHAN not in line]


def _socket_folder(data: Path) -> Path:
    """In the data folder, where an address may be that long and drivers read it as one path; else a private one, the
    same each time."""
    folder = data.absolute() / "socket"
    if len(os.fsencode(folder)) + len(SOCKET) <= LONGEST and not set(str(folder)) & set(",\"'"):
        return folder
    return Path(f"/tmp/cortile-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}")


def _belongs_to(owner: int, folder: Path) -> None:
    if folder.exists() and folder.stat().st_uid != owner:
        subprocess.run(["chown", "-R", str(owner), str(folder)], check=True)
