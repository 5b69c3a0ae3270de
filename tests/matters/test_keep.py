"""A matter is its owner's alone, and two changes at once are one."""

import pytest

from assistant.bootstrap import Core
from assistant.domain.letters_command import ForgetMatter, ForgetWriting, KeepMatter
from assistant.domain.person import Actor, Role
from assistant.errors import Conflict, Forbidden
from assistant.store import matters
from assistant.testing_letters import carried_matter, sent_letter

OWNER, OTHER = Actor(person="p", role=Role.WORKER), Actor(person="q", role=Role.WORKER)


def test_another_persons_matter_cannot_be_kept_read_or_forgotten(core: Core) -> None:
    core.service.act(KeepMatter(matter=carried_matter(sent_letter("tw/appeal"))), OWNER, owner="p")

    for command in (
        KeepMatter(matter=carried_matter(sent_letter("tw/appeal")).but(version=2)),
        ForgetMatter(matter="m"),
        KeepMatter(matter=carried_matter(sent_letter("tw/appeal")).but(person="q", version=2)),
    ):
        with pytest.raises((Forbidden, Conflict)):
            core.service.act(command, OTHER, owner="q")
    with core.database.read() as tx:
        assert [found.version for found in matters.matters_of(tx, "p")] == [1]
        assert matters.matters_of(tx, "q") == ()


def test_a_change_of_what_has_moved_on_is_refused(core: Core) -> None:
    core.service.act(KeepMatter(matter=carried_matter(sent_letter("tw/appeal"))), OWNER, owner="p")

    with pytest.raises(Conflict):
        core.service.act(KeepMatter(matter=carried_matter(sent_letter("tw/appeal"))), OWNER, owner="p")


def test_nobody_empties_another_persons_conversation(core: Core) -> None:
    with core.database.write() as tx:
        tx.exec_driver_sql("INSERT INTO threads (id, person, channel, version, dialogue, touched_at) VALUES ('t', 'p', 'web', 1, '{}', '2026-11-18')")

    with pytest.raises(Forbidden):
        core.service.act(ForgetWriting(thread="t", instead="-"), OTHER, owner="q")
