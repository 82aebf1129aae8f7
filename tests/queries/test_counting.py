"""What counts as a statement, a denial and a proceeding, on claims made for each case."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from graph.model.records import ClaimEntry, Decision, DocumentEntry, Dossier, End, Reading, Span, When
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from queries.ask.ask import Answer, ask
from queries.ask.ask_as_of import POSSIBLY
from tests.graph import made

WITNESS, HARBOUR, WARDENS = "person/p5", "organization/o0", "organization/o2"


def entry(key: str, start: int, predicate: str, **fields: Any) -> ClaimEntry:
    span = Span(start, start + 9, hashlib.sha256(key.encode()).hexdigest())
    told: dict[str, Any] = {"key": key, "section": "body", "says": f"What {key} says.", "at": span, **fields}
    return ClaimEntry(predicate=predicate, **told)


def dossier(name: str, published: str, *claims: ClaimEntry) -> Dossier:
    document = DocumentEntry(
        id=f"document/{name}",
        label=name,
        text_sha256=hashlib.sha256(name.encode()).hexdigest(),
        length=200,
        published=When(published),
    )
    return Dossier(document, [Reading("a test", "2026-06-01")], list(claims))


UNPAID = {
    "subject": WITNESS,
    "by": [WITNESS],
    "modality": "alleged",
    "polarity": "deny",
    "unstated": ["agent"],
}
ARREST = {"subject": WARDENS, "object": WITNESS}
NEVER = {"by": [WARDENS], "polarity": "deny"}
KNOWS = {"subject": HARBOUR, "object": "event/e"}
DENIED = {**KNOWS, "by": [HARBOUR], "modality": "denied", "polarity": "deny"}
ACCUSED = {**KNOWS, "by": [WITNESS], "modality": "alleged"}
DISPUTED = {
    "subject": HARBOUR, "object": End(claim="knows"), "by": [HARBOUR],
    "modality": "denied", "polarity": "deny",
}  # fmt: skip


def load(store: Store, *dossiers: Dossier, decisions: list[Decision] | None = None) -> None:
    ensure_schema(store)
    made.write_registry(store, made.registry(), decisions or [])
    made.write(store, list(dossiers), {})


def counts(answer: Answer, statement: str) -> tuple[int, int, int]:
    [row] = [row for row in answer.rows if row["statement"] == statement]
    return row["documents"], row["origins"], row["denials"]


def test_what_a_witness_denies_of_himself_is_a_statement(store: Store) -> None:
    first = dossier("first", "2026-01-20", entry("unpaid", 0, "PAID", **UNPAID))
    load(store, first, dossier("second", "2026-01-21", entry("unpaid", 0, "PAID", **UNPAID)))
    assert counts(ask(store, "about", {"entity": WITNESS}), "What unpaid says.") == (2, 1, 0)
    [row] = ask(store, "denials", {"accused": WITNESS}).rows
    assert (row["said_by"], row["denied_by"], row["documents"], row["origins"]) == (["Person 5"], [], 2, 1)
    drawn = store.read(
        "MATCH (:Person {id: $id})-[f:NOT_WAS_PAID]->() RETURN f.claims AS c, f.denials AS d", {"id": WITNESS}
    )
    assert drawn == [{"c": 2, "d": 0}]


@pytest.mark.parametrize("predicate", ["ARRESTED", "CHARGED", "INDICTED"])
def test_not_arrested_or_charged_is_no_proceeding(store: Store, predicate: str) -> None:
    load(store, dossier("first", "2026-01-20", entry("never", 0, predicate, **ARREST, **NEVER)))
    answer = ask(store, "proceedings", {"against": WITNESS})
    assert answer.rows == () and answer.nearest is not None
    assert [row["says"] for row in answer.nearest.rows] == ["What never says."]
    assert counts(ask(store, "legal-actions", {"actor": WITNESS}), "What never says.") == (1, 1, 0)
    affirmed = dossier("second", "2026-01-21", entry("arrest", 0, predicate, **ARREST))
    made.write(store, [affirmed], {})
    answer = ask(store, "proceedings", {"against": WITNESS})
    assert counts(answer, "What arrest says.") == (1, 1, 1) and "1 proceeding " in answer.sentence


def test_a_reprinted_denial_and_one_that_only_disputes_count_once(store: Store) -> None:
    accused = dossier(
        "accused",
        "2026-01-20",
        entry("knows", 0, "KNEW_OF", **ACCUSED),
        entry("disputes", 20, "DISPUTES", **DISPUTED),
    )
    load(store, accused)
    assert counts(ask(store, "about", {"entity": "event/e"}), "What knows says.") == (1, 1, 1)
    [row] = [row for row in ask(store, "denials", {"accused": "event/e"}).rows if row["said_by"]]
    assert row["denied_by"] == ["Body 0"] and row["answer"] == ["What disputes says."]
    denials = [
        dossier(name, "2026-01-22", entry("denies", 0, "KNEW_OF", **DENIED)) for name in ("one", "two")
    ]
    made.write(store, denials, {})
    rolled = store.read("MATCH ()-[f:KNEW_OF]->() RETURN f.denials AS claims, f.denial_origins AS origins")
    assert rolled == [{"claims": 2, "origins": 1}]


@pytest.mark.parametrize("asked", [{"as_of": "2026-01-22"}, {"happened": "2026-01-19/2026-01-21"}])
def test_an_accusation_keeps_its_answer(store: Store, asked: dict[str, str]) -> None:
    """Also where the answer is only possibly known on the day, or has no time."""
    when = When("2026-01-20")
    load(
        store,
        dossier("accused", "2026-01-20", entry("knows", 0, "KNEW_OF", when=when, **ACCUSED)),
        dossier("open", "2026-01-21/", entry("denies", 0, "KNEW_OF", **DENIED)),
    )
    [row] = ask(store, "denials", {"accused": HARBOUR}, **asked).rows
    assert [words.partition(" (")[0] for words in row["answer"]] == ["What denies says."]


def test_what_was_possibly_known_is_no_absence(store: Store) -> None:
    load(store, dossier("open", "2026-01-21/", entry("knows", 0, "KNEW_OF", **ACCUSED)))
    answer = ask(store, "about", {"entity": HARBOUR}, as_of="2026-01-22")
    assert answer.sentence == (
        "Nothing in this graph about Body 0 was certainly known on 2026-01-22; "
        "listed apart: 1 row only possibly known on that day."
    )
    assert answer.nearest is None and dict(answer.apart)[POSSIBLY].total == 1
    before = ask(store, "about", {"entity": HARBOUR}, as_of="2026-01-01")
    assert before.sentence == "Nothing in this graph about Body 0 was certainly known on 2026-01-01."
