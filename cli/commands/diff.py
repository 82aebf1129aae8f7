"""`scamgraph diff`: what became known, changed or was contradicted between two days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cli.completion.entities import complete_entities
from cli.open_store import open_store_for_command
from cli.options import EngineOption, FormatOption, ProtectedOption
from cli.output import Format, print_rows, print_stderr
from graph.store.entity_search import resolve
from queries.as_of.diff import Change, filter_changes, find_changes, summarise_changes

COLUMNS = ("kind", "known", "of", "what", "how", "class", "claims", "id")
TABLE_COLUMNS = ("what", "kind", "known", "of", "how", "claims")
SHOWN = 50
"""Changes that a table shows where no limit is given."""


def run(  # noqa: PLR0913, PLR0917 - a parameter an option
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help="The earlier day; changes of this day are not shown.")
    ],
    until: Annotated[
        str, typer.Option("--to", metavar="DAY", help="The later day; changes of this day are shown.")
    ],
    entity: Annotated[
        str | None,
        typer.Option(
            help="Only changes whose claims name this entity or document.",
            autocompletion=complete_entities,
        ),
    ] = None,
    predicate_class: Annotated[
        str | None, typer.Option("--class", help="Only changes of this class, such as LEGAL_ACTION.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help=f"Maximum number of changes; {SHOWN} in a table, otherwise all."),
    ] = None,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Show what became known, changed, or was contradicted between two days.

    Legal acts and accusations come first, documents last. What documents without a day add is marked as only
    possibly known.

    \b
    Examples:
      scamgraph diff --from 2026-01-19 --to 2026-01-22
      scamgraph diff --from 2026-01-19 --to 2026-01-22 --entity "Chen Zhi"
      scamgraph diff --from 2026-01-19 --to 2026-01-22 --class LEGAL_ACTION
    """
    with open_store_for_command(engine, include_protected=include_protected) as store:
        id_ = resolve(store, entity) if entity else ""
        changes = filter_changes(find_changes(store, since, until), entity=id_, class_=predicate_class or "")
    shown = changes[: limit or (SHOWN if form is Format.table else len(changes))]
    cut = _format_truncation(shown, changes)
    if form is not Format.table:
        if cut:
            print_stderr(cut)
        print_rows([change.to_record() for change in shown], COLUMNS, form)
        return
    rows = [{**change.to_record(), "claims": len(change.claims)} for change in shown]
    print_rows(
        rows,
        TABLE_COLUMNS,
        form,
        title=" ".join(filter(None, (summarise_changes(changes, since, until), cut))),
    )


def _format_truncation(shown: Sequence[Change], changes: Sequence[Change]) -> str:
    if len(shown) == len(changes):
        return ""
    return f"Showing {len(shown):,} of {len(changes):,} changes; --limit {len(changes)} shows all."
