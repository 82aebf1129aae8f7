"""One sentence, or one unnamed group of speakers, in two printings of a story is one origin."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.model.claims import Claim
from graph.rules.lineage import Kinship
from graph.rules.origin_model import OriginAssignment, OriginKey, OriginLookup
from graph.rules.origins import find_origins
from graph.rules.reprinted_statements import DECIDED, PERHAPS_DECIDED, REWORDED
from tests.graph.test_rules import claim

PRINTED = {f"document/{n}": {Kinship("lineage/wire", "printed")} for n in (1, 2, 3)}
"""Documents 1 to 3 print one wire story, 4 and 5 are separate stories."""


def is_unnamed(id_: str) -> bool:
    return id_.startswith(("collective/", "person/a-"))


def readings(**kin: set[Kinship]) -> OriginLookup:
    families = {f"document/{name[1:]}": held for name, held in kin.items()} or PRINTED
    return OriginLookup(
        lambda id_: id_,
        lambda _: "",
        lambda id_: id_,
        lambda document: families.get(document, set()),
        is_unnamed,
    )


def assign(*claims: Claim, **kin: set[Kinship]) -> list[OriginAssignment]:
    found = find_origins(claims, readings(**kin))
    return [found[one.id] for one in claims]


def count(*claims: Claim, **kin: set[Kinship]) -> int:
    return len({one.origin for one in assign(*claims, **kin)})


def said(number: int, *by: str, **fields: Any) -> Claim:
    return claim(number, by=by, **fields)


def test_a_reworded_sentence_is_one_origin_and_says_why() -> None:
    found = assign(said(1), said(2), said(3), said(4))
    assert [one.origin for one in found[:3]] == [OriginKey("lineage", "lineage/wire")] * 3
    assert [one.why for one in found] == [REWORDED] * 3 + [""]
    assert found[3].origin == OriginKey("document", "document/4")


def test_other_statements_of_the_same_documents_stay_apart() -> None:
    assert count(said(1), said(2, fact="fact/2")) == 2


def test_a_figure_is_a_statement_as_a_fact_is() -> None:
    assert count(said(1, figures=("figure/f",)), said(2, fact="fact/2", figures=("figure/f",))) == 1


def test_an_unnamed_group_of_speakers_is_one_in_two_printings() -> None:
    officials = said(1, "collective/officials-1"), said(2, "collective/officials-2")
    assert count(*officials) == 1
    assert count(officials[0], said(4, "collective/officials-2")) == 2


def test_a_printing_that_leaves_the_speaker_out_goes_back_to_the_speaker() -> None:
    named, bare, vague = said(1, "embassy/e"), said(2), said(3, "collective/officials-1")
    found = assign(named, bare, vague)
    assert {one.origin for one in found} == {OriginKey("speech", "embassy/e", "fact/1")}
    assert [one.why for one in found] == ["", REWORDED, REWORDED]


def test_speakers_with_names_stay_two() -> None:
    named = said(1, "embassy/e"), said(2, "police/harbour")
    assert count(*named) == 2
    assert count(*named, said(3)) == 2


def test_each_speaker_has_its_counterpart_in_the_other_printing() -> None:
    first = said(1, "embassy/e"), said(1, "person/a-sailor", id="claim/1b")
    second = said(2, "embassy/e"), said(2, "person/a-sailor", id="claim/2b")
    assert count(*first, *second) == 2
    assert count(*first, second[0]) == 2
    assert count(first[0], second[1]) == 1


def test_who_repeats_unnamed_speakers_of_another_story_does_not_move_them() -> None:
    elsewhere, repeating = said(4, "collective/officials-4"), said(1, "embassy/e?")
    named = said(2, "police/harbour")
    found = assign(elsewhere, repeating, said(3))
    assert found[0].origin.source == found[1].origin.source == "collective/officials-4"
    assert assign(elsewhere, repeating, named)[0].origin.source == "collective/officials-4"


def test_a_denial_is_no_origin_of_what_it_denies() -> None:
    affirmed, denied = said(1), said(2, "government/g", polarity="deny")
    assert count(affirmed, denied) == 2
    assert count(said(1, polarity="deny"), said(2, "government/g", polarity="deny")) == 1


def test_a_decided_translation_is_one_origin_and_is_labelled_so() -> None:
    decided = {"d4": {Kinship("lineage/t", "decided")}, "d5": {Kinship("lineage/t", "decided")}}
    found = assign(said(4), said(5), **decided)
    assert [one.origin for one in found] == [OriginKey("lineage", "lineage/t")] * 2
    assert {one.why for one in found} == {DECIDED}
    perhaps = {name: {Kinship("lineage/t", "perhaps")} for name in ("d4", "d5")}
    assert {one.why for one in assign(said(4), said(5), **perhaps)} == {PERHAPS_DECIDED}
    assert count(said(4), said(5), **perhaps) == 1


SPEAKERS = ("", "embassy/e", "police/harbour", "embassy/e?", "collective/officials-{}", "person/a-sailor")
SAID = [
    said(
        document,
        *filter(None, [speaker.format(document)]),
        id=f"claim/{document}-{n}-{fact}-{polarity}",
        fact=fact,
        polarity=polarity,
    )
    for document in range(1, 6)
    for n, speaker in enumerate((*SPEAKERS, "collective/divers-{}?"))
    for fact in ("fact/1", "fact/2")
    for polarity in ("affirm", "deny")
]


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=14, unique_by=lambda c: c.id), st.randoms())
def test_order_never_matters_and_only_kin_is_joined(some: list[Claim], chance: random.Random) -> None:
    expected = find_origins(some, readings())
    shuffled = some[:]
    chance.shuffle(shuffled)
    assert find_origins(shuffled, readings()) == expected
    apart = find_origins(some, readings(d0=set()))
    for one in some:
        ties = one.by and (one.by[0] == "person/a-sailor" or one.by[0].endswith("?"))
        if one.document not in PRINTED and not ties:
            assert expected[one.id] == apart[one.id]
    for fact, affirms in {(one.fact, one.affirms) for one in some}:
        mine = [one for one in some if one.fact == fact and one.affirms == affirms]
        spoken = {apart[c.id].origin for c in mine if c.by}
        named = {origin for origin in spoken if not is_unnamed(origin.source)}
        assert len(named) <= len({expected[c.id].origin for c in mine})
        assert len({expected[c.id].origin for c in mine}) <= len({apart[c.id].origin for c in mine})
