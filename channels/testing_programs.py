"""For tests of the doors for programs: a core with an organisation's own rules and keys, and the whole server on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.bootstrap import OPERATOR, Core
from assistant.domain.command import AddOrganisation, Ingest, MakeKey
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.passage import Claim, Passage, Wording
from assistant.service import digest_of
from channels.app import create_app
from channels.testing import serving

QUESTION = "My company scores us with AI. Can I see my score and data?"
RULES = "policy/planner"
KEYS = (("acme-key", "acme"), ("plain-key", None), ("busy-key", None))


def furnish(core: Core) -> Core:
    """Give a core the company `acme`, its rules for members only, and its key, and two keys that belong to nobody in particular."""
    core.service.act(AddOrganisation(organisation=Organisation(id="acme", name={"en": "Acme (invented)"}, kind=OrganisationKind.COMPANY, place="TW")), OPERATOR)
    wording = Wording(question="What does the planner decide?", asks=(), answer=(Claim(text="It plans shifts.", refs=()),))
    rules = Passage(id=RULES, owner="acme", place="TW", kind="policy", visibility="members", wordings={"en": wording})
    core.service.act(Ingest(organisation="acme", prefix="policy/", passages=(rules,)), OPERATOR)
    for secret, organisation in KEYS:
        core.service.act(MakeKey(digest=digest_of(secret), kind="api", organisation=organisation, role="worker"), OPERATOR)
    return core


@contextmanager
def door(core: Core, path: str) -> Iterator[str]:
    """Serve the whole server; yields the address of one door."""
    with serving(create_app(core, core.settings)) as address:
        yield f"{address}{path}"
