"""Commands that are listed without their modules: a module is imported when its command runs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    import click


class LazyCommand(TyperCommand):
    """A command known by its name and first sentence; the function `run` of its module is the rest."""

    def __init__(
        self,
        name: str,
        sentence: str,
        *,
        package: str,
        panel: str | None = None,
        settings: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(name, help=sentence, rich_help_panel=panel)
        self._module = f"{package}.{name}"
        self._settings = settings

    def load(self) -> click.Command:
        """Import the module and return the whole command, with its options."""
        holder = typer.Typer(add_completion=False, rich_markup_mode=None)
        holder.command(self.name, context_settings=self._settings)(import_module(self._module).run)
        return typer.main.get_command(holder)  # type: ignore[return-value]

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Return the context of the whole command: help, errors, and values are its own."""
        return self.load().make_context(*args, **extra)
