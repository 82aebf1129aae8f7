"""Whole reports, made without texts, against files that were read line by line.

`WRITE_GOLDEN=1` writes them again; read the difference before it is committed.
"""

from __future__ import annotations

import os

import pytest

from graph.store.store import Store
from reports.render.html import render_html
from reports.render.markdown import render_markdown
from tests.conftest import ROOT
from tests.reports.conftest import CHOICES, made

GOLDEN = ROOT / "tests" / "golden" / "reports"


def test_the_report_is_the_golden_one_on_each_engine(loaded: Store, name: str) -> None:
    text = render_markdown(made(loaded, name)[2])
    golden = GOLDEN / f"{name}.md"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, "utf-8")
        pytest.fail(f"{golden.name} was written: read it, then run without WRITE_GOLDEN")
    assert text == golden.read_text("utf-8")


def test_the_same_report_twice_has_the_same_bytes(loaded: Store, name: str) -> None:
    assert render_html(made(loaded, name)[2]) == render_html(made(loaded, name)[2])


@pytest.mark.neo4j
def test_both_engines_give_the_same_bytes(both: tuple[Store, Store]) -> None:
    first, second = both
    for name in CHOICES:
        assert render_html(made(first, name)[2]) == render_html(made(second, name)[2]), name


def test_an_accusation_has_its_speaker_and_the_answer(loaded: Store) -> None:
    report = made(loaded, "entity")[2]
    accusing = [s for section in report.sections for s in section.statements if s.standing == "accusation"]
    assert len(accusing) == 3
    for statement in accusing:
        speakers = statement.sentence.rpartition(", according to ")[2]
        assert any(name in speakers for name in ("AFP", "Newser", "the US government"))
        assert statement.answer
        assert not statement.asserted
    charge = next(s for s in accusing if "empire" in s.sentence)
    assert charge.sentence.startswith("The United States has accused Chen Zhi, head of Prince Group, of ")
    assert charge.sentence.endswith(", according to Newser (21 January 2026)."), "who accuses is its subject"


def test_what_documents_word_differently_is_told_so(loaded: Store) -> None:
    report = made(loaded, "entity")[2]
    others = [o.text for s in report.sections for statement in s.statements for o in statement.others]
    assert any(text.startswith("Chen Zhi has been extradited, according to the analysts") for text in others)
    exclusive = [conflict for conflict in report.conflicts if conflict.kind == "exclusive"]
    assert len(exclusive) == 1
    removed = [
        s for section in report.sections for s in section.statements if exclusive[0].number in s.conflicts
    ]
    assert {"deported" in s.sentence or "extradited" in s.sentence for s in removed} == {True}


def test_numbers_stand_on_their_own_windows(loaded: Store) -> None:
    blocks = {block.series: block for block in made(loaded, "series")[2].figures}
    lines = {line.number: line for line in blocks["series/indonesians-at-embassy-pp"].lines}
    assert lines["440 people"].window == "1 to 18 January 2026"
    assert lines["1,440 people"].window == "16 to 20 January 2026"
    assert lines["1,726 people"].window == "16 to 21 January 2026"


def test_a_number_is_said_only_by_those_who_give_it_so(loaded: Store) -> None:
    blocks = {block.series: block for block in made(loaded, "series")[2].figures}
    lines = {line.number: line for line in blocks["series/indonesians-at-embassy-pp"].lines}
    texts = [sighting.text for sighting in lines["440 people"].said]
    exact = [text for text in texts if "440 Indonesians" in text]
    rounded = [text for text in texts if "more than 400 Indonesians" in text]
    assert exact and all("Santo Darmosumarto" in text and "government" not in text for text in exact)
    assert rounded and all("the Indonesian government" in text for text in rounded)


def test_origins_are_counted_for_one_statement_only(loaded: Store, name: str) -> None:
    report = made(loaded, name)[2]
    assert "origin" not in report.citation
    assert not [
        cited.said.text
        for cited in report.summary
        if "independent origin" in cited.said.text and "hop" not in cited.said.text
    ]
    assert "lineage" in report.citation


def test_no_sentence_ends_twice(loaded: Store, name: str) -> None:
    text = render_markdown(made(loaded, name)[2])
    assert not [line for line in text.splitlines() if ".." in line or ".;" in line]
