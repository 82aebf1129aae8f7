"""Commands that show parts of the graph: show, find, digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.complete import complete_entities, complete_kinds
from cli.help import ASK, RUN
from cli.options import (
    AsOfOption,
    EngineOption,
    FormatOption,
    ProtectedOption,
    open_store_for_command,
)
from cli.output import Format, print_line, print_record, print_rows, print_stderr
from graph.model.errors import UsageError

if TYPE_CHECKING:
    from graph.model.name_matching import Match
    from graph.store.digest import GraphDigest
    from graph.store.store import Store

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

_IN_WORDS = {
    "spelling": "spelled so",
    "part": "part of its name",
    "description": "described so",
    "near": "only near",
}
"""How a text leads to an entity that is not called just so."""

# fmt: off
_ROLLED_UP = frozenset({
    "claims", "documents", "origins", "denials", "denial_origins", "modality", "asserted", "hedged",
    "said_by", "verbs", "happened_from", "happened_to", "first_published", "last_published", "explanation",
})
# fmt: on
"""What is stored of today's claims, and so is no word on what was known on a day."""


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(rich_help_panel=ASK)(find)
    app.command(rich_help_panel=ASK)(show)
    app.command(rich_help_panel=RUN)(digest)


def find(  # noqa: PLR0913, PLR0917 - each is an option of the command
    text: Annotated[
        str,
        typer.Argument(
            help="A name, alias, or id, in any script; misspellings are found.",
            metavar="NAME",
            autocompletion=complete_entities,
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            help="Only entities of this kind, such as Person or Compound.", autocompletion=complete_kinds
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Maximum number of entities.")] = 10,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Find an entity by name, or by a description.

    If nothing is called so, the command says so and lists what comes nearest.

    \b
    Examples:
      scamgraph find "chen zi"
      scamgraph find embassy --kind Embassy
    """
    from graph.store.entity_search import search_entities as search  # noqa: PLC0415

    with open_store_for_command(engine, include_protected=include_protected) as store:
        matches = search(store, text, kind=kind, limit=limit)
    if not matches:
        _raise_not_found(text)
    if not any(match.is_name_match for match in matches):
        print_stderr(f"Nothing here is called “{text}”. Nearest:")
    rows = [{**match._asdict(), "match": describe_match(match)} for match in matches]
    if form is Format.table:
        print_rows([_build_match_row(row) for row in rows], ("name", "kind", "id", "match", "score"), form)
    else:
        print_rows(rows, ("id", "name", "kind", "matched", "how", "match", "score"), form)


def show(
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


def digest(
    of: Annotated[
        list[str] | None,
        typer.Option(
            "--of",
            help="Only the part of the graph around this name or id; repeat for several.",
            show_default=False,
            autocompletion=complete_entities,
        ),
    ] = None,
    as_of: AsOfOption = None,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Print a hash of the whole graph.

    It is the same on every engine and for every order of loading. With --of it is the hash of one part,
    which a report on that part names and its bundle reproduces.

    \b
    Examples:
      scamgraph digest
      scamgraph digest --of "Chen Zhi"
    """
    from graph.store.digest import digest as compute  # noqa: PLC0415

    if as_of is not None and not of:
        raise UsageError("--as-of goes with --of.", hint="The whole graph's digest is of today.")
    with open_store_for_command(engine) as store:
        total = _compute_part_digest(store, of, as_of) if of else compute(store)
    if form is Format.table:
        print_line(str(total))
    else:
        print_record({"digest": str(total), "nodes": total.nodes, "relationships": total.edges}, form)


def _compute_part_digest(store: Store, of: list[str], as_of: str | None) -> GraphDigest:
    from reports.part.closure_reader import load_closure  # noqa: PLC0415
    from reports.part.digest import compute_part_digest  # noqa: PLC0415
    from reports.part.selection import create_selection_builder  # noqa: PLC0415

    choose = create_selection_builder(store, as_of)
    named = [text if _is_id(store, text) else choose.select_entity(text).item for text in of]
    choice = choose.select_ids(named)
    return compute_part_digest(load_closure(store, choice.claims, choice.moment))


def _is_id(store: Store, text: str) -> bool:
    known = store.read("MATCH (n:Scamgraph {id: $id}) RETURN n.id AS id", {"id": text})
    return bool(known) or text.startswith("fact/")


def _read_record(store: Store, what: str) -> tuple[str, dict[str, Any]]:
    """Return the id and properties of the item that `what` names; a fact has no properties."""
    from graph.store.entity_search import find_by_digest, resolve  # noqa: PLC0415

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
    from graph.model.errors import InputError  # noqa: PLC0415

    if len(completed) > 1:
        listed = "; ".join(completed[:MOST_LISTED])
        raise InputError(f"“{what}” may mean several.", hint=f"Give one of these ids: {listed}.")
    return completed[0] if completed else what.strip()


def _read_claims_as_of(store: Store, query: str, id_: str, day: str) -> list[dict[str, Any]]:
    """Read the claims known on a day, then those only possibly known."""
    from queries.as_of.claim_filter import list_known_first  # noqa: PLC0415

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


def describe_match(match: Match) -> str:
    """Return a phrase for how a text leads to an entity: "called so", "spelled so", "only near" ..."""
    return _IN_WORDS.get(match.how, "called so")


def _build_match_row(match: dict[str, Any]) -> dict[str, Any]:
    """Return a match as a table row; a matched name that is not the entity's own follows in brackets."""
    same = match["matched"] in (match["name"], match["id"])
    return {**match, "name": match["name"] if same else f"{match['name']} ({match['matched']})"}


def _raise_not_found(text: str) -> None:
    from graph.model.errors import InputError  # noqa: PLC0415

    raise InputError(f"Nothing here is called “{text}”, nor anything near.")
