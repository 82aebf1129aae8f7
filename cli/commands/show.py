"""`scamgraph show`: one entity, document, claim, or fact with the claims behind it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.completion.entities import complete_entities
from cli.open_store import open_store_for_command
from cli.options import AsOfOption, EngineOption, FormatOption, ProtectedOption
from cli.output import Format, print_line, print_record, print_rows
from graph.model.errors import InputError
from graph.store.entity_search import find_by_digest, resolve
from graph.store.store import Store
from queries.as_of.claim_filter import list_known_first

MOST_LISTED = 8
CLAIM_COLUMNS = ("says", "said_by", "modality", "predicate", "document", "span", "claim")

_CLAIM_LINES = """
WITH DISTINCT c
OPTIONAL MATCH (c)-[s:SAID_BY]->(speaker)
WITH c, s, speaker ORDER BY c.document, c.start, c.id, s.order
RETURN c.says AS says, collect(speaker.name) AS said_by, c.modality AS modality, c.predicate AS predicate,
       c.polarity AS polarity, c.document AS document, c.start AS start, c.end AS end, c.id AS claim
ORDER BY document, start, claim
"""
_CLAIMS_OF_ENTITY = (
    "MATCH (e:Scamgraph {id: $id})"
    "<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION|IN|FROM|COUNTS]-(c:Claim /* AS OF c */)\n"
    + _CLAIM_LINES
)
_CLAIMS_OF_FACT = "MATCH (c:Claim {fact: $id} /* AS OF c */)\n" + _CLAIM_LINES

_ROLLED_UP = frozenset(
    {
        "claims",
        "documents",
        "origins",
        "denials",
        "denial_origins",
        "modality",
        "asserted",
        "hedged",
        "said_by",
        "verbs",
        "happened_from",
        "happened_to",
        "first_published",
        "last_published",
        "explanation",
    }
)
# fmt: on
"""What is stored of today's claims, and so is no word on what was known on a day."""


def run(
    what: Annotated[
        str,
        typer.Argument(
            help="A name, or the id of an entity, document, claim, or fact.",
            metavar="NAME",
            autocompletion=complete_entities,
        ),
    ],
    as_of: AsOfOption = None,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Show an entity, document, claim, or fact with the claims behind it.

    \b
    Examples:
      scamgraph show "Chen Zhi"
      scamgraph show document/afp-400-freed-2026-01
      scamgraph show "Chen Zhi" --as-of 2026-01-21
    """
    columns: tuple[str, ...] = CLAIM_COLUMNS
    with open_store_for_command(engine, include_protected=include_protected) as store:
        id_, record = _read_record(store, what)
        query = _CLAIMS_OF_FACT if id_.startswith("fact/") else _CLAIMS_OF_ENTITY
        if as_of is None:
            claims = [_build_claim_row(row) for row in store.read(query, {"id": id_})]
        else:
            claims, columns = _read_claims_as_of(store, query, id_, as_of), ("known", *CLAIM_COLUMNS)
            if "documents" in record or "explanation" in record:
                record = {name: value for name, value in record.items() if name not in _ROLLED_UP}
    if form is not Format.table:
        print_record({**record, "claims_about": claims}, Format.json if form is Format.csv else form)
        return
    if record:
        print_record(record, form, title=str(record.get("name") or id_))
        print_line()
    count = len(claims)
    if count:
        print_rows(claims, columns, form, title=f"{count} claim{'s' * (count != 1)}")


def _read_record(store: Store, what: str) -> tuple[str, dict[str, Any]]:
    """Return the id and properties of the item that `what` names; a fact has no properties."""
    what = _resolve_id_prefix(what, find_by_digest(store, what.strip()))
    query = "MATCH (n:Scamgraph {id: $id}) RETURN properties(n) AS n"
    rows = store.read(query, {"id": what})
    if not rows and store.read("MATCH (c:Claim {fact: $id}) RETURN c.id LIMIT 1", {"id": what}):
        return what, {}
    id_ = what if rows else resolve(store, what)
    return id_, (rows or store.read(query, {"id": id_}))[0]["n"]


def _resolve_id_prefix(what: str, completed: list[str]) -> str:
    """Return the only id that begins with `what`, else the text itself.

    Raises InputError that lists the ids if there are several.
    """
    if len(completed) > 1:
        listed = "; ".join(completed[:MOST_LISTED])
        raise InputError(f"“{what}” may mean several.", hint=f"Give one of these ids: {listed}.")
    return completed[0] if completed else what.strip()


def _read_claims_as_of(store: Store, query: str, id_: str, day: str) -> list[dict[str, Any]]:
    """Read the claims known on a day, then those only possibly known."""
    return [
        {"known": known, **_build_claim_row(row)}
        for known, row in list_known_first(store, query, {"id": id_}, day)
    ]


def _build_claim_row(row: dict[str, Any]) -> dict[str, Any]:
    modality = f"{row['modality']}, deny" if row["polarity"] == "deny" else row["modality"]
    return {
        "says": row["says"],
        "said_by": row["said_by"] or ["the document"],
        "modality": modality,
        "predicate": row["predicate"],
        "document": row["document"],
        "span": f"{row['start']}-{row['end']}",
        "claim": row["claim"],
    }
