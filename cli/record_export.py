"""What the commands of `scamgraph export` for records share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.open_store import open_store_for_command
from cli.output import print_stderr
from graph.rules.as_of import AsOf
from graph.store.store import Store
from queries.as_of.graph_reader import find_moment
from queries.export.claims import write_lines, write_pieces
from queries.export.claims_csv import iter_csv


class ExportFormat(StrEnum):
    """Output formats of an export."""

    jsonl = "jsonl"


FormOption = Annotated[ExportFormat, typer.Option("--format", "-f", help="Output format.")]


def export_records(  # noqa: PLR0913 - what each command hands on
    engine: str | None,
    known: tuple[str | None, bool],
    to: Path | None,
    what: str,
    records: Callable[[Store, AsOf | None], Iterable[Any]],
    *,
    as_csv: bool = False,
) -> None:
    """Write the records as JSON Lines, or as CSV, and report on standard error how many there are.

    `known` is the day to export as of, with whether what was only possibly known is included.
    """
    with open_store_for_command(engine) as store:
        moment = find_moment(store, known[0], perhaps=known[1])
        counted = _RecordCounter(records(store, moment))
        if as_csv:
            write_pieces(iter_csv(counted), to)
        else:
            write_lines(counted, to)
    if moment is not None:
        perhaps = "is there, too" if moment.perhaps else "is left out"
        print_stderr(f"As known on {moment.day}: what was only possibly known on that day {perhaps}.")
    if to is not None:
        print_stderr(f"{to}: {counted.number:,} {what}.")


class _RecordCounter:
    """Iterator over records that counts them."""

    def __init__(self, records: Iterable[Any]) -> None:
        self._records = records
        self.number = 0

    def __iter__(self) -> Iterator[Any]:
        for record in self._records:
            self.number += 1
            yield record
