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

    def __init__(self, asked: Asked, shown: Callable[[Any], Any]) -> None:
        self._asked = asked
        self._shown = shown
        self.sentence: str = shown(asked.sentence)
        self.columns: tuple[str, ...] = asked.columns
        self.rows: tuple[dict[str, Any], ...] = tuple(shown(asked.rows))
        self.documents: int = asked.documents
        self.lineages: int = asked.lineages
        self.speakers: int = asked.speakers
        self.origins: int | None = asked.origins
        self.notes: tuple[str, ...] = tuple(shown(asked.notes))
        self.citations: tuple[tuple[Citation, ...], ...] = tuple(
            tuple(_redact_citation(citation, shown) for citation in some) for some in asked.citations
        )

    @property
    def question(self) -> str:
        """Name of the question."""
        return self._asked.query.name

    @property
    def title(self) -> str:
        """What the question asks."""
        return self._asked.query.title

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters, with ids in place of names."""
        return self._asked.params

    @property
    def cypher(self) -> str:
        """The query with its parameters, to paste into Neo4j Browser."""
        return self._asked.cypher

    @property
    def nearest(self) -> Answer | None:
        """An answer to what comes nearest, where there is no row."""
        return Answer(self._asked.nearest, self._shown) if self._asked.nearest is not None else None

    @property
    def apart(self) -> tuple[tuple[str, Answer], ...]:
        """Answers that are shown beside this one, each under a heading."""
        return tuple((heading, Answer(other, self._shown)) for heading, other in self._asked.apart)

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
        return "\n".join([*lines, *(f"{heading}: {other.sentence}" for heading, other in self.apart)])

    def _repr_html_(self) -> str:
        parts = [render_heading(self.sentence)]
        parts += [f"<p>{escape(note)}</p>" for note in self.notes]
        parts += [render_html_table(self.rows, self.columns)] if self.rows else []
        if self.nearest is not None:
            parts.append(self.nearest._repr_html_())
        parts += [f"<p>{escape(heading)}</p>{other._repr_html_()}" for heading, other in self.apart]
        return "".join(parts)


def _redact_citation(citation: Citation, shown: Callable[[Any], Any]) -> Citation:
    texts = {f.name: getattr(citation, f.name) for f in fields(citation)}
    return replace(citation, **{name: _restore_tuple(value, shown(value)) for name, value in texts.items()})


def _restore_tuple(before: Any, after: Any) -> Any:
    return tuple(after) if isinstance(before, tuple) else after
