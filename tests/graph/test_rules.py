"""The rules of figures, origins, roll-ups and ids, on claims made for each rule."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.claims import Claim, build_claims
from graph.model.records import ClaimEntry, Quantity
from graph.rules.figures import build_figures, collect_sightings, group_by_rounding, is_rounding
from graph.rules.origin_model import OriginAssignment, OriginLookup
from graph.rules.origins import find_origins
from graph.rules.rollup import (
    compute_participation_rollup,
    compute_rollup,
    derive_relationship_type,
    is_assertion,
    split_stances,
)
from graph.store.row_mapping import build_claim_row, claim_from_row
from tests.graph import made

PRINCIPALS = {"embassy/e": "government/g", "person/ambassador": "government/g"}
READINGS = OriginLookup(
    lambda id_: PRINCIPALS.get(id_, id_), lambda _: "", lambda id_: id_, lambda _: (), lambda _: False
)


def claim(number: int, **fields: Any) -> Claim:
    base: dict[str, Any] = {
        "id": f"claim/{number:03}",
        "document": f"document/{number}",
        "key": "k",
        "section": "body",
        "says": "",
        "start": 0,
        "end": 1,
        "sha256": "",
        "subject": "cohort/c",
        "predicate": "ARRIVED_AT",
        "predicate_class": "PRESENCE",
        "standing": "fact",
        "relation": "ARRIVED_AT",
        "object": "embassy/e",
        "fact": "fact/1",
    }
    return Claim(**{**base, **fields})


def counted(number: int, value: float, comparator: str, window: tuple[str, str], **fields: Any) -> Claim:
    quantity = Quantity(value=value, comparator=comparator, unit="people", series="series/s")  # type: ignore[arg-type]
    known = fields.pop("known", "stated")
    return claim(number, count=quantity, when_from=window[0], when_to=window[1], when_known=known, **fields)


def figures(*claims: Claim) -> list[set[str]]:
    found = build_figures("series/s", collect_sightings(claims)["series/s"])
    return sorted(({s.claim for s in figure.seen} for figure in found), key=sorted)


WEEK = ("2026-01-16", "2026-01-20")


def test_a_rounded_number_joins_the_precise_one_it_rounds() -> None:
    exact = counted(1, 1440, "=", WEEK)
    rounded = counted(2, 1400, ">", ("2026-01-16", "2026-01-21"), known="inferred: five days")
    assert figures(exact, rounded) == [{exact.id, rounded.id}]


def test_a_number_that_may_round_either_of_two_joins_neither() -> None:
    exact = [counted(1, 1440, "=", WEEK), counted(2, 1430, "=", WEEK)]
    rounded = counted(3, 1400, ">", WEEK)
    assert {rounded.id} in figures(*exact, rounded)
    assert {rounded.id} not in figures(exact[0], rounded)


def test_equal_numbers_in_windows_stated_apart_stay_apart() -> None:
    monday = counted(1, 520, "=", ("2026-01-19", "2026-01-19"))
    tuesday = counted(2, 520, "=", ("2026-01-20", "2026-01-20"))
    assert len(figures(monday, tuesday)) == 2


def test_one_number_in_three_wordings_without_window_is_one_figure() -> None:
    wordings = [counted(n, 100_000, c, ("", "")) for n, c in enumerate([">=", "~", "="])]
    assert len(figures(*wordings)) == 1


def test_other_numbers_are_other_figures() -> None:
    assert len(figures(counted(1, 440, "=", WEEK), counted(2, 1440, "=", WEEK))) == 2


@pytest.mark.parametrize(
    ("rounded", "exact", "expected"),
    [
        (1400, 1440, True),
        (5000, 5008, True),
        (1700, 1726, True),
        (400, 440, True),
        (400, 402.5, True),
        (1500, 1440, False),
        (5000, 9000, False),
        (1440, 1440, False),
        (0, 3, False),
    ],
)
def test_rounding(rounded: float, exact: float, expected: bool) -> None:
    assert is_rounding(rounded, exact) is expected


def test_values_apart_are_no_roundings_of_one_another() -> None:
    chance = random.Random(1)
    values = [
        0,
        -3,
        1440,
        1e-7,
        0.1 + 0.2,
        *(round(chance.uniform(0, 10**e), 4) for e in range(9) for _ in range(9)),
    ]
    values += [float(f"{value:.{digits}e}") for value in values for digits in range(4)]
    groups = group_by_rounding(values)
    related = [(a, b) for a in values for b in values if is_rounding(a, b)]
    assert len(related) > 100
    assert all(groups[a] == groups[b] for a, b in related)
    assert groups[1400] == groups[1440] == groups[1000] != groups[0]


def origins(*claims: Claim) -> dict[str, OriginAssignment]:
    return find_origins(claims, READINGS)


def same_origin(*claims: Claim) -> bool:
    return len({assigned.origin for assigned in origins(*claims).values()}) == 1


def test_outlets_repeat_one_occasion_is_one_origin() -> None:
    assert same_origin(*(claim(n, by=("embassy/e",), occasion="occasion/o") for n in range(5)))


def test_speakers_of_one_principal_are_one_for_one_statement() -> None:
    assert same_origin(claim(1, by=("embassy/e",)), claim(2, by=("person/ambassador",)))
    assert not same_origin(claim(1, by=("embassy/e",)), claim(2, by=("person/ambassador",), fact="fact/2"))


def test_occasions_shown_to_differ_are_two_origins() -> None:
    video = claim(1, by=("person/ambassador",), occasion="occasion/video")
    statement = claim(2, by=("embassy/e",), occasion="occasion/statement")
    assert not same_origin(video, statement)
    loose = claim(3, by=("embassy/e",))
    found = origins(video, statement, loose)
    assert found[loose.id].origin in {found[video.id].origin, found[statement.id].origin}
    assert found[loose.id].why


def test_a_speakerless_number_joins_the_speaker_who_gives_it() -> None:
    said = claim(1, by=("embassy/e",), occasion="occasion/o", figures=("figure/1",))
    bare = claim(2, fact="fact/2", figures=("figure/1",))
    other = claim(3, fact="fact/3")
    found = origins(said, bare, other)
    assert found[bare.id].origin == found[said.id].origin
    assert found[bare.id].why
    assert found[other.id].origin.kind == "document"


def test_an_open_link_counts_fewer() -> None:
    said = claim(1, by=("embassy/e",), occasion="occasion/o")
    open_link = claim(2, by=("government/other?",))
    assert same_origin(said, open_link)


def test_open_links_to_one_speaker_are_one_origin_whatever_their_smallest_statement() -> None:
    bare = claim(1, by=("government/other?",))
    counted_too = claim(2, by=("government/other?",), figures=("a-figure/1",))
    assert same_origin(bare, counted_too)


def test_the_documents_own_words_are_an_origin_each() -> None:
    assert not same_origin(claim(1), claim(2))


def test_standing_and_assertion() -> None:
    assert is_assertion(claim(1))
    assert not is_assertion(claim(1, standing="accusation"))
    assert not is_assertion(claim(1, hedge="suspected"))
    assert not is_assertion(claim(1, modality="alleged"))
    assert not is_assertion(claim(1, polarity="deny"))
    assert not is_assertion(claim(1, inferred=(("subject", "why"),)))
    assert is_assertion(claim(1, inferred=(("when", "why"),)))


def test_denials_have_counts_of_their_own() -> None:
    affirmed, denied = claim(1, origin="a"), claim(2, origin="b", polarity="deny", modality="denied")
    rolled = compute_rollup([affirmed, denied], lambda c: c.document)
    assert (rolled.claims, rolled.documents, rolled.origins) == (1, 1, 1)
    assert (rolled.denials, rolled.denial_origins) == (1, 1)
    assert rolled.said_by == ("document/1",)
    assert derive_relationship_type([affirmed, denied]) == "ARRIVED_AT"
    assert derive_relationship_type([denied]) == "NOT_ARRIVED_AT"


def test_what_nobody_affirms_is_a_statement_of_who_says_it() -> None:
    """A witness who was not paid denies nobody; two printings of it are two documents and one origin."""
    unpaid = [claim(n, origin="a", polarity="deny", modality="alleged", predicate="PAID") for n in (1, 2)]
    rolled = compute_rollup(unpaid, lambda _: "the witness")
    assert (rolled.claims, rolled.documents, rolled.origins) == (2, 2, 1)
    assert (rolled.denials, rolled.denial_origins, rolled.modality) == (0, 0, "alleged")
    assert not rolled.asserted
    assert derive_relationship_type(unpaid) == "NOT_ARRIVED_AT"
    # Once somebody affirms it, the same words deny it; and who only rejects it always does.
    assert compute_rollup([*unpaid, claim(3, origin="b")], lambda _: "").denials == 2
    rejected = compute_rollup([claim(4, origin="c", polarity="deny", modality="denied")], lambda _: "")
    assert (rejected.claims, rejected.denials) == (0, 1)


def test_a_reprinted_denial_counts_once_as_an_origin() -> None:
    denied = [claim(n, origin="o", polarity="deny", modality="denied") for n in (1, 2)]
    rolled = compute_rollup([claim(3, origin="p"), *denied], lambda _: "")
    assert (rolled.denials, rolled.denial_origins) == (2, 1)


def test_a_claim_that_disputes_another_denies_it_and_states_it_where_it_stands_alone() -> None:
    disputed = claim(1, modality="alleged")
    disputing = claim(
        2, fact="", object="claim/001", predicate="DISPUTES", polarity="deny", modality="denied"
    )
    assert split_stances([disputed, disputing]) == ([disputed], [disputing])
    assert split_stances([disputing]) == ([disputing], [])


def test_nobody_takes_part_in_an_event_by_a_denial() -> None:
    rolled = compute_participation_rollup([claim(1, polarity="deny")], lambda _: "")
    assert (rolled.claims, rolled.denials) == (0, 1)


CLAIMS = made.claims_of(made.dossiers(8, 15, seed=9))


@given(st.randoms(use_true_random=False), st.integers(1, len(CLAIMS)))
def test_order_never_matters(chance: random.Random, size: int) -> None:
    some = chance.sample(CLAIMS, size)
    shuffled = chance.sample(some, size)
    assert find_origins(some, READINGS) == find_origins(shuffled, READINGS)
    assert len({a.origin for a in find_origins(some, READINGS).values()}) <= size
    for series, seen in collect_sightings(some).items():
        again = collect_sightings(shuffled)[series]
        assert {f.id for f in build_figures(series, seen)} == {f.id for f in build_figures(series, again)}


@given(st.lists(st.sampled_from(CLAIMS), min_size=1, unique_by=lambda c: c.id))
def test_roll_up_agrees_with_a_naive_model(some: list[Claim]) -> None:
    some = [msgspec.structs.replace(c, fact="fact/x", origin=f"o/{c.document}") for c in some]
    rolled = compute_rollup(some, lambda c: c.document)
    affirming = [c for c in some if c.polarity == "affirm"]
    stating = affirming or [c for c in some if c.modality != "denied"]
    assert rolled.claims + rolled.denials == len(some)
    assert rolled.documents == len({c.document for c in stating})
    assert rolled.origins == len({c.origin for c in stating})
    assert rolled.asserted == any(map(is_assertion, affirming))
    assert rolled == compute_rollup(some[::-1], lambda c: c.document)


@pytest.mark.parametrize("one", CLAIMS, ids=lambda c: c.id)
def test_rows_lose_nothing(one: Claim) -> None:
    assert claim_from_row(build_claim_row(one)) == one


def test_rewording_orphans_nothing() -> None:
    dossier = made.dossiers(1, 5)[0]

    def reworded(entry: ClaimEntry) -> ClaimEntry:
        return msgspec.structs.replace(entry, says="Other words.", verb="other", key=entry.key + "x")

    other = msgspec.structs.replace(dossier, claims=[reworded(entry) for entry in dossier.claims])
    ids = [c.id for c in build_claims(dossier, made.ONTOLOGY, made.same)]
    assert [c.id for c in build_claims(other, made.ONTOLOGY, made.same)] == ids


@pytest.mark.parametrize(
    ("section", "publisher", "voice"),
    [
        ("body", "media/outlet", "media/agency"),
        ("dateline", "media/outlet", "media/agency"),
        ("caption", "media/outlet", "media/outlet"),
        ("metadata", "unknown", "document/d0"),
        ("credit", "unknown", "document/d0"),
    ],
)
def test_the_agency_does_not_speak_for_the_page(section: str, publisher: str, voice: str) -> None:
    dossier = made.dossiers(1, 5)[0]
    document = msgspec.structs.replace(dossier.document, agency="media/agency", publisher=publisher)
    entries = [msgspec.structs.replace(entry, section=section) for entry in dossier.claims]
    printed = msgspec.structs.replace(dossier, document=document, claims=entries)
    assert {c.voice for c in build_claims(printed, made.ONTOLOGY, made.same)} == {voice}
