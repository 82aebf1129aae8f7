"""Output of an answer for people: the sentence first, then rows, each with its citations and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.chart import WIDTH as BAR_WIDTH
from cli.chart import render_charts
from cli.layout import find_width, measure_text
from cli.output import print_line, print_text
from queries.wording.answer_sentence import Count, join_items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.ask.ask import Answer
    from queries.wording.citations import Citation

IN_CITATION = frozenset({"document", "published", "origin"})
"""Columns that a citation right below them repeats."""
FOR_MACHINES = frozenset({"path", "hop", "from_id", "to_id", "direction", "polarity", "weakest"})
"""Columns that the first one says in words."""
CITED = 3
"""How many citations a row shows; the machine formats have all."""
IN_BRIEF = 6
"""How many rows a brief answer shows unless a limit is given."""
LEFT_OUT_IN_BRIEF = IN_CITATION | FOR_MACHINES | {"says", "verb", "people", "predicate", "fact"}
"""Columns that a brief answer leaves out."""
INDENT = " " * 5
DEEPER = " " * 7


def show_answer(answer: Answer, times: Mapping[str, str | None], *, brief: bool = False) -> None:
    """Print an answer for people; `brief` prints each row in short, without its citations.

    `times` maps labels, such as "as known on", to the days that were asked about.
    """
    _print_title(answer, times)
    print_text(answer.sentence)
    _print_notes(answer)
    _print_rows(answer, brief=brief)
    if len(answer.rows) > 1 and not brief:
        print_line()
        print_text(_format_total(answer), style="dim")
    if answer.query.name == "figures" and not brief:
        _print_chart(answer)
    if answer.nearest is not None:
        print_line()
        print_text(answer.nearest.sentence, style="italic", first="  ")
        _print_notes(answer.nearest)
        _print_rows(answer.nearest, brief=brief)
    for heading, other in answer.apart:
        print_line()
        print_text(f"{heading}: {other.sentence}", style="italic", first="  ")
        _print_notes(other)
        _print_rows(other, brief=brief)


def _print_chart(answer: Answer) -> None:
    for line in render_charts(answer.rows):
        bar = line[: BAR_WIDTH + 4] if line[2:3] in ("█", "·", " ") else "  "
        if measure_text(line) <= find_width():
            print_line(line.rstrip())
        else:
            print_text(line[len(bar) :], first=bar, rest=" " * len(bar))


def _print_title(answer: Answer, times: Mapping[str, str | None]) -> None:
    print_text(answer.query.title, style="bold")
    parameters = {**answer.shown, **times}
    words = "; ".join(f"{name}: {value}" for name, value in parameters.items() if name != "limit" and value)
    if words:
        print_text(f"asked: {words}", style="dim", first="  ")
    print_line()


def _print_notes(answer: Answer) -> None:
    for note in answer.notes:
        print_text(f"Note: {note}", style="dim", first="  ", rest="    ")


def _format_total(answer: Answer) -> str:
    total, documents, lineages, speakers = (
        Count(number, exact=answer.exact)
        for number in (answer.total, answer.documents, answer.lineages, answer.speakers)
    )
    shown = f"Showing {len(answer.rows):,} of {total:row}" if answer.truncated else f"{total:row}"
    return f"{shown} in {documents:document} ({lineages:lineage}), by {speakers:speaker}."


def _print_rows(answer: Answer, *, brief: bool) -> None:
    for number, (row, citations) in enumerate(zip(answer.rows, answer.citations, strict=True), start=1):
        if brief:
            _print_brief_row(answer.columns, number, row)
        else:
            _print_row(answer.columns, number, row, citations)


def _print_row(
    columns: tuple[str, ...], number: int, row: Mapping[str, Any], citations: tuple[Citation, ...]
) -> None:
    first = _find_heading(columns, row)
    rest = [name for name in columns if name != first]
    print_line()
    print_text(_format_heading(first, row), style="bold", first=f"{number:>3}. ")
    left_out = FOR_MACHINES | (IN_CITATION if citations else frozenset())
    for name in rest:
        if _format_value(row[name]) and name not in left_out:
            print_text(f"{name.replace('_', ' ')}: {_format_value(row[name])}", first=INDENT, rest=DEEPER)
    for citation in citations[:CITED]:
        _print_citation(citation)
    if len(citations) > CITED:
        print_text(f"and {len(citations) - CITED:,} more: --format json has all", style="dim", first=INDENT)


def _print_brief_row(columns: tuple[str, ...], number: int, row: Mapping[str, Any]) -> None:
    first = _find_heading(columns, row)
    rest = (name for name in columns if name != first and name not in LEFT_OUT_IN_BRIEF)
    filled = (name for name in rest if _format_value(row[name]))
    parts = (
        _format_heading(first, row),
        *(f"{name.replace('_', ' ')}: {_format_value(row[name])}" for name in filled),
    )
    print_text(" | ".join(parts), first=f"{number:>3}. ")


def _find_heading(columns: tuple[str, ...], row: Mapping[str, Any]) -> str:
    """Return the first column with a value; the first column if none has one."""
    return next((name for name in columns if _format_value(row[name])), columns[0])


def _format_heading(name: str, row: Mapping[str, Any]) -> str:
    """Return the heading of a row.

    An end without a beginning says so: a day alone is read as the beginning.
    """
    return f"to {_format_value(row[name])}" if name == "to" else _format_value(row[name])


def _print_citation(citation: Citation) -> None:
    if citation.quote:
        print_text(f"“{citation.quote}”", style="green", first=INDENT, rest=INDENT + " ")
    state = f" ({citation.quote_state})" if citation.quote_state else ""
    print_text(f"— {citation.text} {citation.claim}{state}", style="dim", first=INDENT, rest=DEEPER)


def _format_value(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, list | tuple):
        return join_items([_format_value(item) for item in value])
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
