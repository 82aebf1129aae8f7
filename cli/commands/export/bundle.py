"""`scamgraph export bundle`: a part of the graph in several formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsOfOption, EngineOption, PossiblyOption
from cli.output import print_line, print_stderr
from cli.part_options import (
    AskOption,
    ConflictOption,
    EntityOption,
    EventOption,
    ForceOption,
    IdOption,
    ParamOption,
    PartProtectedOption,
    PartRequest,
    PathOption,
    SeriesOption,
    load_part,
)
from queries.wording.answer_sentence import Count
from reports.bundle.write import build_bundle, build_zip
from reports.render.output import check_target, write_file, write_folder


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    to: Annotated[Path, typer.Option("--to", help="A new folder or .zip file.", show_default=False)],
    entity: EntityOption = None,
    path: PathOption = None,
    event: EventOption = None,
    series: SeriesOption = None,
    conflict: ConflictOption = None,
    ask: AskOption = None,
    param: ParamOption = None,
    id_: IdOption = None,
    everything: Annotated[bool, typer.Option("--everything", help="Cover the whole graph.")] = False,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    include_protected: PartProtectedOption = False,
    force: ForceOption = False,
    engine: EngineOption = None,
) -> None:
    """Export a part of the graph in several formats.

    Prints the digest of the bundle, which covers every file: publish it where readers can find it.
    `scamgraph verify` makes every file again and compares it.

    \b
    Examples:
      scamgraph export bundle --entity "Chen Zhi" --to chen-zhi.zip
      scamgraph export bundle --ask denials --to denials --include-protected
    """
    request = PartRequest(entity, path, event, series, conflict, ask, tuple(param or ()), tuple(id_ or ()))
    if not everything:
        request.validate()
    check_target(to, force=force)
    part = load_part(
        None if everything else request,
        engine,
        as_of=as_of,
        possibly=possibly,
        include_protected=include_protected,
        force=force,
    )
    made = build_bundle(
        part.selection, part.closure, include_protected=include_protected, unfinished=part.unfinished
    )
    if to.suffix == ".zip":
        write_file(to, build_zip(made.files))
    else:
        write_folder(to, made.files)
    print_stderr(f"{to}: {Count(made.claims):claim} in {Count(len(made.files)):file}.")
    for left in made.left_out:
        print_stderr(f"Left out: {left}.")
    if made.records_digest:
        print_stderr(f"Digest of the records: {made.records_digest}")
    print_line(made.digest)
    if not made.claims:
        print_stderr("Nothing answers this question; the bundle is empty.")
        raise typer.Exit(1)
