"""What is done about a local engine that cannot end a query: it is restarted, unless a load runs on it.

Acknowledged writes are kept, and a load that is broken off is finished by running it again; but a
reader's question is no reason to break one off. Its query then goes on until it ends, or until the
next one that the engine cannot end once the load is over.
"""

from __future__ import annotations

import logging

from graph.engine.server.select_engine import restart_server
from graph.model.errors import ScamgraphError
from graph.store.load_lock import find_running_load
from graph.store.store import Store

_LOAD_QUESTION_SECONDS = 2.0
_log = logging.getLogger(__name__)


def restart_stuck_engine(store: Store) -> None:
    """Restart the local engine of `store`; a server of someone else is left as it is."""
    if store.folder is None:
        return
    try:
        load = find_running_load(store.with_timeout(_LOAD_QUESTION_SECONDS))
    except ScamgraphError:  # an engine that does not answer runs no load either
        load = ""
    if load:
        _log.warning("A query cannot be ended. The engine is not restarted during %s.", load)
        return
    try:
        restart_server(store.endpoint)
        _log.warning("A query that the engine could not end was ended by a restart of the engine.")
    except ScamgraphError as error:
        _log.error("The engine could not end a query, and its restart failed: %s", error)
