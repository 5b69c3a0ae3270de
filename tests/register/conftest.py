"""A register to try things on."""

import pytest

from assistant.bootstrap import OPERATOR, Core
from assistant.domain.command import AddOrganisation
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.register_command import DescribeSystem
from assistant.testing_register import SYSTEM, World


@pytest.fixture
def world(core: Core) -> World:
    """Two companies, and one system in the register of ours."""
    made = World(core)
    for name in ("ours", "theirs"):
        made.do(AddOrganisation(organisation=Organisation(id=name, name={"en": name}, kind=OrganisationKind.COMPANY, place="TW")), OPERATOR)
    made.do(DescribeSystem(system=SYSTEM))
    return made
