"""What the measurement of traffic makes of a database and of what the emulator heard."""

import json
import sqlite3
from pathlib import Path

from evals.traffic import Plan, report


def test_twice_never_and_out_of_order_are_told_apart_from_two_equal_answers(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "recourse.db")
    database.executescript(
        "create table inbounds (id, thread, body); create table turns (inbound); create table channel_deliveries (again);"
        "create table outbox (inbound, state, body, note);"
    )
    asked = [("i1", "t7", 7, "a (1)"), ("i2", "t7", 7, "b (2)"), ("i3", "t8", 8, "c (4)"), ("i4", "t8", 8, "d (3)"), ("i5", "t9", 9, "e (5)")]
    for key, thread, chat, text in asked:
        database.execute("insert into inbounds values (?, ?, ?)", (key, thread, json.dumps({"text": text, "address": {"chat": str(chat)}})))
        database.execute("insert into turns values (?)", (key,))
    said = {"i1": "No.", "i2": "No.", "i3": "【Sources】\nYes & no.", "i4": "Maybe.", "i5": "Never heard."}
    database.executemany("insert into outbox values (?, 'sent', ?, null)", [(key, json.dumps({"text": text})) for key, text in said.items()])
    database.commit()
    database.close()
    heard = [(7, "No."), (7, "No."), (8, "<b>Sources</b>\nYes &amp; no."), (8, "Maybe."), (8, "Maybe.")]
    answers = [{"time": 100 + number, "message": {"chat_id": str(chat), "text": text}} for number, (chat, text) in enumerate(heard)]

    found = report(tmp_path, Plan(5, 3, 5.0, 0), {7: [90.0], 8: [100.0]}, answers)

    assert (found.kept, found.turns, found.delivered) == (5, 5, 5)
    assert (found.said_twice, found.never_said, found.out_of_order) == (1, 1, 1)
    assert found.slowest_s == 0.01
