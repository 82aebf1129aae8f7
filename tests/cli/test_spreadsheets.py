"""No spreadsheet computes a cell of any CSV, no number becomes a text, and all text can be read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.output import Format, print_record, print_rows
from queries.export.csv_table import iter_csv_lines, read_csv_rows
from queries.network import files

SIGNS = "=+-@＝＋－＠"
FORMULAS = (
    *(f"{sign}cmd" for sign in SIGNS),
    *(f"{blank}=cmd" for blank in (" ", "\t", "\n", "\xa0", "\u3000", "\u200b", "\ufeff", "' ")),
    "\tcmd",
    "\ncmd",
)


def is_computed(cell: str) -> bool:
    """Return whether a spreadsheet may compute a text cell; it trims what is not seen."""
    return cell.lstrip(" \n\xa0\u3000\u200b\ufeff").startswith((*SIGNS, "\t")) or cell.startswith("\n")


def read_cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@given(st.lists(st.text(st.sampled_from(f"'{SIGNS}\t\n\r\x0b\x1b\u2028 \"a,;\ud800\ufeff"))))
def test_every_text_is_inert_and_comes_back(cells: list[str]) -> None:
    table = "".join(iter_csv_lines(["n", *cells], [[-1, *cells]]))
    assert not any(map(is_computed, read_cells(table)[1][1:]))
    assert not {"\r", "\x0b", "\x1b", "\u2028", "\ud800"} & set(table)
    if not {"\r", "\x0b", "\x1b", "\u2028", "\ud800"} & set("".join(cells)):
        (row,) = read_csv_rows(io.StringIO(table, newline=""))
        assert row == {"n": "-1"} | dict(zip(cells, cells, strict=True))


@pytest.mark.parametrize("formula", FORMULAS)
def test_answers_hold_no_formula(formula: str, capsys: pytest.CaptureFixture[str]) -> None:
    row = {formula: formula, "list": [formula, "b"], "number": -5, "share": -0.25, "text": "-5", "none": None}
    print_rows([row], tuple(row), Format.csv)
    header, cells = read_cells(capsys.readouterr().out)
    assert not is_computed(header[0])
    assert cells[0].startswith("'") and cells[1].startswith("'")
    assert cells[2:] == ["-5", "-0.25", "'-5", ""]
    print_record(row, Format.csv)
    assert read_cells(capsys.readouterr().out) == [header, cells]


@pytest.mark.parametrize("formula", FORMULAS)
def test_network_files_hold_no_formula_and_read_back(formula: str, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", name=formula, kind="Person", protected=False)
    graph.add_node("b", name=f"'{formula}", kind="Person", protected=True)
    graph.add_edge("a", "b", key="k", said_by=formula, claims=3, asserted=True)
    target = tmp_path / "ties.csv"
    for path in files.write(graph, "csv", target):
        cells = [cell for row in read_cells(path.read_text("utf-8-sig")) for cell in row]
        assert any(formula.strip() in cell for cell in cells)
        assert not any(map(is_computed, cells))
    back = files.read(target, "csv")
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(back.edges(data=True)) == list(graph.edges(data=True))
