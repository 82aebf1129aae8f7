"""Named answers on provenance over the five articles: written from the articles, not from what comes out."""

from __future__ import annotations

import pytest

from graph.model.errors import InputError
from graph.store.store import Store
from queries.ask.ask import Answer, ask
from tests.queries.test_golden import (
    AFP_400,
    AFP_1400,
    ASIA_DAILY,
    CHEN,
    EMBASSY,
    JAKARTA,
    NEWSER,
    documents,
    row_of,
)


def statements(answer: Answer) -> list[str]:
    return [row["statement"] for row in answer.rows]


def test_the_embassy_s_number_has_one_origin_in_three_documents(loaded: Store) -> None:
    answer = ask(loaded, "origins", {"number": 1440})
    assert (answer.documents, answer.origins, len(answer.rows)) == (3, 1, 1)
    assert answer.rows[0]["kind"] == "occasion"
    assert "Indonesian embassy in Phnom Penh" in answer.rows[0]["said_by"]


def test_the_un_s_number_has_one_origin_in_five_documents(loaded: Store) -> None:
    answer = ask(loaded, "origins", {"number": 100_000})
    assert (answer.documents, answer.origins) == (5, 1)
    assert answer.rows[0]["origin"] == "United Nations"


def test_lineage_is_the_wire_family(loaded: Store) -> None:
    answer = ask(loaded, "lineage")
    assert len(answer.rows) == 3
    assert documents(answer) == {AFP_1400, AFP_400, JAKARTA}
    assert not ask(loaded, "lineage", {"document": NEWSER}).rows
    assert not ask(loaded, "lineage", {"document": ASIA_DAILY}).rows
    assert {row["order_known"] for row in answer.rows} == {"no: one of them is undated"}


def test_conflicts_of_chen_zhi(loaded: Store) -> None:
    answer = ask(loaded, "conflicts", {"entity": CHEN})
    found = row_of(answer, "kind", "exclusive")
    assert "deported" in found["conflict"] and "extradit" in found["conflict"]
    assert {side[0] for side in found["sides"]} == {"1", "2"}


def test_timeline_keeps_to_its_days(loaded: Store) -> None:
    answer = ask(loaded, "timeline", {"entity": EMBASSY, "from": "2026-01-19", "to": "2026-01-19"})
    assert answer.rows
    for row in answer.rows:
        assert row["from"] is None or row["from"] <= "2026-01-19"
        assert row["to"] is None or row["to"] >= "2026-01-19"
    days = [row["from"] or row["to"] for row in ask(loaded, "timeline").rows]
    assert days == sorted(days)


def test_what_falls_with_newser(loaded: Store) -> None:
    answer = ask(loaded, "impact", {"document": NEWSER})
    heads = row_of(answer, "statement", "Chen Zhi is the head of Prince Group")
    assert (heads["effect"], heads["documents"], heads["documents_left"]) == ("falls", 1, 0)
    born = row_of(answer, "statement", "Chen Zhi was born in China")
    assert born["effect"] == "rests on less"
    assert (born["documents"], born["documents_left"]) == (3, 2)


def test_what_falls_with_the_un(loaded: Store) -> None:
    answer = ask(loaded, "impact", {"speaker": "United Nations"})
    employs = [row for row in answer.rows if "to employ at least 100,000" in row["statement"]]
    assert len(employs) == 1
    assert {row["effect"] for row in employs} == {"falls"}


def test_weakest_are_printed_often_and_told_once(loaded: Store) -> None:
    answer = ask(loaded, "weakest")
    assert max(row["documents"] for row in answer.rows) == answer.rows[0]["documents"] >= 3
    for citations in answer.citations:
        assert len({c.origin for c in citations}) == 1


def test_the_number_drifts_from_embassy_to_compilation(loaded: Store) -> None:
    answer = ask(loaded, "drift", {"number": 1440})
    assert [row["number"] for row in answer.rows].count("more than 1,400 people") == 1
    assert documents(answer) == {AFP_1400, NEWSER, ASIA_DAILY}
    assert "verb" in {change for row in answer.rows[1:] for change in row["changed"]}
    assert answer.rows[0]["changed"] == []


def test_stated_and_not_stated(loaded: Store) -> None:
    stated = ask(loaded, "not-stated", {"a": CHEN, "b": "place/china"})
    assert {"DEPORTED", "EXTRADITED", "BORN_IN"} == {row["predicate"] for row in stated.rows}
    pair = ask(loaded, "not-stated", {"a": CHEN, "b": EMBASSY})
    assert not pair.rows
    assert "No source in this graph states" in pair.sentence
    assert pair.nearest is not None and pair.nearest.rows
    assert all("link" in row["why_not"] or "neither" in row["why_not"] for row in pair.nearest.rows)


def test_a_predicate_that_nobody_states(loaded: Store) -> None:
    convicted = ask(loaded, "not-stated", {"a": CHEN, "predicate": "convicted"})
    assert not convicted.rows
    assert convicted.nearest is not None
    whys = [row["why_not"] for row in convicted.nearest.rows]
    assert any("another predicate: INDICTED" in why for why in whys), whys
    with pytest.raises(InputError, match="no predicate"):
        ask(loaded, "not-stated", {"a": CHEN, "predicate": "frobnicated"})


def test_known_on_parts_known_from_possibly_known(loaded: Store) -> None:
    answer = ask(loaded, "known-on", {"day": "2026-01-21"})
    for row, citations in zip(answer.rows, answer.citations, strict=True):
        out = {c.document for c in citations}
        if row["known"] == "known":
            assert out <= {AFP_1400, NEWSER}
        else:
            assert out <= {AFP_400, JAKARTA, ASIA_DAILY}
    assert {row["known"] for row in answer.rows} == {"known", "possibly known"}
    before = ask(loaded, "known-on", {"day": "2026-01-20"})
    assert {row["known"] for row in before.rows} == {"possibly known"}
    with pytest.raises(InputError, match="no such day"):
        ask(loaded, "known-on", {"day": "2026-02-30"})
