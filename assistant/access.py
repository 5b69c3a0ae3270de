"""Who may do what, as data; what is not written here is refused."""

from assistant.domain.dialogue import Reader
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Actor, Role
from assistant.errors import Forbidden

OWN = "own"
"""Only on what is theirs, or their organisation's."""
ANY = "any"

MATRIX: dict[str, dict[Role, str]] = {
    # organisations, texts, keys, conversations
    "add_organisation": {Role.OPERATOR: ANY},
    "make_key": {Role.OPERATOR: ANY, Role.ADMINISTRATOR: OWN},
    "ingest": {Role.OPERATOR: ANY, Role.HR: OWN, Role.OFFICER: OWN, Role.ADMINISTRATOR: OWN},
    "load_corpus": {Role.OPERATOR: ANY, Role.SYSTEM: ANY},
    "join": dict.fromkeys(Role, OWN),
    "declare": dict.fromkeys(Role, OWN),
    "forget": {**dict.fromkeys(Role, OWN), Role.SYSTEM: ANY},
    "read_conversation": dict.fromkeys(Role, OWN),
    # the register of AI systems, notices and assessments
    "describe_system": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "draft_notice": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "assess": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "consult": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "answer_comment": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "approve": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "return": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "publish": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "supersede": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "resume": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "retire": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "suspend": {Role.OPERATOR: ANY, Role.SYSTEM: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "comment": {Role.OFFICER: OWN},
    # identity
    **dict.fromkeys(("open_account", "change_account", "log_in", "log_out", "make_link_code", "link", "unlink", "sign_on"), dict.fromkeys(Role, OWN)),
    **{verb: {Role.OPERATOR: ANY, Role.ADMINISTRATOR: OWN} for verb in ("give_role", "end_role", "revoke_invitation", "reset_second_step", "set_rules")},
    "note_try": {Role.SYSTEM: ANY},
}
"""Verb -> role -> reach. Product.md section 7 for the records that exist so far."""

_MEMBERS = frozenset({Role.WORKER, Role.RIDER, Role.HR, Role.REVIEWER, Role.PRIVACY_DESK, Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})
_APPLICANTS = frozenset({Role.APPLICANT, Role.HR, Role.REVIEWER, Role.PRIVACY_DESK, Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})


def require(actor: Actor, verb: str, *, owner: str | None = None) -> None:
    """Let the actor pass or refuse. `owner` is the person or organisation whose record it is.

    Raises: Forbidden
    """
    reach = MATRIX.get(verb, {}).get(actor.role)
    if reach == ANY or (reach == OWN and owner is not None and owner in (actor.person, actor.organisation)):
        return
    raise Forbidden(f"{actor.role} may not {verb}")


def actor_of(person: str, memberships: tuple[Membership, ...], roles: tuple[Role, ...], organisation: str | None) -> Actor:
    """Return the person in the first of these roles that a proven membership gives; any role where none is named. Raises: Forbidden."""
    proven = [each for each in memberships if each.proof is not Proof.DECLARED and organisation in (None, each.organisation)]
    wanted = [each for role in roles for each in proven if each.role == role] if roles else proven
    if not wanted:
        raise Forbidden("no membership gives this role")
    return Actor(person=person, role=Role(wanted[0].role), organisation=wanted[0].organisation, memberships=memberships)


def reader_for(role: Role, organisation: str | None, proof: Proof | None) -> Reader:
    """Return what somebody in this role may read of an organisation; a declared membership reads public texts only."""
    visible = ["public"]
    if organisation is not None and proof in (Proof.INVITE, Proof.CODE):
        if role in _MEMBERS:
            visible.append("members")
        if role in _APPLICANTS:
            visible.append("applicants")
    return Reader(role=role, organisation=organisation, visibilities=tuple(visible))


def reader_of_memberships(memberships: tuple[Membership, ...], organisation: str | None) -> Reader:
    """Return the widest reading a person's memberships give, for the organisation named or the first one they belong to."""
    wanted = [membership for membership in memberships if organisation in (None, membership.organisation)]
    if not wanted:
        return reader_for(Role.WORKER, organisation, Proof.DECLARED if organisation else None)
    first = wanted[0]
    return reader_for(Role(first.role), first.organisation, first.proof)
