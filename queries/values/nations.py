"""Countries, their people and their embassies: "China" means the Chinese, or the Chinese embassy.

A question about a nationality takes a country's name, one about an embassy the state that sends it,
or that state's people.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from graph.model.errors import AmbiguousName, NameCandidate, UnknownName
from graph.model.name_matching import Match, fold_name
from graph.store.entity_search import resolve, resolve_with_aliases
from queries.values.nations_table import DEMONYMS

if TYPE_CHECKING:
    from graph.store.store import Store

LISTED = 30
NATIONALITY, EMBASSY = "Nationality", "Embassy"

_MEMBERS = {
    kind: f"MATCH (e:{kind}:Scamgraph) RETURN e.id AS id, e.name AS name, e.kind AS kind ORDER BY name, id"
    for kind in (NATIONALITY, EMBASSY)
}
_ISO = "MATCH (e:Country:Scamgraph {id: $id}) RETURN e.iso AS iso"
_SENT_BY = """
MATCH (e:Embassy:Scamgraph)-[:SENDING_STATE]->(p) WHERE p.iso = $iso
RETURN DISTINCT e.id AS id, e.name AS name, e.kind AS kind ORDER BY name, id
"""


def find_nationality_or_embassy(store: Store, text: str, kind: str) -> list[Match]:
    """Return the nationality or embassy that `text` means, and behind it others with its name as an alias.

    Args:
        store: The graph.
        text: Its name or id, or a country or its people.
        kind: "Nationality" or "Embassy".

    Raises:
        UnknownName: None in the graph is meant; the error lists all of the kind.
        AmbiguousName: Several are.
    """
    with suppress(UnknownName):
        return resolve_with_aliases(store, text, kind=kind)
    iso = _find_country(store, text)
    members = (_find_nationality if kind == NATIONALITY else _find_embassies)(store, iso) if iso else []
    if len(members) > 1:
        listed = ", ".join(map(str, members))
        raise AmbiguousName(
            f"“{text}” may mean several.",
            hint=f"Give one of these ids: {listed}.",
            text=text,
            candidates=tuple(members),
        )
    if not members:
        raise _build_unknown_error(store, text, kind)
    member = members[0]
    return [Match(member.id, member.name, member.kind, 100.0, "nation", text)]


def _find_country(store: Store, text: str) -> str:
    """Return the ISO code of the country that a text names, itself or by its people; "" for none."""
    word = fold_name(text).latin.removeprefix("the ")
    for iso, demonyms in DEMONYMS.items():
        if word in {form for each in demonyms for form in (each.lower(), f"{each.lower()}s")}:
            return iso
    with suppress(UnknownName, AmbiguousName):
        rows = store.read(_ISO, {"id": resolve(store, text, kind="Country")})
        return rows[0]["iso"] or "" if rows else ""
    return ""


def _find_nationality(store: Store, iso: str) -> list[NameCandidate]:
    demonyms = {demonym.lower() for demonym in DEMONYMS.get(iso, ())}
    return [
        nationality
        for nationality in _read_known(store, NATIONALITY)
        if fold_name(nationality.name).latin in demonyms
    ]


def _find_embassies(store: Store, iso: str) -> list[NameCandidate]:
    return [NameCandidate(row["id"], row["name"], row["kind"]) for row in store.read(_SENT_BY, {"iso": iso})]


def _read_known(store: Store, kind: str) -> list[NameCandidate]:
    return [NameCandidate(row["id"], row["name"], row["kind"]) for row in store.read(_MEMBERS[kind])]


def _build_unknown_error(store: Store, text: str, kind: str) -> UnknownName:
    members = tuple(_read_known(store, kind))
    plural = {NATIONALITY: "nationalities", EMBASSY: "embassies"}[kind]
    more = f", and {len(members) - LISTED:,} more" if len(members) > LISTED else ""
    listed = ", ".join(map(str, members[:LISTED])) + more
    return UnknownName(
        f"No {kind.lower()} here is called “{text}”.",
        hint=f"The {plural} in this graph are: {listed}." if members else f"This graph holds no {plural}.",
        text=text,
        candidates=members[:LISTED],
    )
