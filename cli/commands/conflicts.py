"""`scamgraph conflicts`: where claims disagree, in a sentence each, and what would settle it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.completion.conflict_kinds import complete_conflict_kinds
from cli.completion.entities import complete_entities
from cli.open_store import open_store_for_command
from cli.options import EngineOption, FormatOption, ProtectedOption
from cli.output import Format, print_rows, print_stderr
from graph.model.errors import UsageError
from graph.rules.conflicts.registry import RULES
from graph.store.conflict_reader import StoredConflict, read_conflicts
from graph.store.entity_search import resolve
from graph.store.judgements import list_orphans
from queries.values.nearest_names import build_suggestion

COLUMNS = (
    "kind",
    "explanation",
    "documents",
    "claims",
    "corrections",
    "settles",
    "ask",
    "judgement",
    "conflict",
)
TABLE_COLUMNS = ("explanation", *(column for column in COLUMNS if column != "explanation"))
RULE_COLUMNS = ("kind", "title", "finds", "settles")


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    entity: Annotated[
        str | None,
        typer.Option(
            help="Only conflicts with a claim that names this entity or document.",
            autocompletion=complete_entities,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help="Only conflicts of this kind, such as denial; --rules lists them.",
            autocompletion=complete_conflict_kinds,
        ),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="List the kinds of conflict and what each finds.")
    ] = False,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Show where claims disagree, why, and what would settle it.

    \b
    Examples:
      scamgraph conflicts
      scamgraph conflicts --entity "Chen Zhi" --format json
      scamgraph conflicts --rules
    """
    if rules:
        print_rows(
            [{name: getattr(rule, name) for name in RULE_COLUMNS} for rule in RULES], RULE_COLUMNS, form
        )
        return
    _check_kind(kind, [rule.kind for rule in RULES])
    with open_store_for_command(engine, include_protected=include_protected) as store:
        id_ = resolve(store, entity) if entity else ""
        conflicts = read_conflicts(store, entity=id_, kind=kind or "")
        orphans = list_orphans(store)
    for orphan in orphans:
        print_stderr(
            f"Note: {orphan.decision} judges {orphan.conflict}, which is not, or no longer, in the graph."
        )
    if form is Format.table:
        print_rows(
            [_build_table_row(conflict) for conflict in conflicts],
            TABLE_COLUMNS,
            form,
            title=_format_title(len(conflicts)),
        )
    else:
        print_rows(
            [_build_flat_record(c) if form is Format.csv else c.record() for c in conflicts], COLUMNS, form
        )


def _check_kind(kind: str | None, known: list[str]) -> None:
    if kind and kind not in known:
        raise UsageError(
            f"There is no kind of conflict {kind!r}.",
            hint=f"{build_suggestion(kind, known)}Known are: {', '.join(known)}.",
        )


def _build_flat_record(conflict: StoredConflict) -> dict[str, Any]:
    claims = [claim for side in conflict.sides for claim in side]
    return {
        **conflict._asdict(),
        "documents": len({claim.document for claim in claims}),
        "claims": [" ".join(claim.claim for claim in side) for side in conflict.sides],
        "corrections": _list_corrections(conflict),
        "judgement": _format_judgement(conflict),
    }


def _build_table_row(conflict: StoredConflict) -> dict[str, Any]:
    counts = " : ".join(str(len(side)) for side in conflict.sides)
    return {**_build_flat_record(conflict), "claims": counts}


def _list_corrections(conflict: StoredConflict) -> list[str]:
    """List the sides that rest on documents that are retracted or corrected."""
    told = (
        f"side {number}: {claim.document} {claim.notice}"
        for number, side in enumerate(conflict.sides, start=1)
        for claim in side
        if claim.notice
    )
    return list(dict.fromkeys(told))


def _format_judgement(conflict: StoredConflict) -> str:
    if not conflict.judgement:
        return ""
    said = {"same": "no disagreement", "different": "a disagreement", "unsure": "open"}[conflict.judgement]
    return f"{said} ({conflict.judged_by}, {conflict.judged_on}): {conflict.judged_why}"


def _format_title(count: int) -> str:
    return f"{count} conflict{'s' * (count != 1)}"
