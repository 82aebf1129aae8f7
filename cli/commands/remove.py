"""`scamgraph remove`: a document and what only it brought."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.completion.entities import complete_documents
from cli.open_store import open_as_is
from cli.options import EngineOption
from cli.outcome import format_outcome
from cli.output import Format, print_line, print_rows, print_stderr
from graph.store.entity_search import resolve
from ingest.remove import RemovalPreview, build_preview, remove_documents
from queries.wording.answer_sentence import Count


def run(
    document: Annotated[
        str,
        typer.Argument(
            help="The id or label of a document.", metavar="DOCUMENT", autocompletion=complete_documents
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove without asking.")] = False,
    keep_entities: Annotated[
        bool,
        typer.Option("--keep-entities", help="Keep entities, occasions and series that nobody else names."),
    ] = False,
    engine: EngineOption = None,
) -> None:
    """Remove a document and what only it brought, after showing both.

    \b
    Example:
      scamgraph remove document/afp-400-freed-2026-01
    """
    with open_as_is(engine) as store:
        id_ = resolve(store, document, kind="Document")
        _show_removal(id_, build_preview(store, id_), keep_entities=keep_entities)
        if not yes:
            typer.confirm("Remove it?", abort=True)
        outcome = remove_documents(store, [id_], keep_entities=keep_entities, on_wait=print_stderr)
    print_line(format_outcome(outcome))


def _show_removal(id_: str, found: RemovalPreview, *, keep_entities: bool) -> None:
    facts = Count(len(found.facts))
    print_line(f"{id_}: {Count(found.claims):claim}. Only this document supports {facts:fact}:")
    rows = [fact._asdict() for fact in found.facts]
    print_rows(rows, ("subject", "predicate", "object"), Format.table)
    if found.shared:
        print_line(f"{found.shared} further facts stay, on the word of other documents.")
    if found.brought:
        stay = "stays" if len(found.brought) == 1 else "stay"
        end = stay if keep_entities else "will be removed, too"
        print_line(
            f"Nobody else names {Count(len(found.brought)):registry entry|registry entries}, which {end}:"
        )
        print_rows([one._asdict() for one in found.brought], ("id", "kind", "name"), Format.table)
