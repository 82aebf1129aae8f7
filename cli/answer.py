"""An answer as a person reads it: the sentence first, then rows, each with its citations and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.chart import charts
from cli.output import console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.ask import Answer
    from queries.citations import Citation

IN_CITATION = frozenset({"document", "published", "origin"})
"""Columns that a citation right below them repeats."""
FOR_MACHINES = frozenset({"path", "hop", "from_id", "to_id", "direction", "polarity", "weakest"})
"""Columns that the first one says in words."""
CITED = 3
"""How many citations a row shows; the machine formats have all."""
IN_BRIEF = 6
"""How many rows a brief answer shows."""
LEFT_OUT_IN_BRIEF = IN_CITATION | FOR_MACHINES | {"says", "verb", "people", "predicate", "fact"}
"""Columns that a brief answer leaves out."""
BRIEF_WIDTH = 230
"""Characters of a row in a brief answer; what is longer is cut, and shows it."""


def show_answer(answer: Answer, times: Mapping[str, str | None], *, brief: bool = False) -> None:
    """Print an answer for people; `brief` gives a row one line and leaves its citations out.

    `times` are the days that were asked about, by what they are.
    """
    out = console()
    rows = _rows_in_brief if brief else _rows
    _title(out, answer, times)
    _body(out, answer, brief=brief)
    if answer.query.name == "figures" and not brief:
        out.print("\n".join(charts(answer.rows)), style="cyan", markup=False, highlight=False)
    if answer.nearest is not None:
        out.print()
        out.print(f"  {answer.nearest.sentence}", style="italic", markup=False)
        rows(out, answer.nearest)
    for heading, other in answer.apart:
        out.print()
        out.print(f"  {heading}: {other.sentence}", style="italic", markup=False)
        rows(out, other)


def _title(out: Any, answer: Answer, times: Mapping[str, str | None]) -> None:
    out.print(answer.query.title, style="bold", markup=False)
    given = {**answer.shown, **times}
    asked = "; ".join(f"{name}: {value}" for name, value in given.items() if name != "limit" and value)
    if asked:
        out.print(f"  asked: {asked}", style="dim", markup=False)
    out.print()


def _body(out: Any, answer: Answer, *, brief: bool) -> None:
    out.print(answer.sentence, markup=False)
    if brief:
        _rows_in_brief(out, answer)
        return
    for note in answer.notes:
        out.print(f"  Note: {note}", style="dim", markup=False)
    _rows(out, answer)
    if len(answer.rows) > 1:
        out.print()
        total = f"{len(answer.rows):,} rows; documents: {answer.documents:,}; origins: {answer.origins:,}."
        out.print(total, style="dim", markup=False)


def _rows(out: Any, answer: Answer) -> None:
    for number, (row, citations) in enumerate(zip(answer.rows, answer.citations, strict=True), start=1):
        out.print()
        first, *others = answer.columns
        out.print(f"{number:>3}. {_shown(row[first])}", style="bold", markup=False)
        left_out = FOR_MACHINES | (IN_CITATION if citations else frozenset())
        for name in others:
            if _shown(row[name]) and name not in left_out:
                out.print(f"     {name.replace('_', ' ')}: {_shown(row[name])}", markup=False)
        for citation in citations[:CITED]:
            _citation(out, citation)
        if len(citations) > CITED:
            out.print(f"     and {len(citations) - CITED:,} more: --format json has all", style="dim")


def _rows_in_brief(out: Any, answer: Answer) -> None:
    for number, row in enumerate(answer.rows[:IN_BRIEF], start=1):
        first, *others = answer.columns
        kept = (name for name in others if name not in LEFT_OUT_IN_BRIEF and _shown(row[name]))
        told = " | ".join((_shown(row[first]), *(f"{n.replace('_', ' ')}: {_shown(row[n])}" for n in kept)))
        cut = told if len(told) <= BRIEF_WIDTH else f"{told[:BRIEF_WIDTH]} ..."
        out.print(f"{number:>3}. {cut}", markup=False)
    if len(answer.rows) > IN_BRIEF:
        out.print(f"     and {len(answer.rows) - IN_BRIEF:,} more rows", style="dim")


def _citation(out: Any, citation: Citation) -> None:
    if citation.quote:
        out.print(f"     “{' '.join(citation.quote.split())}”", style="green", markup=False)
    state = f" ({citation.quote_state})" if citation.quote_state else ""
    out.print(f"     — {citation.text} {citation.claim}{state}", style="dim", markup=False)


def _shown(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, list | tuple):
        return "; ".join(_shown(item) for item in value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
