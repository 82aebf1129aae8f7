"""Which claims of one proposition share a fact: a pure rule over their windows."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.claims import Claim
from graph.model.records import ClaimEntry, Decision, When, Withdrawal
from graph.rules.happenings import (
    find_decided_happenings,
    find_denials,
    find_window,
    has_overlap,
    split_happenings,
)
from tests.conflicts.said import built
from tests.graph import made
from tests.happenings.told import EVENT, denied, detained, one_happening, text, titled


def claims_of(*entries: ClaimEntry) -> list[Claim]:
    """The claims of one document, in its order."""
    return built(text("a", *entries))


def grouped(*entries: ClaimEntry, decided: tuple[Decision, ...] = ()) -> set[frozenset[str]]:
    """The keys of the claims that share a fact."""
    facts: dict[str, set[str]] = {}
    for claim in split_happenings(claims_of(*entries), find_decided_happenings(decided)).values():
        facts.setdefault(claim.fact, set()).add(claim.key)
    return set(map(frozenset, facts.values()))


def sets(*words: str) -> set[frozenset[str]]:
    """`sets("a b", "c")` is {{a, b}, {c}}."""
    return {frozenset(word.split()) for word in words}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2031-03-03", "2034-05-09"),
        ("../2030", "2032/.."),
        ("2031", "2032"),
        ("2031-03-03", "2031-03-04"),
        ("/2030", "2031/"),
    ],
)
def test_disjoint_windows_are_two_happenings(one: str, other: str) -> None:
    assert grouped(detained("a", one), detained("b", other)) == sets("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [("2031-03-03", "2031"), ("../2030", "2020/.."), ("2031-03-03", "2031-03-03"), ("", "2031"), ("", "")],
)
def test_windows_that_may_be_one_are_one_happening(one: str, other: str) -> None:
    assert grouped(detained("a", one), detained("b", other)) == sets("a b")


def test_where_there_is_one_happening_nothing_changes() -> None:
    claims = claims_of(detained("a", "2031-03-03"), detained("b", "2031"), detained("c"), titled("d"))
    assert split_happenings(claims, {}) == {claim.id: claim for claim in claims}


def test_a_wide_window_bridges_two() -> None:
    apart = detained("a", "2031"), detained("b", "2034")
    assert grouped(*apart, detained("c", "2030/2035")) == sets("a b c")
    assert grouped(*apart, detained("c", "2031-06/2033")) == sets("a c", "b")


def test_a_claim_without_a_day_is_never_guessed_into_one_of_several() -> None:
    undated = detained("u"), detained("v")
    assert grouped(detained("a", "2031"), *undated) == sets("a u v")
    assert grouped(detained("a", "2031"), detained("b", "2034"), *undated) == sets("a", "b", "u v")


def test_a_time_read_by_inference_is_a_time() -> None:
    carried = detained("b", When("2034", "inferred: carried"))
    assert grouped(detained("a", "2031"), carried) == sets("a", "b")


def test_an_event_says_that_its_claims_are_one() -> None:
    assert grouped(detained("a", "2031", event=EVENT), detained("b", "2034", event=EVENT)) == sets("a b")


def test_a_denial_belongs_to_the_happening_it_speaks_of() -> None:
    told = detained("a", "2031"), detained("b", "2034")
    assert grouped(*told, denied("n", "2031-03")) == sets("a n", "b")
    assert grouped(*told, denied("n", "2036")) == sets("a", "b", "n")
    assert grouped(told[0], denied("n", "2036")) == sets("a", "n")
    assert grouped(denied("m", "2031"), denied("n", "2036")) == sets("m", "n")


def test_a_denial_for_a_time_that_holds_several_joins_none() -> None:
    told = detained("a", "2031"), detained("b", "2034")
    assert grouped(*told, denied("n", "2030/2035")) == sets("a", "b", "n")
    assert grouped(*told, denied("n")) == sets("a", "b", "n")


def test_who_denies_without_a_day_denies_each() -> None:
    entries = detained("a", "2031"), detained("b", "2034"), denied("n"), denied("m", "2033/2035")
    claims = split_happenings(claims_of(*entries, denied("o", "2036")), {}).values()
    reached = find_denials(claims)
    by_key = {claim.key: [d.key for d in reached.get(claim.fact, ())] for claim in claims}
    assert {key: sorted(keys) for key, keys in by_key.items()} == {
        "a": ["n"], "b": ["n"], "m": ["n"], "n": [], "o": [],
    }  # fmt: skip


def test_a_decision_makes_them_one() -> None:
    entries = (
        detained("a", "2031"),
        detained("b", "2034"),
        detained("c", "2036"),
        detained("u"),
        detained("v"),
    )
    id_ = {claim.key: claim.id for claim in claims_of(*entries)}
    one = one_happening(id_["a"], id_["c"])
    assert grouped(*entries, decided=(one,)) == sets("a c", "b", "u v")
    assert grouped(*entries, decided=(one_happening(id_["b"], id_["u"]),)) == sets("a", "b u", "c", "v")
    both = one, one_happening(id_["c"], id_["b"], id_="decision/two")
    assert grouped(*entries, decided=both) == sets("a b c u v")
    withdrawn = one_happening(id_["a"], id_["c"], withdrawn=Withdrawal("2036-03-01", "r"))
    assert grouped(*entries, decided=(withdrawn,)) == sets("a", "b", "c", "u v")


def test_a_value_belongs_to_one_happening() -> None:
    claims = split_happenings(claims_of(titled("a", "2031"), titled("b", "2034"), titled("c", "2034-05")), {})
    values = {claim.key: claim.object for claim in claims.values()}
    assert values["b"] == values["c"] != values["a"]
    assert all(value.startswith("value/") for value in values.values())


def test_a_happening_keeps_its_id_when_more_is_told_of_it() -> None:
    first = {
        c.key: c.fact
        for c in split_happenings(claims_of(titled("a", "2031"), titled("b", "2034")), {}).values()
    }
    more = claims_of(
        titled("a", "2031"), titled("b", "2034"), titled("c", "2034-05/2036"), titled("d", "2038")
    )
    again = {claim.key: claim.fact for claim in split_happenings(more, {}).values()}
    assert again.items() >= first.items()
    assert again["c"] == first["b"]


MADE = made.claims_of(made.dossiers(12, 12, seed=4))


@given(st.randoms(use_true_random=False), st.integers(1, len(MADE)))
def test_the_rule_over_any_claims(chance: random.Random, size: int) -> None:
    some = chance.sample(MADE, size)
    decided = find_decided_happenings([one_happening(*(c.id for c in chance.sample(MADE, 4)))])
    once = split_happenings(some, decided)
    assert once == split_happenings(chance.sample(some, size), decided), "any order of claims gives the same"
    assert once == split_happenings(once.values(), decided), "what is split already is split the same"
    assert {c.proposition_id for c in once.values()} == {c.fact for c in some}
    told = [claim for claim in once.values() if claim.fact and claim.affirms]
    for one in told:
        for other in told:
            if one.proposition_id == other.proposition_id and all(map(any, map(find_window, (one, other)))):
                alike = one.fact == other.fact
                assert alike or not has_overlap(find_window(one), find_window(other))
