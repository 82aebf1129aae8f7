"""An answer as a person reads it: the sentence first, then rows, each with its citations and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.chart import WIDTH as BAR_WIDTH
from cli.chart import charts
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
    """Print an answer for people; `brief` prints each row in short and leaves its citations out.

    `times` are the days that were asked about, by what they are.
    """
    _title(answer, times)
    print_text(answer.sentence)
    _notes(answer)
    _rows(answer, brief=brief)
    if len(answer.rows) > 1 and not brief:
        print_line()
        print_text(_total(answer), style="dim")
    if answer.query.name == "figures" and not brief:
        _chart(answer)
    if answer.nearest is not None:
        print_line()
        print_text(answer.nearest.sentence, style="italic", first="  ")
        _notes(answer.nearest)
        _rows(answer.nearest, brief=brief)
    for heading, other in answer.apart:
        print_line()
        print_text(f"{heading}: {other.sentence}", style="italic", first="  ")
        _notes(other)
        _rows(other, brief=brief)


def _chart(answer: Answer) -> None:
    for line in charts(answer.rows):
        bar = line[: BAR_WIDTH + 4] if line[2:3] in ("█", "·", " ") else "  "
        if measure_text(line) <= find_width():
            print_line(line.rstrip())
        else:
            print_text(line[len(bar) :], first=bar, rest=" " * len(bar))


def _title(answer: Answer, times: Mapping[str, str | None]) -> None:
    print_text(answer.query.title, style="bold")
    given = {**answer.shown, **times}
    asked = "; ".join(f"{name}: {value}" for name, value in given.items() if name != "limit" and value)
    if asked:
        print_text(f"asked: {asked}", style="dim", first="  ")
    print_line()


def _notes(answer: Answer) -> None:
    for note in answer.notes:
        print_text(f"Note: {note}", style="dim", first="  ", rest="    ")


def _total(answer: Answer) -> str:
    total, documents, lineages, speakers = (
        Count(number, exact=answer.exact)
        for number in (answer.total, answer.documents, answer.lineages, answer.speakers)
    )
    shown = f"Showing {len(answer.rows):,} of {total:row}" if answer.truncated else f"{total:row}"
    return f"{shown} in {documents:document} ({lineages:lineage}), by {speakers:speaker}."


def _rows(answer: Answer, *, brief: bool) -> None:
    for number, (row, citations) in enumerate(zip(answer.rows, answer.citations, strict=True), start=1):
        if brief:
            _row_in_brief(answer.columns, number, row)
        else:
            _row(answer.columns, number, row, citations)


def _row(
    columns: tuple[str, ...], number: int, row: Mapping[str, Any], citations: tuple[Citation, ...]
) -> None:
    first = _heading(columns, row)
    others = [name for name in columns if name != first]
    print_line()
    print_text(_word_heading(first, row), style="bold", first=f"{number:>3}. ")
    left_out = FOR_MACHINES | (IN_CITATION if citations else frozenset())
    for name in others:
        if _shown(row[name]) and name not in left_out:
            print_text(f"{name.replace('_', ' ')}: {_shown(row[name])}", first=INDENT, rest=DEEPER)
    for citation in citations[:CITED]:
        _citation(citation)
    if len(citations) > CITED:
        print_text(f"and {len(citations) - CITED:,} more: --format json has all", style="dim", first=INDENT)


def _row_in_brief(columns: tuple[str, ...], number: int, row: Mapping[str, Any]) -> None:
    first = _heading(columns, row)
    others = (name for name in columns if name != first and name not in LEFT_OUT_IN_BRIEF)
    kept = (name for name in others if _shown(row[name]))
    parts = (_word_heading(first, row), *(f"{name.replace('_', ' ')}: {_shown(row[name])}" for name in kept))
    print_text(" | ".join(parts), first=f"{number:>3}. ")


def _heading(columns: tuple[str, ...], row: Mapping[str, Any]) -> str:
    """The first column with anything in it."""
    return next((name for name in columns if _shown(row[name])), columns[0])


def _word_heading(name: str, row: Mapping[str, Any]) -> str:
    """The heading of a row. An end without a beginning says so: a day alone is read as the beginning."""
    return f"to {_shown(row[name])}" if name == "to" else _shown(row[name])


def _citation(citation: Citation) -> None:
    if citation.quote:
        print_text(f"“{citation.quote}”", style="green", first=INDENT, rest=INDENT + " ")
    state = f" ({citation.quote_state})" if citation.quote_state else ""
    print_text(f"— {citation.text} {citation.claim}{state}", style="dim", first=INDENT, rest=DEEPER)


def _shown(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, list | tuple):
        return join_items([_shown(item) for item in value])
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
