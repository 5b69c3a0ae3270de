"""A small world of two companies and two unions, for every test of cases."""

import pytest

from assistant.bootstrap import Core
from assistant.testing_cases import World


@pytest.fixture
def world(core: Core) -> World:
    """Two strangers' companies and unions on one server."""
    return World(core)
