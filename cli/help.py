"""Help as plain text, with commands in groups; Rich markup would drop words in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    # Typer carries a copy of Click with the same interface, and no public name for it.
    Context: TypeAlias = click.Context
    Formatter: TypeAlias = click.HelpFormatter

ASK = "Ask the graph"
WRITE = "Write reports and exports"
LOAD = "Prepare and load articles"
RUN = "Run and maintain"
PANELS = (ASK, WRITE, LOAD, RUN)
"""The groups of commands, in the order of `scamgraph --help`."""

OTHER = "Other commands"
WHOLE_SENTENCE = 200
"""Characters of a command's first sentence that its list shows: all of it."""


class GroupedCommands(TyperGroup):
    """A group whose help lists its commands under their panels."""

    def format_commands(self, ctx: Context, formatter: Formatter) -> None:  # type: ignore[override]
        """Write one section for each panel, with the full first sentence of each command."""
        groups: dict[str, list[tuple[str, str]]] = {panel: [] for panel in PANELS}
        for panel, name, sentence in self._list_visible(ctx):
            groups.setdefault(panel, []).append((name, sentence))
        alone = sum(map(bool, groups.values())) == 1
        for panel, rows in groups.items():
            if rows:
                with formatter.section("Commands" if alone else panel):
                    formatter.write_dl(rows)

    def _list_visible(self, ctx: Context) -> Iterator[tuple[str, str, str]]:
        for name in self.list_commands(ctx):  # type: ignore[arg-type]
            command = self.get_command(ctx, name)  # type: ignore[arg-type]
            if command is not None and not command.hidden:
                panel = getattr(command, "rich_help_panel", None)
                sentence = command.get_short_help_str(WHOLE_SENTENCE)
                yield panel if isinstance(panel, str) else OTHER, name, sentence
