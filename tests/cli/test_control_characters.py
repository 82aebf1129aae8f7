"""A control character that an older graph holds does not reach the terminal, in any form of output."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli.output import (
    Format,
    print_line,
    print_record,
    print_rows,
    print_stderr,
    print_stderr_wrapped,
    print_text,
)

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
