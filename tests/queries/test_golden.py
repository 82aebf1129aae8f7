"""Answers to the named questions over the five articles, written from the articles.

How a claim is paraphrased may change; who says it, which number, which window, in how many documents, and
what nobody says may not.
"""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.errors import InputError
from graph.store.store import Store
from ingest.texts.text_store import find_texts
from queries.ask.ask import Answer, ask
from queries.ask.query_library import load_library

AFP_1400 = "document/afp-1400-left-2026-01-21"
AFP_400 = "document/afp-400-freed-2026-01"
JAKARTA = "document/jakarta-phnom-penh-400-released-2026-01"
ASIA_DAILY = "document/asia-daily-1700-fled-2026-02"
NEWSER = "document/newser-thousands-flee-2026-01-21"
CHEN, PRINCE = "person/chen-zhi", "Prince Group"
SURVIVOR = "person/p7403d6da82a5"
EMBASSY = "embassy/indonesia-phnom-penh"


def documents(answer: Answer) -> set[str]:
    return {c.document for citations in answer.citations for c in citations}


def speakers(answer: Answer) -> set[str]:
    return {c.speakers[0] for citations in answer.citations for c in citations}


def row_of(answer: Answer, column: str, holds: str) -> dict[str, Any]:
    """The one row whose column holds these words."""
    rows = [row for row in answer.rows if holds in str(row[column])]
    assert len(rows) == 1, f"{holds!r} is in {len(rows)} rows of {[row[column] for row in answer.rows]}"
    return rows[0]


def cited(answer: Answer, row: dict[str, Any]) -> set[str]:
    return {c.document for c in answer.citations[answer.rows.index(row)]}


@pytest.mark.parametrize(
    ("number", "said_in", "by"),
    [
        (1440, {AFP_1400, NEWSER, ASIA_DAILY}, "Indonesian embassy in Phnom Penh"),
        (440, {AFP_400, JAKARTA}, "Santo Darmosumarto"),
        (520, {AFP_1400}, "Indonesian embassy in Phnom Penh"),
        (1726, {ASIA_DAILY}, "Ministry of Foreign Affairs of Indonesia"),
        (269, {ASIA_DAILY}, None),
        (5008, {ASIA_DAILY, AFP_1400}, None),
        (100_000, {AFP_1400, AFP_400, JAKARTA, NEWSER, ASIA_DAILY}, "United Nations"),
        (12.5e9, {NEWSER}, None),
        (215, {ASIA_DAILY}, None),
        (53, {ASIA_DAILY}, "Amnesty International"),
        (600, {AFP_400, JAKARTA}, None),
    ],
)
def test_who_says_a_number(loaded: Store, number: float, said_in: set[str], by: str | None) -> None:
    answer = ask(loaded, "who-says", {"number": number})
    assert documents(answer) == said_in
    assert by is None or by in speakers(answer)


def test_outlets_repeat_and_origins_corroborate(loaded: Store) -> None:
    answer = ask(loaded, "who-says", {"number": "1,440"})
    assert (answer.documents, answer.origins) == (3, 1)
    assert {"1,440 people", "more than 1,400 people"} == {row["number"] for row in answer.rows}
    un = ask(loaded, "who-says", {"number": 100_000})
    assert (un.documents, un.origins) == (5, 1)
    assert speakers(un) == {"United Nations"}


def test_a_number_nobody_says(loaded: Store) -> None:
    answer = ask(loaded, "who-says", {"number": 1500})
    assert not answer.rows
    assert "No source in this graph says 1,500" in answer.sentence
    assert answer.nearest is not None
    assert any(row["number"] == "1,440 people" for row in answer.nearest.rows)
    assert "another figure" in answer.nearest.sentence


def test_figures_stand_side_by_side_with_their_windows(loaded: Store) -> None:
    answer = ask(loaded, "figures", {"series": "came to their embassy in Phnom Penh"})
    windows = {row["figure"]: (row["from"], row["to"]) for row in answer.rows}
    assert windows["440 people"] == ("2026-01-01", "2026-01-18")
    assert windows["1,440 people"] == ("2026-01-16", "2026-01-20")
    assert windows["520 people"] == ("2026-01-19", "2026-01-19")
    assert windows["1,726 people"] == ("2026-01-16", "2026-01-21")
    assert windows["269 people"][1] == "2026-01-21"


def test_money_of_two_accounts_stays_two_figures(loaded: Store) -> None:
    answer = ask(loaded, "figures", {"series": "funds blocked"})
    assert {row["figure"] for row in answer.rows} == {"IDR 400,000,000,000", "IDR 402,500,000,000"}


def test_who_heads_prince_group(loaded: Store) -> None:
    answer = ask(loaded, "positions", {"of": PRINCE})
    assert [row["statement"] for row in answer.rows] == ["Chen Zhi is the head of Prince Group."]
    assert documents(answer) == {NEWSER}
    assert (answer.documents, answer.rows[0]["origins"]) == (1, 1)
    assert answer.origins is None, "the number of origins is given for one statement, not for an answer"


def test_what_is_done_to_chen_zhi_by_whom(loaded: Store) -> None:
    answer = ask(loaded, "legal-actions", {"actor": CHEN})
    wanted = {
        "indicted Chen Zhi": ("proceeding", {AFP_1400, JAKARTA}),
        "Cambodia arrested Chen Zhi": ("proceeding", {AFP_1400, JAKARTA}),
        "Cambodia deported Chen Zhi to China": ("proceeding", {AFP_1400, JAKARTA}),
        "United Kingdom announced sanctions against the tycoon Chen Zhi": ("proceeding", {NEWSER}),
        "United States announced sanctions against the tycoon Chen Zhi": ("proceeding", {NEWSER}),
        "United States has accused Chen Zhi": ("accusation", {NEWSER}),
    }
    for words, (standing, said_in) in wanted.items():
        row = row_of(answer, "statement", words)
        assert (row["standing"], cited(answer, row)) == (standing, said_in)
    assert "2025-10" in row_of(answer, "statement", "indicted Chen Zhi")["happened"]
    extradited = row_of(answer, "statement", "extradited")
    assert cited(answer, extradited) == {NEWSER, AFP_1400}


def test_accusations_are_worded_as_such(loaded: Store) -> None:
    answer = ask(loaded, "legal-actions", {})
    worded = ("alleged", "accused", "suspected", "said to", "questioned", "hard to tell")
    accusations = [row["statement"] for row in answer.rows if row["standing"] == "accusation"]
    assert len(accusations) >= 10
    for text in accusations:
        assert any(words in text for words in worded), text


def test_cambodia_denies_complicity_and_chen_zhi_has_no_answer(loaded: Store) -> None:
    answer = ask(loaded, "denials", {"accused": "government/cambodia"})
    complicit = row_of(answer, "statement", "complicit")
    assert complicit["denied_by"] == ["Government of Cambodia"]
    assert cited(answer, complicit) == {NEWSER}
    knows = row_of(answer, "statement", "allegedly know what happens")
    assert knows["said_by"] == ["Montse Ferrer"]
    assert knows["answer"] == ["no answer is in the sources"]
    for row in ask(loaded, "denials", {"accused": CHEN}).rows:
        assert row["answer"] == ["no answer is in the sources"]


def test_the_police_deny_that_they_were_victims(loaded: Store) -> None:
    answer = ask(loaded, "denials", {})
    rows = [row for row in answer.rows if any("olice" in name for name in row["denied_by"])]
    assert {"not detained", "not beaten"} <= {
        words for row in rows for words in ("not detained", "not beaten") if words in row["statement"]
    }
    assert not any("does not dispute" in row["statement"] for row in answer.rows)


def test_compounds_and_what_is_not_stated(loaded: Store) -> None:
    answer = ask(loaded, "compounds", {})
    for place in ("Bavet", "Poipet", "Chrey Thum"):
        row = row_of(answer, "place", place)
        assert row["not_stated"] == ["operator"]
    bavet = row_of(answer, "place", "Bavet")
    assert cited(answer, bavet) == {AFP_400, JAKARTA}
    assert any("Sumatra" in name for name in bavet["people"])
    poipet = row_of(answer, "place", "Poipet")
    assert cited(answer, poipet) == {ASIA_DAILY}
    assert any("215" in name for name in poipet["people"])
    assert [r["site"] for r in ask(loaded, "compounds", {"named": "Poipet"}).rows] == [poipet["site"]]


def test_embassies(loaded: Store) -> None:
    answer = ask(loaded, "embassies", {})
    rows = {row["sending_state"][0]: row for row in answer.rows}
    assert set(rows) == {"Indonesia", "China"}
    assert all(row["city"] == ["Phnom Penh"] for row in rows.values())
    assert {"440 people", "1,440 people", "520 people"} <= set(rows["Indonesia"]["numbers"])
    assert rows["China"]["numbers"] == ["about 100 people"]
    assert rows["China"]["statements"] == 0


def test_the_215_of_poipet_by_nationality(loaded: Store) -> None:
    answer = ask(loaded, "nationalities", {})
    poipet = {
        row["nationality"]: row["numbers"] for row in answer.rows if "Poipet" in row["who"] and row["numbers"]
    }
    assert poipet == {
        "Thai": ["109 people"],
        "Pakistani": ["50 people"],
        "Indian": ["48 people"],
        "Taiwanese": ["5 people"],
        "Indonesian": ["3 people"],
    }


def test_events_in_order(loaded: Store) -> None:
    answer = ask(loaded, "events", {})
    days = [row["from"] for row in answer.rows if row["from"]]
    assert days == sorted(days)
    letter = row_of(answer, "event", "letter of intent")
    assert (letter["from"], letter["to"]) == ("2025-05-01", "2025-05-31")
    indictment = row_of(answer, "event", "Indictment")
    assert (indictment["from"], indictment["to"]) == ("2025-10-01", "2025-10-31")
    mine = ask(loaded, "events", {"involving": CHEN})
    assert 3 <= len(mine.rows) < len(answer.rows)


def test_what_santo_says_and_where(loaded: Store) -> None:
    answer = ask(loaded, "speaker", {"entity": "Santo Darmosumarto"})
    assert {AFP_400, JAKARTA} <= documents(answer)
    assert all("Santo Darmosumarto" in " ".join(row["said_by"]) for row in answer.rows)
    assert documents(ask(loaded, "speaker", {"entity": SURVIVOR})) == {ASIA_DAILY}


def test_chen_zhi_is_spoken_of_and_not_quoted(loaded: Store) -> None:
    answer = ask(loaded, "speaker", {"entity": CHEN})
    assert not answer.rows
    assert answer.nearest is not None
    assert answer.nearest.rows
    assert "to be spoken of is not to speak" in answer.nearest.sentence


def test_what_only_one_document_says(loaded: Store) -> None:
    newser = ask(loaded, "only-in", {"document": NEWSER})
    assert row_of(newser, "statement", "Chen Zhi is the head of Prince Group.")
    assert documents(newser) == {NEWSER}
    asia = ask(loaded, "only-in", {"document": ASIA_DAILY})
    assert any("survivor" in row["statement"] for row in asia.rows)
    assert not any("Prince Group" in row["statement"] for row in asia.rows)


def test_evidence_of_a_pair_and_of_none(loaded: Store) -> None:
    answer = ask(loaded, "evidence", {"a": CHEN, "b": PRINCE})
    assert documents(answer) == {NEWSER}
    none = ask(loaded, "evidence", {"a": PRINCE, "b": EMBASSY})
    assert not none.rows
    assert none.sentence == "No source in this graph states it."


def test_evidence_of_a_fact_is_all_its_claims(loaded: Store) -> None:
    (heads,) = ask(loaded, "evidence", {"a": CHEN, "b": PRINCE}).citations
    row = loaded.read("MATCH (c:Claim {id: $id}) RETURN c.fact AS fact", {"id": heads[0].claim})[0]
    again = ask(loaded, "evidence", {"fact": row["fact"]})
    assert [c.claim for cs in again.citations for c in cs] == [heads[0].claim]


def test_neighbours_of_prince_group(loaded: Store) -> None:
    assert [row["neighbour"] for row in ask(loaded, "neighbours", {"entity": PRINCE}).rows] == ["Chen Zhi"]


def test_a_path_has_claims_for_each_hop_and_meets_in_no_government(loaded: Store) -> None:
    answer = ask(loaded, "path", {"from": PRINCE, "to": EMBASSY})
    assert answer.rows[0]["from"] == "Prince Group"
    assert answer.rows[-1]["to"] == "Indonesian embassy in Phnom Penh"
    assert all(citations for citations in answer.citations)
    between = answer.params["way"][1:-1]
    shut = ("collective/", "government/", "nationality/", "topic/", "document/")
    assert not [id_ for id_ in between if id_.startswith(shut)]
    countries = loaded.read("MATCH (n:Country) WHERE n.id IN $ids RETURN n.id AS id", {"ids": between})
    assert not countries


def test_no_tie_is_told_with_what_comes_nearest(loaded: Store) -> None:
    answer = ask(loaded, "path", {"from": SURVIVOR, "to": PRINCE, "hops": 6})
    assert not answer.rows
    assert "No source in this graph ties" in answer.sentence
    assert answer.nearest is not None


def test_a_fact_that_nobody_states_is_not_said_to_be_near_anything(loaded: Store) -> None:
    answer = ask(loaded, "evidence", {"fact": f"fact/{'0' * 32}"})
    assert answer.sentence == "No source in this graph states it."
    assert answer.nearest is None


def test_text(loaded: Store) -> None:
    answer = ask(loaded, "text", {"words": "passport boss"})
    assert documents(answer) <= {AFP_400, JAKARTA}
    assert answer.rows
    none = ask(loaded, "text", {"words": "passport helicopter"})
    assert not none.rows
    assert none.nearest is not None
    assert none.nearest.rows


@pytest.mark.parametrize("name", sorted(load_library()))
def test_every_row_is_cited_to_the_passage(loaded: Store, name: str) -> None:
    answer = ask(loaded, name, EXAMPLES[name])
    assert answer.rows, f"{name} has no rows for {EXAMPLES[name]}"
    for row, citations in zip(answer.rows, answer.citations, strict=True):
        assert set(row) == {*answer.columns, "claims"}
        assert {c.claim for c in citations} == set(row["claims"])
        for citation in citations:
            assert citation.speakers
            assert len(citation.sha256) == 64
            assert citation.quote == ""
            for part in (citation.document, citation.sha256, f"{citation.start}-{citation.end}"):
                assert part in citation.text
    assert answer.documents == len(documents(answer))


EXAMPLES: dict[str, dict[str, Any]] = {
    "about": {"entity": CHEN},
    "compounds": {},
    "conflicts": {},
    "denials": {},
    "drift": {"number": 1440},
    "ego": {"entity": EMBASSY},
    "embassies": {},
    "events": {},
    "evidence": {"a": CHEN, "b": "place/china"},
    "figures": {},
    "first-said": {"entity": CHEN},
    "impact": {"document": NEWSER},
    "journey": {},
    "known-on": {"day": "2026-01-21"},
    "legal-actions": {},
    "lineage": {},
    "money": {},
    "nationalities": {},
    "nationalities-by-place": {},
    "neighbours": {"entity": CHEN},
    "not-stated": {"a": CHEN, "b": "place/china"},
    "only-in": {"document": NEWSER},
    "origins": {"number": 1440},
    "path": {"from": CHEN, "to": PRINCE},
    "paths": {"from": CHEN, "to": EMBASSY},
    "positions": {},
    "proceedings": {},
    "speaker": {"entity": "Amnesty International"},
    "text": {"words": "embassy"},
    "timeline": {},
    "weakest": {},
    "whereabouts": {},
    "who-says": {"number": 1440},
}


@pytest.mark.texts
def test_quotes_are_the_passages_where_texts_are_held(loaded: Store, texts: Any) -> None:
    held = find_texts(texts)
    shown = 0
    for name, params in EXAMPLES.items():
        for citations in ask(loaded, name, params, text_of=held.get).citations:
            for citation in citations:
                assert citation.quote, citation
                shown += 1
    assert shown > 500


def test_ambiguous_unknown_and_wrong(loaded: Store) -> None:
    for name, params, words in [
        ("about", {"entity": "UK"}, "may mean several"),
        ("about", {"entity": "scam compound"}, "Nothing here is called"),
        ("about", {"entity": "Zzyzx Qwfp"}, "Nothing here is called"),
        ("about", {}, "needs the parameter 'entity'"),
        ("about", {"entity": CHEN, "colour": "red"}, "no parameter 'colour'"),
        ("who-says", {}, "needs number or word or fact"),
        ("evidence", {"a": CHEN}, "needs fact or a and b"),
        ("who-says", {"number": "many"}, "got 'many'"),
        ("evidence", {"fact": "heads"}, "got 'heads'"),
        ("about", {"entity": CHEN, "limit": "0"}, "got '0'"),
        ("path", {"from": CHEN, "to": CHEN}, "same entity"),
        ("path", {"from": CHEN, "to": PRINCE, "hops": 99}, "got '99'"),
        ("path", {"from": CHEN, "to": PRINCE, "hops": 0}, "got '0'"),
        ("paths", {"from": CHEN, "to": CHEN}, "same entity"),
        ("paths", {"from": CHEN, "to": "Zzyzx Qwfp"}, "Nothing here is called"),
        ("paths", {"from": "UK", "to": CHEN}, "may mean several"),
        ("paths", {"from": CHEN, "to": PRINCE, "max-hops": 9}, "got '9'"),
        ("paths", {"from": CHEN, "to": PRINCE, "k": 51}, "got '51'"),
        ("paths", {"from": CHEN, "to": PRINCE, "predicates": "HEDS"}, "no predicate 'HEDS'"),
        ("paths", {"from": CHEN, "to": PRINCE, "predicates": "HEADS", "without": "HEADS"}, "no predicate to"),
        ("paths", {"from": CHEN, "to": PRINCE, "asserted": "maybe"}, "got 'maybe'"),
        ("paths", {"from": CHEN, "to": NEWSER}, "is a document"),
        ("who-said", {"number": 1}, "There is no question"),
    ]:
        with pytest.raises(InputError) as wrong:
            ask(loaded, name, params)
        assert words in wrong.value.message
        assert wrong.value.hint


def test_rows_are_cut_with_a_note(loaded: Store) -> None:
    answer = ask(loaded, "legal-actions", {"limit": 3})
    assert len(answer.rows) == 3
    assert any("Showing 3 of " in note for note in answer.notes)
    assert not any("rows;" in note for note in ask(loaded, "embassies", {}).notes)
