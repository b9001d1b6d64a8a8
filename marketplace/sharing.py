"""Where the processes of pages at one port count together. The library looks for it when it is imported, so `wsgi.py`
calls this before."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

SHARED = "PROMETHEUS_MULTIPROC_DIR"


def share() -> None:
    """A folder of this machine alone, for all children of the server that is our parent. Those of servers that are gone
    go too."""
    ours = f"cortile-metrics-{os.geteuid()}-"
    for folder in Path(tempfile.gettempdir()).glob(f"{ours}*"):
        if not runs(folder.name.removeprefix(ours)):
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.gettempdir(), f"{ours}{os.getppid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid == os.geteuid() and not folder.is_symlink():
        os.environ.setdefault(SHARED, str(folder))


def runs(pid: str) -> bool:
    with contextlib.suppress(ProcessLookupError, ValueError, PermissionError):
        os.kill(int(pid), 0)
        return True
    return False
