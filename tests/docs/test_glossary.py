"""The glossary has every label of the graph and every record of files; what is bold in it is exported."""

from __future__ import annotations

import json
import re

from followthemoney import model as ftm_model

from graph.model.descriptions import INTERNAL, LABELS
from graph.model.records import Record
from reports.bundle import json_ld
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| term ", "| --- "))
]
TERMS = {term for row in ROWS for term in row[0].split(", ")}
LABELS_LEFT_OUT = {"Scamgraph", *INTERNAL}
"""The marker of all nodes, and labels that no question needs."""
RECORDS_LEFT_OUT = {"decisions", "notes", "lineages", "span", "when", "end", "reprinted passage"}
"""Files with many records of one sort, and parts of records that other terms explain."""


def to_words(name: str) -> str:
    """Return the words of a class name: "MergedEntity" as "merged entity"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def test_every_row_is_complete_and_no_term_is_explained_twice() -> None:
    assert all(len(row) == 5 and all(row) for row in ROWS)
    assert len(TERMS) == sum(len(row[0].split(", ")) for row in ROWS)


def test_every_label_and_every_record_has_its_line() -> None:
    labels = {to_words(name) for name in LABELS if name not in LABELS_LEFT_OUT}
    files = {to_words(form.__name__.removesuffix("Entry")) for form in Record.__subclasses__()}
    assert (labels | files) - RECORDS_LEFT_OUT <= TERMS


def test_bold_terms_are_what_the_exports_write() -> None:
    written = json.dumps(json_ld.CONTEXT)
    source = (ROOT / "reports" / "bundle" / "json_ld.py").read_text(encoding="utf-8")
    for term in set(re.findall(r"\*\*`((?:prov|oa):\w+)`\*\*", PAGE)):
        assert f'"{term}"' in written or f'"{term}"' in source, term
    for schema, name in set(re.findall(r"\*\*`([A-Z]\w+)(?::(\w+))?`\*\*", PAGE)):
        assert schema in {*json_ld.SCHEMATA.values(), "UnknownLink", "Thing"}, schema
        assert not name or f'"{name}"' in source, name


def test_terms_of_follow_the_money_exist() -> None:
    for schema, name in set(re.findall(r"`([A-Z][A-Za-z]+)(?::(\w+))?`", " ".join(row[3] for row in ROWS))):
        known = ftm_model.get(schema)
        assert known is not None, schema
        assert not name or name in known.properties, (schema, name)
