"""Fetching what stands at an address that somebody typed, without being led into our own house.

Only https on its own port. A name is resolved once, every address it has must be a public one, and the connection goes
to the address that was checked, not to the name, which might mean another one by then. A redirect is a new address like
any other. What comes is bounded in size and time. Who resolves and who connects are parameters: tests bring their own.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from threading import Timer
from urllib.parse import urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from services.models import OutsideCalendar

Error = OutsideCalendar.Error
Resolve = Callable[[str], list[str]]  # a name -> its addresses
Connect = Callable[[str, str, float], socket.socket]  # address, name, seconds -> a socket that speaks TLS with the name
PORT, HOPS, TRIES = 443, 4, 3
MOST_BYTES = 2_000_000
AT_ONCE, IN_ALL = 10.0, 30.0  # seconds that one answer, and the whole, may take
MOVED = {301, 302, 303, 307, 308}
# Public by the register, but not somebody's calendar: what leads on into IPv4, old relays, what is set aside for books.
FENCED = [
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out; NAT64 and mapped IPv4 lie outside


class NotRead(Exception):
    """It could not be read. `error` says why, in words for whoever entered the address; never the address itself."""

    def __init__(self, error: OutsideCalendar.Error) -> None:
        super().__init__(error.value)
        self.error = error


def resolve(host: str) -> list[str]:
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(where[0]) for _family, _type, _proto, _name, where in found]


def connect(address: str, host: str, seconds: float) -> socket.socket:
    plain = socket.create_connection((address, PORT), timeout=seconds)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def fetch(url: str, resolve: Resolve = resolve, connect: Connect = connect) -> bytes:
    """What stands at this address. Raises NotRead."""
    until = time.monotonic() + IN_ALL
    for _hop in range(HOPS):
        body, onward = ask(url, resolve, connect, until)
        if not onward:
            return body
        url = led_on(url, onward)
    raise NotRead(Error.REDIRECTS)


def led_on(url: str, onward: str) -> str:
    """The address that a redirect means. Raises NotRead when it is no address at all."""
    try:
        return urljoin(url, onward)
    except ValueError:
        raise NotRead(Error.REDIRECTS) from None


def ask(url: str, resolve: Resolve, connect: Connect, until: float) -> tuple[bytes, str]:
    """One request: the body, or where it sends on to."""
    host, path = parts(url)
    addresses = public_addresses(host, resolve)
    try:
        line = reached(addresses, host, connect, until)
        return talk(line, host, path, max(0.01, until - time.monotonic()))
    except (NotRead, OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, TimeoutError) or time.monotonic() >= until:
            raise NotRead(Error.TOO_SLOW) from None
        raise (error if isinstance(error, NotRead) else NotRead(Error.UNREACHABLE)) from None


def reached(addresses: list[str], host: str, connect: Connect, until: float) -> socket.socket:
    """A connection to the first of these that answers: of two that a name has, one may be down or out of reach."""
    for address in addresses[:TRIES]:
        try:
            return connect(address, host, max(0.01, min(AT_ONCE, until - time.monotonic())))
        except OSError:
            continue
    raise NotRead(Error.UNREACHABLE)


def parts(url: str) -> tuple[str, str]:
    """Host and path of an address that may be asked at all. Raises NotRead."""
    try:
        found = urlsplit(iri_to_uri(url))
        host = (found.hostname or "").encode("idna").decode()
        port = found.port
    except ValueError:
        raise NotRead(Error.INSIDE) from None
    if found.scheme != "https" or not host or found.username is not None or port not in (None, PORT):
        raise NotRead(Error.INSIDE)
    return host, (found.path or "/") + (f"?{found.query}" if found.query else "")


def public_addresses(host: str, resolve: Resolve) -> list[str]:
    """The addresses of this host. One that is not public spoils them all: a name that means both is a trick."""
    try:
        found = resolve(host)
    except (OSError, UnicodeError):
        raise NotRead(Error.UNREACHABLE) from None
    if not found:
        raise NotRead(Error.UNREACHABLE)
    if not all(map(is_public, found)):
        raise NotRead(Error.INSIDE)
    return found


def is_public(address: str) -> bool:
    """Whether this is a host anywhere in the world: not this machine, not this network, not a group, nothing reserved,
    and no IPv6 address that stands for an IPv4 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if found.version == 6 and (found not in UNICAST or getattr(found, "scope_id", None)):
        return False
    fenced = any(found in net for net in FENCED if net.version == found.version)
    return found.is_global and not found.is_multicast and not found.is_reserved and not fenced


def talk(line: socket.socket, host: str, path: str, seconds: float) -> tuple[bytes, str]:
    """One question and its answer. Whoever answers drop by drop is hung up on when the time is over."""
    end = Timer(seconds, hang_up, [line])
    end.daemon = True
    end.start()
    connection = http.client.HTTPSConnection(host)
    connection.sock = line
    try:
        headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": "Cortile"}
        connection.request("GET", path, headers=headers)
        return heard(connection.getresponse())
    finally:
        end.cancel()
        connection.close()


def hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        line.close()


def heard(answer: http.client.HTTPResponse) -> tuple[bytes, str]:
    if answer.status in MOVED and (onward := answer.headers.get("Location", "")):
        return b"", onward
    if answer.status != 200:
        raise NotRead(Error.REFUSED if 400 <= answer.status < 500 else Error.UNREACHABLE)
    if answer.headers.get("Content-Encoding", "identity") != "identity":  # small on the wire may be huge here
        raise NotRead(Error.NO_CALENDAR)
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise NotRead(Error.TOO_LARGE)
    if answer.length:  # the line went dead in the middle: half a calendar is none
        raise NotRead(Error.UNREACHABLE)
    return body, ""
