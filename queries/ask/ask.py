"""Ask a named question: bind parameters, word rows, cite claims, and describe an empty result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.model.errors import InputError, TooLong
from graph.model.quantity_wording import format_quantity
from graph.store.row_mapping import claim_from_row
from graph.store.wholeness import check_wholeness
from queries.ask.derived_parameters import DerivedParameters, depends_on_limit, derive_parameters
from queries.ask.incomplete import mark_incomplete
from queries.ask.parameters import BoundParameters, bind_parameters, format_example
from queries.ask.query_library import LIMIT, NamedQuery, find_query, load_nearest
from queries.ask.totals import COUNTING_SECONDS, MOST_COUNTED, Totals, count_cited, count_rows
from queries.wording.answer_sentence import Count, render_sentence
from queries.wording.citations import Citation, CitationReader, TextOf, sort_citations
from queries.wording.differences import add_differences

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.store.store import Store
    from queries.as_of.claim_filter import FilteredStore
    from queries.as_of.graph_reader import GraphReader

TIMEOUT = 60.0
"""Seconds after which a named question is stopped on the server."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a named question.

    `rows` hold `columns` in words; `citations` belong to them, row by row. `total` counts all rows;
    `rows` are those up to the limit. `documents`, `lineages` (documents that print no text of one
    another's) and `speakers` count over the claims of all rows. If not `exact`, all of these are lower
    bounds. `origins` is given only where the rows are about one statement. Without rows, `nearest` is
    the nearest answer, and it says why it differs.
    `apart` are separate answers to show beside this one, each under a heading: what was only possibly
    known on the day in question, and what gives no time, for a question about some days.
    """

    query: NamedQuery
    params: dict[str, Any]
    shown: dict[str, str]
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    citations: tuple[tuple[Citation, ...], ...]
    total: int
    exact: bool
    documents: int
    lineages: int
    speakers: int
    origins: int | None
    notes: tuple[str, ...]
    nearest: Answer | None = None
    apart: tuple[tuple[str, Answer], ...] = ()

    @property
    def truncated(self) -> bool:
        """Return whether there are more rows than `rows` has."""
        return self.total > len(self.rows) or not self.exact

    @property
    def cypher(self) -> str:
        """Return the query with these parameters, to paste into Neo4j Browser or cypher-shell."""
        return _render_cypher(self.query, self.params)


def no_texts(_: str) -> str | None:
    """Return None for every text: answers then have no quotes."""
    return None


def ask(  # noqa: PLR0913 - independent options
    store: Store,
    name: str,
    params: Mapping[str, Any] | None = None,
    *,
    text_of: TextOf = no_texts,
    timeout: float = TIMEOUT,
    as_of: str | None = None,
    happened: str | None = None,
    include_protected: bool = False,
) -> Answer:
    """Ask the named question `name`; entity parameters are names or ids.

    `text_of` gives a text by its SHA-256 where it is available, so that quotes can be shown. `as_of` is
    a day: the answer is what was known then. `happened` is a day or FROM/TO: the answer keeps to what
    may have happened then. Quotes name no person who may be a victim, unless `include_protected`.
    Raises InputError for an unknown question, parameter or entity, an ambiguous name, a wrong type, an
    impossible day, or a query that takes longer than `timeout` seconds; GraphDamaged.
    """
    state = check_wholeness(store)
    answer = _ask(store, name, params or {}, (text_of, timeout, include_protected), (as_of, happened))
    return answer if state.is_whole else mark_incomplete(answer, state.unfinished)


def _ask(
    store: Store,
    name: str,
    params: Mapping[str, Any],
    options: tuple[TextOf, float, bool],
    times: tuple[str | None, str | None],
) -> Answer:
    text_of, timeout, include_protected = options
    as_of, happened = times
    query = find_query(name)
    bound = bind_parameters(store, query, params)
    _check_needs(query, params)
    if query.day:
        if as_of is not None:
            raise InputError(f"The question {name!r} names its day itself.", hint="Leave as_of out.")
        as_of = bound.values[query.day]
    citing = CitationReader(store, text_of, include_protected=include_protected)
    if as_of is None and happened is None:
        runner = QuestionRunner(store, text_of, timeout, citing)
        return limit_rows(run_with_nearest(runner, query, bound), bound.values[LIMIT])
    from queries.ask.ask_as_of import ask_as_of  # noqa: PLC0415 - only answers as of a day need the rules

    return ask_as_of(store, (query, bound), (text_of, timeout, citing), (as_of, happened))


def run_with_nearest(runner: QuestionRunner, query: NamedQuery, bound: BoundParameters) -> Answer:
    """Run a question; if it has no rows, add the nearest answer, if there is one."""
    answer = runner.run(query, bound)
    follow_up = load_nearest().get(query.name)
    if answer.rows or follow_up is None or not _has_needed(follow_up, bound.values):
        return answer
    values = {
        param.name: bound.values.get(param.name, param.example)
        for param in follow_up.params
        if param.name != LIMIT
    }
    values[LIMIT] = next(param.default for param in follow_up.params if param.name == LIMIT)
    nearest = runner.run(follow_up, BoundParameters(values, dict(bound.shown), in_sentence=bound.in_sentence))
    return replace(answer, nearest=limit_rows(nearest, values[LIMIT]))


def limit_rows(answer: Answer, limit: int) -> Answer:
    """Return the answer with at most `limit` rows, and a note if that leaves some out."""
    rows = answer.rows[:limit]
    params = {**answer.params, LIMIT: limit}
    cut = replace(answer, params=params, rows=rows, citations=answer.citations[:limit])
    if not cut.truncated:
        return cut
    more = f"--limit {answer.total} shows all" if answer.exact else "a higher --limit shows more"
    count = format(Count(answer.total, exact=answer.exact))
    return replace(cut, notes=(*cut.notes, f"Showing {len(rows):,} of {count} rows; {more}."))


def render_cypher(
    store: Store, name: str, params: Mapping[str, Any] | None = None, *, text_of: TextOf = no_texts
) -> str:
    """Return the query of a named question with these parameters, to paste into a Cypher client.

    Neo4j Browser and cypher-shell take it. Raises InputError as `ask` does.
    """
    query = find_query(name)
    values = bind_parameters(store, query, params or {}).values
    return _render_cypher(query, {**values, **derive_parameters(store, query, values, text_of).values})


def _render_cypher(query: NamedQuery, params: Mapping[str, Any]) -> str:
    lines = [f":param {name} => {_format_literal(value)}" for name, value in params.items()]
    return "\n".join([*lines, query.body + ";"])


def _check_needs(query: NamedQuery, params: Mapping[str, Any]) -> None:
    """Raise InputError if a question needs one of several parameter groups and none is given."""
    if not _has_needed(query, params):
        alternatives = " or ".join(" and ".join(group) for group in query.needs)
        raise InputError(
            f"The question {query.name!r} needs {alternatives}.", hint=f"For example: {_build_example(query)}"
        )


def _build_example(query: NamedQuery) -> str:
    """Return how to ask a question with the first group of needed parameters that has examples."""
    params = {param.name: param for param in query.params}
    groups = ([params[name] for name in group] for group in query.needs)
    group = next(group for group in groups if all(param.example is not None for param in group))
    return " ".join(
        [f"scamgraph ask {query.name}", *(f"--param {param.name}={format_example(param)}" for param in group)]
    )


def _has_needed(query: NamedQuery, params: Mapping[str, Any]) -> bool:
    groups = query.needs
    return not groups or any(all(params.get(name) is not None for name in group) for group in groups)


@dataclass(frozen=True, slots=True)
class QuestionRunner:
    """The store that runs questions, the source of texts, and the seconds a query may take.

    With a `door`, questions are read through that store, and its limits apply to all counts.
    Answers that belong together share `citing`.
    """

    store: Store
    text_of: TextOf
    timeout: float
    citing: CitationReader
    look: GraphReader | None = None
    door: FilteredStore | None = None

    def run(self, query: NamedQuery, bound: BoundParameters) -> Answer:
        """Return the answer to one question. Raises InputError as `ask` does."""
        prepared = self._derive_parameters(query, bound)
        shown, values = prepared.shown, prepared.values
        limit = values[LIMIT]
        rows, update_citations = self._read_rows(query, {**values, LIMIT: limit + 1})
        cut = len(rows) > limit
        rows = rows[:limit]
        stored = self.citing.load_citations(claim for row in rows for claim in row["claims"])
        citation_by_claim = update_citations(stored)
        totals = count_cited(self.store, query, rows, citation_by_claim, exact=not cut)
        if cut:
            totals = self._count(query, bound, prepared) or totals
        citations = tuple(tuple(sort_citations(citation_by_claim, row["claims"])) for row in rows)
        template = _choose_template(query, totals)
        return Answer(
            query=query,
            params=values,
            shown=shown,
            sentence=render_sentence(
                template,
                {**shown, **bound.in_sentence, **prepared.words},
                totals.counts,
                totals.names,
            ),
            columns=tuple(column.name for column in query.columns if column.name != "claims"),
            rows=tuple(map(_format_row, rows, citations)),
            citations=citations,
            total=totals.rows,
            exact=totals.exact,
            documents=totals.documents,
            lineages=totals.lineages,
            speakers=totals.speakers,
            origins=totals.origins if "{origins" in template else None,
            notes=(*bound.notes, *prepared.notes, *((query.note,) if query.note else ()), *totals.notes),
        )

    def _count(self, query: NamedQuery, bound: BoundParameters, prepared: DerivedParameters) -> Totals | None:
        """Count all rows; return None if that takes too long, or with `look`.

        As of a day each row is derived, so rows are not counted here.
        """
        if self.look is not None or bound.values[LIMIT] >= MOST_COUNTED:
            return None
        if depends_on_limit(query):
            prepared = self._derive_parameters(
                query, replace(bound, values={**bound.values, LIMIT: MOST_COUNTED})
            )
        values = {**prepared.values, LIMIT: MOST_COUNTED + 1}
        try:
            rows = self.store.read(query.body, values, timeout=min(self.timeout, COUNTING_SECONDS))
        except TooLong:
            return None
        return count_rows(self.store, query, rows)

    def _read_rows(
        self, query: NamedQuery, values: Mapping[str, Any]
    ) -> tuple[list[Row], Callable[[dict[str, Citation]], dict[str, Citation]]]:
        """Return the rows, and a function that corrects their citations."""
        if self.look is None or self.door is None:
            return self.store.read(query.body, values, timeout=self.timeout), dict
        from queries.ask.recompute import DatedQuestion, recompute_rows  # noqa: PLC0415 - only answers as of a day need it

        recomputed = recompute_rows(DatedQuestion(self.look, self.door, query, values, self.timeout))
        return recomputed.rows, recomputed.update_citations

    def _derive_parameters(self, query: NamedQuery, bound: BoundParameters) -> DerivedParameters:
        derived = derive_parameters(self.door or self.store, query, bound.values, self.text_of)
        values, shown = {**bound.values, **derived.values}, {**bound.shown, **derived.shown}
        for param in query.params:
            if param.name not in shown and isinstance(values.get(param.name), int | float):
                shown[param.name] = f"{values[param.name]:,}"
        return replace(derived, values=values, shown=shown)


def _choose_template(query: NamedQuery, totals: Totals) -> str:
    """Return the sentence's template: origins are counted for one statement only."""
    if not totals.rows:
        return query.none
    return query.overview if query.overview and totals.statements > 1 else query.answer


def _format_row(row: Row, citations: Sequence[Citation]) -> Row:
    """Return a row in words; add to its statement where other claims of the fact differ."""
    words = {name: _format_cell(value) for name, value in row.items()}
    if "statement" in words:
        words["statement"] = add_differences(words["statement"], citations)
    return words


def _format_cell(value: Any) -> Any:
    """Return a cell in words; for a claim, its numbers."""
    if isinstance(value, dict) and "sha256" in value:
        return "; ".join(format_quantity(quantity) for _, quantity in claim_from_row(value).numbers)
    if isinstance(value, list):
        cells = [_format_cell(item) for item in value]
        return list(dict.fromkeys(cell for cell in cells if cell not in (None, "")))
    return value


def _format_literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(_format_literal(item) for item in value)}]"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
