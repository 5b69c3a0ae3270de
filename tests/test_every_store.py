"""What every database must do alike: SQLite, on which we run by default, and PostgreSQL."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import inspect

from assistant.domain.dialogue import Dialogue, Exchange, Outcome, OutcomeKind, Step
from assistant.domain.envelope import Inbound, Reply
from assistant.domain.organisation import Membership, Organisation, OrganisationKind, Proof
from assistant.domain.passage import Claim, Passage, Wording
from assistant.domain.value import Span
from assistant.store import conversations, events, organisations, passages
from assistant.store.database import Database
from assistant.store.tables import metadata
from assistant.testing import NOON

DAY = date(2026, 11, 18)


def test_migrations_make_every_table_and_may_run_again(database: Database) -> None:
    database.migrate()

    with database.read() as tx:
        assert set(metadata.tables) <= set(inspect(tx).get_table_names())


def test_a_message_that_comes_twice_is_kept_once(database: Database) -> None:
    with database.write() as tx:
        assert conversations.accept_inbound(tx, _inbound("a"))
        assert not conversations.accept_inbound(tx, _inbound("a").but(id="another"))

    with database.read() as tx:
        assert conversations.waiting_inbounds(tx) == (_inbound("a"),)
        assert conversations.same_message(tx, "test", "message-a") == _inbound("a")


def test_a_turn_is_committed_once_with_all_its_effects(database: Database) -> None:
    _accept(database, "a")

    with database.write() as tx:
        assert conversations.commit_turn(tx, _inbound("a"), _outcome("a"), version=0, at=NOON)
    with database.write() as tx:
        assert not conversations.commit_turn(tx, _inbound("a"), _outcome("again"), version=1, at=NOON)

    with database.read() as tx:
        assert conversations.waiting_inbounds(tx) == ()
        assert conversations.outcome_of(tx, "a") == ("answered", None)
        assert [reply.reply.text for reply in conversations.replies_to(tx, "a")] == ["reply to a"]
        assert conversations.dialogue_of(tx, "t1") == (_outcome("a").dialogue, 1)
        assert conversations.thread_owner(tx, "t1") == "p1"


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with suppress(RuntimeError), database.write() as tx:
        conversations.accept_inbound(tx, _inbound("a"))
        raise RuntimeError

    with database.read() as tx:
        assert conversations.waiting_inbounds(tx) == ()


def test_a_thread_is_read_in_the_order_it_was_said(database: Database) -> None:
    for number, key in enumerate("cab"):
        _accept(database, key, minutes=number)
    for version, key in enumerate("cab"):
        with database.write() as tx:
            conversations.commit_turn(tx, _inbound(key), _outcome(key), version=version, at=NOON)

    with database.read() as tx:
        assert [(inbound.id, replies[0].reply.text) for inbound, replies in conversations.replies_in(tx, "t1")] == [
            ("c", "reply to c"),
            ("a", "reply to a"),
            ("b", "reply to b"),
        ]


def test_the_committed_reply_replaces_the_provisional_one(database: Database) -> None:
    _accept(database, "a")
    for text in ("first part", "both parts"):
        with database.write() as tx:
            conversations.put_provisional(tx, _inbound("a"), Reply(text=text, language="en"), NOON)

    with database.read() as tx:
        assert [(reply.state, reply.reply.text) for reply in conversations.replies_to(tx, "a")] == [("provisional", "both parts")]
    with database.write() as tx:
        conversations.commit_turn(tx, _inbound("a"), _outcome("a"), version=0, at=NOON)
    with database.read() as tx:
        assert [(reply.state, reply.reply.text) for reply in conversations.replies_to(tx, "a")] == [("waiting", "reply to a")]


def test_a_reply_is_undelivered_until_it_was_sent_or_failed(database: Database) -> None:
    _accept(database, "a")
    with database.write() as tx:
        conversations.commit_turn(tx, _inbound("a"), _outcome("a"), version=0, at=NOON)

    for state, open_replies in (("waiting", 1), ("sending", 1), ("sent", 0), ("failed", 0)):
        with database.write() as tx:
            conversations.mark_outbound(tx, "a.r1", state)
        with database.read() as tx:
            assert len(conversations.undelivered(tx)) == open_replies


def test_only_conversations_past_their_time_are_erased(database: Database) -> None:
    for key, thread, days in (("old", "t-old", 91), ("new", "t-new", 89)):
        inbound = _inbound(key).but(thread=thread)
        with database.write() as tx:
            conversations.accept_inbound(tx, inbound)
            conversations.commit_turn(tx, inbound, _outcome(key), version=0, at=NOON - timedelta(days=days))

    with database.write() as tx:
        assert conversations.erase_old_conversations(tx, NOON, timedelta(days=90)) == (1, ())

    with database.read() as tx:
        assert conversations.threads_of(tx, "p1") == ("t-new",)
        assert conversations.find_inbound(tx, "old") is None
        assert conversations.find_outbound(tx, "old.r1") is None


def test_passages_are_replaced_as_one_and_change_the_version(database: Database) -> None:
    first, second = [_passage("tw/a"), _passage("tw/b")], [_passage("tw/b"), _passage("tw/c")]
    with database.write() as tx:
        version = passages.replace_passages(tx, "public", first)
    with database.write() as tx:
        assert passages.replace_passages(tx, "public", second) != version

    with database.read() as tx:
        assert passages.passages_of(tx, "public") == tuple(second)
        assert passages.index_version(tx, "public") == passages.version_of(second)


def test_a_prefix_replaces_its_own_passages_and_takes_signs_as_they_are(database: Database) -> None:
    with database.write() as tx:
        passages.replace_passages(tx, "demo", [_passage("notice/a_b/1", owner="demo"), _passage("notice/axb/1", owner="demo")])
        passages.replace_passages(tx, "demo", [_passage("notice/a_b/2", owner="demo")], prefix="notice/a_b/")

    with database.read() as tx:
        assert [passage.id for passage in passages.passages_of(tx, "demo")] == ["notice/a_b/2", "notice/axb/1"]


@pytest.mark.parametrize(("day", "seen"), [(date(2026, 1, 1), True), (date(2026, 6, 30), True), (date(2025, 12, 31), False), (date(2026, 7, 1), False)])
def test_a_passage_is_readable_on_the_days_it_is_in_force(database: Database, day: date, seen: bool) -> None:
    with database.write() as tx:
        passages.replace_passages(tx, "public", [_passage("tw/a").but(in_force=Span(start=date(2026, 1, 1), until=date(2026, 6, 30)))])

    with database.read() as tx:
        assert bool(passages.readable(tx, [("public", "tw/a")], day=day, visibilities=("public",))) is seen


@pytest.mark.parametrize(("visibilities", "seen"), [(("public",), []), (("public", "members"), ["n"]), (("applicants",), [])])
def test_a_passage_is_readable_to_those_it_is_meant_for(database: Database, visibilities: Sequence[str], seen: list[str]) -> None:
    with database.write() as tx:
        passages.replace_passages(tx, "demo", [_passage("n", owner="demo").but(visibility="members")])

    with database.read() as tx:
        found = passages.readable(tx, [("demo", "n"), ("other", "n")], day=DAY, visibilities=visibilities)
    assert [key for _, key in found] == seen


def test_vectors_are_kept_and_found_again(database: Database) -> None:
    row = np.array([0.5, -0.25], dtype=np.float32)
    for _ in range(2):
        with database.write() as tx:
            passages.keep_vectors(tx, {"k1": row})

    with database.read() as tx:
        found = passages.kept_vectors(tx, ["k1", "k2"])
    assert list(found) == ["k1"]
    assert np.array_equal(found["k1"], row)


def test_an_organisation_is_added_or_renewed(database: Database) -> None:
    with database.write() as tx:
        assert organisations.add_organisation(tx, _organisation("demo"))
        assert not organisations.add_organisation(tx, _organisation("demo").but(name={"en": "Renamed"}))

    with database.read() as tx:
        assert organisations.all_organisations(tx) == (_organisation("demo").but(name={"en": "Renamed"}),)


def test_memberships_hold_on_their_days_and_proven_ones_come_first(database: Database) -> None:
    declared = Membership(person="p1", organisation="a", role="worker", span=Span(start=DAY), proof=Proof.DECLARED)
    proven = Membership(person="p1", organisation="b", role="hr", span=Span(start=DAY - timedelta(days=9)), proof=Proof.INVITE)
    past = Membership(person="p1", organisation="c", role="worker", span=Span(start=date(2020, 1, 1), until=DAY - timedelta(days=1)), proof=Proof.INVITE)
    with database.write() as tx:
        for membership in (declared, proven, past, proven):
            organisations.add_membership(tx, membership)

    with database.read() as tx:
        assert organisations.memberships_on(tx, "p1", DAY) == (proven, declared)
        assert organisations.memberships_on(tx, "p2", DAY) == ()


def test_a_key_is_found_by_its_digest_and_kind(database: Database) -> None:
    with database.write() as tx:
        organisations.add_key(tx, digest="d" * 64, kind="api", organisation="demo", role="hr", person=None, at=NOON)

    with database.read() as tx:
        assert organisations.find_key(tx, "d" * 64, "api") == ("demo", "hr", None)
        assert organisations.find_key(tx, "d" * 64, "invite") is None


def test_a_command_is_recorded_under_its_key(database: Database) -> None:
    from assistant.bootstrap import OPERATOR

    with database.write() as tx:
        assert not events.was_done(tx, "k")
        events.record_event(tx, key="k", command="add_organisation", actor=OPERATOR, refs={"organisation": "demo"}, at=NOON)

    with database.read() as tx:
        assert events.was_done(tx, "k")


def test_two_homes_never_meet(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path / name / 'recourse.db'}", tmp_path / name) for name in ("one", "two"))
    for each in (first, second):
        each.migrate()
    _accept(first, "a")

    with second.read() as tx:
        assert conversations.waiting_inbounds(tx) == ()
    first.close()
    second.close()


def _inbound(key: str, minutes: int = 0) -> Inbound:
    at = NOON + timedelta(minutes=minutes)
    return Inbound(id=key, channel="test", message=f"message-{key}", thread="t1", person="p1", received_at=at, text="為什麼是我？")


def _accept(database: Database, key: str, *, minutes: int = 0) -> None:
    with database.write() as tx:
        assert conversations.accept_inbound(tx, _inbound(key, minutes))


def _outcome(key: str) -> Outcome:
    dialogue = Dialogue(history=(Exchange(user="為什麼是我？", assistant=f"reply to {key}"),))
    reply = Reply(text=f"reply to {key}", language="zh-TW")
    return Outcome(kind=OutcomeKind.ANSWERED, reply=reply, dialogue=dialogue, trace=(Step(name="screen", said="question", ms=1.5),))


def _passage(key: str, *, owner: str = "public") -> Passage:
    wording = Wording(question="May I see my score?", asks=(), answer=(Claim(text="Yes.", refs=()),))
    return Passage(id=key, owner=owner, place="TW", kind="law", wordings={"en": wording})


def _organisation(key: str) -> Organisation:
    return Organisation(id=key, name={"en": "Demo"}, kind=OrganisationKind.COMPANY, place="TW")
