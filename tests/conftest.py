"""What all tests share. The database comes from tests/cluster.py."""

import os

import pytest
from django.apps import apps
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadscope import LoadScopeScheduling

# A slow machine is no failure; deadlines would make it one.
settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Files whose tests share something that is dear to make: each goes to one process as a whole.
WHOLE = ("tests/browser/", "tests/frontend/test_demo.py", "tests/marketplace/test_live.py")

pytest_plugins = [
    "tests.cast",
    "tests.contract",
    "tests.gatherings",
    "tests.parcels",
    "tests.payments",
    "tests.programme",
    "tests.removals",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit have their tables emptied afterwards. In the tests' own database, and there alone, the book
    lets this happen; that it does not elsewhere is tested in tests/marketplace/ledger."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for model in apps.get_app_config("ledger").get_models():
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER never_emptied")


class Sharing(LoadScopeScheduling):
    """Hands out some files whole, and of the others one test at a time, so that both processes end together."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(WHOLE) else nodeid


def pytest_xdist_make_scheduler(config, log):
    # As they were collected: tests that commit come last, since they empty the tables of what migrations filled.
    config.option.loadscopereorder = False
    return Sharing(config, log)
