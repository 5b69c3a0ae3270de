"""Hand a sorted batch out: JSON lines, CSV that no spreadsheet runs as formulas, and a report in words."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date

from assistant.batches.triage import ALONE, Sorted
from assistant.domain.complaint import ORDER, Complaint, Reject
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.deadline import DeadlineRule
from assistant.domain.value import Language
from assistant.ports import Say

FLOOR = 5
"""No number of people below this leaves the union (product.md section 7)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_KEYS = (
    *("id", "masked_text", "lang", "risk", "severity", "decision", "protected_group", "clock", "last_day"),
    *("cluster", "cluster_label", "duplicate_of", "confidence"),
)


def row_of(complaint: Complaint) -> dict[str, object]:
    """Return one complaint as a line of `rows.jsonl`."""
    labels, clock = complaint.labels, complaint.labels.clock
    values = (
        *(complaint.id, complaint.masked_text, labels.language, labels.risk, labels.severity.value, labels.decision, labels.group),
        *(clock.rule if clock else None, clock.last_day.isoformat() if clock and clock.last_day else None),
        *(complaint.cluster, complaint.cluster_label or None, complaint.duplicate_of, labels.confidence),
    )
    return dict(zip(_KEYS, values, strict=True))


def json_lines(complaints: Sequence[Complaint]) -> str:
    """Return one object a line."""
    return "".join(json.dumps(row_of(complaint), ensure_ascii=False) + "\n" for complaint in complaints)


def csv_table(complaints: Sequence[Complaint]) -> str:
    """Return the same as CSV with a byte order mark, for spreadsheets."""
    return table_text([list(_KEYS), *([row_of(complaint)[key] for key in _KEYS] for complaint in complaints)])


def table_text(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell("" if value is None else value) for value in row])
    return "\ufeff" + out.getvalue()


def safe_cell(value: object) -> object:
    """Return a cell that a spreadsheet shows and never runs."""
    if isinstance(value, str) and value.lstrip(" \u3000").startswith(_FORMULA):
        return "'" + value
    return value


def report(  # noqa: PLR0913 - what a report is made of
    sorted_: Sorted, rejects: Sequence[Reject], *, title: str, signs: ComplaintSigns, rules: Sequence[DeadlineRule], say: Say, language: Language
) -> str:
    """Return the report in Markdown: numbers, causes, urgent complaints, running clocks, what was left out."""
    complaints = sorted_.complaints
    lines = [f"# {say('batch.report_title', language, name=title)}", ""]
    repeated = sum(complaint.duplicate_of is not None for complaint in complaints)
    lines += [say("batch.report_numbers", language, rows=len(complaints), repeated=repeated, topics=len(sorted_.topics), left=len(rejects)), ""]
    lines += ["## " + say("batch.report_severity", language), ""]
    tally = Counter(complaint.labels.severity for complaint in complaints)
    lines += [f"- {signs.label('severities', severity.value, language)}: {tally[severity]}" for severity in ORDER]
    lines += ["", "## " + say("batch.report_causes", language), ""]
    lines += [f"- {topic.label[language]} ({topic.key}): {topic.size}" for topic in sorted_.topics]
    lines += [f"- {say('batch.alone', language)}: {sum(complaint.cluster == ALONE for complaint in complaints)}"]
    lines += ["", "## " + say("batch.report_risks", language), ""]
    risks = Counter(complaint.labels.risk for complaint in complaints)
    lines += [f"- {signs.label('risks', risk, language)}: {count}" for risk, count in risks.most_common()]
    urgent = [complaint for complaint in complaints if complaint.labels.severity is ORDER[0]]
    if urgent:
        lines += ["", "## " + say("batch.report_urgent", language), "", *(f"- {each.id}: {_one_line(each.masked_text)}" for each in urgent[:50])]
    clocks = sorted(((each.labels.clock.last_day or date.max, each) for each in complaints if each.labels.clock), key=lambda each: each[0])
    if clocks:
        names = {rule.id: rule.title[language] for rule in rules}
        lines += ["", "## " + say("batch.report_clocks", language), ""]
        for day, each in clocks[:200]:
            rule = each.labels.clock.rule if each.labels.clock else ""
            lines.append(f"- {day if day < date.max else say('batch.no_day', language)}: {names.get(rule, rule)} ({each.id})")
    if rejects:
        lines += ["", "## " + say("batch.report_left", language), ""]
        lines += [f"- {say('batch.row', language, number=each.number)}: {say(each.note.phrase, language, **each.note.values)}" for each in rejects[:200]]
    doubted = sorted({value for complaint in complaints for value in complaint.uncertain})
    if doubted:
        lines += ["", "## " + say("batch.report_uncertain", language), "", say("batch.uncertain_why", language), ""]
        lines += [f"- {value}" for value in doubted[:200]]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
