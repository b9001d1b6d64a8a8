"""Whoever looks at these pages most."""

import pytest


@pytest.fixture
def at_work(client, chiara, legal_bases):
    client.force_login(chiara)
    return client
