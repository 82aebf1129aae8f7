"""`scamgraph digest`: a hash of the whole graph, or of a part."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.completion.entities import complete_entities
from cli.open_store import open_store_for_command
from cli.options import AsOfOption, EngineOption, FormatOption
from cli.output import Format, print_line, print_record
from graph.model.errors import UsageError
from graph.store.digest import GraphDigest, digest
from graph.store.store import Store


def run(
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
    if as_of is not None and not of:
        raise UsageError("--as-of goes with --of.", hint="The whole graph's digest is of today.")
    with open_store_for_command(engine) as store:
        total = _compute_part_digest(store, of, as_of) if of else digest(store)
    if form is Format.table:
        print_line(str(total))
    else:
        print_record({"digest": str(total), "nodes": total.nodes, "relationships": total.edges}, form)


def _compute_part_digest(store: Store, of: list[str], as_of: str | None) -> GraphDigest:
    from cli.part_digest import compute_digest_around  # noqa: PLC0415 - reports: only a part needs them

    return compute_digest_around(store, of, as_of)
