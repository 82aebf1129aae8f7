"""Settling what a large load left open: claims that belong together are derived once, not per document.

A claim's origin, figures and conflicts depend on all claims of its facts and series. A load of many documents
that derived them anew in each transaction would read the popular ones again and again. So it writes new
documents *open* (whole, but their claims without origin and figures, their facts not drawn) and then settles
them here: first claims with all that is near them, then the events. A node `:Unsettled` stands for each
document and event still to do, so that a load killed half way is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph import links, stored
from graph.derive import Context
from graph.schema import MARK
from graph.store import Store, Tx
from graph.stored import Speakers
from graph.writing import Incoming, Outcome, Settled, Writer

FEWEST_DOCUMENTS, MOST_DOCUMENTS = 10, 2_000
CLAIMS_AT_ONCE = 15_000
"""How many claims a transaction should look at; the number of documents is fitted to it."""
EVENTS_AT_ONCE = 500

Progress = Callable[[int, int], None]
"""Told how many documents and events are settled, and of how many."""


def add_open(writer: Writer, documents: Sequence[Incoming]) -> Outcome:
    """Write documents in the writer's transaction, new ones open until `settle`."""
    outcome = writer.add(documents)
    _mark(writer.tx, [document.dossier.document.id for document in documents])
    return outcome


def settle(store: Store, context: Context, speakers: Speakers, progress: Progress) -> Outcome:
    """Settle all that is open, in several transactions; broken off, the next call goes on."""

    def claims(tx: Tx, documents: Sequence[str]) -> Settled:
        writer = Writer(tx, store.dialect, context, speakers)
        settled = writer.settle(stored.open_claims_of_documents(tx, documents))
        _mark(tx, settled.events)
        _unmark(tx, documents)
        return settled

    def participations(tx: Tx, events: Sequence[str]) -> Outcome:
        outcome = Writer(tx, store.dialect, context, speakers).settle_events(events)
        _unmark(tx, events)
        return outcome

    outcome = Outcome()
    documents = _unsettled(store, events=False)
    done, size = 0, FEWEST_DOCUMENTS
    while done < len(documents):
        some = documents[done : done + size]
        settled = store.write(lambda tx, some=some: claims(tx, some))  # type: ignore[misc]
        outcome += settled.outcome
        done += len(some)
        size = min(MOST_DOCUMENTS, 2 * size, size * CLAIMS_AT_ONCE // max(1, settled.looked_at))
        size = max(FEWEST_DOCUMENTS, size)
        progress(done, len(documents))
    for some in stored.chunks(_unsettled(store, events=True), EVENTS_AT_ONCE):
        outcome += store.write(lambda tx, some=some: participations(tx, some))  # type: ignore[misc]
    return outcome


def _unsettled(store: Store, *, events: bool) -> list[str]:
    query = f"MATCH (u:Unsettled) WHERE u:{MARK} AND u.event = $events RETURN u.of AS id ORDER BY id"
    with store.begin() as tx:
        return [row["id"] for row in tx.run(query, events=events)]


def _mark(tx: Tx, ids: Iterable[str]) -> None:
    rows = ({"id": _mark_id(i), "of": i, "event": not i.startswith("document/")} for i in ids)
    links.create_missing(tx, ("Unsettled",), rows)


def _unmark(tx: Tx, ids: Iterable[str]) -> None:
    links.delete_nodes(tx, map(_mark_id, ids))


def _mark_id(id_: str) -> str:
    return f"unsettled/{id_}"
