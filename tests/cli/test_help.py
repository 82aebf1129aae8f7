"""Help as it is printed: nothing that a docstring or an option says is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cli.help import OTHER, PANELS, WHOLE_SENTENCE
from cli.lazy import LazyCommand
from cli.main import app
from tests.conftest import ROOT


def list_commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command.load() if isinstance(command, LazyCommand) else command
    for name, below in getattr(command, "commands", {}).items():
        yield from list_commands(below, (*path, name))


COMMANDS = dict(list_commands(get_command(app)))
LEAVES = {path: command for path, command in COMMANDS.items() if not hasattr(command, "commands")}


def list_lazy(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], LazyCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, LazyCommand):
            yield (*path, name), command
        else:
            yield from list_lazy(command, (*path, name))


LAZY = dict(list_lazy(get_command(app)))


def print_help(path: tuple[str, ...]) -> str:
    done = CliRunner().invoke(app, [*path, "--help"], prog_name="scamgraph", env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.output
    return done.output


def squeeze(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_example_is_printed_as_it_is_written(path: tuple[str, ...]) -> None:
    lines = print_help(path).splitlines()
    blocks = LEAVES[path].help.split("\b\n")[1:]
    written = [line for block in blocks for line in block.split("\n\n")[0].splitlines()]
    examples = [line for line in written if line.strip().startswith(f"scamgraph {' '.join(path)}")]
    assert examples, "no example"
    printed = {line.strip() for line in lines}
    assert [line for line in written if line.strip() not in printed] == []


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "scamgraph")
def test_no_bracketed_text_is_lost(path: tuple[str, ...]) -> None:
    command, printed = COMMANDS[path], squeeze(print_help(path))
    sources = [command.help or "", *(param.help or "" for param in command.params)]
    bracketed = [squeeze(text) for source in sources for text in re.findall(r"\[[^\]]+\]", source)]
    metavars = [param.metavar for param in command.params if param.metavar]
    assert [text for text in (*bracketed, *metavars) if text not in printed] == []


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "scamgraph")
def test_help_fits_80_columns(path: tuple[str, ...]) -> None:
    lines = print_help(path).splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_cypher_and_ingest_keep_what_markup_took() -> None:
    assert "-[f:HEADS]->" in print_help(("cypher",))
    assert "[PATH...]" in print_help(("ingest",))
    assert "[default: the data that comes with scamgraph]" in squeeze(print_help(("ingest",)))


def test_commands_are_listed_in_groups_with_their_whole_sentence() -> None:
    printed = print_help(())
    places = [printed.index(f"\n{panel}:\n") for panel in PANELS]
    assert places == sorted(places)
    assert OTHER not in printed
    for path, command in COMMANDS.items():
        if len(path) == 1:
            first = re.split(r"\.(?:\s|$)", squeeze(command.help))[0]
            assert first in squeeze(printed), path


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_the_catalogue_has_the_first_sentence_of_each_command(path: tuple[str, ...]) -> None:
    for width in (45, WHOLE_SENTENCE):
        listed, whole = (made[path].get_short_help_str(width) for made in (LAZY, LEAVES))
        assert listed == whole


def test_every_module_of_a_command_is_in_the_catalogue() -> None:
    folder = ROOT / "cli/commands"
    modules = {path.relative_to(folder).with_suffix("").parts for path in folder.rglob("[!_]*.py")}
    assert modules == set(LAZY)


def test_files_that_help_names_exist() -> None:
    named = {
        name for path in COMMANDS for name in re.findall(r"docs/[\w/.-]+\.json", squeeze(print_help(path)))
    }
    assert len(named) == 5
    assert [name for name in named if not (ROOT / name).is_file()] == []
