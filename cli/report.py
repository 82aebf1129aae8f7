"""Commands that write or verify a part of the graph: `report`, `export bundle`, `verify`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.complete import complete_entities, complete_events, complete_questions, complete_series
from cli.help import WRITE
from cli.options import AsOfOption, EngineOption, TextsOption, open_as_is, open_store_for_command
from cli.output import print_line, print_stderr
from graph.model.errors import UsageError
from queries.wording.answer_sentence import Count
from reports.render.output import SUFFIXES

if TYPE_CHECKING:
    from graph.store.store import Store
    from reports.part.selection import Selection

EntityOption = Annotated[
    str | None,
    typer.Option(
        "--entity",
        help="Cover an entity and its surroundings.",
        autocompletion=complete_entities,
        show_default=False,
    ),
]
PathOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--path",
        metavar="A B",
        help="Cover the best paths between two entities.",
        autocompletion=complete_entities,
        show_default=False,
    ),
]
EventOption = Annotated[
    str | None,
    typer.Option("--event", help="Cover an event.", autocompletion=complete_events, show_default=False),
]
SeriesOption = Annotated[
    str | None,
    typer.Option(
        "--series", help="Cover a series of figures.", autocompletion=complete_series, show_default=False
    ),
]
ConflictOption = Annotated[
    str | None, typer.Option("--conflict", help="Cover the conflict with this id.", show_default=False)
]
AskOption = Annotated[
    str | None,
    typer.Option(
        "--ask",
        metavar="NAME",
        help="Cover the answer to a named question.",
        autocompletion=complete_questions,
        show_default=False,
    ),
]
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", help="With --ask: set a parameter, NAME=VALUE.", show_default=False),
]
IdOption = Annotated[
    list[str] | None,
    typer.Option("--id", help="Cover what has this id; repeat for several.", show_default=False),
]
PossiblyOption = Annotated[
    bool, typer.Option("--possibly", help="With --as-of: include what was only possibly known.")
]
ProtectedOption = Annotated[
    bool, typer.Option("--include-protected", help="Include single people who may be victims.")
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Overwrite an existing file; write even if the graph is not complete."),
]


@dataclass(frozen=True, slots=True)
class PartRequest:
    """Options of a command that select a part of the graph."""

    entity: str | None = None
    path: tuple[str, str] | None = None
    event: str | None = None
    series: str | None = None
    conflict: str | None = None
    ask: str | None = None
    param: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def validate(self) -> PartRequest:
        """Return the request itself. Raises UsageError unless exactly one thing is selected."""
        ways = (self.entity, self.path, self.event, self.series, self.conflict, self.ask, self.ids)
        if sum(bool(way) for way in ways) != 1:
            raise UsageError(
                "Ask for exactly one part of the graph.",
                hint="--entity, --path A B, --event, --series, --conflict, --ask NAME or --id.",
            )
        return self

    def build_selection(self, store: Store, as_of: str | None, *, perhaps: bool) -> Selection:
        """Return the selection of this request. Raises InputError for what the graph does not hold."""
        from reports.part.selection import create_selection_builder  # noqa: PLC0415

        choose = create_selection_builder(store, as_of, perhaps=perhaps)
        if self.path:
            return choose.select_path(*self.path)
        if self.ask:
            return choose.select_question(self.ask, _parse_pairs(self.param))
        if self.ids:
            return choose.select_ids(self.ids)
        ways = (
            (self.entity, choose.select_entity),
            (self.event, choose.select_event),
            (self.series, choose.select_series),
        )
        for text, chosen in ways:
            if text:
                return chosen(text)
        return choose.select_conflict(self.conflict or "")


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(rich_help_panel=WRITE)(report)
    app.command(rich_help_panel=WRITE)(verify)


def report(  # noqa: PLR0913, PLR0917 - each is an option of the command
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            help=f"The file to write: {', '.join(SUFFIXES[:-1])}, or {SUFFIXES[-1]}.",
            show_default=False,
        ),
    ],
    entity: EntityOption = None,
    path: PathOption = None,
    event: EventOption = None,
    series: SeriesOption = None,
    conflict: ConflictOption = None,
    ask: AskOption = None,
    param: ParamOption = None,
    id_: IdOption = None,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    include_protected: ProtectedOption = False,
    texts: TextsOption = None,
    force: ForceOption = False,
    engine: EngineOption = None,
) -> None:
    """Write a report whose sentences have footnotes to passages.

    The same graph gives the same bytes. If nothing answers the question, the report says so and the exit code
    is 1.

    \b
    Examples:
      scamgraph report --entity "Chen Zhi" --to dossier.html
      scamgraph report --path "Chen Zhi" "Indonesian embassy" --to path.md
      scamgraph report --ask denials --to denials.pdf
    """
    from ingest.texts.text_store import find_texts  # noqa: PLC0415
    from reports.content.build import ReportOptions  # noqa: PLC0415
    from reports.content.build import build_report as built  # noqa: PLC0415
    from reports.part.closure_reader import load_closure  # noqa: PLC0415
    from reports.render.output import (  # noqa: PLC0415
        check_target,
        find_report_format,
        render_report,
        write_file,
    )

    asked = PartRequest(
        entity, path, event, series, conflict, ask, tuple(param or ()), tuple(id_ or ())
    ).validate()
    format_ = find_report_format(to)
    check_target(to, force=force)
    with (open_store_for_command if force else open_as_is)(engine) as store:
        unfinished = _find_unfinished(store, force=force)
        choice = _redact_selection(
            store, asked.build_selection(store, as_of, perhaps=possibly), include_protected
        )
        part = load_closure(store, choice.claims, choice.moment)
    made = built(choice, part, ReportOptions(find_texts(texts).get, include_protected, unfinished))
    write_file(to, render_report(made, format_))
    print_stderr(f"{to}: {Count(len(made.footnotes)):footnote}, {Count(len(made.documents)):document}.")
    for left in made.left_out:
        print_stderr(f"Left out: {left}.")
    if made.empty:
        print_stderr("Nothing answers this question; the report says so.")
        raise typer.Exit(1)


def _find_unfinished(store: Store, *, force: bool) -> str:
    """Return why the graph is not complete, "" if it is. Raises GraphUnfinished unless `force`."""
    from graph.store.wholeness import check_wholeness  # noqa: PLC0415

    found = check_wholeness(store)
    if not force:
        found.require(
            "A report or bundle of it would lack what a source says; --force writes one that says so."
        )
    return found.unfinished


def _redact_selection(store: Store, choice: Selection, include_protected: bool) -> Selection:
    """Return the selection without the names of people who may be victims, unless they are included."""
    from queries.browse.scope import load_protected_names  # noqa: PLC0415
    from reports.part.selection import redact_selection  # noqa: PLC0415

    return choice if include_protected else redact_selection(choice, load_protected_names(store))


def export_bundle(  # noqa: PLR0913, PLR0917 - each is an option of the command
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
    include_protected: ProtectedOption = False,
    force: ForceOption = False,
    engine: EngineOption = None,
) -> None:
    """Export a part of the graph in several formats.

    `scamgraph verify` checks the sums in the bundle.

    \b
    Examples:
      scamgraph export bundle --entity "Chen Zhi" --to chen-zhi.zip
      scamgraph export bundle --ask denials --to denials --include-protected
    """
    from reports.bundle.write import build_bundle, build_zip  # noqa: PLC0415
    from reports.part.closure_reader import load_closure  # noqa: PLC0415
    from reports.part.selection import create_selection_builder  # noqa: PLC0415
    from reports.render.output import check_target, write_file, write_folder  # noqa: PLC0415

    asked = PartRequest(entity, path, event, series, conflict, ask, tuple(param or ()), tuple(id_ or ()))
    if not everything:
        asked.validate()
    check_target(to, force=force)
    with (open_store_for_command if force else open_as_is)(engine) as store:
        unfinished = _find_unfinished(store, force=force)
        if everything:
            choice = create_selection_builder(store, as_of, perhaps=possibly).select_all()
        else:
            choice = _redact_selection(
                store, asked.build_selection(store, as_of, perhaps=possibly), include_protected
            )
        part = load_closure(store, choice.claims, choice.moment)
    made = build_bundle(choice, part, include_protected=include_protected, unfinished=unfinished)
    if to.suffix == ".zip":
        write_file(to, build_zip(made.files))
    else:
        write_folder(to, made.files)
    print_stderr(f"{to}: {Count(made.claims):claim} in {Count(len(made.files)):file}.")
    for left in made.left_out:
        print_stderr(f"Left out: {left}.")
    print_line(made.digest or "reduced: no digest is promised")
    if not made.claims:
        print_stderr("Nothing answers this question; the bundle is empty.")
        raise typer.Exit(1)


def verify(
    bundle: Annotated[Path, typer.Argument(help="A bundle: a folder or a .zip file.")],
    texts: TextsOption = None,
) -> None:
    """Check a bundle offline.

    Checks sums, ids, the digest and, with the texts, every passage. The exit code is 1 if one is wrong.

    \b
    Example:
      scamgraph verify chen-zhi.zip --texts articles
    """
    from ingest.texts.text_store import find_texts  # noqa: PLC0415
    from reports.bundle.verify import verify_bundle as check  # noqa: PLC0415

    found = check(bundle, find_texts(texts).get)
    for line in found.told:
        print_line(line)
    for problem in found.problems:
        print_stderr(f"Wrong: {problem}")
    print_line("good" if not found.problems else f"NOT good: {len(found.problems):,} wrong")
    if found.problems:
        raise typer.Exit(1)


def _parse_pairs(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair!r} is not NAME=VALUE.", hint="For example: --param number=1440")
        found[name] = value
    return found
