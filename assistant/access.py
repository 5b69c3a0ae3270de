"""Who may do what, as data; what is not written here is refused."""

from assistant.domain.dialogue import Reader
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Value
from assistant.errors import CaseForbidden, Forbidden

OWN = "own"
"""Only on what is theirs, or their organisation's."""
ANY = "any"
FILED = "filed"
"""Once filed to the desk whose role they hold, in its organisation."""
ASSIGNED = "assigned"
"""Filed, given to them, and nothing bars them from it."""
CONSENT = "consent"
"""With the worker's consent, as long as it stands."""
ASSIGNED_OR_CONSENT = "assigned_or_consent"
OURS = "ours"
"""What their organisation has to do, which needs no file; of a case, once it was filed."""
TRAIL = "trail"
"""Events of cases that were ever filed with their organisation, never texts."""
COUNTS = "counts"
"""Numbers of their organisation, none under the floor."""
BARRED = {why: f"case.refused.barred_{why}" for why in ("own", "decided", "approved", "near", "named")}
"""What is said to whom something bars from a case."""
CASE_REACHES = (FILED, ASSIGNED, CONSENT, ASSIGNED_OR_CONSENT, OURS, TRAIL, COUNTS)

_PEOPLE: tuple[Role, ...] = tuple(role for role in Role if role not in (Role.OPERATOR, Role.SYSTEM))
_DESKS = (Role.REVIEWER, Role.PRIVACY_DESK, Role.OFFICER, Role.ADVISER)
_OWN_CASE: dict[Role, str] = dict.fromkeys(_PEOPLE, OWN)
"""For the verbs of the worker: everybody is one in a case of their own."""

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
    # matters that people carry themselves
    "keep_matter": dict.fromkeys(Role, OWN),
    "forget_matter": dict.fromkeys(Role, OWN),
    "forget_writing": dict.fromkeys(Role, OWN),
    "ring_matter": {Role.SYSTEM: ANY},
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
    "adopt_notice": {Role.OPERATOR: ANY, Role.HR: OWN, Role.ADMINISTRATOR: OWN},
    "comment": {Role.OFFICER: OWN},
    # members' complaints
    **{verb: {Role.OFFICER: OWN} for verb in ("keep_batch", "correct_complaint", "shape_topics", "handle_complaints", "settle_names")},
    **{verb: {Role.OFFICER: OWN} for verb in ("take_up", "ask_consents", "send_joint", "read_batch")},
    "answer_consent": {**dict.fromkeys(_PEOPLE, OWN), Role.SYSTEM: ANY},
    # identity
    **dict.fromkeys(("open_account", "change_account", "log_in", "log_out", "make_link_code", "link", "unlink", "sign_on"), dict.fromkeys(Role, OWN)),
    **{verb: {Role.OPERATOR: ANY, Role.ADMINISTRATOR: OWN} for verb in ("give_role", "end_role", "revoke_invitation", "reset_second_step", "set_rules")},
    "note_try": {Role.SYSTEM: ANY},
    # cases
    "open_case": _OWN_CASE,
    "consent_case": _OWN_CASE,
    "file_case": _OWN_CASE,
    "assign_case": {**dict.fromkeys(_DESKS, FILED), Role.SYSTEM: ANY},
    "ask_worker": dict.fromkeys(_DESKS, ASSIGNED),
    "answer_case": _OWN_CASE,
    "tell_case": {**_OWN_CASE, **dict.fromkeys(_DESKS, ASSIGNED)},
    "add_evidence": _OWN_CASE,
    "extend_case": dict.fromkeys(_DESKS, ASSIGNED),
    "hand_back": dict.fromkeys(_DESKS, ASSIGNED),
    "step_aside": dict.fromkeys(_DESKS, FILED),
    "decide_case": dict.fromkeys(_DESKS, ASSIGNED),
    "confirm_ruling": dict.fromkeys(_DESKS, ASSIGNED),
    "notify_worker": dict.fromkeys(_DESKS, ASSIGNED),
    "look_again": dict.fromkeys(_DESKS, ASSIGNED),
    "answer_remedy": _OWN_CASE,
    "do_remedy": {Role.HR: OURS, Role.ADMINISTRATOR: OURS},
    "close_case": {**_OWN_CASE, **dict.fromkeys(_DESKS, ASSIGNED)},
    "reopen_case": _OWN_CASE,
    "withdraw_case": _OWN_CASE,
    "let_read": _OWN_CASE,
    "stop_reading": _OWN_CASE,
    "name_yourself": _OWN_CASE,
    "come_back": _OWN_CASE,
    "look_into": {Role.WORKER: OWN, **dict.fromkeys(_DESKS, ASSIGNED), Role.OFFICER: ASSIGNED_OR_CONSENT, Role.DELEGATE: CONSENT},
    "name_staff": {Role.ADMINISTRATOR: OURS, Role.OPERATOR: ANY},
    "ring_case": {Role.SYSTEM: ANY},
    "register_call_back": {Role.HR: OURS, Role.ADMINISTRATOR: OURS, Role.OPERATOR: ANY},
    "note_call_back": {Role.SYSTEM: ANY},
    "forget_cases": _OWN_CASE,
    "keep_checkpoint": {Role.SYSTEM: ANY, Role.OPERATOR: ANY},
    "judge_lesson": {Role.OPERATOR: ANY},
    "read_queue": dict.fromkeys(_DESKS, FILED),
    "read_case": {Role.WORKER: OWN, **dict.fromkeys(_DESKS, ASSIGNED), Role.OFFICER: ASSIGNED_OR_CONSENT, Role.DELEGATE: CONSENT},
    "read_trail": {Role.WORKER: OWN, **dict.fromkeys(_DESKS, ASSIGNED), Role.ADMINISTRATOR: TRAIL, Role.AUDITOR: TRAIL},
    "read_counts": dict.fromkeys((Role.HR, *_DESKS, Role.DELEGATE, Role.ADMINISTRATOR, Role.AUDITOR), COUNTS),
    # channels
    "speak": dict.fromkeys(Role, OWN),
    "leave": {Role.SYSTEM: ANY},
    "switch_channel": {Role.OPERATOR: ANY},
    # doors on other pages
    "set_widget": {Role.OPERATOR: ANY, Role.ADMINISTRATOR: OWN},
}
"""Verb -> role -> reach. Product.md section 7 for the records that exist so far."""

_MEMBERS = frozenset({Role.WORKER, Role.RIDER, Role.DELEGATE, Role.HR, Role.REVIEWER, Role.PRIVACY_DESK, Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})
_APPLICANTS = frozenset({Role.APPLICANT, Role.HR, Role.REVIEWER, Role.PRIVACY_DESK, Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})


class Stake(Value):
    """What somebody has to do with one case, as it stands now."""

    own: bool = False
    """They opened it, or came back with its receipt code."""
    ours: bool = False
    """It lies with the organisation in which they act."""
    desk: bool = False
    """They act in the role of the desk that the case goes to."""
    filed: bool = False
    """It lies with its desk, and the worker's consent to that stands."""
    lodged: bool = False
    """It was filed at some time, whatever became of it."""
    assigned: bool = False
    barred: bool = False
    """Named in the file, took or approved the decision, or stepped aside."""
    why: str = ""
    """What bars them: own, decided, approved, near, named; empty where nothing does."""
    consent: bool = False
    """The worker's consent to those they act for stands today."""

    def reaches(self, reach: str | None) -> bool:
        """Say whether a reach of the matrix covers this."""
        mine = self.ours and self.desk and self.filed and not self.barred
        return {
            ANY: True,
            OWN: self.own,
            FILED: self.ours and self.desk and self.filed,
            ASSIGNED: mine and self.assigned,
            CONSENT: self.consent,
            ASSIGNED_OR_CONSENT: (mine and self.assigned) or self.consent,
            OURS: self.ours and self.lodged,
            TRAIL: self.ours and self.lodged,
            COUNTS: self.ours,
        }.get(reach or "", False)


def require(actor: Actor, verb: str, *, owner: str | None = None, stake: Stake | None = None) -> None:
    """Let the actor pass or refuse. `owner` is the person or organisation whose record it is; for a case it is the stake that counts.

    Raises: Forbidden
    """
    if stake is not None:
        _require_stake(actor, verb, stake)
        return
    reach = MATRIX.get(verb, {}).get(actor.role)
    if reach == ANY or (reach == OWN and owner is not None and owner in (actor.person, actor.organisation)):
        return
    raise Forbidden(f"{actor.role} may not {verb}")


def may(actor: Actor, verb: str, stake: Stake) -> bool:
    """Say whether the matrix lets the actor do something with a case in which they have this stake."""
    row = MATRIX.get(verb, {})
    if stake.own:  # in a case of one's own one is the worker, whatever else one is
        return row.get(Role.WORKER) == OWN or row.get(actor.role) == ANY
    reach = row.get(actor.role)
    return reach != OWN and stake.reaches(reach)


def _require_stake(actor: Actor, verb: str, stake: Stake) -> None:
    if may(actor, verb, stake):
        return
    if stake.barred and MATRIX.get(verb, {}).get(actor.role) in CASE_REACHES:
        raise CaseForbidden(BARRED.get(stake.why, "case.refused.barred"))
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
