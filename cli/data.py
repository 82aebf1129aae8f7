"""Commands for files: check, seal, unseal, ingest, remove, coverage."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.complete import complete_documents
from cli.help import LOAD
from cli.options import (
    EngineOption,
    FormatOption,
    OptionalPathsArgument,
    PathsArgument,
    ProtectedOption,
    TextsOption,
    open_as_is,
)
from cli.output import Format, build_console, print_line, print_rows, print_stderr
from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model.errors import Problem
    from graph.write.transaction_writer import Outcome
    from ingest.coverage.report import Coverage
    from ingest.remove import RemovalPreview


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (ingest, check, seal, unseal, coverage, remove):
        app.command(rich_help_panel=LOAD)(command)


def check(
    paths: PathsArgument,
    texts: TextsOption = None,
    context: Annotated[
        list[Path] | None,
        typer.Option(help="Files to read but not to check, such as the registry."),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Check files without loading them.

    Lists every problem with its file, line, claim, and remedy.

    \b
    Examples:
      scamgraph check data
      scamgraph check my-dossier.yaml --context data/registry --texts articles/
    """
    from ingest.check.runner import check_paths  # noqa: PLC0415

    report = check_paths(paths, texts, context=context or ())
    if form is not Format.table:
        found = [("problem", report.problems), ("notice", report.notices)]
        rows = [{"severity": s, **asdict(p)} for s, some in found for p in some]
        print_rows(rows, ("severity", "file", "line", "where", "what", "right"), form)
    else:
        _print_problems(report.problems)
        _print_notices(report.notices)
        print_line(", ".join(f"{count:,} {what}" for what, count in report.counts.items()))
        problems = len(report.problems)
        print_line(f"{problems or 'No'} problem{'s' * (problems != 1)} found.")
    raise typer.Exit(0 if report.sound else 1)


def seal(paths: PathsArgument, texts: TextsOption = None) -> None:
    """Replace the quotes in dossiers by offsets and digests.

    A sealed dossier stores none of the source's words.

    \b
    Example:
      scamgraph seal my-dossier.yaml --texts articles/
    """
    from ingest.files.reader import find_files  # noqa: PLC0415
    from ingest.files.seal import seal as seal_file  # noqa: PLC0415
    from ingest.texts.text_store import find_texts  # noqa: PLC0415

    held = find_texts(texts)
    for path in find_files(paths):
        print_line(f"{path}: {seal_file(path, held)} quotes sealed")


def unseal(
    path: Annotated[Path, typer.Argument(help="A sealed dossier (YAML).")],
    texts: TextsOption = None,
    to: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write even inside a Git checkout.")] = False,
    include_protected: ProtectedOption = False,
) -> None:
    """Show a sealed dossier with the words of its passages.

    Needs the text of the article. A passage that names a person who may be a victim can be sealed again only
    with --include-protected.

    \b
    Example:
      scamgraph unseal data/dossiers/afp-400-freed-2026-01.yaml --texts texts/
    """
    from ingest.files.seal import unseal as unseal_file  # noqa: PLC0415
    from ingest.files.seal import write_unsealed  # noqa: PLC0415
    from ingest.texts.text_store import find_texts  # noqa: PLC0415

    held = find_texts(texts)
    if to is None:
        sys.stdout.write(unseal_file(path, held, include_protected=include_protected))
    else:
        write_unsealed(path, held, to, force=force, include_protected=include_protected)
        print_stderr(f"{to} written.")


def ingest(  # noqa: PLR0913, PLR0917 - each is an option of the command
    paths: OptionalPathsArgument = None,
    texts: TextsOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Rebuild the graph from these files alone.")] = False,
    include_protected: Annotated[
        bool,
        typer.Option(
            "--include-protected",
            help="Store the names of people who may be victims. The graph's digest differs; free Cypher can "
            "search the names; answers show them only with their own --include-protected.",
        ),
    ] = False,
    replace_decisions: Annotated[
        bool,
        typer.Option(
            "--replace-decisions",
            help="Take away decisions and lineage that no given file names. Otherwise they stay.",
        ),
    ] = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Check files and load them into the graph.

    Without PATH it loads the five articles that come with scamgraph. If there is a problem it loads nothing.
    Loading the same files again changes nothing. Names of people who may be victims are not stored
    without --include-protected; loading the registry again without it takes them out.

    \b
    Examples:
      scamgraph ingest
      scamgraph ingest data/dossiers/afp-400-freed-2026-01.yaml
    """
    from ingest.files.reader import find_data_folder  # noqa: PLC0415
    from ingest.load import load  # noqa: PLC0415

    with open_as_is(engine) as store, _ProgressBar() as shown:
        report = load(
            store,
            paths or [find_data_folder()],
            texts_dir=texts,
            fresh=fresh,
            include_protected=include_protected,
            replace_decisions=replace_decisions,
            progress=shown,
            on_wait=print_stderr,
        )
    if form is not Format.table:
        outcome = asdict(report.outcome)
        print_rows([outcome], tuple(outcome), form)
        return
    _print_notices(report.notices)
    print_line(_format_outcome(report.outcome))
    if report.unfinished:
        print_stderr(f"Note: {report.unfinished} did not finish; run it again.")


def remove(
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
    from graph.store.entity_search import resolve  # noqa: PLC0415
    from ingest.remove import build_preview, remove_documents  # noqa: PLC0415

    with open_as_is(engine) as store:
        id_ = resolve(store, document, kind="Document")
        _show_removal(id_, build_preview(store, id_), keep_entities=keep_entities)
        if not yes:
            typer.confirm("Remove it?", abort=True)
        outcome = remove_documents(store, [id_], keep_entities=keep_entities, on_wait=print_stderr)
    print_line(_format_outcome(outcome))


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


def coverage(
    paths: PathsArgument,
    texts: TextsOption = None,
    context: Annotated[
        list[Path] | None, typer.Option(help="Registry files, if PATH holds only dossiers.")
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """List what no claim covers in each text.

    Lists sentences, numbers, dates, quotations, and names. Needs the texts of the articles.

    \b
    Example:
      scamgraph coverage data --texts articles/
    """
    from ingest.coverage.report import build_coverage_report  # noqa: PLC0415

    report = build_coverage_report(paths, texts, context=context or ())
    rows = [asdict(gap) | {"document": one.document} for one in report.documents for gap in one.gaps]
    columns = ("document", "kind", "start", "end", "words")
    if form is not Format.table:
        print_rows(rows, columns, form)
    else:
        _print_notices(report.notices)
        print_rows(
            [_build_coverage_row(one) for one in report.documents],
            ("document", "in_claims", "furniture", "gaps"),
            form,
        )
        if rows:
            print_rows(rows, columns, form, title="Carried by no claim there")
    raise typer.Exit(1 if rows else 0)


def _build_coverage_row(one: Coverage) -> dict[str, Any]:
    return {
        "document": one.document,
        "in_claims": f"{one.in_claims:.0%}",
        "furniture": f"{one.in_furniture:.0%}",
        "gaps": len(one.gaps),
    }


class _ProgressBar:
    """Progress bar on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self._progress: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> _ProgressBar:
        if sys.stderr.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._progress = Progress(*columns, console=build_console(stderr=True), transient=True)
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._progress is None:
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total or None)
        self._progress.update(self._tasks[stage], completed=done, total=total or None)


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print_stderr(str(problem))


def _print_notices(notices: Sequence[Problem]) -> None:
    """Print notices with the same text in one line: they report no error."""
    places: dict[str, list[Problem]] = {}
    for notice in notices:
        places.setdefault(notice.what, []).append(notice)
    for what, some in places.items():
        print_stderr(str(some[0]) if len(some) == 1 else f"{len(some)} places: {what}")


def _format_outcome(outcome: Outcome) -> str:
    return (
        f"{outcome.documents} documents: {outcome.new:,} claims new, {outcome.kept:,} kept, "
        f"{outcome.changed:,} changed, {outcome.gone:,} gone; {outcome.facts:,} facts touched. "
        f"Revision {outcome.revision}."
    )
