"""`scamgraph lineage`: which documents print the same text; it needs the texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import msgspec
import typer

from cli.options import FormatOption, PathsArgument, TextsOption
from cli.output import Format, print_line, print_rows, print_stderr
from graph.model.errors import InputError
from graph.model.records import Decision, LineageEntry
from graph.rules.lineage import Pair, find_standing_decisions
from ingest.files.reader import find_files
from ingest.lineage.find import LineageResult, find_lineage
from ingest.lineage.index import Index
from ingest.lineage.sealed import write_sealed
from ingest.lineage.sources import LineageInput, read_sources
from ingest.texts.text_store import find_texts
from queries.wording.answer_sentence import Count

COLUMNS = ("a", "b", "judgement", "share_a", "share_b", "passages", "reason")


def run(  # noqa: PLR0913, PLR0917 - options of a command
    paths: PathsArgument,
    texts: TextsOption = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the results to this folder, without the words.")
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(help="Keep an index in this file: the next run compares only new documents."),
    ] = None,
    words: Annotated[bool, typer.Option("--words", help="Print the words of each shared passage.")] = False,
    form: FormatOption = Format.table,
) -> None:
    """Find documents that print the same text, in whole or in part.

    Needs the texts of the articles.

    \b
    Examples:
      scamgraph lineage data --texts articles/ --words
      scamgraph lineage data --texts articles/ --write data/lineage
    """
    held = read_sources(find_files(paths), find_texts(texts))
    if not held.sources:
        raise InputError(
            "Of none of these documents the text is held.",
            hint="Name dossiers, and the folder with their texts: --texts FOLDER, or SCAMGRAPH_TEXTS.",
        )
    decisions = find_standing_decisions(held.decisions)
    for id_ in held.without_text:
        print_stderr(f"Note: the text of {id_} is not held; it is compared with nothing.")
    with TemporaryDirectory() as folder, Index(index or Path(folder, "index")) as opened:
        found = find_lineage(held.sources, opened, decisions)
    _print_entries(found, held, decisions, form, words)
    if write is not None:
        _seal(write, found, held)


def _seal(folder: Path, found: LineageResult, held: LineageInput) -> None:
    here = {source.id for source in held.sources}

    def is_compared(a: str, b: str) -> bool:
        return a in here and b in here and (a in found.new or b in found.new)

    fresh = {frozenset((entry.a, entry.b)) for entry in found.entries}
    changed = write_sealed(
        folder, found.entries, lambda a, b: is_compared(a, b) or frozenset((a, b)) in fresh
    )
    for path in changed:
        print_stderr(f"{path} {'written' if path.exists() else 'deleted'}.")


def _print_entries(
    found: LineageResult, held: LineageInput, decisions: Mapping[Pair, Decision], form: Format, words: bool
) -> None:
    rows: list[dict[str, Any]] = []
    for entry in found.entries:
        decision = decisions.get(frozenset((entry.a, entry.b)))
        row = {**msgspec.to_builtins(entry), "judgement": entry.judgement, "reason": entry.reason}
        row["decision"] = decision.id if decision else ""
        if form in (Format.table, Format.csv):
            row["passages"] = len(entry.passages)
            row["judgement"] += f"; {decision.id}: {decision.judgement}" if decision else ""
        rows.append(row)
    print_rows(rows, COLUMNS, form)
    if form is Format.table:
        print_line(f"{Count(len(held.sources)):document}, {Count(found.compared):pair} compared.")
        if words:
            _show_words(found.entries, held)


def _show_words(entries: list[LineageEntry], held: LineageInput) -> None:
    by_id = {source.id: source for source in held.sources}
    for entry in entries:
        print_line(f"\n{entry.a} | {entry.b}")
        a, b = by_id[entry.a].read_text(), by_id[entry.b].read_text()
        for passage in entry.passages:
            print_line(f"  {passage.how}")
            for side, text in ((passage.a, a), (passage.b, b)):
                print_line(f"    {side.start}-{side.end} {' '.join(text[side.start : side.end].split())}")
