"""Paths over the five articles, asked as a reporter would, on both engines; filters, hubs, days and words."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from typing import Any

import pytest

from graph.model.errors import InputError
from graph.store.store import Store
from queries.ask.ask import Answer, ask
from queries.paths import cypher, search, tie_reader
from queries.paths.cypher import ENDS
from queries.paths.filters import build_default_filters
from queries.paths.hub_ties import read_best_facts
from queries.paths.tie_reader import TieReader
from queries.paths.traversable import NEVER, NO_LINK, list_traversable_kinds
from tests.golden.articles import CHEN, EMBASSY, PRINCE
from tests.queries.test_asking import told

BOSS, BOY = "person/chinese-boss-001", "person/pfeb6e3cec04d"
BAVET, CHINA = "compound/bavet-001", "place/china"
EXODUS = "event/exodus-000"


def paths(store: Store, start: str, end: str, **more: Any) -> Answer:
    how = {name: more.pop(name) for name in ("as_of", "happened") if name in more}
    return ask(store, "paths", {"from": start, "to": end, **more}, **how)


def ways(answer: Answer) -> list[list[str]]:
    """The entities of each path."""
    found: dict[int, list[str]] = {}
    for row in answer.rows:
        found.setdefault(row["path"], [row["from_id"]]).append(row["to_id"])
    return [found[number] for number in sorted(found)]


def labels(store: Store, ids: set[str]) -> set[str]:
    return {label for row in store.read(ENDS, {"ids": sorted(ids)}) for label in row["labels"]}


def test_each_hop_carries_its_evidence(loaded: Store) -> None:
    answer = paths(loaded, CHEN, EMBASSY)
    assert len(ways(answer)) == 5
    for row, citations in zip(answer.rows, answer.citations, strict=True):
        affirming = [c for c in citations if c.polarity == "affirm"]
        assert {c.claim for c in citations} == set(row["claims"])
        assert row["documents"] == len({c.document for c in affirming}) > 0
        assert row["origins"] == len({c.origin for c in affirming})
        assert row["denied"] == len(citations) - len(affirming)
        assert row["fact"].startswith("fact/")
        assert row["said_by"] and row["tie"] and row["modality"] and row["standing"]
        assert row["direction"] in ("forward", "backward")
    for way in ways(answer):
        assert (way[0], way[-1]) == (CHEN, EMBASSY)
        assert len(set(way)) == len(way)


def test_the_weakest_hop_of_each_path_is_marked_and_that_of_the_best_named(loaded: Store) -> None:
    answer = paths(loaded, CHEN, EMBASSY)
    for number in range(1, 6):
        hops = [row for row in answer.rows if row["path"] == number]
        (weakest,) = [row for row in hops if row["weakest"]]
        assert weakest["origins"] == min(row["origins"] for row in hops)
        assert "the weakest" in weakest["step"]
    assert (
        "its weakest, Chen Zhi – US and UK sanctions on Chen Zhi, is participation in an event"
        in answer.sentence
    )
    assert "; the sources speak of each hop, not of the two together." in answer.sentence


def test_no_path_leads_over_what_is_no_link(loaded: Store) -> None:
    for start, end in [(CHEN, EMBASSY), (PRINCE, EMBASSY), (BOY, CHEN), (BOSS, EMBASSY)]:
        between = {node for way in ways(paths(loaded, start, end, k=50, max_hops=6)) for node in way[1:-1]}
        assert not labels(loaded, between) & {*NEVER, *NO_LINK}


def test_places_are_walked_only_where_a_place_is_asked_about() -> None:
    assert "City" not in list_traversable_kinds([["Person"], ["Compound"]])
    assert "City" in list_traversable_kinds([["Person"], ["City", "Place", "Entity"]])
    assert "Country" not in list_traversable_kinds([["Person"], ["City", "Place", "Entity"]])
    assert {"Country", "GovernmentBody", "Collective", "City"} <= set(
        list_traversable_kinds([["Person"]], nearly=True)
    )
    assert not {"Topic", "Document"} & set(list_traversable_kinds([["Person"]], nearly=True))
    assert {"Compound", "Facility", "Embassy", "Event", "Person"} <= set(list_traversable_kinds([["Person"]]))


@pytest.mark.parametrize("site", ["compound/bavet-001", "compound/poipet-001"])
def test_nothing_ties_prince_group_to_bavet_or_poipet(loaded: Store, site: str) -> None:
    rows = loaded.read("MATCH (n:Compound) WHERE n:Scamgraph RETURN n.id AS id")
    named = next(row["id"] for row in rows if row["id"].startswith(site[:14]))
    answer = paths(loaded, PRINCE, named)
    assert answer.rows == ()
    assert answer.sentence.startswith("No source in this graph ties Prince Group to ")
    assert answer.sentence.endswith(" within 5 hops.")
    assert answer.nearest is not None and answer.nearest.rows
    assert "the Cambodian government" in answer.nearest.sentence
    assert "does not connect its ends" in answer.nearest.sentence
    farther = paths(loaded, PRINCE, named, max_hops=8)
    assert farther.sentence.startswith("No source in this graph ties Prince Group to ")


def test_nothing_ties_the_chinese_boss_to_chen_zhi(loaded: Store) -> None:
    answer = paths(loaded, BOSS, CHEN)
    assert answer.rows == () and answer.sentence.endswith(" within 5 hops.")
    longer = paths(loaded, BOSS, CHEN, max_hops=6)
    assert longer.rows
    assert longer.sentence.startswith(
        "No source in this graph ties a Chinese boss who keeps a passport to Chen Zhi directly."
    )
    assert (
        "The best leads through an event: appearing in one event does not connect two people."
        in longer.sentence
    )
    assert ask(loaded, "path", {"from": BOSS, "to": CHEN}).rows == ()
    chain = ask(loaded, "path", {"from": BOSS, "to": CHEN, "hops": 6})
    assert chain.rows
    assert chain.sentence.startswith(
        "No source in this graph ties a Chinese boss who keeps a passport to Chen Zhi directly."
    )


def test_a_direct_tie_is_told_first_with_all_else_that_ties_the_two(loaded: Store) -> None:
    answer = paths(loaded, CHEN, CHINA)
    first = answer.rows[0]
    assert (first["from_id"], first["to_id"], first["predicate"]) == (CHEN, CHINA, "BORN_IN")
    assert "Cambodia deported Chen Zhi to China in January 2026." in first["also"]
    assert "The sources tie the two directly" in answer.sentence


def test_a_role_ties_and_is_worded(loaded: Store) -> None:
    answer = paths(loaded, CHEN, "government/cambodia", predicates="HELD_POSITION")
    (row,) = answer.rows
    assert row["tie"] == ["Chen Zhi is a former adviser to the Cambodian government."]
    assert (row["predicate"], row["direction"]) == ("HELD_POSITION", "forward")
    (back,) = paths(loaded, "government/cambodia", CHEN, predicates="HELD_POSITION").rows
    assert (back["direction"], back["fact"]) == ("backward", row["fact"])


def test_presence_in_one_event_is_worded_as_such(loaded: Store) -> None:
    answer = paths(loaded, CHEN, EXODUS)
    event = next(row for row in answer.rows if row["predicate"] == "INVOLVES")
    assert event["tie"][0].startswith("Chen Zhi appears in the event “")
    assert any("appearing in the same event does not connect" in words for words in event["caution"])
    between = paths(loaded, CHEN, CHINA, predicates="INVOLVES")
    assert {row["predicate"] for row in between.rows} == {"INVOLVES"}
    together = paths(loaded, BOY, "cohort/indonesians-2026-01-01-18-001", predicates="INVOLVES")
    assert together.rows
    assert "through an event in which two appear, which does not connect them" in together.sentence


def test_an_accusation_and_a_denial_are_marked(loaded: Store) -> None:
    accused = paths(loaded, CHEN, "place/cambodia", predicates="ACCUSATION")
    (row,) = accused.rows
    assert row["standing"] == "accusation"
    assert "an accusation, not a finding" in row["caution"]
    assert "an accusation, not a finding" in accused.sentence
    pair = loaded.read(
        "MATCH (d:Claim {polarity: 'deny'}) WHERE d.fact IS NOT NULL "
        "MATCH (c:Claim {fact: d.fact, polarity: 'affirm'})-[:SUBJECT]->(s:Entity) "
        "MATCH (c)-[:OBJECT]->(o:Entity) WHERE NOT o:Topic AND s.id <> o.id "
        "RETURN s.id AS s, o.id AS o, c.predicate AS p ORDER BY s, o LIMIT 1"
    )
    for found in pair:
        denied = paths(loaded, found["s"], found["o"], max_hops=1, predicates=found["p"])
        assert denied.rows[0]["denied"] > 0
        assert "denied by some" in denied.rows[0]["caution"]


def test_filters(loaded: Store) -> None:
    every = paths(loaded, CHEN, EMBASSY, k=50)
    for row in paths(loaded, CHEN, EMBASSY, k=50, asserted="yes").rows:
        assert row["modality"] in ("reported", "confirmed") and row["standing"] != "accusation"
    without = paths(loaded, CHEN, EMBASSY, k=50, without="QUEUED_AT")
    assert "QUEUED_AT" in {row["predicate"] for row in every.rows}
    assert "QUEUED_AT" not in {row["predicate"] for row in without.rows}
    legal = paths(loaded, CHEN, CHINA, predicates="LEGAL_ACTION, born in")
    assert {row["predicate"] for row in legal.rows} <= {"EXTRADITED", "DEPORTED", "BORN_IN"}
    nothing = paths(loaded, CHEN, EMBASSY, min_origins=2)
    assert nothing.rows == ()
    assert "at least 2 origins" in nothing.sentence
    assert "Without the filters there are 17 ties between them, and 5 paths" in nothing.sentence
    assert "Without the filters there is no path." in paths(loaded, PRINCE, BAVET, asserted="yes").sentence


def test_hops_are_bounded(loaded: Store) -> None:
    assert len(ways(paths(loaded, CHEN, EMBASSY, max_hops=4, k=2))) == 2
    assert paths(loaded, CHEN, EMBASSY, max_hops=3).rows == ()
    assert all(len(way) <= 5 for way in ways(paths(loaded, CHEN, EMBASSY, max_hops=4, k=50)))
    with pytest.raises(InputError, match="got '0'"):
        paths(loaded, CHEN, EMBASSY, max_hops=0)


def test_a_hub_is_not_walked_through_and_is_named(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tie_reader, "MOST_CLAIMS", 20)
    monkeypatch.setattr(tie_reader, "MOST_TIES", 8)
    monkeypatch.setattr(cypher, "MOST_TIES", 8)
    answer = paths(loaded, CHEN, EMBASSY)
    assert any("releases and departures" in note and "Not walked through" in note for note in answer.notes)
    assert any("Indonesian embassy" in note and "best supported" in note for note in answer.notes)
    # met from both sides all the same
    assert any(EXODUS in way for way in ways(answer))


def test_two_hubs_that_are_tied_are_told_to_be(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few of the ties of each are walked: else the answer would begin with what is wrong."""
    other = "government/cambodia"
    usual = {row["fact"] for row in paths(loaded, CHEN, other, max_hops=1).rows}
    monkeypatch.setattr(tie_reader, "MOST_CLAIMS", 1)
    monkeypatch.setattr(tie_reader, "MOST_TIES", 1)
    monkeypatch.setattr(cypher, "MOST_TIES", 1)
    for hops in (1, 2, 3, 4):
        answer = paths(loaded, CHEN, other, max_hops=hops)
        assert "The sources tie the two directly" in answer.sentence, hops
        assert {row["fact"] for row in answer.rows if row["to_id"] == other} >= usual, hops


@pytest.mark.neo4j
def test_the_best_ties_of_a_hub_are_the_same_on_both_engines(
    both: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tie_reader, "MOST_CLAIMS", 10)
    monkeypatch.setattr(tie_reader, "MOST_TIES", 4)
    monkeypatch.setattr(cypher, "MOST_TIES", 4)
    for other in (CHEN, PRINCE, BAVET):
        here, there = (paths(store, EMBASSY, other, max_hops=6, k=9) for store in both)
        assert here.rows == there.rows
        assert here.notes == there.notes
        assert any("Indonesian embassy" in note and "best supported" in note for note in here.notes)


def test_the_best_facts_of_a_hub_are_those_of_most_origins(loaded: Store) -> None:
    asked = TieReader(
        loaded, (EMBASSY, CHEN), list_traversable_kinds([["Embassy"], ["Person"]]), build_default_filters()
    )
    types = asked.filters.types
    every = loaded.read(
        f"MATCH (n:Scamgraph {{id: $id}})-[r:{'|'.join(types)}]-(m) WHERE r.claims > 0 AND m.id <> $id "
        "RETURN r.fact AS fact, r.origins AS origins, m.kind AS kind, m.id AS other, r.roles AS roles",
        {"id": EMBASSY},
    )
    every.sort(key=lambda row: (-row["origins"], row["fact"]))
    walked = [row["fact"] for row in every if row["kind"] in asked.open or row["other"] in asked.ends]
    for most in (1, 3, len(walked) + 1):
        ties = read_best_facts(loaded, asked.params, types, EMBASSY, most)
        assert [tie[4] for tie in ties if tie[0]] == walked[:most]
        merely_naming = [row["fact"] for row in every[:most] if row["roles"] and row["fact"] not in walked]
        assert [tie[4] for tie in ties if not tie[0]] == merely_naming
        assert all(
            tie[cypher.ROLES] == row["roles"] for tie in ties for row in every if row["fact"] == tie[4]
        )
    assert 3 < len(walked) < len(every)
    assert merely_naming
    assert any(tie[0] and tie[cypher.ROLES] for tie in ties)


def test_too_many_entities_are_told(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_WALKED", 3)
    assert any("others were not walked" in note for note in paths(loaded, CHEN, EMBASSY).notes)


def test_as_of_a_day_only_what_was_known_is_walked(loaded: Store) -> None:
    assert paths(loaded, CHEN, EMBASSY, as_of="2026-01-20").rows == ()
    then = paths(loaded, CHEN, EMBASSY, as_of="2026-01-21", k=9)
    assert then.rows
    known = {c.document for some in then.citations for c in some}
    assert known == {"document/afp-1400-left-2026-01-21", "document/newser-thousands-flee-2026-01-21"}
    for heading, answer in then.apart:
        assert "known" in heading.lower()
        for number in {row["path"] for row in answer.rows}:
            hops = [row for row in answer.rows if row["path"] == number]
            assert [row["hop"] for row in hops] == list(range(1, len(hops) + 1)), "a torn path"
            assert all(a["to_id"] == b["from_id"] for a, b in pairwise(hops))


@pytest.mark.parametrize(("start", "end"), [(CHEN, EMBASSY), (CHEN, CHINA), (PRINCE, EXODUS), (BOY, CHEN)])
def test_as_of_a_day_when_all_was_known_is_as_today(loaded: Store, start: str, end: str) -> None:
    today, then = paths(loaded, start, end, k=20), paths(loaded, start, end, k=20, as_of="2030-01-01")
    assert today.rows == then.rows
    assert today.sentence == then.sentence


def test_path_and_paths_do_not_contradict_one_another(loaded: Store) -> None:
    rows = loaded.read("MATCH (n:Actor) WHERE n:Scamgraph RETURN n.id AS id ORDER BY id")
    ids = [row["id"] for row in rows][::9]
    for other in [id_ for id_ in ids if id_ != CHEN]:
        one = ask(loaded, "path", {"from": CHEN, "to": other})
        many = paths(loaded, CHEN, other, k=1)
        assert bool(one.rows) == bool(many.rows), other
        assert len(one.rows) <= len(many.rows)


@pytest.mark.embedded
def test_from_the_command_line_in_every_format(embedded_session: Store, loaded: Store) -> None:
    if loaded is not embedded_session:
        return
    asked = [
        "ask",
        "paths",
        "--from",
        "Chen Zhi",
        "--to",
        "China",
        "--max-hops",
        "4",
        "--k",
        "5",
        "--asserted",
    ]
    done = told(loaded, *asked, "--format", "json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    hop = data["rows"][0]
    wire = {
        "path", "hop", "from", "to", "from_id", "to_id", "predicate", "direction", "fact", "tie", "standing",
        "modality", "polarity", "hedged", "denied", "date", "said_by", "documents", "origins", "weakest",
        "also", "claims", "citations",
    }  # fmt: skip
    assert wire <= hop.keys()
    assert data["asked"]["asserted"] == "yes"
    lines = told(loaded, *asked, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["fact"] for line in lines] == [row["fact"] for row in data["rows"]]
    table = list(csv.DictReader(io.StringIO(told(loaded, *asked, "--format", "csv").stdout)))
    assert [row["fact"] for row in table] == [row["fact"] for row in data["rows"]]
    assert ":param walk => [[1, 1, 'person/chen-zhi'" in told(loaded, *asked, "--cypher").stdout
    people = told(loaded, *asked).stdout
    assert "path 1, hop 1" in people and "from id" not in people
    wrong = told(loaded, "ask", "paths", "--from", "Chen Zhi", "--to", "China", "--max-hops", "9")
    assert wrong.returncode == 1 and "from 1 to 8" in wrong.stderr
    unknown = told(loaded, "ask", "paths", "--from", "Chen Zhi", "--to", "China", "--max-hop", "3")
    assert unknown.returncode == 1 and "no parameter" in unknown.stderr
