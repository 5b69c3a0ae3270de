"""`recourse org add`, `ingest`, `key` and `demo`: organisations, their texts, and the keys that open them."""

import asyncio
import json
import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console
from rich.progress import Progress

from assistant.bootstrap import OPERATOR, Core, build
from assistant.commands.demo_people import add_people, told
from assistant.commands.seeding import adopt, seed
from assistant.documents.qr import qr_code
from assistant.documents.read import READABLE, read_text
from assistant.domain.command import AddOrganisation, Ingest, MakeKey
from assistant.domain.doors_command import SetWidget, Widget
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.passage import Passage
from assistant.domain.person import Role
from assistant.domain.value import Span
from assistant.errors import BadRequest, DocumentUnreadable, RecourseError, UnknownOrganisation
from assistant.knowledge.corpus import PUBLIC, read_yaml
from assistant.knowledge.law import is_law_file, law_passages
from assistant.knowledge.notices import Ownership, document_passages, is_notice, notice_passages
from assistant.knowledge.prose import is_prose, prose_passages, told_by_front
from assistant.service import digest_of
from assistant.settings import Settings
from assistant.skills.gaps import held
from assistant.store.passages import passages_of

INVITATIONS = "invitations.json"
LAW_DATA = ".json"
org = typer.Typer(help="Organisations on this server.", no_args_is_help=True)


@org.callback()
def _root() -> None:
    """Organisations on this server."""


@org.command("add")
def add(
    key: Annotated[str, typer.Argument(metavar="ID", help="Short id, for example my-company.")],
    name: Annotated[str, typer.Option(help="Name as people know it.")],
    kind: Annotated[OrganisationKind, typer.Option(help="company, union or adviser.")],
    place: Annotated[str | None, typer.Option(help="Jurisdiction.")] = None,
) -> None:
    """Add an organisation, or renew its name."""
    if not key.replace("-", "").replace("_", "").isalnum() or not key.isascii() or len(key) > 64 or key == PUBLIC:
        raise BadRequest(f"{key!r}: an id has letters, digits, - and _ only, at most 64, and is not {PUBLIC!r}")
    settings = Settings.read()
    core = build(settings)
    organisation = Organisation(id=key, name={"zh-TW": name, "en": name}, kind=kind, place=core.service.scene(place=place).place)
    core.service.act(AddOrganisation(organisation=organisation), OPERATOR)
    print(f"{key}: {name} ({kind})")


@org.command("widget")
def widget(
    key: Annotated[str, typer.Argument(metavar="ID", help="Organisation whose chat it is.")],
    origin: Annotated[
        list[str] | None, typer.Option(help="Address of a site that may show it, such as https://www.example.com; give it again for more.")
    ] = None,
    colour: Annotated[str, typer.Option(help="Colour of the organisation, such as #1f5f8b.")] = "#1f5f8b",
) -> None:
    """Say on which sites the organisation's chat may stand, and print the tag to put there; without --origin it stands nowhere."""
    settings = Settings.read()
    core = build(settings)
    core.service.act(SetWidget(widget=Widget(organisation=key, origins=tuple(origin or ()), colour=colour)), OPERATOR)
    kept = core.service.widget(key)
    if kept is None:
        print(f"{key}: the chat stands on no other site")
        return
    print(f"{key}: {', '.join(kept.origins)}")
    print(f'<script src="{_address(settings)}/widget.js" data-organisation="{key}" data-language="zh-TW" data-colour="{kept.colour}" defer></script>')


@org.command("link")
def link(
    key: Annotated[str, typer.Argument(metavar="ID", help="Organisation that the questions are about.")],
    qr: Annotated[Path | None, typer.Option(help="Also write the link as a QR code, .svg or .png.")] = None,
) -> None:
    """Print the link that opens the chat with this organisation named, for a poster or a pay slip."""
    settings = Settings.read()
    if key not in {each.id for each in build(settings).service.organisations()}:
        raise UnknownOrganisation(repr(key))
    found = f"{_address(settings)}/?company={quote(key)}"
    if qr is not None:
        if qr.suffix not in (".svg", ".png"):
            raise BadRequest(f"{qr.name}: a QR code is written as .svg or .png")
        qr.write_bytes(qr_code(found, qr.suffix[1:]))
    print(found)


def _address(settings: Settings) -> str:
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def key(
    organisation: Annotated[str | None, typer.Option("--org", help="Organisation the key stands for.")] = None,
    role: Annotated[Role, typer.Option(help="Role the key stands for.")] = Role.WORKER,
    invite: Annotated[bool, typer.Option("--invite", help="An invitation link instead of an API key.")] = False,
) -> None:
    """Make an API key or an invitation; it is shown once and kept only as a digest."""
    core = build(Settings.read())
    secret = secrets.token_urlsafe(24)
    core.service.act(MakeKey(digest=digest_of(secret), kind="invite" if invite else "api", organisation=organisation, role=role.value), OPERATOR)
    print(f"/join/{secret}" if invite else secret)


def ingest(
    path: Annotated[Path, typer.Argument(help="A file, or a folder of files.", exists=True)],
    organisation: Annotated[str | None, typer.Option("--org", help="Organisation whose text it is.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day it holds, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day it holds, YYYY-MM-DD.")] = None,
    visibility: Annotated[str, typer.Option(help="public, applicants or members: who may read a text that does not say so itself.")] = "members",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file.")] = False,
) -> None:
    """Read an organisation's notices, policies and rules, or law data of the Ministry of Justice (JSON), so that they answer questions.

    Safe while a server runs. What has not changed is not taken again; after a break, the same command goes on where it stopped.
    """
    if organisation is None:
        raise BadRequest("--org says whose text it is; the law itself lies in the corpus folder (see corpus/README.md)")
    if visibility not in ("public", "applicants", "members"):
        raise BadRequest(f"{visibility!r}: --visibility is public, applicants or members")
    span = Span(start=_day(start), until=_day(until))
    if span.start and span.until and span.until < span.start:
        raise BadRequest("--until lies before --from")
    core = build(Settings.read())
    owned = Ownership(owner=organisation, place=core.settings.place, span=span, visibility=visibility)
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.suffix.lower() in {*READABLE, LAW_DATA})
    if not files:
        raise DocumentUnreadable(f"{path.name}: no file that can be read ({', '.join(sorted(READABLE))})")
    failed = False
    with Progress(console=Console(stderr=True)) as progress:
        for file in progress.track(files, description="files"):
            try:
                told: dict[str, Any] = {"file": file.name, **keep_file(core, file, owned)}
            except RecourseError as problem:
                told, failed = {"file": file.name, "error": str(problem)}, True
            line = json.dumps(told, ensure_ascii=False)
            if as_json:
                print(line)
            else:
                progress.console.print(line, markup=False, highlight=False)
    _open_index(core, organisation)
    if failed:
        raise typer.Exit(1)


def take_file(core: Core, file: Path, owned: Ownership) -> int:
    """Put one file's passages in place of its older ones and index them; return how many. Raises: DocumentUnreadable."""
    kept = keep_file(core, file, owned)
    _open_index(core, owned.owner)
    return kept["passages"]


def keep_file(core: Core, file: Path, owned: Ownership) -> dict[str, int]:
    """Put one file's passages in place of its older ones; return how many, and how many were there already. Raises: DocumentUnreadable."""
    passages, unchanged = 0, 0
    for prefix, found in _read(core, file, owned):
        passages += len(found)
        with core.database.read() as tx:
            known = [passage for passage in passages_of(tx, owned.owner) if passage.id.startswith(prefix)]
        if sorted(known, key=lambda passage: passage.id) == sorted(found, key=lambda passage: passage.id):
            unchanged += len(found)
        else:
            core.service.act(Ingest(organisation=owned.owner, prefix=prefix, passages=found), OPERATOR)
    return {"passages": passages, **({"unchanged": unchanged} if unchanged else {})}


def _read(core: Core, file: Path, owned: Ownership) -> list[tuple[str, tuple[Passage, ...]]]:
    vocabulary = core.library.vocabulary
    if file.suffix.lower() == LAW_DATA:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
        if not is_law_file(file, text):
            raise DocumentUnreadable(f"{file.name}: JSON is read as law data of the Ministry of Justice only, with LawArticles")
        return list(law_passages(file, text, owned))
    text = read_text(file)
    language = core.service.deps.tongue.recognise(text) or core.settings.language
    if is_notice(text) and not is_prose(text):
        return [notice_passages(file, text, vocabulary, owned)]
    if is_notice(text):
        deps = core.service.deps
        found = prose_passages(
            file,
            text,
            language,
            owned,
            vocabulary=vocabulary,
            checks=deps.governance.checks,
            read=lambda words: held(words, deps.governance.checks, deps.sense),
        )
        owned, name, version, body = told_by_front(file, text, owned)
        return [found or document_passages(file, body, language, vocabulary, owned, name, version)]
    return [document_passages(file, text, language, vocabulary, owned)]


def _open_index(core: Core, owner: str) -> None:
    asyncio.run(core.service.notices(owner, core.service.reader(Role.OPERATOR, owner, None)))  # opens, and so builds, the index


def demo() -> None:
    """Add the invented company, union and advisers, their notices, an account for everybody there, and invitations."""
    core = build(Settings.read())
    folder = core.settings.corpus / "demo"
    entries = read_yaml(folder / "organisations.yaml")["organisations"]
    for entry in entries:
        organisation = Organisation(id=entry["id"], name=entry["name"], kind=entry["kind"], place=entry["place"], represents=tuple(entry.get("represents", ())))
        core.service.act(AddOrganisation(organisation=organisation), OPERATOR)
    for file in sorted((folder / "notices").rglob("*.md")):
        take_file(core, file, Ownership(owner="demo", place=core.settings.place))
        adopt(core, file, Ownership(owner="demo", place=core.settings.place))
    seed(core.service, read_yaml(folder / "register.yaml"), "demo", "demo-union")
    asyncio.run(core.service.warm())  # a process that builds an index keeps 200 MB more than one that opens it
    print(f"demo company, union and advisers are ready in {core.settings.home}")
    _invite(core)
    print("\n".join(told(add_people(core, entries))))


def _invite(core: Core) -> None:
    path = core.settings.home / INVITATIONS
    if path.exists():
        return
    rows = []
    for organisation, role in (("demo", Role.WORKER), ("demo", Role.APPLICANT), ("demo", Role.HR), ("demo-union", Role.OFFICER)):
        code = secrets.token_urlsafe(12)
        core.service.act(MakeKey(digest=digest_of(code), kind="invite", organisation=organisation, role=role.value), OPERATOR)
        rows.append({"organisation": organisation, "role": role.value, "code": code})
    path.write_text(json.dumps(rows), encoding="utf-8")


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as problem:
        raise BadRequest(f"{given!r} is not a day like 2026-03-31") from problem
