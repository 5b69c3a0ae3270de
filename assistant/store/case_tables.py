"""Tables of cases: the file, its trail, and everything that hangs on it."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Text

from assistant.store.tables import metadata

cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("waits", Boolean, nullable=False),  # the desk owes the next step
    Column("worker", String(64), nullable=False),
    Column("reviewer", String(64)),
    Column("second", String(64)),
    Column("looker", String(64)),
    Column("due_on", Date),
    Column("rank", Integer, nullable=False),  # minus severity, so that one index orders both upwards
    Column("system", String(64)),
    Column("outcome", String(24)),
    Column("filed_at", String(40)),
    Column("closed_at", String(40)),
    Column("seq", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Index("cases_queue", "organisation", "kind", "waits", "due_on", "rank", "id"),
    Index("cases_by_worker", "worker"),
    Index("cases_by_reviewer", "reviewer", "waits"),
    Index("cases_by_second", "second"),
    Index("cases_by_looker", "looker"),
    Index("cases_closed", "closed_at"),
)

case_people = Table(
    "case_people",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("part", String(16), primary_key=True),  # holder, barred
    Column("at", String(40), nullable=False),
    Column("reason", String(24), nullable=False),
    Index("case_people_by_person", "person", "part"),
)

staff_names = Table(
    "staff_names",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("organisation", String(64), primary_key=True),
    Column("name", String(120), primary_key=True),
)

case_payloads = Table(
    "case_payloads",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("author", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Index("case_payloads_by_case", "case", "at"),
)

case_files = Table(
    "case_files",
    metadata,
    Column("payload", String(80), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("case_files_by_digest", "digest"),
    Index("case_files_by_case", "case"),
)

case_trail = Table(
    "case_trail",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("organisation", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(24), nullable=False),
    Column("what", String(24), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", String(80)),
    Column("commitment", String(64)),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("case_trail_by_organisation", "organisation", "at"),
)

case_checkpoints = Table(
    "case_checkpoints",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("root", String(64), nullable=False),
    Column("heads", JSON, nullable=False),
    Column("key", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
)

case_reads = Table(
    "case_reads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("person", String(64), nullable=False),
    Column("role", String(24), nullable=False),
    Column("what", String(24), nullable=False),
    Index("case_reads_by_case", "case", "at"),
)

case_consents = Table(
    "case_consents",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("organisation", String(64), primary_key=True),
    Column("given_at", String(40), nullable=False),
    Column("until", Date),
    Column("withdrawn_at", String(40)),
    Index("case_consents_by_organisation", "organisation"),
)

case_receipts = Table(
    "case_receipts",
    metadata,
    Column("lookup", String(64), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("hash", String(160), nullable=False),
    Column("made_at", String(40), nullable=False),
    Index("case_receipts_by_case", "case"),
)

case_tasks = Table(
    "case_tasks",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("number", String(24), nullable=False),
    Column("remedy", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("done_at", String(40)),
    Column("done_by", String(64)),
    Index("case_tasks_open", "organisation", "done_at", "due_on"),
)

call_backs = Table(
    "call_backs",
    metadata,
    Column("organisation", String(64), primary_key=True),
    Column("system", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),  # sealed under the home's key
    Column("at", String(40), nullable=False),
)

call_back_calls = Table(
    "call_back_calls",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("system", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # waiting, confirmed, refused, silent, missing
    Column("at", String(40), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Index("call_back_calls_by_state", "state", "next_at"),
    Index("call_back_calls_by_case", "case"),
    Index("call_back_calls_by_organisation", "organisation", "system"),
)

case_lessons = Table(
    "case_lessons",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("state", String(12), nullable=False),  # offered, accepted, refused
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Index("case_lessons_by_state", "state"),
)

case_tombstones = Table(
    "case_tombstones",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("number", String(24), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("filed_on", Date),
    Column("closed_on", Date),
    Column("outcome", String(24)),
    Column("seq", Integer, nullable=False),
    Column("head", String(64), nullable=False),
)

due = Table(
    "due",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("at", String(40), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("ref", String(120), nullable=False),
    Column("done_at", String(40)),
    Index("due_open", "done_at", "at"),
    Index("due_by_ref", "ref"),
)
