"""By hand, and for the Makefile: `python -m marketplace.embedded start|stop|url FOLDER [--fast]`."""

import sys
from pathlib import Path

from marketplace.embedded import Cluster


def main(arguments: list[str]) -> None:
    """Do it; start and url print the address."""
    deed, folder, *options = arguments
    cluster = Cluster(Path(folder), fast="--fast" in options)
    if deed == "start":
        cluster.start()
    if deed == "stop":
        cluster.stop(even_if_used=True)
    else:
        print(cluster.url())


if __name__ == "__main__":
    main(sys.argv[1:])
