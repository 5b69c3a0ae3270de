"""The invented people of the demo: an account each, one password made for this home and for nothing else."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from assistant.bootstrap import OPERATOR, Core
from assistant.domain.case_round_command import NameStaff
from assistant.domain.identity import STAFF
from assistant.domain.identity_command import GiveRole
from assistant.domain.person import Role
from assistant.entry import Entry, NewAccount

ACCOUNTS = "demo-accounts.json"
"""File in the home folder: {password, accounts: [{login, name, role, organisation}]}. Only `recourse demo` writes it."""


def add_people(core: Core, organisations: list[dict[str, Any]]) -> Path:
    """Open an account for everybody of the demo, once; return where it is written how they log in."""
    path = core.settings.home / ACCOUNTS
    if path.exists():
        return path
    entry, password = Entry(core.service, b"no second step is set up here"), "-".join(secrets.token_hex(2) for _ in range(4))
    accounts = []
    for organisation in organisations:
        for person in organisation.get("people", ()):
            role, name = Role(person["role"]), person["name"]
            if entry.account(person["id"]) is None:
                entry.open_account(person["id"], NewAccount(login=person["id"], name=name["zh-TW"], password=password))
            core.service.act(GiveRole(person=person["id"], organisation=organisation["id"], role=role.value, start=core.service.scene().today), OPERATOR)
            if role in STAFF:
                core.service.act(NameStaff(organisation=organisation["id"], person=person["id"], names=tuple(name.values())), OPERATOR)
            accounts.append({"login": person["id"], "name": name["zh-TW"], "role": role.value, "organisation": organisation["id"]})
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"password": password, "accounts": accounts}, file, ensure_ascii=False)
    return path


def told(path: Path) -> list[str]:
    """Return how to log in, a line each."""
    found = json.loads(path.read_text(encoding="utf-8"))
    lines = [f"demo accounts (this home only), password for all: {found['password']}"]
    return lines + [f"  {each['organisation']} · {each['role']}: {each['login']} ({each['name']})" for each in found["accounts"]]
