"""The commands: name, panel, and the first sentence of each, in the order of shell completion.

To add a command, add its line here and its module to `cli/commands`, with a function `run`.
"""

from __future__ import annotations

from collections.abc import Iterator

from typer.core import TyperCommand, TyperGroup

from cli.help import ASK, LOAD, RUN, WRITE, GroupedCommands
from cli.lazy import LazyCommand

PACKAGE = "cli.commands"

COMMANDS = (
    ("ingest", LOAD, "Check files and load them into the graph."),
    ("check", LOAD, "Check files without loading them."),
    ("seal", LOAD, "Replace the quotes in dossiers by offsets and digests."),
    ("unseal", LOAD, "Show a sealed dossier with the words of its passages."),
    ("coverage", LOAD, "List what no claim covers in each text."),
    ("remove", LOAD, "Remove a document and what only it brought, after showing both."),
    ("lineage", LOAD, "Find documents that print the same text, in whole or in part."),
    ("search", ASK, "Search everything: entities, figures, claims, documents, events, conflicts, passages."),
    ("find", ASK, "Find an entity by name, or by a description."),
    ("show", ASK, "Show an entity, document, claim, or fact with the claims behind it."),
    ("digest", RUN, "Print a hash of the whole graph."),
    ("ask", ASK, "Ask a named question."),
    ("queries", ASK, "List the named questions, or show one with its parameters and columns."),
    ("cypher", ASK, "Run a read-only Cypher query."),
    ("measure", ASK, "Compute a network measure and say what the result rests on."),
    ("projections", ASK, "List the projections and the entities and facts in each."),
    ("conflicts", ASK, "Show where claims disagree, why, and what would settle it."),
    ("diff", ASK, "Show what became known, changed, or was contradicted between two days."),
    ("doctor", RUN, "Check what is installed, what is missing, and whether the graph is whole."),
    ("report", WRITE, "Write a report whose sentences have footnotes to passages."),
    ("verify", WRITE, "Check a bundle offline."),
    ("schema", ASK, "Show what the graph holds: labels, relationship types, properties and closed values."),
    ("serve", RUN, "Start the explorer and the HTTP interface."),
)
GROUPS = (
    (
        "store",
        RUN,
        "Start, stop, inspect, or reset the engine; dump, back up, or restore the graph.",
        (
            ("up", "Start the engine unless it runs already."),
            ("down", "Stop the engine."),
            ("status", "Show the engine's version, size, address, logs, and password file."),
            ("dump", "Write the whole graph to one file, to restore on either engine."),
            ("restore", "Restore a dump or backup into an empty graph."),
            (
                "backup",
                "Keep the last few dumps of the graph, each restored into a scratch engine to verify it.",
            ),
            (
                "reset",
                "Drop the graph of the embedded engine, also one that no longer starts, "
                "and begin with an empty one.",
            ),
        ),
    ),
    (
        "export",
        WRITE,
        "Export claims, figures, networks, or a whole bundle.",
        (
            ("graph", "Export a projection as GraphML, GEXF, CSV, or node-link JSON."),
            ("bundle", "Export a part of the graph in several formats."),
            ("claims", "Export every claim as JSON Lines or CSV."),
            ("figures", "Export every number with its window, speakers, documents, and origins."),
            ("origins", "Export every origin with the claims that go back to it."),
            ("lineage", "Export the documents that print the same text."),
            ("conflicts", "Export every conflict with the claims on each side and its judgement."),
        ),
    ),
)
"""Commands of commands: name, panel, sentence, and the name and sentence of each command."""

SETTINGS = {"ask": {"ignore_unknown_options": True}}
"""Settings of the parser: the options of `ask` depend on the question."""


def build_commands() -> Iterator[TyperCommand | TyperGroup]:
    """Yield every command and group of `scamgraph`; none of their modules is imported."""
    for name, panel, sentence in COMMANDS:
        yield LazyCommand(name, sentence, package=PACKAGE, panel=panel, settings=SETTINGS.get(name))
    for name, panel, sentence, commands in GROUPS:
        yield GroupedCommands(
            name=name,
            help=sentence,
            commands=[LazyCommand(*command, package=f"{PACKAGE}.{name}") for command in commands],
            rich_help_panel=panel,
            rich_markup_mode=None,
            no_args_is_help=True,
        )
