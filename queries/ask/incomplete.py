"""Answers of an incomplete graph: what was found so far.

They never say that no source states something.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
    from queries.ask.ask import Answer

NOT_YET = "not found so far"
NO_ANSWER = "no answer is in the sources"
"""What the question `denials` says of an accusation without a reply."""
ABSENT = frozenset({NO_ANSWER, "not stated"})
"""Cells that say that the sources have nothing."""


def mark_incomplete(answer: Answer, unfinished: str) -> Answer:
    """Return an answer that never says that no source states something; `unfinished` says why.

    Its sentence counts what was found so far, in place of one that may deny something. The nearest
    answer is left out, because missing data may still be loaded.
    """
    apart = tuple((heading, mark_incomplete(separate, unfinished)) for heading, separate in answer.apart)
    return replace(
        answer,
        sentence=_describe(answer, unfinished),
        rows=tuple({name: _convert_cell(cell) for name, cell in row.items()} for row in answer.rows),
        nearest=None,
        apart=apart,
    )


def _describe(answer: Answer, unfinished: str) -> str:
    count = f"{Count(answer.total, exact=answer.exact):row}" if answer.rows else "nothing"
    return f"{unfinished} Found so far: {count}. What is missing here may yet be loaded."


def _convert_cell(cell: Any) -> Any:
    if isinstance(cell, list):
        return [_convert_cell(item) for item in cell]
    return NOT_YET if isinstance(cell, str) and cell in ABSENT else cell
