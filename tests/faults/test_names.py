"""docs/nginx.conf while containers are made again, which gives them other addresses: it follows them by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from tests.faults.names import Resolver, container, running
from tests.faults.proxied import command, resolving
from tests.faults.system import Server, eventually
from tests.servers import free_ports

pytestmark = pytest.mark.soak
FIRST, SECOND, OTHER = "127.0.0.2", "127.0.0.3", "127.0.0.4"


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    resolver = Resolver()
    with running(resolver):
        yield resolver


@pytest.fixture
def port() -> int:
    """Of each container."""
    return free_ports()[0]


@pytest.fixture
def ask(resolver, port):
    """What the proxy answers to somebody who never tries twice."""
    with TemporaryDirectory(prefix="cortile-nginx-") as folder:
        nginx = Server(command, Path(folder))
        text = resolving(nginx.port, resolver.server_address[1], port)
        (Path(folder) / "cortile.conf").write_text(text)
        nginx.start()
        yield lambda: requests.get(f"http://localhost:{nginx.port}/", timeout=20).text
        nginx.end()


def test_who_is_made_again_at_another_address_is_found_there(resolver, port, ask):
    with ExitStack() as before:
        before.enter_context(running(container(FIRST, port)))
        resolver.addresses = [FIRST]
        assert ask() == FIRST

    with running(container(OTHER, port)):
        resolver.addresses = [OTHER]
        assert eventually(lambda: ask() == OTHER, 10)


def test_the_second_of_two_is_asked_also_where_it_came_later(resolver, port, ask):
    with running(container(FIRST, port)):
        resolver.addresses = [FIRST]
        assert ask() == FIRST

        with running(container(SECOND, port)):
            resolver.addresses = [FIRST, SECOND]
            assert eventually(lambda: ask() == SECOND, 10)

        assert [ask() for _n in range(10)] == [FIRST] * 10  # one of the two is gone, and its name still there


def test_the_proxy_starts_before_there_is_anybody(resolver, port, ask):
    assert "502" in ask()

    with running(container(FIRST, port)):
        resolver.addresses = [FIRST]
        assert eventually(lambda: ask() == FIRST, 10)
