"""Over all that ships: no answer, edge, or report shows more than a claim says, and who denies never says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from graph.model.claims import Claim
from graph.model.markers import build_markers, split_words
from graph.model.ontology import load_ontology
from graph.rules.date_windows import describe_edtf
from graph.rules.rollup import split_stances
from graph.rules.statement_choice import choose_statement
from graph.store.row_mapping import claim_from_row
from graph.store.store import Store
from queries.ask.ask import Answer, ask
from queries.ask.query_library import load_library
from queries.wording.differences import describe_particulars
from reports.content.build import build_report
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder

ONTOLOGY = load_ontology()
ACTORS = ("person/chen-zhi", "government/cambodia", "person/hun-manet", "embassy/indonesia-phnom-penh")
QUESTIONS = sorted(
    name
    for name, query in load_library().items()
    if "statement" in {c.name for c in query.columns} and not query.needs
)


@pytest.fixture
def claims(articles: Store) -> dict[str, Claim]:
    rows = articles.read("MATCH (c:Claim:Scamgraph) RETURN properties(c) AS c")
    return {row["c"]["id"]: claim_from_row(row["c"]) for row in rows}


def ask_all(store: Store, name: str) -> Iterator[Answer]:
    """The answers to a question of everything, or, where it needs an entity, of each of some."""
    params = [p for p in load_library()[name].asked if not p.optional]
    if not params:
        yield ask(store, name, {"limit": 1000})
    elif [p.type for p in params] == ["entity"]:
        yield from (ask(store, name, {params[0].name: actor, "limit": 1000}) for actor in ACTORS)
    else:
        yield ask(store, name, {p.name: p.example for p in params} | {"limit": 1000})


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_statement_is_what_one_of_its_claims_says(
    articles: Store, claims: dict[str, Claim], name: str
) -> None:
    rows = [row for answer in ask_all(articles, name) for row in answer.rows]
    assert rows
    for row in rows:
        mine = [claims[id_] for id_ in row["claims"]]
        statement, _, also = row["statement"].partition(" Also: ")
        worded = [claim for claim in mine if claim.says == statement]
        assert worded, row
        own = [claim for claim in mine if claim.fact == worded[0].fact]
        assert statement == choose_statement(own).says
        alike, others = ([c for c in own if (c.says == statement) is same] for same in (True, False))
        known = {words for c in alike for words in (*describe_particulars(c), describe_edtf(c.when_edtf))}
        more = {words for c in others if c.affirms for words in describe_particulars(c)} - known
        assert bool(also) == (bool(more) and worded[0].affirms), row
        assert {words for words in more if also and f"{words} (" not in also} == set(), row


@pytest.mark.parametrize("name", QUESTIONS)
def test_who_denies_is_not_among_who_says(articles: Store, claims: dict[str, Claim], name: str) -> None:
    for answer in ask_all(articles, name):
        for row in answer.rows:
            mine = [claims[id_] for id_ in row["claims"]]
            stances = split_stances(c for c in mine if c.fact == mine[0].fact)
            both = {c.by[:1] for c in stances.saying} & {c.by[:1] for c in stances.denying}
            if "denied_by" in row and not both:
                assert not set(row["said_by"]) & set(row["denied_by"]), row
            if not stances.saying:
                assert not row["said_by"], row


def test_an_edge_carries_the_statement_of_its_fact(articles: Store, claims: dict[str, Claim]) -> None:
    by_fact: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.values():
        by_fact[claim.fact].append(claim)
    rows = articles.read("MATCH ()-[r]->() WHERE r.fact IS NOT NULL RETURN r.fact AS fact, r.says AS says")
    told = {row["fact"]: row["says"] for row in rows}
    assert told.keys() == by_fact.keys() - {""}
    assert all(says == choose_statement(by_fact[fact]).says for fact, says in told.items())


def test_no_sentence_is_stronger_than_its_claim(claims: dict[str, Claim]) -> None:
    """`scamgraph check` applies it to files, and this test to the graph."""
    for claim in claims.values():
        shown = "denied" if claim.polarity == "deny" else claim.modality
        markers = ONTOLOGY.modalities[shown].markers
        assert not markers or build_markers(markers).has_match(split_words(claim.says)), claim.says


@pytest.mark.parametrize("actor", ACTORS)
def test_a_report_prints_nothing_but_what_claims_say(
    articles: Store, claims: dict[str, Claim], actor: str
) -> None:
    choice = create_selection_builder(articles).select_entity(actor)
    made = build_report(choice, load_closure(articles, choice.claims))
    sentences = [s.sentence for section in made.sections for s in section.statements]
    said = {claim.says for claim in claims.values()}
    assert sentences
    stems = tuple(f"{says.removesuffix('.')}, according to " for says in said)
    assert all(words.startswith(stems) for words in sentences)
    assert {line.says for line in made.network.lines if line.fact} <= said
