"""Which claim gives a fact its statement, on claims made for each step of the rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.claims import Claim
from graph.model.records import Modality, Quantity
from graph.rules.origins import SAME_NUMBER
from graph.rules.rollup import STRENGTH, split_stances
from graph.rules.statement_choice import choose_statement, rank_statement
from graph.store.row_mapping import build_claim_row
from queries.wording.differences import describe_particulars
from tests.graph.test_rules import claim


def spoken(number: int, **fields: Any) -> Claim:
    """A claim of a speaker that one document quotes."""
    base: dict[str, Any] = {"by": ("embassy/e",), "voice": f"media/{number}", "says": f"Claim {number}."}
    return claim(number, **{**base, **fields})


@pytest.mark.parametrize(
    ("chosen", "other"),
    [
        ({}, {"polarity": "deny"}),
        ({}, {"by": ("embassy/e", "media/wire")}),
        ({}, {"by": (), "origin_why": SAME_NUMBER}),
        ({"modality": "alleged"}, {}),
        ({"modality": "estimated"}, {"modality": "confirmed"}),
        ({"hedge": "may"}, {}),
        ({"when_edtf": "2026-01"}, {}),
        ({"count": Quantity(value=4, unit="people")}, {}),
        ({"roles": (("to", "place/x"),)}, {}),
        ({"published_to": "2026-01-01"}, {"published_to": "2026-01-02"}),
        ({"published_to": "2026-01-01"}, {}),
        # Nearer the origin comes first, then more hedged, then more detailed.
        ({"hedge": "may"}, {"when_edtf": "2026-01", "place": "place/x"}),
        ({"when_edtf": "2026-01"}, {"by": ("embassy/e", "media/wire"), "hedge": "may"}),
    ],
)
def test_what_is_chosen(chosen: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = spoken(1, **chosen), spoken(2, **other)
    assert choose_statement([first, second]) == choose_statement([second, first]) == first
    first, second = spoken(2, **chosen), spoken(1, **other)
    assert choose_statement([first, second]) == first, "the order of documents decides only between equals"


def test_a_fact_that_is_only_denied_is_worded_as_its_denial() -> None:
    negation = spoken(1, polarity="deny")
    rejection = spoken(2, polarity="deny", modality="denied")
    assert choose_statement([rejection, negation]) == negation
    assert choose_statement([rejection]) == rejection


MODALITIES: list[Modality] = ["confirmed", "reported", "estimated", "alleged", "predicted", "promised"]
made = st.builds(
    spoken,
    st.integers(1, 999),
    modality=st.sampled_from(MODALITIES),
    polarity=st.sampled_from(["affirm", "deny"]),
    hedge=st.sampled_from(["", "may"]),
    by=st.sampled_from([(), ("embassy/e",), ("embassy/e", "media/wire")]),
    when_edtf=st.sampled_from(["", "2026-01"]),
)


@given(st.lists(made, min_size=1, max_size=6, unique_by=lambda c: c.id), st.randoms(use_true_random=False))
def test_the_statement_is_no_stronger_than_need_be(claims: list[Claim], chance: Any) -> None:
    chosen = choose_statement(claims)
    chance.shuffle(claims)
    assert choose_statement(claims) == chosen
    stances = split_stances(claims)
    assert chosen in (stances.saying or stances.denying)
    alike = [c for c in stances.saying if rank_statement(c)[:3] == rank_statement(chosen)[:3]]
    assert STRENGTH[chosen.modality] == min(STRENGTH[c.modality] for c in alike or [chosen])
    assert chosen.hedge or all(not c.hedge for c in alike if c.modality == chosen.modality)
    assert build_claim_row(chosen)["statement_rank"] == min(
        build_claim_row(c)["statement_rank"] for c in claims
    )


@pytest.mark.parametrize(
    ("fields", "particulars"),
    [
        ({}, ()),
        ({"count": Quantity(value=161, unit="people", of=400)}, ("161 people, of 400",)),
        ({"count": Quantity(words="some", unit="people", of="some")}, ("some people",)),
        (
            {"hedge": "may", "when_edtf": "2026-01-16/2026-01-20", "when_known": "stated"},
            ("“may”", "16 to 20 January 2026"),
        ),
        ({"when_edtf": "2026-01", "when_known": "inferred: the month before"}, ()),
    ],
)
def test_what_a_reader_must_know_of_a_claim(fields: dict[str, Any], particulars: tuple[str, ...]) -> None:
    assert describe_particulars(spoken(1, **fields)) == particulars
