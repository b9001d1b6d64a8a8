"""PostgreSQL in a folder, for the demo and the tests, from the binaries that a wheel carries.

Nobody but the person who started it gets in: a Unix socket in a private folder, no network port, a password from a
private file."""

from marketplace.embedded.cluster import Cluster, url
from marketplace.embedded.files import Unavailable, secret

__all__ = ["Cluster", "Unavailable", "secret", "url"]
