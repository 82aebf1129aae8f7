"""Whatever text a graph holds, each file of a bundle can be parsed, and no spreadsheet computes a cell."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bundle.graphml import build_graph_files
from reports.bundle.tables import build_import_tables, build_spreadsheet
from reports.content.build import ReportOptions, build_report, find_no_text
from reports.part.selection_model import Selection
from reports.render.output import REPORT_FORMATS, render_report
from tests.reports.hostile import build_hostile_part

HARMFUL = st.sampled_from("\x00\x0b\x1b\x85\x9b\u2028\u202e\ufffe\uffff\ud800\udfff\r\n\t<>&\"'")
HOSTILE = st.text(HARMFUL | st.characters(), max_size=30) | st.sampled_from(["]]>", "&#0;", "x" * 200_000])


@given(HOSTILE)
def test_graph_files_are_well_formed_xml(text: str) -> None:
    for data in build_graph_files(build_hostile_part(f"a{text}")).values():
        assert len(list(ElementTree.fromstring(data).iter())) > 20  # noqa: S314 - our own


@pytest.mark.parametrize("text", ["=cmd", " +1", "\t@x", "＝cmd", "-2 to 5"])
def test_no_table_of_a_bundle_has_a_formula(text: str) -> None:
    part = build_hostile_part(text)
    tables = {**build_import_tables(part), "claims.csv": build_spreadsheet(part)}
    cells = {
        name: [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
        for name, data in tables.items()
    }
    for name in tables.keys() - {"neo4j-import/links.csv"}:
        assert f"'{text}" in cells[name], name
        assert text not in cells[name], name


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_reports_hold_no_character_that_their_format_cannot(form: str) -> None:
    part = build_hostile_part("Ada\x00\x0b\x1b[31m\x9b\ufffe]]>Quill")
    selection = Selection("entity", "Ada\x1b", "Who is Ada\x1b?", tuple(part.claims), about=("person/1",))
    report = build_report(selection, part, ReportOptions(find_no_text))
    rendered = render_report(report, REPORT_FORMATS[form])
    texts = [rendered]
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(rendered)) as archive:
            texts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        for text in texts:
            ElementTree.fromstring(text)  # noqa: S314 - our own
    for text in texts:
        assert not set("\x00\x0b\x1b\x9b\ufffe") & set(text.decode())
