"""The environment, as settings read it: what is wrong is told in one line, what can follow from the rest follows."""

from runpy import run_path
from urllib.parse import urlsplit

import pytest

from marketplace.environment import database, mail, number, redis


@pytest.mark.parametrize("text", ["abc", "-1", "0", "65535", "9" * 5000, "8000.0", "²", " "])
def test_what_is_no_port_is_told_in_one_line(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(SystemExit, match=r"\APORT must be a whole number from 1 to 65534; it is .*\Z"):
        number("PORT", 8000, 65_534)


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("9000", 9000)])
def test_a_number_set_to_nothing_counts_as_not_set(monkeypatch, text, port):
    monkeypatch.setenv("PORT", text)

    assert number("PORT", 8000, 65_534) == port


@pytest.mark.parametrize(
    "url", ["mysql://u:p@host/name", "cortile", "postgresql://u:p@host:door/name", "postgresql://u:p@[::1"]
)
def test_an_address_of_no_postgresql_is_told_in_one_line_without_its_password(url):
    with pytest.raises(SystemExit, match=r"\ADATABASE_URL must look like postgresql://") as told:
        database(url, pooled=False)

    assert "u:p" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://u:p@host:door",
        "smtp://u:p@host:70000",
        "smtp://u:p@host:0",
        "smtp://",
        "mail.host",
        "smtp://[::1",
        "http://u:p@host",
    ],
)
def test_an_address_of_no_mail_server_is_told_in_one_line_without_its_password(url):
    with pytest.raises(SystemExit, match=r"\AMAIL_URL must look like smtp\+tls://") as told:
        mail(url)

    assert "u:p" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [("", None, None), ("smtp://mail.host", "mail.host", None), ("smtp+tls://u:p@mail.host:587", "mail.host", 587)],
)
def test_letters_go_to_the_server_that_is_named_if_one_is(url, host, port):
    server = mail(url)

    assert (server.hostname, server.port) == (host, port)


@pytest.mark.parametrize(
    "url",
    [
        "localhost:6379",
        "redis://",
        "http://u:p@host:6379",
        "redis://u:p@host:door",
        "redis://u:p@host/first",
        "redis://u:p@[::1",
        "redis://u:p@host?socket_timeout=soon",
        "redis://u:p@host?colour=red",
        "unix://",
    ],
)
def test_an_address_of_no_redis_is_told_in_one_line_without_its_password(url):
    with pytest.raises(SystemExit, match=r"\AREDIS_URL must look like redis://") as told:
        redis(url)

    assert "u:p" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    ["", "redis://host", "redis://redis:6379/0", "rediss://u:p@host:6380/1?ssl_cert_reqs=none", "unix:///run/redis"],
)
def test_an_address_of_a_redis_stays_as_it_is(url):
    assert redis(url) == url


@pytest.mark.parametrize(
    ("site", "proxy", "told", "found"),
    [
        ("https://cortile.example.org", "1", "", "wss://cortile.example.org/ws/"),
        ("http://localhost:8080/", "1", "", "ws://localhost:8080/ws/"),
        ("http://localhost:9000", "", "", "ws://localhost:8001/ws/"),
        ("https://cortile.example.org", "1", "wss://sockets.example.org/ws", "wss://sockets.example.org/ws/"),
    ],
)
def test_behind_a_proxy_the_sockets_address_follows_from_the_sites(monkeypatch, site, proxy, told, found):
    for name, value in {"SITE_URL": site, "BEHIND_PROXY": proxy, "SOCKET_URL": told}.items():
        monkeypatch.setenv(name, value)

    settings = run_path("marketplace/settings.py")

    assert settings["SOCKET_URL"] == found
    origin = urlsplit(found)
    assert f"{origin.scheme}://{origin.netloc}" in settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["connect-src"]
