"""The claims a page may see (all, or those of a day), and the names it must not show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.model.export_records import WITHHELD
from graph.model.protected import BORNE, NAMELESS, build_name_pattern
from graph.rules.as_of import parse_day
from queries.as_of.claim_filter import ClaimFilter, FilteredStore
from queries.as_of.graph_reader import open_reader

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.store.protocols import ReadStore
    from graph.store.store import Store

_PROTECTED = """
MATCH (e:Entity) WHERE e.protected = true AND coalesce(e.naming, 'named') IN $borne AND e:Scamgraph
RETURN e.name AS name, e.aliases AS aliases, e.about AS about, e.note AS note
UNION
MATCH (e:MergedEntity) WHERE e.protected = true AND coalesce(e.naming, 'named') IN $borne AND e:Scamgraph
RETURN e.name AS name, e.aliases AS aliases, e.about AS about, e.note AS note
"""


DETAIL_WORDS = 3
"""Minimum number of words of a note about a person that is withheld: a shorter one may occur anywhere."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A graph as of today, or as known on a day; `perhaps` adds what was only possibly known."""

    store: Store
    day: str | None = None
    perhaps: bool = False
    door: ReadStore | None = None

    @property
    def reads(self) -> ReadStore:
        """Return the store through which claims are read."""
        return self.door or self.store


def open_scope(store: Store, day: str | None = None, *, perhaps: bool = False) -> Scope:
    """Open the graph, as of `day` where one is given. Raises InputError for an invalid day."""
    if not day:
        return Scope(store)
    moment = replace(open_reader(store).load_moment(parse_day(day)), perhaps=perhaps)
    return Scope(store, moment.day, perhaps, FilteredStore(store, ClaimFilter(moment)))


class NameRedactor:
    """The names of protected people, removed from all data that is shown."""

    def __init__(self, names: list[str]) -> None:
        self._pattern = build_name_pattern(name for name in names if name != NAMELESS)

    @property
    def has_names(self) -> bool:
        """Whether there are names to remove."""
        return self._pattern is not None

    def redact(self, value: Any) -> Any:
        """Return the same data without those names; ids stay, as they do in exports."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self._pattern.sub(WITHHELD, value) if not _is_id(value) else value
        if isinstance(value, Mapping):
            return {key: self.redact(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.redact(item) for item in value]
        return value


def load_protected_names(store: ReadStore) -> NameRedactor:
    """Load names and aliases of protected people, and the notes about them, from the graph."""
    rows = store.read(_PROTECTED, {"borne": list(BORNE)})
    names = [name for row in rows for name in (row["name"] or "", *(row["aliases"] or ()))]
    details = [row[key] for row in rows for key in ("about", "note") if row[key]]
    return NameRedactor(names + [text for text in details if len(text.split()) >= DETAIL_WORDS])


def is_withheld(entity: Mapping[str, Any]) -> bool:
    """Return whether an entity's names must not be shown: it is protected, and people bear them."""
    return bool(entity.get("protected")) and (entity.get("naming") or "named") in BORNE


_ID = re.compile(r"[a-z]+/[^\s]+")


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def select_first(rows: list[Row]) -> Row | None:
    """Return the only row, or None where there is none."""
    return rows[0] if rows else None
