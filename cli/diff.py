"""`scamgraph diff`: what became known, changed or was contradicted between two days."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from cli.help import ASK
from cli.options import EngineOption, FormatOption, ProtectedOption, opened, warn_if_unfinished
from cli.output import Format, emit

COLUMNS = ("kind", "of", "what", "how", "claims", "id")
TABLE_COLUMNS = ("what", "kind", "of", "how", "claims")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel=ASK)(diff)


def diff(
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help="The earlier day; changes of this day are not shown.")
    ],
    until: Annotated[
        str, typer.Option("--to", metavar="DAY", help="The later day; changes of this day are shown.")
    ],
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Show what became known, changed, or was contradicted between two days.

    \b
    Example:
      scamgraph diff --from 2026-01-19 --to 2026-01-22
    """
    from queries.diff import changes  # noqa: PLC0415 - heavy

    with opened(engine, include_protected=include_protected) as store:
        warn_if_unfinished(store)
        found = changes(store, since, until)
    if form is not Format.table:
        emit([change.record() for change in found], COLUMNS, form)
        return
    counts = Counter(change.kind for change in found)
    told = "; ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "nothing changed"
    rows = [{**change.record(), "claims": len(change.claims)} for change in found]
    emit(rows, TABLE_COLUMNS, form, title=f"After {since}, up to {until}: {told}")
