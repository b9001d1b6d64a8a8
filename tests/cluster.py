"""A pytest plugin: the tests' own PostgreSQL, without fsync, in `.data/test`; started with the first test process,
ended with the last.

It is loaded by `-p` in pyproject.toml, because pytest-django reads the settings before it looks at any conftest."""

import os
from pathlib import Path

from marketplace.embedded import Cluster, url

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CORTILE_DATA") or ROOT / ".data") / "test"
# What somebody has in the shell must not change what the tests see.
FOREIGN = (
    "ALLOWED_HOSTS", "API_RATE_ANONYMOUS", "API_RATE_SIGNED", "BEHIND_PROXY", "CASEWORK_KEYS", "CITY", "DEBUG",
    "DEMO", "FRONT_DESK_ADDRESS", "FRONT_DESK_HOURS", "FRONT_DESK_PHONE", "GEOCODER_URL", "MAIL_FROM", "MAIL_URL",
    "MEDIA_ROOT", "METRICS_TOKEN", "OIDC_CLIENT", "OIDC_ISSUER", "OIDC_SECRET", "POOL", "PORT", "RATE_LIMITS",
    "REDIS_URL", "SECOND_PROOF", "SECRET_KEY", "SECURITY_CONTACT", "SESSION_COOKIE_NAME", "SITE_URL", "SOCKET_URL",
    "STRIPE_KEY", "STRIPE_STANDIN", "STRIPE_WEBHOOK_SECRET", "TRUSTED_ORIGINS",
)  # fmt: skip

if "PYTEST_XDIST_WORKER" not in os.environ:
    # With CI, pytest compares what differs line by line, however much it is: for a whole city that may take hours.
    for name in (*FOREIGN, "CI"):
        os.environ.pop(name, None)
    os.environ |= {"TESTING": "1", "CORTILE_DATA": str(DATA), "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    os.environ.setdefault("DATABASE_URL", url(DATA))

cluster: Cluster | None = None


def pytest_configure() -> None:
    """An operator may point DATABASE_URL at a server whose role may create databases; then nothing is started."""
    global cluster
    data = Path(os.environ["CORTILE_DATA"])
    if cluster is None and os.environ["DATABASE_URL"] == url(data):
        cluster = Cluster(data, fast=True)
        cluster.start()


def pytest_unconfigure() -> None:
    if cluster:
        cluster.stop()
