"""Faults found by people who checked answers against the five articles: each is asked for again.

A sentence that goes to print is never stronger than its claim, who denies is never among who says, a number
of origins is given for one statement only, and absence is said only of what was searched.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph.store.store import Store
from queries.ask.ask import Answer, ask
from queries.ask.ask_as_of import POSSIBLY
from queries.ask.query_library import load_library
from tests.command_line import run_inside
from tests.golden.articles import CAMBODIA, CHEN, NEWSER, Claim, picked
from tests.queries.test_golden import EXAMPLES, row_of

pytestmark = pytest.mark.embedded

YOUNG_MAN, THE_440 = "person/pfeb6e3cec04d", "cohort/indonesians-2026-01-01-18-001"
RETURNEES = "collective/returnees-002"
COMBAT = re.compile(r"\b(stamp out|eliminate|end)\b")
PART = re.compile(r"\b(some|many|most|several|others?|any|few)\b", re.IGNORECASE)
STATEMENTS = sorted(
    name
    for name, query in load_library().items()
    if {"statement", "said_by", "denied_by"} <= {column.name for column in query.columns}
)


def statements(answer: Answer) -> list[str]:
    return [row["statement"] for row in answer.rows]


def printed(*arguments: str) -> str:
    done = run_inside(*arguments, env={"SCAMGRAPH_ENGINE": "embedded", "SCAMGRAPH_TEXTS": None})
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_hun_manet_pledged_to_stamp_out_what_he_is_never_said_to_pledge(
    articles: Store, claims: list[Claim], tmp_path: Path
) -> None:
    (claim,) = picked(claims, subject="person/hun-manet", predicate="PLEDGED")
    answer = ask(articles, "about", {"entity": "Hun Manet"})
    (row,) = [row for row in answer.rows if claim["id"] in row["claims"]]
    assert COMBAT.search(row["statement"]) and "online scams" in row["statement"]
    assert (row["said_by"], row["denied_by"]) == (["Hun Manet"], [])
    report = tmp_path / "report.md"
    printed("report", "--entity", "Hun Manet", "--to", str(report))
    for text in (printed("ask", "about", "Hun Manet"), report.read_text("utf-8")):
        assert not re.search(r"pledged (the )?online scam", text, re.IGNORECASE)
        assert row["statement"].rstrip(".") in text


def test_every_pledge_says_what_was_pledged(articles: Store) -> None:
    rows = articles.read("MATCH ()-[f:PLEDGED]->(o) RETURN f.says AS says, o.id AS object")
    against = [row["says"] for row in rows if "scam" in row["object"] or "fraud" in row["object"]]
    assert against and all(COMBAT.search(says) for says in against), against


@pytest.mark.parametrize(("predicate", "parts"), [("OVERSTAYED", {"some"}), ("POSSESSES", {"some", "other"})])
def test_what_is_said_of_some_of_the_440_is_never_said_of_the_440(
    articles: Store, claims: list[Claim], predicate: str, parts: set[str]
) -> None:
    told = picked(claims, subject=THE_440, predicate=predicate, polarity="affirm")
    assert told and {claim["count_of"] for claim in told} == parts
    rows = ask(articles, "about", {"entity": THE_440}).rows
    mine = [row["statement"] for row in rows if {claim["id"] for claim in told} & set(row["claims"])]
    assert mine and all(statement.startswith("Some of the") for statement in mine), mine


def test_a_part_stays_a_part_in_every_sentence(claims: list[Claim]) -> None:
    parts = [claim for claim in claims if claim.get("count_of") in ("some", "many", "most")]
    # A part that the passage itself describes ("individuals who may be ...") is described in the sentence.
    parts = [claim for claim in parts if PART.search(claim.get("count_words") or "some")]
    assert len(parts) > 20
    assert [claim["says"] for claim in parts if not PART.search(claim["says"])] == []


@pytest.mark.parametrize(
    ("query", "params"),
    [("about", {"entity": CAMBODIA}), ("denials", {"accused": CAMBODIA}), ("legal-actions", {})],
)
def test_newser_says_complicity_and_the_government_denies_it(
    articles: Store, query: str, params: dict[str, Any]
) -> None:
    row = row_of(ask(articles, query, params), "statement", "complicity")
    assert (row["said_by"], row["denied_by"]) == (["Newser"], ["Government of Cambodia"])
    assert (row["documents"], row["origins"]) == (1, 1)
    assert row.get("denials", 1) == 1


@pytest.mark.parametrize("name", STATEMENTS)
def test_who_denies_is_never_among_who_says(articles: Store, name: str) -> None:
    """But of other things than those of which they say it: "in some clips, in others not"."""
    answer = ask(articles, name, {**EXAMPLES[name], "limit": 5_000})
    ids = sorted({claim for row in answer.rows for claim in row["claims"]})
    others = articles.read(
        "UNWIND $ids AS id MATCH (c:Claim {id: id}) WHERE c.polarity = 'deny' AND c.count_of = 'other' "
        "RETURN c.id AS id",
        {"ids": ids},
    )
    of_others = {row["id"] for row in others}
    both = [
        row["statement"]
        for row in answer.rows
        if set(row["said_by"]) & set(row["denied_by"]) and not of_others & set(row["claims"])
    ]
    assert both == []


def test_whether_the_returnees_face_legal_action_is_open(articles: Store, claims: list[Claim]) -> None:
    told = [c for c in claims if c["subject"] == RETURNEES and c["object"] == "topic/legal-consequences"]
    assert len(told) == 2 and {c["predicate"] for c in told} == {"OPEN_WHETHER"}
    rows = ask(articles, "about", {"entity": RETURNEES}).rows
    mine = [row["statement"] for row in rows if {c["id"] for c in told} & set(row["claims"])]
    assert mine and all(statement.startswith("Whether ") for statement in mine), mine
    every = [*statements(ask(articles, "legal-actions", {})), *statements(ask(articles, "whereabouts", {}))]
    assert not [
        statement for statement in every if "expected to" in statement and "legal action" in statement
    ]
    acts = {id_ for row in ask(articles, "proceedings", {}).rows for id_ in row["claims"]}
    assert acts.isdisjoint(c["id"] for c in told)


@pytest.mark.parametrize("name", ["about", "first-said", "origins", "speaker", "weakest"])
def test_no_origins_are_counted_for_one_man(articles: Store, name: str) -> None:
    params = {"entity": YOUNG_MAN}
    answer = ask(articles, name, params)
    assert answer.rows and answer.origins is None
    assert not re.search(r"\d+ independent origin", answer.sentence)
    assert len({c.document for some in answer.citations for c in some}) == answer.documents == 2
    assert answer.lineages == 1


def test_his_wage_has_one_origin_for_it_is_one_statement(articles: Store) -> None:
    answer = ask(articles, "who-says", {"number": 600})
    assert (answer.documents, answer.origins) == (2, 1)


def test_the_weakest_facts_are_counted_however_few_are_shown(articles: Store) -> None:
    (counted,) = articles.read(
        "MATCH (c:Claim:Scamgraph) WHERE c.polarity = 'affirm' AND c.fact IS NOT NULL "
        "AND c.predicate_class <> 'DOC_META' WITH c.fact AS fact, count(DISTINCT c.origin) AS origins "
        "WHERE origins = 1 RETURN count(*) AS facts"
    )
    facts = counted["facts"]
    assert facts > 200
    for shown, arguments in ((6, ["--brief"]), (5, ["--limit", "5"]), (6, ["--brief", "--limit", "6"])):
        text = printed("ask", "weakest", *arguments)
        assert f"{facts} facts on a single origin each." in text
        assert f"Showing {shown} of {facts} rows" in text
        assert not re.search(rf"\b{shown} facts on a single origin", text)


def test_a_reprinted_denial_counts_once(articles: Store) -> None:
    rows = articles.read(
        "MATCH (c:Claim:Scamgraph {polarity: 'deny'}) WHERE c.fact IS NOT NULL "
        "RETURN c.fact AS fact, count(DISTINCT c.document) AS documents, count(DISTINCT c.origin) AS origins"
    )
    reprinted = [row for row in rows if row["documents"] > 1]
    assert reprinted and {row["origins"] for row in reprinted} == {1}


def test_who_disputes_a_claim_answers_it_and_makes_no_allegation(
    articles: Store, claims: list[Claim]
) -> None:
    disputing = {c["id"] for c in picked(claims, predicate="DISPUTES", subject=CAMBODIA)}
    assert disputing
    for params in ({}, {"accused": CAMBODIA}):
        rows = [row for row in ask(articles, "denials", params).rows if disputing & set(row["claims"])]
        assert rows and all(not disputing.issuperset(row["claims"]) for row in rows)
        assert all("Government of Cambodia" in row["denied_by"] for row in rows)


def test_no_denied_act_is_a_proceeding(articles: Store, claims: list[Claim]) -> None:
    denied = {c["id"] for c in claims if c["polarity"] == "deny"}
    rows = ask(articles, "proceedings", {}).rows
    assert rows and not [row["statement"] for row in rows if denied.issuperset(row["claims"])]


@pytest.mark.parametrize("entity", [CHEN, "person/santo-darmosumarto", YOUNG_MAN])
@pytest.mark.parametrize("day", ["2026-01-19", "2026-01-20"])
def test_what_was_possibly_known_is_never_denied(articles: Store, entity: str, day: str) -> None:
    answer = ask(articles, "about", {"entity": entity}, as_of=day)
    perhaps = dict(answer.apart)[POSSIBLY]
    assert answer.rows == () and perhaps.total == len(perhaps.rows) > 1
    assert "No source" not in answer.sentence
    assert answer.sentence.startswith("Nothing in this graph about ")
    assert answer.sentence.endswith(
        f" was certainly known on {day}; listed apart: {perhaps.total} rows only possibly known on that day."
    )


def test_an_accusation_of_the_day_keeps_its_denial(articles: Store) -> None:
    answer = ask(articles, "denials", {"accused": CAMBODIA}, as_of="2026-01-21")
    row = row_of(answer, "statement", "complicity")
    assert row["denied_by"] == ["Government of Cambodia"]
    assert len(row["answer"]) == 1 and row["answer"][0] != "no answer is in the sources"
    assert {c.document for c in answer.citations[answer.rows.index(row)]} == {NEWSER}
