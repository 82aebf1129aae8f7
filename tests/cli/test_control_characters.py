"""A control character that an older graph holds does not reach the terminal, in any form of output."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

from cli.completion.offers import collect_offers
from cli.output import (
    Format,
    print_line,
    print_record,
    print_rows,
    print_stderr,
    print_stderr_wrapped,
    print_text,
)
from queries.export.claims import write_pieces
from tests.command_line import run_inside

NAME = "Ada\x1b[31m\x9b\u202e\r\ufffe\ud83d ជូន\u200b"
SHOWN = "Ada\\u001b[31m\\u009b\\u202e\\u000d\\ufffe\\ud83d ជូន\u200b"
STEERING = set("\x1b\x9b\u202e\r\ufffe\ud83d")


@pytest.mark.parametrize("form", list(Format))
def test_answers_show_escapes(form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"name": NAME, "n": 1}], ("name", "n"), form, title=NAME)
    print_record({"name": NAME, "more": [NAME, {"key": NAME}]}, form, title=NAME)
    out = capsys.readouterr().out
    assert "Ada" in out
    assert not STEERING & set(out.replace("\r\n", "\n"))
    out.encode()


def test_machines_read_the_same_characters(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"name": NAME}], ("name",), Format.jsonl)
    assert json.loads(capsys.readouterr().out) == {"name": NAME}
    print_rows([{"name": NAME}], ("name",), Format.csv)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert rows == [["name"], [SHOWN]]


def test_sentences_show_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    print_line(NAME)
    print_text(NAME, style="bold")
    print_stderr(NAME)
    print_stderr_wrapped(NAME)
    held = capsys.readouterr()
    assert held.out == f"{SHOWN}\n{SHOWN}\n"
    assert held.err == f"{SHOWN}\n{SHOWN}\n"


HOSTILE = "x\x1b[31m\x9b\u202e\x07"


@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        (f"--{HOSTILE}",),
        ("find", "a", HOSTILE),
        ("find", f"--{HOSTILE}"),
        ("find", "a", "--limit", HOSTILE),
        ("find", "a", "--format", HOSTILE),
        ("check", HOSTILE),
        ("verify", HOSTILE),
        ("ask", HOSTILE),
        ("schema", HOSTILE),
        ("--debug", "check", HOSTILE),
        ("report", "--entity", "a", "--to", HOSTILE),
        ("seal", HOSTILE),
        ("store", HOSTILE),
        ("store", "restore", HOSTILE),
        ("find", "a", "--engine", HOSTILE),
    ],
)
def test_errors_show_escapes_of_what_was_typed(arguments: tuple[str, ...]) -> None:
    done = run_inside(*arguments)
    assert done.returncode in (1, 2, 3)
    assert "x" in done.stderr
    assert not set("\x1b\x9b\u202e\x07") & set(done.stdout + done.stderr)


def test_a_fault_of_ours_shows_its_traceback_with_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(NAME)

    monkeypatch.setattr("cli.start.print_text", fail)
    done = run_inside()
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr and "Ada\\u001b" in done.stderr
    assert not STEERING & set(done.stderr)


def test_debugging_shows_the_traceback_of_an_error_and_nothing_else_does() -> None:
    quiet, loud = run_inside("check", "nowhere"), run_inside("--debug", "check", "nowhere")
    assert "Traceback" not in quiet.stderr
    assert "Traceback" in loud.stderr and loud.stderr.endswith(quiet.stderr)
    assert quiet.returncode == loud.returncode


def test_offers_of_a_shell_show_escapes() -> None:
    assert collect_offers(lambda: [(NAME, NAME)]) == [(SHOWN, SHOWN)]


def test_exports_to_a_terminal_show_escapes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_pieces([b'{"name": "Ada\xc2\x9b\xe2\x80\xae"}\n'], None)
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b'{"name": "Ada\\u009b\\u202e"}\n'
