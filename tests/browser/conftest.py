"""Browser tests play in the demo city, behind the same servers that `make demo` starts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import copies
from tests.browser import driving
from tests.servers import City, running_city


@pytest.fixture(scope="session")
def demo_database(django_db_blocker, worker_id: str) -> Iterator[str]:
    """The address of a database of this test process' own with today's demo city in it."""
    name = f"town_{worker_id}"
    with django_db_blocker.unblock():
        copies.copy(copies.town(), name)
    yield copies.address(name)
    copies.drop(name)


@pytest.fixture(scope="session")
def site(demo_database: str) -> Iterator[City]:
    """The real servers in front of the demo city."""
    with running_city(demo_database, {"DEMO": "1"}) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for as many files of this folder as follow on each other: its event loop runs as long as it is there, and
    other tests have loops of their own."""
    with driving.chromium() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, site: City) -> Iterator[Callable[..., Page]]:
    """visit("/search/") as a visitor, visit("/desk/", "elena") as one of the demo's people; size, language, scripts."""
    opened = []

    def go(path: str, name: str = "", **how) -> Page:
        page = driving.visitor(browser, **how)
        opened.append(page)
        if name:
            driving.let_in(page, site.url, f"{name}@example.org")
        page.goto(site.url + path)
        return page

    yield go
    for page in opened:
        page.context.close()
