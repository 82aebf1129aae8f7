"""A read-only connection: named questions, Cypher, tables and graphs."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.model.errors import InputError
from scamgraph.errors import check_text, convert_errors
from scamgraph.results import Record, Table

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd  # type: ignore[import-untyped]

    from graph.store.store import Store
    from queries.ask.query_library import NamedQuery
    from queries.browse.scope import NameRedactor
    from scamgraph.answer import Answer

LIMIT = 100_000
TIMEOUT = 60.0
LOOK_AGAIN_SECONDS = 0.5
INCOMPLETE = "What this gives may lack something that a source says."
MATCHES = 10
"""How many entities `search_entities` gives unless more are asked for."""


def connect(
    engine: str | None = None,
    *,
    texts: str | Path | None = None,
    start: bool = True,
    include_protected: bool = False,
) -> Connection:
    """Connect to the graph; a context manager.

    Args:
        engine: "embedded" or "neo4j"; without it the server of NEO4J_URI, else what SCAMGRAPH_ENGINE names,
            else embedded.
        texts: the folder of the articles' texts (else SCAMGRAPH_TEXTS), for quotes; none is needed.
        start: whether a local engine may be started.
        include_protected: whether the names of people who may be victims are shown.

    Raises:
        EnvironmentProblem: there is no engine to talk to.
        UsageError: there is no engine of this name.
    """
    from graph.store.store import open_store  # noqa: PLC0415 - brings the driver
    from ingest.texts.text_store import find_texts  # noqa: PLC0415

    with convert_errors():
        text_store = find_texts(texts)
        return Connection(
            open_store(engine, start=start), text_store.get, include_protected=include_protected
        )


class Connection:
    """A connection to one graph. Close it, or use it as a context manager; the server keeps running.

    Every error it raises is a ScamgraphError: InputError if the question is at fault,
    EnvironmentProblem if the engine or a missing package is.
    """

    def __init__(self, store: Store, text_of: Any, *, include_protected: bool = False) -> None:
        self._store = store
        self._text_of = text_of
        self._include_protected = include_protected
        self._names: tuple[str, NameRedactor] | None = None
        self._last_check = (-LOOK_AGAIN_SECONDS, "")

    def __repr__(self) -> str:
        return f"scamgraph connection to {self._store.uri} ({self._store.engine})"

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._store.close()

    def ask(
        self,
        question: str,
        *values: Any,
        as_of: str | None = None,
        happened: str | None = None,
        **params: Any,
    ) -> Answer:
        """Ask a named question, such as `ask("about", "Chen Zhi")`; `queries()` lists them.

        Values are parameters in the order of the question's own; entities are given by name or id. A
        parameter called `from` is given as `from_`. `as_of` is a day: the answer is what was known then.
        `happened` is a day or FROM/TO.

        Raises InputError for an unknown question, parameter or entity, or an ambiguous name.
        """
        from queries.ask.ask import ask  # noqa: PLC0415
        from queries.ask.query_library import find_query  # noqa: PLC0415
        from scamgraph.answer import Answer  # noqa: PLC0415

        with convert_errors():
            bound = _build_parameters(find_query(check_text(question, "question")), values, params)
            answer = ask(
                self._store,
                question,
                bound,
                text_of=self._text_of,
                as_of=as_of,
                happened=happened,
                include_protected=self._include_protected,
            )
            return Answer(answer, self._redact)

    def queries(self, name: str | None = None) -> Table | Record:
        """List the named questions, or show one with its parameters and columns.

        Raises InputError for an unknown one.
        """
        from queries.ask.query_library import find_query, load_library  # noqa: PLC0415

        if name is None:
            rows = [
                {"name": q.name, "group": q.group, "title": q.title, "parameters": [p.name for p in q.asked]}
                for q in load_library().values()
            ]
            return Table(rows, heading=f"{len(rows)} questions for ask().")
        query = find_query(check_text(name, "question"))
        params = [
            {"parameter": p.name, "type": p.type, "optional": p.optional, "about": p.text}
            for p in query.asked
        ]
        lines = [f"{query.name}: {query.title}", *(f"  {p['parameter']} - {p['about']}" for p in params)]
        return Record({"name": query.name, "title": query.title}, text="\n".join(lines), rows=params)

    def find(self, text: str, *, kind: str | None = None, limit: int = MATCHES) -> Table:
        """Find entities by name, alias, id or misspelling, best first, of one `kind` such as "Person"."""
        from graph.store.entity_search import search_entities  # noqa: PLC0415

        with convert_errors():
            matches = search_entities(self._store, check_text(text, "name"), kind=kind or "", limit=limit)
            rows = [
                {"id": m.id, "name": m.name, "kind": m.kind, "score": m.score, "how": m.how} for m in matches
            ]
            called = any(m.is_name_match for m in matches)
            nearest = " These come nearest." if rows else ""
            heading = "" if called else f"Nothing in this graph is called {text!r}.{nearest}"
            return Table(self._redact(rows), heading=heading, columns=("id", "name", "kind", "score", "how"))

    def schema(self, name: str | None = None) -> Table | Record:
        """List labels, relationship types and closed values, or show one of them with its properties.

        Raises InputError, with the nearest names, for an unknown name.
        """
        from queries.schema.graph_schema import find_item, read_schema  # noqa: PLC0415
        from queries.schema.text import describe_item  # noqa: PLC0415

        with convert_errors():
            if name is not None:
                item = find_item(self._store, check_text(name, "name"))
                data = item.as_data()
                return Record(data, text="\n".join(describe_item(item)), rows=data.get("properties", ()))
            schema = read_schema(self._store)
        shown = (item for item in schema.items if item.group != "internal" and item.name != "KEY_OF")
        used = [item.as_data() for item in shown if item.count or item.what == "values"]
        heading = (
            f"{sum(1 for i in used if i['what'] == 'label')} labels and "
            f"{sum(1 for i in used if i['what'] == 'relationship')} relationship types are in use."
        )
        return Table(used, heading=heading, columns=("what", "name", "count", "about", "example"))

    def cypher(self, query: str, *, limit: int = LIMIT, timeout: float = TIMEOUT, **params: Any) -> Table:
        """Run a read-only Cypher query; rows are simple maps, nodes and relationships too.

        The result is a list of maps with `df()` and `warnings`. Raises InputError for wrong Cypher (with
        line and column), for a query that does more than read, for more than `limit` rows, and after
        `timeout` seconds.
        """
        from queries.cypher.free_query import run_user_query  # noqa: PLC0415

        with convert_errors():
            rows = run_user_query(
                self._store, check_text(query, "query"), params, limit=limit, timeout=timeout
            )
            records = list(rows)
            if rows.cut:
                raise InputError(rows.note, hint="Give `limit`, or put a LIMIT into the query.")
            return Table(self._redact(records), warnings=rows.warnings)

    def frame(self, query: str, **options: Any) -> pd.DataFrame:
        """Return the rows of a Cypher query as a pandas table; options as for `cypher`.

        Raises EnvironmentProblem if pandas is not installed.
        """
        return self.cypher(query, **options).df()

    def graph(  # noqa: PLR0913 - each of them may be asked for alone
        self,
        *types: str,
        projection: str = "facts",
        labels: Sequence[str] = (),
        with_labels: Sequence[str] = (),
        without_labels: Sequence[str] = (),
        without: Sequence[str] = (),
        asserted: bool = False,
        min_origins: int = 1,
        as_of: str | None = None,
        projections: str | Path | None = None,
        limit: int = LIMIT,
    ) -> nx.MultiDiGraph:
        """Return a projection as a networkx graph: ids as nodes (name, kind), one edge for each fact.

        `types` keeps to these predicates, classes or relationship types, `without` leaves some out.
        `projection` is one of `scamgraph projections`: by default all affirmed facts between entities of any
        kind but topics and documents. `labels` are kinds of entity in place of the projection's own,
        `with_labels` brings left-out ones back. `asserted` keeps to asserted facts (no accusations, nothing
        merely alleged), `min_origins` to those with at least this many independent origins. `as_of` is a day:
        the graph as known then. `projections` is a file of your own.

        Raises InputError for an unknown projection, label or predicate, for an empty graph, and for more than
        `limit` facts.
        """
        from scamgraph.facts import build_fact_graph  # noqa: PLC0415

        filters = {
            "predicates": types,
            "labels": labels,
            "with_labels": with_labels,
            "without_labels": without_labels,
            "without": without,
        }
        with convert_errors():
            network = build_fact_graph(
                self._store,
                projection,
                filters,
                asserted=asserted,
                min_origins=min_origins,
                as_of=as_of,
                file=projections,
                limit=limit,
            )
            _update_records([attributes for _, attributes in network.nodes(data=True)], self._redact)
            _update_records([attributes for *_, attributes in network.edges(data=True)], self._redact)
            return network

    def _find_version(self) -> str:
        """Return the version of the graph, looked up every half second at most.

        One answer is shown in many pieces. Warns if the graph is incomplete. Raises GraphDamaged.
        """
        from graph.store.wholeness import check_wholeness  # noqa: PLC0415 - brings the driver

        checked_at, version = self._last_check
        if time.monotonic() - checked_at > LOOK_AGAIN_SECONDS:
            wholeness = check_wholeness(self._store)
            if wholeness.unfinished:
                warnings.warn(f"{wholeness.unfinished} {INCOMPLETE}", stacklevel=4)
            version = wholeness.version
            # An unfinished graph is looked at each time, so that nothing is shown without the warning.
            self._last_check = (-LOOK_AGAIN_SECONDS if wholeness.unfinished else time.monotonic(), version)
        return version

    def _redact(self, data: Any) -> Any:
        """Return the data without names of protected people, unless `include_protected` is set.

        Warns if the graph is incomplete: what is not in the data may yet be loaded. Raises GraphDamaged.
        """
        from queries.browse.scope import load_protected_names  # noqa: PLC0415

        version = self._find_version()
        if self._include_protected:
            return data
        if self._names is None or self._names[0] != version:
            self._names = version, load_protected_names(self._store)
        return self._names[1].redact(data)


def _update_records(records: list[dict[str, Any]], redact: Callable[[Any], Any]) -> None:
    """Update each record with its values as they may be shown."""
    for record, data in zip(records, redact(records), strict=True):
        record.update(data)


def _build_parameters(query: NamedQuery, values: Sequence[Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a question.

    `from_` stands for `from`, which Python does not allow as a name.
    """
    from queries.ask.positions import bind_positions  # noqa: PLC0415 - loaded by now

    named = {name.removesuffix("_"): value for name, value in params.items()}
    return {**bind_positions(query, values, named), **named}
