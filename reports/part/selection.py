"""Selection of what a report is about: an entity, path, event, series, conflict, question, or ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.model.batching import iter_batches
from graph.model.errors import InputError
from graph.rules.as_of import parse_day
from graph.store.entity_search import resolve_with_aliases
from queries.as_of.claim_filter import ClaimFilter, FilteredStore
from queries.as_of.graph_reader import open_reader
from reports.part.selection_model import (
    EVERYTHING,
    Group,
    Heading,
    Kind,
    NameForms,
    NameReading,
    Selection,
    describe_conflict,
    describe_entity,
    describe_event,
    describe_ids,
    describe_path,
    describe_question,
    describe_series,
    list_group_claims,
    redact_selection,
)

if TYPE_CHECKING:
    from graph.rules.as_of import AsOf
    from graph.store.protocols import ReadStore
    from graph.store.store import Store
    from queries.ask.ask import Answer

__all__ = ["Group", "Kind", "Selection", "SelectionBuilder", "create_selection_builder", "redact_selection"]

_ABOUT = """
MATCH (e:Scamgraph {id: $id})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */) RETURN DISTINCT c.id AS id
"""
_EVENT = "MATCH (e:Scamgraph {id: $id})<-[:ABOUT]-(c:Claim /* AS OF c */) RETURN DISTINCT c.id AS id"
_SERIES = """
MATCH (s:Scamgraph {id: $id})<-[:OF_SERIES]-(:Figure)<-[:COUNTS]-(c:Claim /* AS OF c */)
RETURN DISTINCT c.id AS id
"""
_CONFLICT = "MATCH (x:Scamgraph {id: $id})-[:BETWEEN]->(c:Claim /* AS OF c */) RETURN DISTINCT c.id AS id"
_FACT = "MATCH (c:Claim {fact: $id} /* AS OF c */) RETURN c.id AS id"
_CLAIM = "MATCH (c:Claim {id: $id} /* AS OF c */) RETURN c.id AS id"
_DOCUMENT = "MATCH (c:Claim {document: $id} /* AS OF c */) RETURN c.id AS id"
_EVERY = "MATCH (c:Claim /* AS OF c */) WHERE c:Scamgraph RETURN c.id AS id"
_NODE = """
UNWIND $ids AS id MATCH (n:Scamgraph {id: id})
RETURN n.id AS id, coalesce(n.name, n.label, n.id) AS name,
  coalesce(n.in_sentence, n.name, n.label, n.id) AS in_sentence
"""
_NAMED_CONFLICT = "MATCH (x:Conflict:Scamgraph {id: $id}) RETURN x.kind AS kind, x.about AS about"
_BY_PREFIX = {
    "claim": _CLAIM,
    "fact": _FACT,
    "conflict": _CONFLICT,
    "series": _SERIES,
    "document": _DOCUMENT,
    "event": _EVENT,
}


@dataclass(frozen=True, slots=True)
class SelectionBuilder:
    """Selects claims from a graph, today or as known on a day.

    Raises InputError for an entity or id that is not in the graph.
    """

    store: Store
    moment: AsOf | None = None

    def select_entity(self, text: str) -> Selection:
        """Select an entity, by name or id, and its surroundings: every claim that names it."""
        id_, readings = self._resolve(text)
        heading = describe_entity(self._load_names([id_])[id_], readings)
        claims = self._find_ids(_ABOUT, id_)
        return self._build_selection("entity", heading, claims, about=(id_,), item=id_, readings=readings)

    def select_path(self, start: str, end: str) -> Selection:
        """Select the best paths between two entities, hop by hop."""
        (first, start_readings), (last, end_readings) = self._resolve(start), self._resolve(end)
        ends, readings = (first, last), (*start_readings, *end_readings)
        names = self._load_names(ends)
        answer = self._ask_question("paths", {"from": first, "to": last})
        nearest = answer.nearest.rows if answer.nearest is not None and not answer.rows else []
        heading = describe_path([names[id_] for id_ in ends], readings, is_nearest=bool(nearest))
        rows = answer.rows or nearest
        groups = tuple(_list_hops(rows))
        return self._build_selection(
            "path",
            heading,
            list_group_claims(groups),
            about=ends,
            groups=groups,
            answer=_list_sentences(answer),
            cautions=tuple(answer.notes),
            is_nearest=bool(nearest),
            readings=readings,
        )

    def select_event(self, text: str) -> Selection:
        """Select every claim about an event, by name or id."""
        id_, readings = self._resolve(text, kind="Event")
        heading = describe_event(self._load_names([id_])[id_], readings)
        claims = self._find_ids(_EVENT, id_)
        return self._build_selection("event", heading, claims, about=(id_,), item=id_, readings=readings)

    def select_series(self, text: str) -> Selection:
        """Select every claim with a number of a series of figures, by name or id."""
        id_, readings = self._resolve(text, kind="Series")
        heading = describe_series(self._load_names([id_])[id_], readings)
        claims = self._find_ids(_SERIES, id_)
        return self._build_selection("series", heading, claims, item=id_, readings=readings)

    def select_conflict(self, id_: str) -> Selection:
        """Select the claims of the sides of a conflict, by its id."""
        rows = self.store.read(_NAMED_CONFLICT, {"id": id_})
        if not rows:
            raise InputError(f"There is no conflict {id_!r}.", hint="`scamgraph conflicts` lists them.")
        heading = describe_conflict(rows[0]["kind"])
        return self._build_selection("conflict", heading, self._find_ids(_CONFLICT, id_), item=id_)

    def select_question(self, name: str, params: Mapping[str, Any]) -> Selection:
        """Select the claims that a named question of the library answers with."""
        answer = self._ask_question(name, params)
        shown_params = tuple((key, value) for key, value in answer.shown.items() if key in params)
        heading = describe_question(answer.query.title, answer.query.heading, shown_params)
        claims = list_group_claims([Group("", tuple(row["claims"])) for row in answer.rows])
        return self._build_selection(
            "ask",
            heading,
            claims,
            answer=_list_sentences(answer),
            cautions=tuple(answer.notes),
            query=name,
            params=shown_params,
        )

    def select_ids(self, ids: Sequence[str]) -> Selection:
        """Select claims, facts, documents, conflicts, series, events, and entities by their ids."""
        claim_ids: list[str] = []
        about: list[str] = []
        for id_ in ids:
            query = _BY_PREFIX.get(id_.partition("/")[0], _ABOUT)
            claims = self._find_ids(query, id_)
            if not claims and not self._has_id(id_):
                raise InputError(f"The graph has nothing with the id {id_!r}.", hint="Try `scamgraph find`.")
            claim_ids += claims
            about += [id_] if query in (_ABOUT, _EVENT) else []
        claims = list(dict.fromkeys(claim_ids))
        return self._build_selection("ids", describe_ids(ids), claims, about=tuple(about), ids=tuple(ids))

    def select_all(self) -> Selection:
        """Select every claim of the graph."""
        return self._build_selection("everything", EVERYTHING, self._find_ids(_EVERY, ""))

    def _build_selection(self, kind: Kind, heading: Heading, claims: Iterable[str], **more: Any) -> Selection:
        return Selection(kind, heading.title, heading.question, tuple(claims), moment=self.moment, **more)

    def _resolve(self, text: str, kind: str | None = None) -> tuple[str, tuple[NameReading, ...]]:
        """Return the id that a text means, and a remark if it is a spelling or the name of several."""
        match, *rest = resolve_with_aliases(self.store, text, kind=kind)
        if rest:
            return match.id, (NameReading(text, match.id, others=tuple(entry.id for entry in rest)),)
        if match.how == "spelling":
            return match.id, (NameReading(text, match.id, spelled_for=match.name),)
        return match.id, ()

    @property
    def _filtered_store(self) -> ReadStore:
        return self.store if self.moment is None else FilteredStore(self.store, ClaimFilter(self.moment))

    def _find_ids(self, query: str, id_: str) -> list[str]:
        params = {"id": id_} if "$id" in query else {}
        return sorted(row["id"] for row in self._filtered_store.stream(query, params))

    def _load_names(self, ids: Iterable[str]) -> dict[str, NameForms]:
        rows = (row for batch in iter_batches(ids) for row in self.store.read(_NODE, {"ids": batch}))
        return {row["id"]: NameForms(row["name"], row["in_sentence"]) for row in rows}

    def _has_id(self, id_: str) -> bool:
        return bool(self._load_names([id_]))

    def _ask_question(self, name: str, params: Mapping[str, Any]) -> Answer:
        from queries.ask.ask import ask  # noqa: PLC0415 - only some selections ask

        return ask(self.store, name, params, as_of=self.moment.day if self.moment else None)


def create_selection_builder(
    store: Store, as_of: str | None = None, *, perhaps: bool = False
) -> SelectionBuilder:
    """Return a builder on the graph, as known on the day `as_of` if one is given.

    Raises InputError for an invalid day.
    """
    if as_of is None:
        return SelectionBuilder(store)
    return SelectionBuilder(store, replace(open_reader(store).load_moment(parse_day(as_of)), perhaps=perhaps))


def _list_sentences(answer: Answer) -> tuple[str, ...]:
    near = answer.nearest
    return (answer.sentence, near.sentence) if near is not None and near.rows else (answer.sentence,)


def _list_hops(rows: Sequence[Mapping[str, Any]]) -> Iterator[Group]:
    for row in rows:
        weakest = ", the weakest" if row["weakest"] else ""
        heading = f"Hop {row['hop']}{weakest}: {row['from']} – {row['to']}"
        cautions = tuple(f"{text[0].upper()}{text[1:]}." for text in row["caution"])
        yield Group(heading, tuple(row["claims"]), cautions, int(row["path"]), row["from_id"], row["to_id"])
