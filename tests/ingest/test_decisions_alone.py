"""Decisions, notes, registry entries and lineage loaded alone onto a graph, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.errors import CheckFailed
from graph.store.digest import digest
from graph.store.registry_reader import read_stored_decisions
from graph.store.store import Store
from ingest.load import load
from tests.ingest.harbour import Harbour

QUAYS = """\
entities:
  - {id: government/quay, kind: GovernmentBody, name: Quay Office}
  - {id: government/pier, kind: GovernmentBody, name: Pier Office}
"""
DECISION = """\
decisions:
  - id: decision/%s
    about: entity
    items: [%s]
    judgement: %s
    reason: a test
    by: editor
    on: 2031-03-06
"""
WITHDRAWN = "    withdrawn: {on: 2031-03-07, reason: an error}\n"
OFFICES = "government/port-office, government/quay"


@pytest.fixture
def files(harbour: Harbour) -> list[Path]:
    return [harbour.registry, harbour.dossier, harbour.write("quays.yaml", QUAYS)]


def decide(harbour: Harbour, name: str, items: str = OFFICES, judgement: str = "same") -> Path:
    return harbour.write(f"{name}.yaml", DECISION % (name, items, judgement))


def test_a_file_of_decisions_adds_and_withdraws_what_it_names(
    store: Store, harbour: Harbour, files: list[Path]
) -> None:
    one, other = decide(harbour, "one"), decide(harbour, "other", "government/quay, government/pier")
    load(store, [*files, one, other], fresh=True)
    both = str(digest(store))
    load(store, files, fresh=True)
    load(store, [one])
    load(store, [other])
    assert str(digest(store)) == both
    one.write_text(one.read_text("utf-8") + WITHDRAWN, "utf-8")
    load(store, [one])
    withdrawn = str(digest(store))
    load(store, [*files, one, other], fresh=True)
    assert str(digest(store)) == withdrawn != both


def test_what_a_file_does_not_name_goes_only_when_asked(
    store: Store, harbour: Harbour, files: list[Path]
) -> None:
    one, other = decide(harbour, "one"), decide(harbour, "other", "government/quay, government/pier")
    load(store, [*files, other], fresh=True)
    expected = str(digest(store))
    load(store, [*files, one, other], fresh=True)
    load(store, files, replace_decisions=True)
    assert len(read_stored_decisions(store)) == 2, "no file of decisions was given"
    load(store, [other], replace_decisions=True)
    assert str(digest(store)) == expected


def test_a_decision_that_contradicts_one_in_the_graph_is_refused(
    embedded_store: Store, harbour: Harbour, files: list[Path]
) -> None:
    load(embedded_store, [*files, decide(harbour, "apart", judgement="different")])
    with pytest.raises(CheckFailed, match="judged different here, the same by another decision"):
        load(embedded_store, [decide(harbour, "one")])


@pytest.mark.parametrize("item", ["document/brume-news-2031-03-04", "series/sailors-gone"])
def test_documents_and_series_are_not_decided_to_be_one(harbour: Harbour, item: str) -> None:
    decide(harbour, "one", f"{item}, {item}-2")
    assert any(f"`{item}` is a " in problem.what for problem in harbour.check().problems)


ALONE = {
    "note": "notes:\n  - {id: note/1, on: government/port-office, text: x, by: me, written: 2031-03-06}\n",
    "entity": "entities:\n  - {id: person/ada, kind: Person, name: Ada, principal: government/brume}\n",
    "occasion": "occasions:\n  - {id: occasion/2, name: second, speakers: [government/port-office]}\n",
    "decision": DECISION % ("three", "government/port-office, government/brume", "different"),
}


@pytest.mark.parametrize("name", ALONE)
def test_a_file_alone_finds_what_it_refers_to_in_the_graph(
    store: Store, harbour: Harbour, files: list[Path], name: str
) -> None:
    alone = harbour.write("alone.yaml", ALONE[name])
    load(store, [*files, alone], fresh=True)
    expected = str(digest(store))
    load(store, files, fresh=True)
    load(store, [alone])
    assert str(digest(store)) == expected


def test_a_file_alone_that_refers_to_nothing_known_is_refused(
    embedded_store: Store, harbour: Harbour, files: list[Path]
) -> None:
    load(embedded_store, files)
    with pytest.raises(CheckFailed, match="unknown item"):
        load(embedded_store, [decide(harbour, "one", "government/port-office, government/elsewhere")])


LINEAGE = """\
lineages:
  - {a: document/brume-news-2031-03-04, b: document/%s, share_a: 0.0, share_b: 0.0, judgement: not}
"""


def test_a_file_of_lineage_adds_what_it_names(store: Store, harbour: Harbour, files: list[Path]) -> None:
    one, other = (harbour.write(f"{n}.yaml", LINEAGE % n) for n in ("one", "other"))
    load(store, [*files, other], fresh=True)
    expected = str(digest(store))
    load(store, [*files, one, other], fresh=True)
    both = str(digest(store))
    load(store, [other])
    assert str(digest(store)) == both
    load(store, [other], replace_decisions=True)
    assert str(digest(store)) == expected
    load(store, [one])
    assert str(digest(store)) == both
