"""Write a report with bars as a tagged PDF; every word is a string to Typst, never markup."""

from assistant.documents.pdf import compile_typst
from assistant.domain.pattern import Chart, Report

_HEAD = """
#set document(title: {title}, author: ())
#set page(paper: "a4", margin: (x: 18mm, y: 14mm))
#set text(font: ("Noto Serif TC", "Libertinus Serif"), size: 9.5pt, lang: {lang}, region: {region})
#set par(leading: 0.62em, spacing: 0.8em)
#show heading.where(level: 1): it => block(below: 0.7em, text(size: 16pt, weight: "regular", it.body))
#show heading.where(level: 2): it => block(above: 0.9em, below: 0.5em, text(size: 11pt, weight: "regular", stroke: 0.25pt, it.body))
#let bar(label, said, share, head, most) = grid(
  columns: (head, 1fr), gutter: 2mm, align: horizon,
  align(right, label),
  stack(dir: ltr, spacing: 1.5mm, rect(width: share * most, height: 3.1mm, fill: rgb("#2f6f73"), stroke: none), said),
)
"""
_MOST_BARS = 14


def report_pdf(report: Report) -> bytes:
    """Return the report as a PDF of one page where its content allows. Raises: DocumentFailed"""
    language, _, region = report.language.partition("-")
    head = _HEAD.replace("{title}", _text(report.title)).replace("{lang}", _text(language))
    head = head.replace("{region}", _text(region.lower()) if len(region) == 2 else "none")
    parts = [head, f"#heading(level: 1, {_text(report.title)})"]
    parts += [f"#par({_text(line)})" for line in report.lead]
    charts = [chart for chart in report.charts if chart.bars]
    parts += [_chart(chart, "60mm", "90mm") for chart in charts[:1]]
    beside = [f"[{_chart(chart, '32mm', '36mm')}]" for chart in charts[1:]]
    if beside:
        parts.append(f"#grid(columns: (1fr, 1fr), gutter: 6mm, {', '.join(beside)})")
    parts.append(f"#heading(level: 2, {_text(report.notes_title)})")
    parts += [f"#list({', '.join(f'[#{_text(note)}]' for note in report.notes)})"]
    return compile_typst("\n".join(parts))


def _chart(chart: Chart, head: str, most_wide: str) -> str:
    shown = chart.bars[:_MOST_BARS]
    most = max((each.count or 0 for each in shown), default=0) or 1
    rows = [
        f"bar({_text(each.label)}, {_text(chart.hidden if each.count is None else str(each.count))}, {(each.count or 0) / most:.3f}, {head}, {most_wide})"
        for each in shown
    ]
    return f"#heading(level: 2, {_text(chart.title)})\n#stack(spacing: 1.6mm, {', '.join(rows)})"


def _text(text: str) -> str:
    """Return a Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
