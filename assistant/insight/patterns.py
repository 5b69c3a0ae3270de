"""The pattern report of a batch: causes, kinds of risk, places and weeks, with small numbers hidden."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.domain.batch import Batch, Kept
from assistant.domain.complaint import Severity
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.pattern import Bar, Chart, Report
from assistant.domain.value import Language
from assistant.insight.charts import in_words
from assistant.insight.rates import jump
from assistant.insight.suppress import suppressed
from assistant.ports import Say

HIDDEN = "—"
"""Not "below five": some larger numbers are hidden so that the small ones cannot be worked out."""


def counted(rows: Sequence[Kept], signs: ComplaintSigns, batch: Batch, language: Language) -> dict[str, dict[str, int]]:
    """Return what is counted, by table and line; a complaint told twice counts once."""
    first = [kept.complaint for kept in rows if kept.complaint.duplicate_of is None]
    labels = {topic.key: topic.label[language] for topic in batch.topics}
    return {
        "causes": dict(Counter(labels[each.cluster] for each in first if each.cluster in labels).most_common()),
        "risks": dict(Counter(signs.label("risks", each.labels.risk, language) for each in first).most_common()),
        "places": dict(Counter(each.workplace for each in first if each.workplace).most_common()),
        "weeks": {week.isoformat(): count for week, count in sorted(weeks(first_days(rows)).items())},
    }


def first_days(rows: Sequence[Kept]) -> list[date]:
    """Return the days of complaints that repeat none."""
    return [kept.complaint.day for kept in rows if kept.complaint.day and kept.complaint.duplicate_of is None]


def weeks(days: Sequence[date]) -> dict[date, int]:
    """Return how many fall in each week between the first and the last, by its Monday; weeks without any are there."""
    found = Counter(day - timedelta(days=day.weekday()) for day in days)
    if not found:
        return {}
    first, last = min(found), max(found)
    span = min(60, (last - first).days // 7)
    return {monday: found[monday] for monday in (last - timedelta(weeks=back) for back in range(span, -1, -1))}


def pattern_report(  # noqa: PLR0913 - what a report tells
    batch: Batch, rows: Sequence[Kept], signs: ComplaintSigns, *, union: str, say: Say, language: Language, today: date
) -> Report:
    """Return the page that a labour-management meeting can read."""
    tables = counted(rows, signs, batch, language)
    first = [kept for kept in rows if kept.complaint.duplicate_of is None]
    urgent = sum(kept.complaint.labels.severity is Severity.URGENT for kept in first)
    lead = [say("insight.lead", language, union=union, rows=len(first), causes=len(batch.topics))]
    if urgent >= 5:
        lead.append(say("insight.urgent", language, number=urgent))
    by_week = weeks(first_days(rows))
    change = jump(list(by_week.values()))
    if change:
        week = list(by_week)[change.at].isoformat()
        lead.append(
            say(
                f"insight.jump_{change.direction}",
                language,
                week=week,
                before=f"{change.before:.1f}",
                after=f"{change.after:.1f}",
                chance=f"{change.chance:.3f}",
            )
        )
    charts = tuple(_chart(name, say(f"insight.chart_{name}", language), counts) for name, counts in tables.items() if counts)
    notes = [say(f"insight.note_{name}", language) for name in ("told", "floor", "not_all")]
    return Report(
        language=language,
        title=say("insight.title", language, union=union),
        day=today,
        lead=tuple(lead),
        charts=charts,
        notes_title=say("insight.notes", language),
        notes=tuple(notes),
    )


def _chart(name: str, title: str, counts: Mapping[str, int]) -> Chart:
    table = suppressed(name, counts)
    rows = list(table.cells.items())
    return Chart(title=title, bars=tuple(Bar(label=label, count=count) for label, count in rows), words=in_words(title, rows, hidden=HIDDEN), hidden=HIDDEN)
