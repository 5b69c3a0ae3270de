"""`recourse backup` and `recourse restore`: a home in one file, and back; the trail is read again afterwards."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cases.checkpoint import verify
from assistant.clock import SystemClock
from assistant.settings import Settings
from assistant.store import backup as homes
from assistant.store.database import Database
from assistant.store.safe import HomeSafe

File = Annotated[Path, typer.Argument(help="The backup file.")]


def backup(file: File) -> None:
    """Write this home into one file: database, keys, kept files. It opens everything, so keep it like the keys."""
    count = homes.back_up(Settings.read().home, file, SystemClock().now())
    print(f"{file}: {count} files. It holds this home's keys: whoever has it can read everything.")


def restore(file: File) -> None:
    """Put a backup into an empty home, bring its database to the newest form, and read the trail again; ends with 1 where anything was changed."""
    settings = Settings.read()
    count = homes.restore(file, settings.home)
    database = Database(settings.database_url, settings.home)
    try:
        database.migrate()
        with database.read() as tx:
            verdict = verify(tx, HomeSafe(settings.home))
    finally:
        database.close()
    print(f"{settings.home}: {count} files; {verdict.chains} chains, {verdict.events} events, {verdict.checkpoints} checkpoints read again")
    for fault in verdict.faults:
        print(fault)
    print("Nothing was changed." if not verdict.faults else f"{len(verdict.faults)} faults.")
    if verdict.faults:
        raise typer.Exit(1)
