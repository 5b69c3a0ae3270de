"""A home in one file, and back: the database as it stands at one instant, keys, kept files; indexes are copies and are built anew."""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from assistant.domain.value import Instant
from assistant.errors import BadRequest

DATABASE = "recourse.db"
_MANIFEST = "manifest.json"
_FORM = "recourse-backup-1"
_BUILT_AGAIN = ("index", "engines")
"""Folders of a home that are made from the rest."""
_OWN = ("engine.db", "executor")
"""Files of a home that belong to running work: rows say what is left to do."""


def back_up(home: Path, out: Path, at: Instant) -> int:
    """Write a home into one file that only its owner can read, and put it in place whole; return how many files it holds.

    A server may run meanwhile: the database is copied by its own means, and files are kept before a row names them.
    Raises: BadRequest
    """
    if not (home / DATABASE).exists():
        raise BadRequest(f"no database in {home}; one on PostgreSQL is backed up by pg_dump, with the folders keys and vault of the home")
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            digests = {DATABASE: _add_database(home, draft, archive)}
            for name, path in _files(home):
                content = path.read_bytes()
                archive.writestr(name, content)
                digests[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(_MANIFEST, json.dumps({"form": _FORM, "made_at": at.isoformat(), "files": digests}))
        draft.replace(out)
    except OSError as problem:
        raise BadRequest(f"cannot write {out}: {problem.strerror}") from problem
    finally:
        draft.unlink(missing_ok=True)
    return len(digests)


def _add_database(home: Path, draft: Path, archive: ZipFile) -> str:
    copy = draft.with_suffix(".db")
    try:
        with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        copy.chmod(0o600)
        archive.write(copy, DATABASE)
        return _digest(copy)
    finally:
        copy.unlink(missing_ok=True)


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        if path.is_file() and not path.is_symlink() and name.parts[0] not in _BUILT_AGAIN and not _is_own(name.name):
            yield name.as_posix(), path


def _is_own(name: str) -> bool:
    return name.startswith((DATABASE, *_OWN)) or name.endswith(".lock")


def restore(file: Path, home: Path) -> int:
    """Put a backup into a home that has no database yet; all of it or nothing. Return how many files it held.

    Raises: BadRequest where it is no backup, was changed, or the home is in use
    """
    if (home / DATABASE).exists():
        raise BadRequest(f"there is a database in {home}: name an empty folder in RECOURSE_HOME")
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".restore-{secrets.token_hex(4)}"
    try:
        names = _unpack(file, draft)
        for name in sorted(names, key=lambda each: each == DATABASE):  # the database last: with it the home is a home
            target = home / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (draft / name).replace(target)
        return len(names)
    except OSError as problem:
        raise BadRequest(f"cannot restore {file}: {problem.strerror or problem}") from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _unpack(file: Path, draft: Path) -> list[str]:
    try:
        with ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            digests = dict(manifest["files"])
            if manifest["form"] != _FORM or DATABASE not in digests or not all(map(_is_inside, digests)):
                raise BadRequest(f"{file} is no backup of this program")
            for name, digest in digests.items():
                path = draft / name
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with archive.open(name) as source, os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                    shutil.copyfileobj(source, target)
                if _digest(path) != digest:
                    raise BadRequest(f"{file}: {name} is not what was backed up")
    except (BadZipFile, KeyError, TypeError, ValueError) as problem:
        raise BadRequest(f"{file} is no backup, or was damaged") from problem
    return list(digests)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
