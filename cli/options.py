"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from cli.output import Format
from graph.model.errors import UsageError

FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", "-f", help="Output format: a table to read, or JSON, JSON Lines, or CSV for programs."
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="Engine: embedded (default) or neo4j (local). Set NEO4J_URI to use any Neo4j server.",
        show_default=False,
    ),
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts", help="Folder with the texts of the articles [env: SCAMGRAPH_TEXTS].", show_default=False
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Show what was known on this day, such as 2026-01-20.",
        show_default=False,
    ),
]
PathsArgument = Annotated[
    list[Path],
    typer.Argument(help="Files or folders with dossiers, registry, decisions, or notes.", metavar="PATH..."),
]
OptionalPathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files or folders [default: the data that comes with scamgraph].",
        metavar="[PATH...]",
        show_default=False,
    ),
]

ProtectedOption = Annotated[
    bool,
    typer.Option(
        "--include-protected",
        help="Show the names of people who may be victims, where the graph or a text at hand has them.",
    ),
]
ParamOption = Annotated[
    list[str] | None, typer.Option("--param", "-p", help="Set a parameter: NAME=VALUE.", show_default=False)
]
TimeoutOption = Annotated[float, typer.Option(min=0.1, help="Seconds before the server stops the query.")]
PossiblyOption = Annotated[
    bool, typer.Option("--possibly", help="With --as-of: include what was only possibly known.")
]
ExportProtectedOption = Annotated[
    bool, typer.Option("--include-protected", help="Include the names of people who may be victims.")
]
ToOption = Annotated[Path | None, typer.Option(help="Write to this new file instead of standard output.")]
DumpArgument = Annotated[Path, typer.Argument(help="The dump file, such as graph.jsonl.gz.")]


def parse_pairs(given: Iterable[str]) -> dict[str, str]:
    """Parse NAME=VALUE pairs into a map. Raises UsageError for one without a name or "="."""
    pairs: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair!r} is not NAME=VALUE.", hint="For example: --param number=1440")
        pairs[name] = value
    return pairs
