"""Selection of what a report is about: an entity, path, event, series, conflict, question, or ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from graph.model.batching import iter_batches
from graph.model.errors import InputError
from graph.rules.as_of import parse_day
from graph.rules.conflicts.registry import find_rule_title
from graph.store.entity_search import resolve_with_aliases
from queries.as_of.claim_filter import ClaimFilter, FilteredStore
from queries.as_of.graph_reader import open_reader
from queries.wording.answer_sentence import render_sentence

if TYPE_CHECKING:
    from graph.rules.as_of import AsOf
    from graph.store.protocols import ReadStore
    from graph.store.store import Store
    from queries.ask.ask import Answer
    from queries.browse.scope import NameRedactor

Kind = Literal["entity", "path", "event", "series", "conflict", "ask", "ids", "everything"]

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


class _NameForms(NamedTuple):
    """The name of something in tables and headings, and inside a sentence."""

    name: str
    in_sentence: str


@dataclass(frozen=True, slots=True)
class Group:
    """Claims to present in one section, under the heading that selected them; `path` is counted from 1."""

    heading: str
    claims: tuple[str, ...]
    notes: tuple[str, ...] = ()
    path: int = 0


@dataclass(frozen=True, slots=True)
class PathHop:
    """A hop of a path, with the number of its path, its ends, and the claims that it rests on."""

    path: int
    start: str
    end: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The subject of a report and the claims that answer it; empty if none does.

    `about` are the entities it is about; `groups` are set if the question orders its claims (a path's
    hops). `answer` has the sentences of the answer itself, and `cautions` what qualifies it. `is_nearest`
    says that nothing answers, and that the claims are those of the nearest thing that is known. `hops`
    are those of the paths, or of the nearest chain.
    """

    kind: Kind
    title: str
    question: str
    claims: tuple[str, ...]
    about: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    answer: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    is_nearest: bool = False
    hops: tuple[PathHop, ...] = ()
    moment: AsOf | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class SelectionBuilder:
    """Selects claims from a graph, today or as known on a day.

    Raises InputError for an entity or id that is not in the graph.
    """

    store: Store
    moment: AsOf | None = None

    def select_entity(self, text: str) -> Selection:
        """Select an entity, by name or id, and its surroundings: every claim that names it."""
        id_, note = self._resolve(text)
        named = self._load_names([id_])[id_]
        question = f"What do the sources say about {named.in_sentence}?{note}"
        return self._build_selection(
            "entity", named.name, question, self._find_ids(_ABOUT, id_), about=(id_,), item=id_
        )

    def select_path(self, start: str, end: str) -> Selection:
        """Select the best paths between two entities, hop by hop."""
        (first, start_note), (last, end_note) = self._resolve(start), self._resolve(end)
        ends = first, last
        names = self._load_names(ends)
        start_name, end_name = names[first], names[last]
        title = f"{start_name.name} and {end_name.name}"
        question = f"What connects {start_name.in_sentence} with {end_name.in_sentence}, hop by hop?"
        question += start_note + end_note
        answer = self._ask_question("paths", {"from": first, "to": last})
        nearest = answer.nearest.rows if answer.nearest is not None and not answer.rows else []
        rows = answer.rows or nearest
        groups = tuple(_list_hops(rows))
        return self._build_selection(
            "path",
            title,
            question,
            _list_claims(groups),
            about=ends,
            groups=groups,
            answer=_list_sentences(answer),
            cautions=tuple(answer.notes),
            is_nearest=bool(nearest),
            hops=tuple(_list_path_hops(rows)),
        )

    def select_event(self, text: str) -> Selection:
        """Select every claim about an event, by name or id."""
        id_, note = self._resolve(text, kind="Event")
        name = self._load_names([id_])[id_].name
        question = f"What do the sources say about the event “{name}”?{note}"
        return self._build_selection(
            "event", name, question, self._find_ids(_EVENT, id_), about=(id_,), item=id_
        )

    def select_series(self, text: str) -> Selection:
        """Select every claim with a number of a series of figures, by name or id."""
        id_, note = self._resolve(text, kind="Series")
        name = self._load_names([id_])[id_].name
        question = f"Which numbers do the sources give for “{name}”, and for which days?{note}"
        return self._build_selection("series", name, question, self._find_ids(_SERIES, id_), item=id_)

    def select_conflict(self, id_: str) -> Selection:
        """Select the claims of the sides of a conflict, by its id."""
        rows = self.store.read(_NAMED_CONFLICT, {"id": id_})
        if not rows:
            raise InputError(f"There is no conflict {id_!r}.", hint="`scamgraph conflicts` lists them.")
        title = find_rule_title(rows[0]["kind"])
        question = "What does each side of this disagreement say, and what would settle it?"
        return self._build_selection("conflict", title, question, self._find_ids(_CONFLICT, id_), item=id_)

    def select_question(self, name: str, params: Mapping[str, Any]) -> Selection:
        """Select the claims that a named question of the library answers with."""
        answer = self._ask_question(name, params)
        given = {key: value for key, value in answer.shown.items() if key in params}
        shown_params = "; ".join(f"{key}: {value}" for key, value in given.items())
        heading = render_sentence(answer.query.heading, given, {}, {})
        question = heading or f"{answer.query.title}{f' ({shown_params})' if shown_params else ''}"
        claims = _list_claims([Group("", tuple(row["claims"])) for row in answer.rows])
        return self._build_selection(
            "ask",
            heading or answer.query.title,
            question,
            claims,
            answer=_list_sentences(answer),
            cautions=tuple(answer.notes),
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
        question = f"What do the sources say about these: {', '.join(ids)}?"
        title = f"{len(ids)} selected ids" if len(ids) > 1 else ids[0]
        return self._build_selection("ids", title, question, dict.fromkeys(claim_ids), about=tuple(about))

    def select_all(self) -> Selection:
        """Select every claim of the graph."""
        claims = self._find_ids(_EVERY, "")
        return self._build_selection("everything", "The whole graph", "What do the sources say?", claims)

    def _build_selection(
        self, kind: Kind, title: str, question: str, claims: Iterable[str], **more: Any
    ) -> Selection:
        return Selection(kind, title, question, tuple(claims), moment=self.moment, **more)

    def _resolve(self, text: str, kind: str | None = None) -> tuple[str, str]:
        """Return the id that a text means, and a note if it is a spelling or the name of several."""
        match, *rest = resolve_with_aliases(self.store, text, kind=kind)
        if rest:
            return match.id, f" “{text}” can also mean {' or '.join(entry.id for entry in rest)}."
        return match.id, f" “{text}” is taken for {match.name}." if match.how == "spelling" else ""

    @property
    def _filtered_store(self) -> ReadStore:
        return self.store if self.moment is None else FilteredStore(self.store, ClaimFilter(self.moment))

    def _find_ids(self, query: str, id_: str) -> list[str]:
        params = {"id": id_} if "$id" in query else {}
        return sorted(row["id"] for row in self._filtered_store.stream(query, params))

    def _load_names(self, ids: Iterable[str]) -> dict[str, _NameForms]:
        rows = (row for batch in iter_batches(ids) for row in self.store.read(_NODE, {"ids": batch}))
        return {row["id"]: _NameForms(row["name"], row["in_sentence"]) for row in rows}

    def _has_id(self, id_: str) -> bool:
        return bool(self._load_names([id_]))

    def _ask_question(self, name: str, params: Mapping[str, Any]) -> Answer:
        from queries.ask.ask import ask  # noqa: PLC0415 - only some selections ask

        return ask(self.store, name, params, as_of=self.moment.day if self.moment else None)


def redact_selection(selection: Selection, names: NameRedactor) -> Selection:
    """Return the selection with these names removed from its words."""
    return replace(
        selection,
        title=names.redact(selection.title),
        question=names.redact(selection.question),
        groups=tuple(
            replace(group, heading=names.redact(group.heading), notes=tuple(names.redact(group.notes)))
            for group in selection.groups
        ),
        answer=tuple(names.redact(selection.answer)),
        cautions=tuple(names.redact(selection.cautions)),
    )


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


def _list_path_hops(rows: Sequence[Mapping[str, Any]]) -> Iterator[PathHop]:
    for row in rows:
        yield PathHop(row["path"], row["from_id"], row["to_id"], tuple(row["claims"]))


def _list_hops(rows: Sequence[Mapping[str, Any]]) -> Iterator[Group]:
    for row in rows:
        weakest = ", the weakest" if row["weakest"] else ""
        heading = f"Hop {row['hop']}{weakest}: {row['from']} – {row['to']}"
        cautions = tuple(f"{text[0].upper()}{text[1:]}." for text in row["caution"])
        yield Group(heading, tuple(row["claims"]), cautions, int(row["path"]))


def _list_claims(groups: Iterable[Group]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for group in groups for claim in group.claims))
