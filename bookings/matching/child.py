"""The solver as a program of its own: an instance comes in, and stages go out, and at the end a plan or a refusal.

    python -m bookings.matching.child SECONDS < instance    (pickled by `running`, which reads what this writes)

It has no settings and no way to the database."""

import os
import pickle
import resource
import sys
from contextlib import suppress
from typing import Any

from bookings.matching import solver
from bookings.matching.instance import LockRefused, TookTooLong

MOST_SECONDS = 900  # of a processor: whoever waits for us may have been killed, and then nobody kills us


def main(seconds: str) -> None:
    with suppress(ValueError, OSError):  # a system that knows no such bound
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    tell = teller()
    try:
        tell(solver.solve(pickle.load(sys.stdin.buffer), tell, float(seconds)))
    except (LockRefused, TookTooLong) as refusal:
        tell(refusal)


def teller() -> Any:
    """Writes values to where results go. What libraries print goes where errors go instead, and mixes with nothing."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(value: object) -> None:
        pickle.dump(value, out)
        out.flush()

    return tell


if __name__ == "__main__":
    main(*sys.argv[1:])
