"""An answer as data, for `scamgraph ask --format json` and the HTTP interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.ask.ask import Answer


def as_data(answer: Answer) -> dict[str, Any]:
    """Return the complete answer as data; the nearest answer is under `nearest`."""
    near = answer.nearest
    return {
        "question": answer.query.name,
        "title": answer.query.title,
        "asked": answer.shown,
        "answer": answer.sentence,
        "total": answer.total,
        "truncated": answer.truncated,
        "documents": answer.documents,
        "lineages": answer.lineages,
        "speakers": answer.speakers,
        "origins": answer.origins,
        "notes": list(answer.notes),
        "rows": list(as_rows(answer)),
        **({"nearest": as_data(near)} if near is not None else {}),
        **({"apart": {name: as_data(separate) for name, separate in answer.apart}} if answer.apart else {}),
    }


def list_facts(row: dict[str, Any]) -> list[str]:
    """Return the facts that the claims of a row make, in the order of its claims.

    `row` is as `as_rows` gives it.
    """
    made = {cited["claim"]: cited["fact"] for cited in row["citations"] if cited["fact"]}
    return list(dict.fromkeys(made[claim] for claim in row["claims"] if claim in made))


def as_rows(answer: Answer, *, flat: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the rows with their claims and citations; `flat` puts each citation in one line, for CSV."""
    for row, citations in zip(answer.rows, answer.citations, strict=True):
        cited: list[Any] = [
            citation.text if flat else {**asdict(citation), "citation": citation.text}
            for citation in citations
        ]
        yield {name: row[name] for name in answer.columns} | {"claims": row["claims"], "citations": cited}
