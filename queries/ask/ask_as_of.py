"""Asking of the past: what was known, and apart from it what perhaps was, and what tells no time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.rules.as_of import day_of, happened_in
from queries.as_of.claim_filter import Door, Limits
from queries.as_of.graph_reader import looking
from queries.ask.ask import Answer, Asking, answered, limited
from queries.ask.incomplete import NO_ANSWER
from queries.ask.query_library import LIMIT
from queries.ask.totals import count_lineages
from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
    from graph.store.store import Store
    from queries.ask.parameters import Bound
    from queries.ask.query_library import NamedQuery
    from queries.wording.citations import Citing, TextOf

POSSIBLY = "Only possibly known by then"
FULLER = "Known, and perhaps told by more by then"
UNTIMED = "Without a time"
ABOUT_ONE = frozenset({"about", "first-said", "known-on"})
"""Questions that ask for all that is said about one entity."""
MOST_COUNTED = 1_000
"""Rows of an answer of the past that are counted: each of them is derived again."""


def within(
    store: Store,
    question: tuple[str, NamedQuery, Bound],
    how: tuple[TextOf, float, Citing],
    times: tuple[str | None, str | None],
) -> Answer:
    """Ask of the past, and apart from it what was perhaps known, and what tells no time.

    `times` are the day of knowing and the days of happening, as a user gives them. Raises InputError for days
    that are none, and as `queries.ask.ask.ask` does.
    """
    name, query, bound = question
    limit = bound.values[LIMIT]
    whole = replace(bound, values={**bound.values, LIMIT: max(limit, MOST_COUNTED)})
    look = looking(store)
    moment = look.moment(day_of(times[0])) if times[0] is not None else None
    happened = happened_in(times[1]) if times[1] is not None else None

    def asked(limits: Limits) -> Asking:
        return Asking(store, *how, look, Door(store, limits))

    sure = answered(asked(Limits(moment, happened)), name, query, whole)
    apart: list[tuple[str, Answer]] = []
    known = {c.claim for citations in sure.citations for c in citations}
    if moment is not None:
        perhaps = replace(moment, perhaps=True)
        wide = asked(Limits(perhaps, happened)).run(name, query, whole)
        sure = _with_answers(sure, wide, f"possibly known by {times[0]}")
        apart.append((POSSIBLY, _only(store, wide, known.isdisjoint)))
        more = _only(
            store, wide, lambda claims: not known.isdisjoint(claims) and not known.issuperset(claims)
        )
        apart.append((FULLER, more))
    if happened is not None:
        timeless = asked(Limits(moment)).run(name, query, whole) if _lacks_answers(sure) else sure
        sure = _with_answers(sure, timeless, f"not within {times[1]}, or without a time")
        apart.append((UNTIMED, asked(Limits(moment, happened, untimed=True)).run(name, query, whole)))
    apart = [(heading, answer) for heading, answer in apart if answer.rows]
    if not sure.rows:
        sure = _word_absence(sure, bound, times, apart)
    answer = replace(sure, notes=(*sure.notes, *_told(times, apart)))
    if name == "known-on":
        return limited(_join(store, answer, dict(apart).get(POSSIBLY)), limit)
    shown = tuple((heading, limited(other, limit)) for heading, other in apart)
    return limited(replace(answer, apart=shown), limit)


def _lacks_answers(answer: Answer) -> bool:
    return any(row.get("answer") == [NO_ANSWER] for row in answer.rows)


def _with_answers(answer: Answer, wider: Answer, how: str) -> Answer:
    """The answer with what the accused answer by a wider view, where they answer nothing in this one."""
    if not _lacks_answers(answer):
        return answer
    rows = []
    for row in answer.rows:
        told = _find_answers(row["claims"], wider) if row.get("answer") == [NO_ANSWER] else []
        rows.append({**row, "answer": [f"{words} ({how})" for words in told]} if told else row)
    return replace(answer, rows=tuple(rows))


def _find_answers(claims: Sequence[str], wider: Answer) -> list[str]:
    """What is answered to the statement that these claims make, by a wider view; empty where nothing is.

    The statement's row is the one with fewest claims beside these: a claim that disputes another stands in
    the row of that one, too, and does not answer itself.
    """
    rows = [row for row in wider.rows if frozenset(claims).issubset(row["claims"])]
    row = min(rows, key=lambda row: len(row["claims"]), default=None)
    return [] if row is None or row["answer"] == [NO_ANSWER] else list(row["answer"])


def _word_absence(
    answer: Answer,
    bound: Bound,
    times: tuple[str | None, str | None],
    apart: Sequence[tuple[str, Answer]],
) -> Answer:
    """The answer with a sentence that denies no more than was searched: these days, as known on this day.

    The question's own words of absence would deny all days, and so would what comes nearest without rows.
    """
    day, days = times
    limits = [f"was certainly known on {day}"] if day is not None else []
    limits += [f"is dated within {days}"] if days is not None else []
    shown = {**answer.shown, **bound.in_sentence}
    asked = "; ".join(f"{name}: {value}" for name, value in shown.items() if name != LIMIT and value)
    if answer.query.name in ABOUT_ONE and "entity" in shown:
        sentence = f"Nothing in this graph about {shown['entity']} {' and '.join(limits)}"
    else:
        sentence = f"Nothing in this graph that {' and '.join(limits)} answers this{asked and f' ({asked})'}"
    counts = [f"{Count(other.total, exact=other.exact):row} {heading.lower()}" for heading, other in apart]
    listed = f"; listed apart: {', '.join(counts)}" if counts else ""
    near = answer.nearest if answer.nearest is not None and answer.nearest.rows else None
    return replace(answer, sentence=f"{sentence}{listed}.", nearest=near)


def _join(store: Store, answer: Answer, more: Answer | None) -> Answer:
    """One answer with the rows of both, for a question whose rows say themselves how known they are."""
    if more is None:
        return answer
    citations = (*answer.citations, *more.citations)
    rows = (*answer.rows, *more.rows)
    exact = answer.exact and more.exact
    return _count(store, replace(answer, rows=rows, citations=citations, total=len(rows), exact=exact))


def _count(store: Store, answer: Answer) -> Answer:
    cited = [c for some in answer.citations for c in some]
    documents = {c.document for c in cited}
    lineages, speakers = count_lineages(store, documents), len({c.speaker for c in cited})
    return replace(answer, documents=len(documents), lineages=lineages, speakers=speakers)


def _only(store: Store, answer: Answer, wanted: Callable[[Sequence[str]], bool]) -> Answer:
    """The answer with those of its rows whose claims are wanted; of a path all rows, if one is."""
    held = {row.get("path", n) for n, row in enumerate(answer.rows) if wanted(row["claims"])}
    kept = [n for n, row in enumerate(answer.rows) if row.get("path", n) in held]
    rows = tuple(answer.rows[n] for n in kept)
    citations = tuple(answer.citations[n] for n in kept)
    sentence = f"{Count(len(kept), exact=answer.exact):row}."
    kept_answer = replace(answer, sentence=sentence, rows=rows, citations=citations, total=len(kept))
    return _count(store, kept_answer)


def _told(times: tuple[str | None, str | None], apart: Sequence[tuple[str, Answer]]) -> list[str]:
    """What kind of answer this is, in words."""
    day, days = times
    notes = [f"As known on {day}: from what was certainly out by then."] if day is not None else []
    if days is not None:
        notes.append(f"What may have happened within {days}, as far as the sources tell a time.")
    counts = ((heading, Count(answer.total, exact=answer.exact)) for heading, answer in apart)
    return [*notes, *(f"{heading}: {count:row}, apart." for heading, count in counts)]
