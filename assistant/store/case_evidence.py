"""Which case holds which kept file, so that the bytes go when the last one lets go of them."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from assistant.store.case_tables import case_files, cases


def add_file(tx: Connection, payload: str, case: str, digest: str) -> None:
    """Note that a case holds a file."""
    tx.execute(insert(case_files).values(payload=payload, case=case, digest=digest))


def last_seq(tx: Connection, case: str) -> int:
    """Return the number of a case's last event, which is also that of its payload."""
    return int(tx.execute(select(cases.c.seq).where(cases.c.id == case)).scalar_one())


def holds(tx: Connection, case: str, digest: str) -> bool:
    """Say whether a case holds a file."""
    return tx.execute(select(case_files.c.payload).where(case_files.c.case == case, case_files.c.digest == digest)).first() is not None


def is_held(tx: Connection, digest: str) -> bool:
    """Say whether any case holds a file."""
    return tx.execute(select(case_files.c.payload).where(case_files.c.digest == digest)).first() is not None


def free(tx: Connection, digests: Sequence[str]) -> tuple[str, ...]:
    """Return those of the digests that no case holds."""
    return tuple(digest for digest in digests if not is_held(tx, digest))


def let_go(tx: Connection, case: str) -> tuple[str, ...]:
    """Let a case hold no file any longer; return the digests that nobody holds now."""
    own = set(tx.execute(select(case_files.c.digest).where(case_files.c.case == case)).scalars())
    tx.execute(delete(case_files).where(case_files.c.case == case))
    held = set(tx.execute(select(case_files.c.digest).where(case_files.c.digest.in_(own))).scalars()) if own else set()
    return tuple(sorted(own - held))
