"""What all tests share. The database comes from tests/cluster.py."""

import gc
import os

import pytest
from django.conf import settings as site
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests import copies

# A slow machine is no failure; deadlines would make it one. Nor is bad luck: what lands must not hang on it, so both
# profiles play the same games until the code changes; "wild" plays others each time, for whoever looks for mistakes.
# To explain a mistake may take hours where each game takes seconds: what was played is enough.
# An example takes between a millisecond and a second. Twenty-five of each search are a minute or so in `make test`; a
# hundred are four in `make soak`, which has ten on two processors for all it does. As the games are the same each time,
# more of them would find something once, and from then on only take longer: whoever wants more plays wild ones.
PHASES = [phase for phase in Phase if phase is not Phase.explain]
EASY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "phases": PHASES}
settings.register_profile("quick", max_examples=25, derandomize=True, **EASY)
settings.register_profile("deep", max_examples=100, derandomize=True, **EASY)
settings.register_profile("wild", max_examples=500, **EASY)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# What is made dear for whoever guesses at passwords need not be so for tests, which set and try a hundred of them.
PBKDF2PasswordHasher.iterations = 1000

# Files whose tests share something that is dear to make: each goes to one process as a whole.
EARLY = ("tests/browser/", "tests/frontend/test_demo.py")
WHOLE = (*EARLY, "tests/marketplace/test_live")
LONGEST = "tests/browser/test_access.py"
DONE = pytest.StashKey[int]()
SWEPT = 50  # tests after which what they rolled back is swept away
MEANWHILE = 400  # tests of the other kind: as long as one process loads the demo city, the other has those

pytest_plugins = [
    "tests.cast",
    "tests.casework",
    "tests.contract",
    "tests.followers",
    "tests.gatherings",
    "tests.parcels",
    "tests.payments",
    "tests.programme",
    "tests.removals",
    "tests.results",
    "tests.tills",
    "tests.transfers",
    "tests.wardrobes",
    "tests.swaps",
    "tests.work",
]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """What Hypothesis searches goes deeper in `make soak`, without saying so. And the longest comes first, but one
    process loads the demo city alone."""
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("deeper")
    yield
    longest, whole, single = [], [], []
    for item in items:
        kind = longest if item.nodeid.startswith(LONGEST) else whole if item.nodeid.startswith(EARLY) else single
        kind.append(item)
    items[:] = [*longest, *single[:MEANWHILE], *whole, *single[MEANWHILE:]]


def pytest_collection_finish():
    """What was imported stays: nobody needs to look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Each process copies the tables, which are made once for each state of the migrations."""
    from django.db import connection

    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = copies.tables()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test that commits leaves the tables as they came to the next."""
    with django_db_blocker.unblock():
        copies.read_what_came_with_the_tables()
    TransactionTestCase._fixture_teardown = lambda _case: copies.empty()


@pytest.fixture(scope="session", autouse=True)
def files_looked_up_when_asked_for():
    """Else each client of each test would first look through all static files."""
    site.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    yield
    done = item.session.stash.get(DONE, 0) + 1
    item.session.stash[DONE] = done
    if done % SWEPT == 0 and connection.settings_dict["NAME"].startswith("test_"):
        copies.sweep()


class Sharing(LoadScopeScheduling):
    """Hands out some files whole, and of the others one test at a time, so that both processes end together."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(WHOLE) else nodeid


def pytest_xdist_make_scheduler(config, log):
    # As they were collected: the longest first.
    config.option.loadscopereorder = False
    return Sharing(config, log)
