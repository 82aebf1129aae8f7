"""What ties whom among the five articles, as a reporter would ask, and what no source says."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store.store import Store
from queries.ask.ask import Answer, ask
from tests.golden.articles import AFP_400, AFP_1400, ASIA_DAILY, CHEN, EMBASSY, JAKARTA, NEWSER, PRINCE

pytestmark = pytest.mark.embedded


def paths(articles: Store, start: str, end: str, **more: Any) -> Answer:
    return ask(articles, "paths", {"from": start, "to": end, **more})


@pytest.mark.parametrize(
    ("start", "end", "met"),
    [
        ("Prince Group", "Bavet compound", "the Cambodian government"),
        ("Prince Group", "Poipet compound", "the Cambodian government"),
        ("person/chinese-boss-001", "Chen Zhi", ""),
        ("person/chinese-boss-001", "Prince Group", ""),
        ("Chen Zhi", "Poipet compound", "the Cambodian government"),
        ("Hun Manet", "Prince Group", ""),
    ],
)
def test_no_source_ties_them(articles: Store, start: str, end: str, met: str) -> None:
    answer = paths(articles, start, end)
    assert answer.rows == ()
    assert answer.sentence.startswith("No source in this graph ties ")
    assert answer.sentence.endswith(" within 5 hops.")
    near = answer.nearest
    assert near is not None
    assert met in near.sentence
    assert (
        "does not connect its ends" in near.sentence
        if near.rows
        else near.sentence.startswith("No chain leads")
    )


def test_chen_zhi_and_prince_group(articles: Store) -> None:
    answer = paths(articles, "Chen Zhi", "Prince Group")
    first = answer.rows[0]
    assert first["tie"] == ["Chen Zhi is the head of Prince Group."]
    assert (first["documents"], first["origins"], first["standing"]) == (1, 1, "fact")
    assert {c.document for c in answer.citations[0]} == {NEWSER}
    assert "directly" in answer.sentence


def test_chen_zhi_and_china(articles: Store) -> None:
    answer = paths(articles, "Chen Zhi", "China")
    born, event = answer.rows[0], next(row for row in answer.rows if row["path"] == 2)
    assert born["tie"][0] == "Chen Zhi was born in China."
    assert {c.document for c in answer.citations[0]} == {AFP_1400, JAKARTA, NEWSER}
    assert born["origins"] == 2
    assert any("deported" in words for words in born["also"])
    assert any("extradited" in words for words in born["also"])
    assert event["to"] == "Removal of Chen Zhi to China"
    assert event["tie"][0].startswith("Chen Zhi appears in the event")


def test_chen_zhi_and_the_indonesian_embassy(articles: Store) -> None:
    answer = paths(articles, "Chen Zhi", "Indonesian embassy")
    assert {row["path"] for row in answer.rows} == {1, 2, 3, 4, 5}
    assert answer.sentence.startswith(
        "No source in this graph ties Chen Zhi to the Indonesian embassy in Phnom Penh directly."
    )
    assert "is participation in an event" in answer.sentence
    # Every way goes over what experts alone link: the departures and the sanctions.
    linked = [row for row in answer.rows if row["predicate"] == "LINKED_TO"]
    assert {row["path"] for row in linked} == {1, 2, 3, 4, 5}
    assert {tuple(row["said_by"]) for row in linked} == {("Experts",)}
    assert {row["to_id"] for row in answer.rows if row["hop"] == 4 and row["path"] == 1} == {EMBASSY}


def test_the_young_man_and_the_bavet_compound(articles: Store) -> None:
    answer = paths(articles, "person/pfeb6e3cec04d", "Bavet compound", max_hops=1)
    (row,) = answer.rows
    assert (row["predicate"], len(row["tie"])) == ("LEFT", 1)
    assert "18-year-old" in row["tie"][0] and "fled a compound in Bavet" in row["tie"][0]
    assert any("allegedly forced" in words for words in row["also"])
    assert {c.document for c in answer.citations[0]} <= {AFP_400, JAKARTA}


def test_an_accusation_is_never_asserted(articles: Store) -> None:
    told = paths(articles, CHEN, "place/cambodia", max_hops=1, predicates="ACCUSED")
    (row,) = told.rows
    assert (row["standing"], row["modality"]) == ("accusation", "alleged")
    assert "allegedly" in row["tie"][0] or "accused" in row["tie"][0]
    asserted = paths(articles, CHEN, "place/cambodia", max_hops=1, predicates="ACCUSED", asserted="yes")
    assert asserted.rows == ()
    assert "Without the filters there" in asserted.sentence


def test_what_was_known_on_the_twentieth(articles: Store) -> None:
    answer = ask(articles, "paths", {"from": CHEN, "to": PRINCE}, as_of="2026-01-20")
    assert answer.rows == ()
    later = ask(articles, "paths", {"from": CHEN, "to": PRINCE}, as_of="2026-01-21")
    assert later.rows[0]["tie"] == ["Chen Zhi is the head of Prince Group."]
    assert ASIA_DAILY not in {c.document for some in later.citations for c in some}
