"""The environment, read for the settings."""

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """What is set to nothing, as docker-compose.yml does it, counts as not set."""
    return (os.environ.get(name) or default).replace(",", " ").split()


def rates(name: str, default: str) -> dict[str, int]:
    """What is written as `searches=120 posts=120`. Set to nothing: none. Anything else ends the program."""
    told = [part.partition("=") for part in os.environ.get(name, default).replace(",", " ").split()]
    if any(not (sort and most.isascii() and most.isdecimal()) for sort, _sign, most in told):
        raise SystemExit(f"{name} is written like searches=120 posts=120; it is {os.environ.get(name)!r}.")
    return {sort: int(most) for sort, _sign, most in told}


def number(name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`. Anything else ends the program with a line that says so."""
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise SystemExit(f"{name} must be a whole number from 1 to {most}; it is {text!r}.")
    return int(text)


def sockets_of(site: str, port: int, *, joined: bool) -> str:
    """The address of the socket: under that of the site where a proxy has joined them, else on the next port."""
    return f"ws{site.removeprefix('http')}/ws/" if joined else f"ws://localhost:{port + 1}/ws/"


BROKER = "city"  # how addresses call it
LOCAL = ("localhost", "127.0.0.1")


def broker(issuer: str, client: str, secret: str) -> list[dict]:
    """The City's broker for SPID and CIE, as the sign-in library takes it; none without an issuer. Half of one, or one
    that is reached without TLS, ends the program with a line that says so."""
    if not (issuer or client or secret):
        return []
    parts = readable(issuer)
    if not (issuer and client and secret):
        raise SystemExit("OIDC_ISSUER, OIDC_CLIENT and OIDC_SECRET go together.")
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        raise SystemExit("OIDC_ISSUER must begin with https://.")
    app = {"provider_id": BROKER, "name": "SPID / CIE", "client_id": client, "secret": secret}
    return [app | {"settings": {"server_url": issuer.rstrip("/")}}]


def places(*addresses: str) -> list[str]:
    """Scheme and host of each address that there is, as the content security policy names them."""
    parts = map(readable, filter(None, addresses))
    return [f"{one.scheme}://{one.netloc}" for one in parts]


PROVERS = ("officer", "auditor", "protection", "caseworker", "operator")


def provers(asked: list[str]) -> list[str]:
    """The roles that prove twice who they are: all that read of others, or those that are named; `nobody` means none.
    Another word ends the program with a line that says so: a slip of the pen must not open a door."""
    if wrong := set(asked) - {*PROVERS, "nobody"}:
        raise SystemExit(f"SECOND_PROOF names roles ({', '.join(PROVERS)}) or nobody; not {', '.join(sorted(wrong))}.")
    return [] if "nobody" in asked else asked or list(PROVERS)


def mail(url: str) -> SplitResult:
    """The server that takes letters, or nothing. Anything else ends the program with a line that says so: a city must
    not learn by silence that its letters stay at home."""
    parts = readable(url)
    if url and not (parts.scheme in {"smtp", "smtp+tls"} and parts.hostname):
        raise SystemExit("MAIL_URL must look like smtp+tls://user:password@host:port.")
    return parts


def redis(url: str) -> str:
    """The address of the Redis that carries the live line, or nothing. What its client does not understand ends the
    program with a line that says so: later it would only be found where somebody waits for news."""
    if url and not _fits_redis(url):
        raise SystemExit("REDIS_URL must look like redis://user:password@host:port/0.")
    return url


def _fits_redis(url: str) -> bool:
    from redis import ConnectionPool  # a city without one does without its client here

    parts = readable(url)
    there = parts.path if parts.scheme == "unix" else parts.scheme in {"redis", "rediss"} and parts.hostname
    numbered = parts.scheme == "unix" or parts.path.strip("/").isdigit() or parts.path in {"", "/"}
    try:
        ConnectionPool.from_url(url).make_connection()  # reads all of it and reaches nobody
    except (AttributeError, TypeError, ValueError):
        return False
    return bool(there and numbered)


@dataclass(frozen=True)
class Stripe:
    """How cards are paid: with a key at Stripe, by the stand-in that the demo and the tests have, or not at all."""

    key: str
    secret: str  # what webhooks are signed with; several, parted by commas, where Stripe sends from several places
    standin: bool

    @property
    def on(self) -> bool:
        return bool(self.key)


def stripe(*, tried: bool) -> Stripe:
    """`tried`: a demo or a test, which without a key of its own gets the stand-in. Raises ImproperlyConfigured."""
    key, secret = os.environ.get("STRIPE_KEY", ""), os.environ.get("STRIPE_WEBHOOK_SECRET", "")
    standin = flag("STRIPE_STANDIN") or (tried and not key)
    live = key.startswith(("sk_live_", "rk_live_"))
    if live and (standin or tried):
        raise ImproperlyConfigured("A live key of Stripe and its stand-in, a demo or a test do not go together.")
    if standin and not tried:
        raise ImproperlyConfigured("At the stand-in anybody pays with an invented card: it goes with a demo alone.")
    if key and not standin and not secret:
        raise ImproperlyConfigured("STRIPE_KEY asks for STRIPE_WEBHOOK_SECRET.")
    return Stripe("sk_test_standin", "whsec_standin", True) if standin else Stripe(key, secret, False)


def database(url: str, *, pooled: bool) -> dict:
    """Django's entry for `postgresql://user:password@host:port/name?host=/socket/folder`. Anything else ends
    the program with a line that says so."""
    parts = readable(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must look like postgresql://user:password@host:port/name.")
    query = dict(parse_qsl(parts.query))
    # Limits: a stuck statement, a forgotten lock or a killed web process must not hold up the city.
    limits = "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
    # A search is over before its plan would be compiled.
    plans = "-c random_page_cost=1.1 -c jit=off"
    options: dict = {"options": f"{limits} -c client_connection_check_interval=1s {plans}"}
    if pooled:
        # Who has given up trying is asked anew by the next visitor; who goes on trying waits longer each time.
        patience = {"timeout": 4, "reconnect_timeout": 2}
        options["pool"] = {"min_size": 1, "max_size": number("POOL", 10, 1000), **patience}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        "OPTIONS": {**query, **options},
        "CONN_HEALTH_CHECKS": pooled,  # after a restart of the database nobody gets a dead line from the pool
    }


def logging(*, readable: bool) -> dict:
    """Django's LOGGING: lines for people, or JSON for whatever collects it, then with a line for each request."""
    formatters = {"json": {"()": "marketplace.logs.Line"}, "people": {"format": "%(message)s"}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "filters": {"secrets": {"()": "marketplace.masking.Secrets"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "people" if readable else "json"}},
        "loggers": {
            "django.request": {"filters": ["secrets"]},
            "cortile.requests": {"level": "WARNING" if readable else "INFO"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
    }


def readable(url: str) -> SplitResult:
    """Its parts; nothing where what stands after the colon is no port, or a bracket is left open."""
    nothing = urlsplit("")
    try:
        parts = urlsplit(url)
        return nothing if parts.port == 0 else parts
    except ValueError:
        return nothing


def kept_here(name: str, most: int) -> dict[str, Any]:
    """A cache in the memory of each process: what was asked for least lately goes first."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": most}}
