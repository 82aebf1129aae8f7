"""An answer to a named question, as a notebook shows it: the sentence first, then the first rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from html import escape
from typing import TYPE_CHECKING, Any

from scamgraph.results import build_frame, render_heading, render_html_table, render_rows

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

    from queries.ask.ask import Answer as Asked
    from queries.wording.citations import Citation


class Answer:
    """The answer to a named question. It prints short and shows as a table in Jupyter.

    `rows` are maps with `columns`; `citations` belong to them, row by row. `documents`, `lineages`, and
    `speakers` count over all rows; `origins` is given only for one statement. Without rows, `nearest` is an
    answer to what comes nearest. `apart` are answers shown beside this one, each under a heading, such as
    what was only possibly known on the day.
    """

    def __init__(self, answer: Asked, redact: Callable[[Any], Any]) -> None:
        self._answer = answer
        self._redact = redact
        self.sentence: str = redact(answer.sentence)
        self.columns: tuple[str, ...] = answer.columns
        self.rows: tuple[dict[str, Any], ...] = tuple(redact(answer.rows))
        self.documents: int = answer.documents
        self.lineages: int = answer.lineages
        self.speakers: int = answer.speakers
        self.origins: int | None = answer.origins
        self.notes: tuple[str, ...] = tuple(redact(answer.notes))
        self.citations: tuple[tuple[Citation, ...], ...] = tuple(
            tuple(_redact_citation(citation, redact) for citation in row_citations)
            for row_citations in answer.citations
        )

    @property
    def question(self) -> str:
        """Name of the question."""
        return self._answer.query.name

    @property
    def title(self) -> str:
        """What the question asks."""
        return self._answer.query.title

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters, with ids in place of names."""
        return self._answer.params

    @property
    def cypher(self) -> str:
        """The query with its parameters, to paste into Neo4j Browser."""
        return self._answer.cypher

    @property
    def nearest(self) -> Answer | None:
        """An answer to what comes nearest, where there is no row."""
        return Answer(self._answer.nearest, self._redact) if self._answer.nearest is not None else None

    @property
    def apart(self) -> tuple[tuple[str, Answer], ...]:
        """Answers that are shown beside this one, each under a heading."""
        return tuple((heading, Answer(answer, self._redact)) for heading, answer in self._answer.apart)

    def df(self) -> pd.DataFrame:
        """Return the rows as a pandas table. Raises EnvironmentProblem where pandas is not installed."""
        return build_frame(self.rows, (*self.columns, "claims"))

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        lines = [self.sentence, *render_rows(self.rows, self.columns)]
        if self.nearest is not None:
            lines.append(repr(self.nearest))
        return "\n".join([*lines, *(f"{heading}: {answer.sentence}" for heading, answer in self.apart)])

    def _repr_html_(self) -> str:
        parts = [render_heading(self.sentence)]
        parts += [f"<p>{escape(note)}</p>" for note in self.notes]
        parts += [render_html_table(self.rows, self.columns)] if self.rows else []
        if self.nearest is not None:
            parts.append(self.nearest._repr_html_())
        parts += [f"<p>{escape(heading)}</p>{answer._repr_html_()}" for heading, answer in self.apart]
        return "".join(parts)


def _redact_citation(citation: Citation, redact: Callable[[Any], Any]) -> Citation:
    texts = {f.name: getattr(citation, f.name) for f in fields(citation)}
    return replace(citation, **{name: _restore_tuple(value, redact(value)) for name, value in texts.items()})


def _restore_tuple(before: Any, after: Any) -> Any:
    return tuple(after) if isinstance(before, tuple) else after
