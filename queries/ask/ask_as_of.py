"""Answers as of a day or for some days: known, possibly known, and undated results separately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.rules.as_of import parse_date_range, parse_day
from queries.as_of.claim_filter import ClaimFilter, FilteredStore
from queries.as_of.graph_reader import open_reader
from queries.ask.ask import Answer, QuestionRunner, limit_rows, run_with_nearest
from queries.ask.incomplete import NO_ANSWER
from queries.ask.query_library import LIMIT
from queries.ask.totals import count_lineages
from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
    from graph.store.store import Store
    from queries.ask.parameters import BoundParameters
    from queries.ask.query_library import NamedQuery
    from queries.wording.citations import CitationReader, TextOf

POSSIBLY = "Only possibly known on that day"
FULLER = "Known, and perhaps stated by more sources"
UNTIMED = "Without a time"
MOST_COUNTED = 1_000
"""Maximum number of rows counted in an answer as of a day: each of them is derived again."""


def ask_as_of(
    store: Store,
    question: tuple[NamedQuery, BoundParameters],
    options: tuple[TextOf, float, CitationReader],
    times: tuple[str | None, str | None],
) -> Answer:
    """Ask a question as of a day or for some days, with what is uncertain listed separately.

    Separate answers give what was possibly known, and what gives no time. `times` are the day of
    knowing and the days of happening, as a user gives them. Raises InputError for days that are
    invalid, and as `queries.ask.ask.ask` does.
    """
    query, bound = question
    limit = bound.values[LIMIT]
    uncut = replace(bound, values={**bound.values, LIMIT: max(limit, MOST_COUNTED)})
    reader = open_reader(store)
    moment = reader.load_moment(parse_day(times[0])) if times[0] is not None else None
    happened = parse_date_range(times[1]) if times[1] is not None else None

    def build_runner(limits: ClaimFilter) -> QuestionRunner:
        return QuestionRunner(store, *options, reader, FilteredStore(store, limits))

    sure = run_with_nearest(build_runner(ClaimFilter(moment, happened)), query, uncut)
    apart: list[tuple[str, Answer]] = []
    known_claims = {citation.claim for citations in sure.citations for citation in citations}
    if moment is not None:
        perhaps = replace(moment, perhaps=True)
        wide = build_runner(ClaimFilter(perhaps, happened)).run(query, uncut)
        sure = _add_answers(sure, wide, f"possibly known by {times[0]}")
        apart.append((POSSIBLY, _filter_rows(store, wide, known_claims.isdisjoint)))
        more = _filter_rows(
            store,
            wide,
            lambda claims: not known_claims.isdisjoint(claims) and not known_claims.issuperset(claims),
        )
        apart.append((FULLER, more))
    if happened is not None:
        timeless = build_runner(ClaimFilter(moment)).run(query, uncut) if _has_unanswered_rows(sure) else sure
        sure = _add_answers(sure, timeless, f"not within {times[1]}, or without a time")
        apart.append((UNTIMED, build_runner(ClaimFilter(moment, happened, untimed=True)).run(query, uncut)))
    apart = [(heading, answer) for heading, answer in apart if answer.rows]
    if not sure.rows:
        sure = _describe_absence(sure, bound, times, apart)
    answer = replace(sure, notes=(*sure.notes, *_describe_times(times, apart)))
    if query.day:
        return limit_rows(_join(store, answer, dict(apart).get(POSSIBLY)), limit)
    shown = tuple((heading, limit_rows(separate, limit)) for heading, separate in apart)
    return limit_rows(replace(answer, apart=shown), limit)


def _has_unanswered_rows(answer: Answer) -> bool:
    return any(row.get("answer") == [NO_ANSWER] for row in answer.rows)


def _add_answers(answer: Answer, wider: Answer, qualifier: str) -> Answer:
    """Add the replies of the accused from a wider view to the rows that have none in this one."""
    if not _has_unanswered_rows(answer):
        return answer
    rows = []
    for row in answer.rows:
        replies = _find_answers(row["claims"], wider) if row.get("answer") == [NO_ANSWER] else []
        rows.append({**row, "answer": [f"{words} ({qualifier})" for words in replies]} if replies else row)
    return replace(answer, rows=tuple(rows))


def _find_answers(claims: Sequence[str], wider: Answer) -> list[str]:
    """Return the answers, in a wider view, to the statement that these claims make, or [].

    The statement's row is the one with the fewest claims besides these: a claim that disputes another
    is also in the row of that other claim, and does not answer itself.
    """
    rows = [row for row in wider.rows if frozenset(claims).issubset(row["claims"])]
    row = min(rows, key=lambda row: len(row["claims"]), default=None)
    return [] if row is None or row["answer"] == [NO_ANSWER] else list(row["answer"])


def _describe_absence(
    answer: Answer,
    bound: BoundParameters,
    times: tuple[str | None, str | None],
    apart: Sequence[tuple[str, Answer]],
) -> Answer:
    """Replace the sentence by one that denies no more than was searched.

    It covers these days, as known on this day. The question's own sentence for absence would deny all
    days, and so would the nearest answer if it has no rows.
    """
    day, days = times
    limits = [f"was certainly known on {day}"] if day is not None else []
    limits += [f"is dated within {days}"] if days is not None else []
    shown = {**answer.shown, **bound.in_sentence}
    terms = "; ".join(f"{name}: {value}" for name, value in shown.items() if name != LIMIT and value)
    if entity := shown.get(answer.query.about):
        sentence = f"Nothing in this graph about {entity} {' and '.join(limits)}"
    else:
        sentence = f"Nothing in this graph that {' and '.join(limits)} answers this{terms and f' ({terms})'}"
    counts = [
        f"{Count(separate.total, exact=separate.exact):row} {heading.lower()}" for heading, separate in apart
    ]
    listed = f"; listed apart: {', '.join(counts)}" if counts else ""
    near = answer.nearest if answer.nearest is not None and answer.nearest.rows else None
    return replace(answer, sentence=f"{sentence}{listed}.", nearest=near)


def _join(store: Store, answer: Answer, more: Answer | None) -> Answer:
    """Return one answer with the rows of both.

    This is for a question whose rows state how certainly they were known.
    """
    if more is None:
        return answer
    citations = (*answer.citations, *more.citations)
    rows = (*answer.rows, *more.rows)
    exact = answer.exact and more.exact
    return _count_sources(
        store, replace(answer, rows=rows, citations=citations, total=len(rows), exact=exact)
    )


def _count_sources(store: Store, answer: Answer) -> Answer:
    cited = [citation for citations in answer.citations for citation in citations]
    documents = {citation.document for citation in cited}
    lineages, speakers = count_lineages(store, documents), len({citation.speaker for citation in cited})
    return replace(answer, documents=len(documents), lineages=lineages, speakers=speakers)


def _filter_rows(store: Store, answer: Answer, is_included: Callable[[Sequence[str]], bool]) -> Answer:
    """Keep the rows whose claims `is_included` accepts; a path keeps all rows if it keeps one."""
    included_paths = {
        row.get("path", index) for index, row in enumerate(answer.rows) if is_included(row["claims"])
    }
    indexes = [index for index, row in enumerate(answer.rows) if row.get("path", index) in included_paths]
    rows = tuple(answer.rows[index] for index in indexes)
    citations = tuple(answer.citations[index] for index in indexes)
    sentence = f"{Count(len(indexes), exact=answer.exact):row}."
    filtered = replace(answer, sentence=sentence, rows=rows, citations=citations, total=len(indexes))
    return _count_sources(store, filtered)


def _describe_times(times: tuple[str | None, str | None], apart: Sequence[tuple[str, Answer]]) -> list[str]:
    """Return notes that say what kind of answer this is."""
    day, days = times
    notes = []
    if day is not None:
        notes.append(f"As known on {day}: only from what was certainly published on or before that day.")
    if days is not None:
        notes.append(f"What may have happened within {days}, as far as the sources tell a time.")
    counts = ((heading, Count(answer.total, exact=answer.exact)) for heading, answer in apart)
    return [*notes, *(f"{heading}: {count:row}, apart." for heading, count in counts)]
