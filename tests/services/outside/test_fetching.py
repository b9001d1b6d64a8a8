"""An address that a stranger typed leads to public places alone, whatever it says on the way."""

import socket
import ssl
import threading
from typing import Any

import pytest

from services.outside import fetching
from services.outside.fetching import Error, NotRead, fetch, is_public

PUBLIC, OTHER = "93.184.216.34", "2606:4700::6810:84e5"
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1",
    "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1",
    "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "2606:4700::1%eth0", "", "localhost", "2130706433", "0x7f000001",
]  # fmt: skip


class Line:
    """A connection whose other end answers with these bytes."""

    def __init__(self, answers: list[bytes]) -> None:
        self.answers, self.asked = answers, []

    def connect(self, address: str, host: str, seconds: float) -> socket.socket:
        self.asked.append((address, host))
        here, there = socket.socketpair()
        here.settimeout(seconds)
        threading.Thread(target=self.answer, args=(there, self.answers[len(self.asked) - 1]), daemon=True).start()
        return here

    def answer(self, line: socket.socket, words: bytes) -> None:
        with line:
            line.recv(65536)
            try:
                line.sendall(words)
            except OSError:
                return


def said(body: bytes = b"BEGIN:VCALENDAR", status: str = "200 OK", **headers: str) -> bytes:
    given = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def to(*addresses: str) -> Any:
    return lambda host: list(addresses)


def refused(url: str, resolve: Any, *answers: bytes) -> tuple[Any, list]:
    line = Line(list(answers))
    with pytest.raises(NotRead) as refusal:
        fetch(url, resolve, line.connect)
    return refusal.value.error, line.asked


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_no_public_place_is_not_asked(address):
    assert not is_public(address)
    assert refused("https://example.org/a.ics", to(address)) == (Error.INSIDE, [])


@pytest.mark.parametrize("address", [PUBLIC, OTHER, "8.8.8.8", "2a00:1450:4002::200e"])
def test_what_is_public_is_asked(address):
    line = Line([said()])

    assert fetch("https://example.org/a.ics", to(address), line.connect) == b"BEGIN:VCALENDAR"
    assert line.asked == [(address, "example.org")]


def test_one_address_inside_spoils_them_all():
    assert refused("https://example.org/", to(PUBLIC, "10.0.0.1")) == (Error.INSIDE, [])


def test_of_two_addresses_the_one_that_answers_is_asked():
    line = Line([said(), said()])

    def connect(address, host, seconds):
        if address == OTHER:
            raise OSError("no route to host")
        return line.connect(address, host, seconds)

    assert fetch("https://example.org/", to(OTHER, PUBLIC), connect) == b"BEGIN:VCALENDAR"


def test_a_name_that_changes_its_mind_is_asked_once_and_reached_where_it_was_checked():
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    line = Line([said()])

    fetch("https://example.org/", lambda host: next(answers), line.connect)

    assert line.asked == [(PUBLIC, "example.org")]
    assert next(answers) == ["127.0.0.1"]


def test_the_real_connection_goes_to_an_address_and_never_to_a_name(monkeypatch):
    reached = []

    def create(where, timeout):
        reached.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", create)
    with pytest.raises(NotRead):
        fetch("https://example.org/", to(PUBLIC))

    assert reached == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/",
        "example.org", "", "https://", "https:///a", "https://user:secret@example.org/", "https://example.org:8443/",
        "https://example.org:80/", "https://example.org:x/", "https://[::1/", "https://exa mple.org\n/",
        "https://" + "a" * 70 + ".org/",
    ],
)  # fmt: skip
def test_only_https_on_its_own_port_without_names_and_passwords(url):
    error, asked = refused(url, to("127.0.0.1"))

    assert error == Error.INSIDE
    assert asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_numbers_in_any_dress_are_looked_through(host):
    assert refused(f"https://{host}/", fetching.resolve)[0] in {Error.INSIDE, Error.UNREACHABLE}


@pytest.mark.parametrize("onward", ["http://example.org/", "https://user@example.org/", "https://example.org:22/"])
def test_a_redirect_may_not_lead_where_nobody_may_go(onward):
    error, asked = refused("https://example.org/", to(PUBLIC), said(b"", "302 Found", Location=onward))

    assert error == Error.INSIDE
    assert len(asked) == 1


def test_a_redirect_into_the_house_is_not_followed():
    where = {"example.org": [PUBLIC], "inside.example.org": ["192.168.1.1"]}
    onward = said(b"", "301 Moved", Location="https://inside.example.org/admin")

    error, asked = refused("https://example.org/", where.__getitem__, onward)

    assert error == Error.INSIDE
    assert asked == [(PUBLIC, "example.org")]


def test_a_redirect_to_a_public_place_is_followed():
    where = {"example.org": [PUBLIC], "other.example.org": [OTHER]}
    line = Line([said(b"", "307 Temporary", Location="https://other.example.org/b.ics"), said()])

    assert fetch("https://example.org/a/", where.__getitem__, line.connect) == b"BEGIN:VCALENDAR"
    assert line.asked == [(PUBLIC, "example.org"), (OTHER, "other.example.org")]


def test_going_round_in_circles_ends():
    circle = said(b"", "302 Found", Location="/again")

    error, asked = refused("https://example.org/", to(PUBLIC), *[circle] * 9)

    assert error == Error.REDIRECTS
    assert len(asked) == fetching.HOPS


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (said(b"x" * (fetching.MOST_BYTES + 1)), Error.TOO_LARGE),
        (said(b"x", Content_Length="500"), Error.UNREACHABLE),
        (said(status="404 Not Found"), Error.REFUSED),
        (said(status="401 Unauthorized"), Error.REFUSED),
        (said(status="503 Away"), Error.UNREACHABLE),
        (said(status="304 Not Modified"), Error.UNREACHABLE),
        (said(b"\x1f\x8b", Content_Encoding="gzip"), Error.NO_CALENDAR),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Error.UNREACHABLE),
        (b"", Error.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", Error.UNREACHABLE),
    ],
)
def test_what_is_no_whole_answer_of_decent_size_is_said_to_be_so(answer, error):
    assert refused("https://example.org/", to(PUBLIC), answer)[0] == error


def test_a_body_without_a_length_is_read_to_its_end_and_bounded():
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (fetching.MOST_BYTES + 100)

    assert refused("https://example.org/", to(PUBLIC), endless)[0] == Error.TOO_LARGE


def test_a_name_that_nobody_knows_is_said_to_be_away():
    def nobody(host):
        raise socket.gaierror

    assert refused("https://example.org/", nobody)[0] == Error.UNREACHABLE
    assert refused("https://example.org/", to())[0] == Error.UNREACHABLE


def test_whoever_answers_drop_by_drop_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(fetching, "IN_ALL", 0.5)
    go_on = threading.Event()

    class Drops(Line):
        def answer(self, line, words):
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not go_on.wait(0.05):
                try:
                    line.sendall(b"x")
                except OSError:
                    return

    with pytest.raises(NotRead) as refusal:
        fetch("https://example.org/", to(PUBLIC), Drops([b""]).connect)

    go_on.set()
    assert refusal.value.error == Error.TOO_SLOW


def test_what_went_wrong_never_says_the_address():
    with pytest.raises(NotRead) as refusal:
        fetch("https://example.org/secret-token.ics", to("10.0.0.1"))

    assert "secret-token" not in repr(refusal.value)
    assert refusal.value.__cause__ is None


def test_the_real_connection_speaks_tls_or_not_at_all(monkeypatch):
    plain = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(fetching, "PORT", plain.getsockname()[1])
    threading.Thread(target=lambda: plain.accept()[0].sendall(b"HTTP/1.1 200 OK\r\n\r\n"), daemon=True).start()

    with pytest.raises(ssl.SSLError):
        fetching.connect("127.0.0.1", "example.org", 5)
    plain.close()


def test_a_redirect_that_is_no_address_is_not_followed():
    error, asked = refused("https://example.org/", to(PUBLIC), said(b"", "302 Found", Location="https://["))

    assert error == Error.REDIRECTS
    assert len(asked) == 1
