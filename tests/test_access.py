"""Who may do what: every role, every verb, on what is theirs and on what is another's; what is not written is refused."""

from datetime import date
from itertools import product
from typing import get_args

import pytest

from assistant.access import ANY, CASE_REACHES, MATRIX, OWN, reader_for, reader_of_memberships, require
from assistant.domain.case_command import CaseCommand
from assistant.domain.case_round_command import RoundCommand
from assistant.domain.dialogue import Reader
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Span
from assistant.errors import Forbidden

DAY = date(2026, 11, 18)
REGISTER = (
    "describe_system",
    "draft_notice",
    "assess",
    "consult",
    "answer_comment",
    "approve",
    "return",
    "publish",
    "supersede",
    "resume",
    "retire",
    "adopt_notice",
)
MAY_ANYWHERE = {
    ("operator", "add_organisation"),
    ("operator", "make_key"),
    ("operator", "ingest"),
    ("operator", "load_corpus"),
    ("system", "load_corpus"),
    ("system", "forget"),
    *(("operator", verb) for verb in (*REGISTER, "suspend")),
    ("system", "suspend"),
    # identity
    *(("operator", verb) for verb in ("give_role", "end_role", "revoke_invitation", "reset_second_step", "set_rules")),
    ("system", "note_try"),
    ("system", "leave"),
    ("operator", "switch_channel"),
    ("system", "answer_consent"),
    ("operator", "set_widget"),
    ("system", "ring_matter"),
}
MAY_ON_THEIR_OWN = {
    ("administrator", "make_key"),
    ("administrator", "set_widget"),
    *((role, "ingest") for role in ("hr", "officer", "administrator")),
    *((role, verb) for role in ("hr", "administrator") for verb in (*REGISTER, "suspend")),
    ("officer", "comment"),
    # members' complaints: a union's officers; each member answers for themselves
    *(("officer", verb) for verb in ("keep_batch", "correct_complaint", "shape_topics", "handle_complaints", "settle_names")),
    *(("officer", verb) for verb in ("take_up", "ask_consents", "send_joint", "read_batch")),
    *((role.value, "answer_consent") for role in Role if role not in (Role.OPERATOR, Role.SYSTEM)),
    *((role.value, verb) for role in Role for verb in ("join", "declare", "forget", "read_conversation", "speak")),
    *((role.value, verb) for role in Role for verb in ("keep_matter", "forget_matter", "forget_writing")),
    # identity
    *(("administrator", verb) for verb in ("give_role", "end_role", "revoke_invitation", "reset_second_step", "set_rules")),
    *((role.value, verb) for role in Role for verb in ("open_account", "change_account", "log_in", "log_out", "make_link_code", "link", "unlink", "sign_on")),
}
"""Written by hand from product.md, section 7, and not from the code."""


CASE_VERBS = {kind.model_fields["verb"].default for kind in get_args(CaseCommand | RoundCommand)} | {"read_queue", "read_case", "read_trail", "read_counts"}
WITHOUT_CASES = [verb for verb in MATRIX if verb not in CASE_VERBS]
"""tests/cases walks the others."""


def may(role: Role, verb: str, owner: str | None) -> bool:
    try:
        require(Actor(person="me", role=role, organisation="ours"), verb, owner=owner)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(("role", "verb"), [*product(Role, WITHOUT_CASES)])
def test_every_role_does_what_is_written_and_nothing_else(role: Role, verb: str) -> None:
    anywhere, own = (role.value, verb) in MAY_ANYWHERE, (role.value, verb) in MAY_ON_THEIR_OWN

    assert may(role, verb, "theirs") is anywhere
    assert may(role, verb, None) is anywhere
    assert may(role, verb, "me") is (anywhere or own)
    assert may(role, verb, "ours") is (anywhere or own)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", ["", "drop_everything", "Forget"])
def test_a_verb_that_is_not_written_is_refused_to_everyone(role: Role, verb: str) -> None:
    assert not any(may(role, verb, owner) for owner in ("me", "ours", "theirs", None))


def test_somebody_of_no_organisation_owns_nothing_by_that() -> None:
    with pytest.raises(Forbidden):
        require(Actor(person="me", role=Role.HR), "ingest", owner=None)


def test_a_refusal_names_the_role_and_the_verb_and_nobody() -> None:
    with pytest.raises(Forbidden, match="hr may not add_organisation") as refused:
        require(Actor(person="lin-mei", role=Role.HR), "add_organisation", owner="lin-mei")

    assert "lin" not in str(refused.value)


def test_the_matrix_holds_known_roles_and_reaches_only() -> None:
    assert all(isinstance(role, Role) and reach in (OWN, ANY, *CASE_REACHES) for row in MATRIX.values() for role, reach in row.items())


READS = {
    "members": {"worker", "rider", "delegate", "hr", "reviewer", "privacy_desk", "administrator", "auditor", "operator"},
    "applicants": {"applicant", "hr", "reviewer", "privacy_desk", "administrator", "auditor", "operator"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("proof", [*Proof, None])
@pytest.mark.parametrize("organisation", ["ours", None])
def test_what_a_role_may_read_needs_a_proof_and_an_organisation(role: Role, proof: Proof | None, organisation: str | None) -> None:
    reader = reader_for(role, organisation, proof)

    proven = organisation is not None and proof in (Proof.INVITE, Proof.CODE)
    assert (reader.role, reader.organisation) == (role, organisation)
    assert set(reader.visibilities) == {"public", *(kind for kind, roles in READS.items() if proven and role.value in roles)}


def member(organisation: str, role: str = "worker", proof: Proof = Proof.INVITE) -> Membership:
    return Membership(person="me", organisation=organisation, role=role, span=Span(start=DAY), proof=proof)


def test_a_person_reads_what_the_membership_named_gives() -> None:
    found = (member("ours", "hr"), member("theirs", "applicant"))

    assert reader_of_memberships(found, "theirs") == reader_for(Role.APPLICANT, "theirs", Proof.INVITE)
    assert reader_of_memberships(found, None) == reader_for(Role.HR, "ours", Proof.INVITE)


def test_a_company_that_is_only_named_is_read_in_public() -> None:
    assert reader_of_memberships((member("ours"),), "named") == Reader(organisation="named", visibilities=("public",))
    assert reader_of_memberships((member("ours", proof=Proof.DECLARED),), "ours").visibilities == ("public",)
    assert reader_of_memberships((), None) == Reader()
