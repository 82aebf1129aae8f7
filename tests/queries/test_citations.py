"""What a citation says of its document's publisher, also where a decision holds that it is another."""

from __future__ import annotations

import msgspec

from graph.model.catalogue import resolve_merges
from graph.model.records import Decision, Registry, Retraction
from graph.store.conflict_reader import read_conflicts
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from queries.ask.ask import ask, no_texts
from queries.wording.citations import load_citations
from tests.graph import made


def test_a_publisher_is_named_whoever_it_is_decided_to_be(store: Store) -> None:
    documents = [
        msgspec.structs.replace(d, document=msgspec.structs.replace(d.document, agency="organization/o2"))
        for d in made.dossiers(2)
    ]
    ensure_schema(store)
    made.write_registry(store, made.registry(), [])
    made.write(store, documents, {})
    ids = [row["id"] for row in store.read("MATCH (c:Claim) RETURN c.id AS id")]
    wanted = {"document/d0": ("", "Body 2"), "document/d1": ("Body 4", "Body 2")}
    assert named(store, ids) == wanted
    merged = {"items": ["organization/o3", "organization/o4"], "judgement": "same", "reason": "r", "by": "x"}
    one = msgspec.convert({"id": "decision/o", "about": "entity", "on": "2026-01-01", **merged}, Decision)
    made.write_registry(store, Registry(), [one])
    assert resolve_merges([one])["organization/o4"] == "organization/o3"
    ids = [row["id"] for row in store.read("MATCH (c:Claim) RETURN c.id AS id")]
    assert named(store, ids) == wanted, "as its document names it"


def test_corrections_and_retractions_show_and_are_counted_apart(store: Store) -> None:
    """Two documents give one conflict; a third corrects the one, and the other is retracted."""
    first, second, third = made.dossiers(3)
    head = msgspec.structs.replace
    second = head(second, document=head(second.document, retracted=Retraction("2026-02-01", "an error")))
    third = head(third, document=head(third.document, supersedes=first.document.id))
    ensure_schema(store)
    made.write_registry(store, made.registry(), [])
    made.write(store, [first, second, third], {})
    rows = store.read("MATCH (c:Claim) WHERE c.by IS NULL RETURN c.id AS id, c.document AS document")
    texts = {
        c.document: c.text for c in load_citations(store, (row["id"] for row in rows), no_texts).values()
    }
    assert texts["document/d0"].endswith(". Corrected by “Document 2”.")
    assert texts["document/d1"].endswith(". RETRACTED 2026-02-01.")
    assert texts["document/d2"].endswith(".") and "orrected" not in texts["document/d2"]
    answer = ask(store, "about", {"entity": "person/p1"})
    cited = {c.claim: c for some in answer.citations for c in some}
    gone = sum(bool(c.retracted) for c in cited.values())
    assert gone and answer.documents == len({c.document for c in cited.values() if not c.retracted})
    assert any(note.startswith(f"Counted apart: {gone} claim") for note in answer.notes)


def test_conflicts_say_which_side_is_corrected_or_retracted(store: Store) -> None:
    documents = made.dossiers(6)
    head = msgspec.structs.replace
    documents[1] = head(
        documents[1], document=head(documents[1].document, retracted=Retraction("2026-02-01", "an error"))
    )
    documents[2] = head(documents[2], document=head(documents[2].document, supersedes="document/d0"))
    ensure_schema(store)
    made.write_registry(store, made.registry(), [])
    made.write(store, documents, {})
    notices = {c.document: c.notice for one in read_conflicts(store) for side in one.sides for c in side}
    assert notices.pop("document/d0") == "corrected by “Document 2”"
    assert notices.pop("document/d1") == "RETRACTED 2026-02-01"
    assert set(notices.values()) == {""}
    for answer in (ask(store, "conflicts"), ask(store, "conflicts", as_of="2030-01-01")):
        sides = " ".join(side for row in answer.rows for side in row["sides"])
        assert "Corrected by “Document 2”." in sides and "RETRACTED 2026-02-01." in sides


def test_a_row_says_which_link_its_text_leaves_open(loaded: Store) -> None:
    spoken = ask(loaded, "speaker", {"entity": "collective/initial-reports-002"})
    fact = spoken.citations[0][0].fact
    for answer in (
        spoken,
        ask(loaded, "who-says", {"number": 1440}),
        ask(loaded, "evidence", {"fact": fact}),
    ):
        rows = zip(answer.rows, answer.citations, strict=True)
        chains = [(row["said_by"][:-1], list(cited.speakers[:-1])) for row, (cited,) in rows]
        assert all(shown == cited for shown, cited in chains)
        assert any(who.endswith(" (attribution left open)") for shown, _ in chains for who in shown)


def named(store: Store, claims: list[str]) -> dict[str, tuple[str, str]]:
    """Publisher and agency of each document, by its citations."""
    found = load_citations(store, claims, no_texts).values()
    return {one.document: (one.publisher, one.agency) for one in found}
