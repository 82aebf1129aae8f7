"""Asking of the past: what was known, and apart from it what perhaps was, and what tells no time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.known import day_of, happened_in
from queries.as_of import Door, Limits
from queries.ask import Answer, Asking, answered
from queries.citations import Citing
from queries.sentences import Count
from queries.view import looking

if TYPE_CHECKING:
    from graph.store import Store
    from queries.citations import TextOf
    from queries.library import NamedQuery
    from queries.parameters import Bound

POSSIBLY = "Only possibly known by then"
FULLER = "Known, and perhaps told by more by then"
UNTIMED = "Without a time"


def within(
    store: Store,
    question: tuple[str, NamedQuery, Bound],
    how: tuple[TextOf, float],
    times: tuple[str | None, str | None],
) -> Answer:
    """Ask of the past, and apart from it what was perhaps known, and what tells no time.

    `times` are the day of knowing and the days of happening, as a user gives them. Raises InputError for days
    that are none, and as `queries.ask.ask` does.
    """
    look = looking(store)
    moment = look.moment(day_of(times[0])) if times[0] is not None else None
    happened = happened_in(times[1]) if times[1] is not None else None

    citing = Citing(store, how[0])

    def asked(limits: Limits) -> Asking:
        return Asking(store, *how, look, Door(store, limits), citing)

    sure = answered(asked(Limits(moment, happened)), *question)
    apart: list[tuple[str, Answer]] = []
    known = {c.claim for citations in sure.citations for c in citations}
    if moment is not None:
        perhaps = replace(moment, perhaps=True)
        wide = asked(Limits(perhaps, happened)).run(*question)
        apart.append((POSSIBLY, _only(wide, known.isdisjoint)))
        more = _only(wide, lambda claims: not known.isdisjoint(claims) and not known.issuperset(claims))
        apart.append((FULLER, more))
    if happened is not None:
        apart.append((UNTIMED, asked(Limits(moment, happened, untimed=True)).run(*question)))
    apart = [(heading, answer) for heading, answer in apart if answer.rows]
    answer = replace(sure, notes=(*sure.notes, *_told(times, apart)))
    if question[0] == "known-on":
        return _joined(answer, dict(apart).get(POSSIBLY))
    return replace(answer, apart=tuple(apart))


def _joined(answer: Answer, more: Answer | None) -> Answer:
    """One answer with the rows of both, for a question whose rows say themselves how known they are."""
    if more is None:
        return answer
    citations = (*answer.citations, *more.citations)
    return _counted(replace(answer, rows=(*answer.rows, *more.rows), citations=citations))


def _counted(answer: Answer) -> Answer:
    cited = [c for some in answer.citations for c in some]
    documents, origins = {c.document for c in cited}, {c.origin for c in cited}
    return replace(answer, documents=len(documents), origins=len(origins))


def _only(answer: Answer, wanted: Callable[[Sequence[str]], bool]) -> Answer:
    """The answer with those of its rows whose claims are wanted; of a path all rows, if one is."""
    held = {row.get("path", n) for n, row in enumerate(answer.rows) if wanted(row["claims"])}
    kept = [n for n, row in enumerate(answer.rows) if row.get("path", n) in held]
    rows = tuple(answer.rows[n] for n in kept)
    citations = tuple(answer.citations[n] for n in kept)
    return _counted(replace(answer, sentence=f"{Count(len(kept)):row}.", rows=rows, citations=citations))


def _told(times: tuple[str | None, str | None], apart: Sequence[tuple[str, Answer]]) -> list[str]:
    """What kind of answer this is, in words."""
    day, days = times
    notes = [f"As known on {day}: from what was certainly out by then."] if day is not None else []
    if days is not None:
        notes.append(f"What may have happened within {days}, as far as the sources tell a time.")
    return [*notes, *(f"{heading}: {Count(len(answer.rows)):row}, apart." for heading, answer in apart)]
