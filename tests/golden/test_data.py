"""The files behind the facts: every span verifies, nothing is left out, everything was read twice."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.coverage.report import build_coverage_report
from ingest.files.reader import find_files, read_dossiers
from tests.conftest import ROOT
from tests.golden.articles import ALL, Claim

DATA = ROOT / "data"
LONGEST = 300
"""Code points above which a span says why it is so long."""


@pytest.mark.texts
@pytest.mark.embedded
def test_every_span_is_the_words_it_was_sealed_from(
    articles: Store, claims: list[Claim], texts: Path
) -> None:
    digests = {
        row["id"]: row["sha256"]
        for row in articles.read("MATCH (d:Document:Scamgraph) RETURN d.id AS id, d.text_sha256 AS sha256")
    }
    held = {sha256(file.read_bytes()).hexdigest(): file.read_bytes().decode() for file in texts.glob("*.txt")}
    wrong = []
    for claim in claims:
        text = held[digests[claim["document"]]]
        spans = [(claim["start"], claim["end"], claim["sha256"])]
        for further in claim.get("also", []):
            where, _, digest = further.partition(":")
            start, _, end = where.partition("-")
            spans.append((int(start), int(end), digest))
        wrong += [
            (claim["id"], start, end)
            for start, end, digest in spans
            if not text[start:end].strip() or sha256(text[start:end].encode()).hexdigest() != digest
        ]
    assert wrong == []
    assert set(digests) == ALL


@pytest.mark.embedded
def test_long_spans_say_why(claims: list[Claim]) -> None:
    assert not [c["id"] for c in claims if c["end"] - c["start"] > LONGEST and not c.get("why")]


@pytest.mark.texts
def test_no_sentence_number_date_quotation_or_name_is_left_out(texts: Path) -> None:
    report = build_coverage_report([DATA], texts)
    assert {one.document for one in report.documents} == ALL
    assert [gap for one in report.documents for gap in one.gaps] == []


def test_every_document_was_read_twice() -> None:
    read = {}
    for file in find_files([DATA / "dossiers"]):
        for located in read_dossiers(file):
            dossier = located.dossier
            read[dossier.document.id] = [reading.by for reading in dossier.coded]
    assert read.keys() == ALL
    assert all(len(set(by)) >= 2 for by in read.values()), read
