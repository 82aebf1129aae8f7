"""A connection for people who ask: named questions, free Cypher, tables, graphs. It only reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import EnvironmentProblem, InputError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd  # type: ignore[import-untyped]

    from graph.store import Store
    from queries.ask import Answer

LIMIT = 100_000
TIMEOUT = 60.0


def connect(engine: str | None = None, *, texts: str | Path | None = None, start: bool = True) -> Connection:
    """Connect to the graph; a context manager.

    `engine` is "embedded" or "neo4j"; without it the server of NEO4J_URI, else what SCAMGRAPH_ENGINE names,
    else embedded. `texts` is the folder of the articles' texts (else SCAMGRAPH_TEXTS), for quotes; none is
    needed. Raises EnvironmentProblem if there is no engine to talk to.
    """
    from graph.store import open_store  # noqa: PLC0415 - brings the driver
    from ingest.texts import find_texts  # noqa: PLC0415

    held = find_texts(texts)
    return Connection(open_store(engine, start=start), held.get)


class Connection:
    """Asks one graph. Close it, or use it as a context manager; the server goes on."""

    def __init__(self, store: Store, text_of: Any) -> None:
        self._store = store
        self._text_of = text_of

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._store.close()

    def ask(
        self, question: str, *, as_of: str | None = None, happened: str | None = None, **params: Any
    ) -> Answer:
        """Ask a named question (`scamgraph queries` lists them); entities are given by name or id.

        `as_of` is a day: the answer is what was known then. `happened` is a day or FROM/TO. What was only
        possibly known, and what tells no time, is in the answer's `apart`.

        The answer has `sentence`, `rows` (maps in words), `citations` row by row, `documents`, `origins`,
        `notes` and, where there is no row, `nearest`. A parameter called `from` is given as `from_`. Raises
        InputError for an unknown question, parameter or entity, or an ambiguous name.
        """
        from queries.ask import ask  # noqa: PLC0415

        given = {name.removesuffix("_"): value for name, value in params.items()}
        return ask(self._store, question, given, text_of=self._text_of, as_of=as_of, happened=happened)

    def cypher(
        self, query: str, *, limit: int = LIMIT, timeout: float = TIMEOUT, **params: Any
    ) -> list[dict[str, Any]]:
        """Put a free question in Cypher; rows are plain maps, nodes and relationships too.

        Raises InputError for wrong Cypher (with line and column), for more than reading, for more than
        `limit` rows, and when `timeout` seconds are over.
        """
        from queries.door import free  # noqa: PLC0415

        rows = free(self._store, query, params, limit=limit, timeout=timeout)
        held = list(rows)
        if rows.cut:
            raise InputError(rows.note, hint="Give `limit`, or put a LIMIT into the query.")
        return held

    def frame(self, query: str, **options: Any) -> pd.DataFrame:
        """Give the rows of free Cypher as a pandas table; options as for `cypher`.

        Raises EnvironmentProblem where pandas is not installed.
        """
        try:
            import pandas  # noqa: PLC0415 - optional
        except ImportError as error:
            from queries.extras import describe_install  # noqa: PLC0415 - only where it is missing

            raise EnvironmentProblem(
                "A table needs pandas.", hint=f"Run `{describe_install('pandas')}`."
            ) from error
        return pandas.DataFrame(self.cypher(query, **options))

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
        """Give a projection as a networkx graph: ids as nodes (name, kind), an edge a fact with its roll-up.

        `types` keeps to these predicates, classes or relationship types, `without` leaves some out.
        `projection` is one of `scamgraph projections`: by default all affirmed facts between entities of any
        kind but topics and documents. `labels` are kinds of entity in place of the projection's own,
        `with_labels` brings left-out ones back. `asserted` keeps to asserted facts (no accusations, nothing
        merely alleged), `min_origins` to those of at least so many independent origins. `as_of` is a day: the
        graph as known then. `projections` is a file of your own. Raises InputError for an unknown projection,
        label or predicate, for an empty graph, and for more than `limit` facts.
        """
        from scamgraph.facts import fact_graph  # noqa: PLC0415

        filters = {
            "predicates": types,
            "labels": labels,
            "with_labels": with_labels,
            "without_labels": without_labels,
            "without": without,
        }
        return fact_graph(
            self._store,
            projection,
            filters,
            asserted=asserted,
            min_origins=min_origins,
            as_of=as_of,
            file=projections,
            limit=limit,
        )
