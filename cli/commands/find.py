"""`scamgraph find`: entities by name or description."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.completion.entities import complete_entities
from cli.completion.offers import Offer, filter_offers
from cli.open_store import open_store_for_command
from cli.options import EngineOption, FormatOption, ProtectedOption
from cli.output import Format, print_rows, print_stderr
from graph.model.errors import InputError
from graph.model.name_matching import Match
from graph.model.ontology import load_ontology
from graph.store.entity_search import search_entities

_IN_WORDS = {
    "spelling": "spelled so",
    "part": "part of its name",
    "description": "described so",
    "near": "only near",
}
"""How a text leads to an entity that is not called just so."""


def complete_kinds(incomplete: str) -> list[Offer]:
    """Offer the kinds of entity."""
    ontology = load_ontology()
    return filter_offers(dict.fromkeys(sorted({*ontology.kinds, *ontology.abstract}), ""), incomplete)


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
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
    with open_store_for_command(engine, include_protected=include_protected) as store:
        matches = search_entities(store, text, kind=kind, limit=limit)
    if not matches:
        raise InputError(f"Nothing here is called “{text}”, nor anything near.")
    if not any(match.is_name_match for match in matches):
        print_stderr(f"Nothing here is called “{text}”. Nearest:")
    rows = [{**match._asdict(), "match": _describe_match(match)} for match in matches]
    if form is Format.table:
        print_rows([_build_match_row(row) for row in rows], ("name", "kind", "id", "match", "score"), form)
    else:
        print_rows(rows, ("id", "name", "kind", "matched", "how", "match", "score"), form)


def _describe_match(match: Match) -> str:
    """Return a phrase for how a text leads to an entity: "called so", "spelled so", "only near" ..."""
    return _IN_WORDS.get(match.how, "called so")


def _build_match_row(match: dict[str, Any]) -> dict[str, Any]:
    """Return a match as a table row; a matched name that is not the entity's own follows in brackets."""
    same = match["matched"] in (match["name"], match["id"])
    return {**match, "name": match["name"] if same else f"{match['name']} ({match['matched']})"}
