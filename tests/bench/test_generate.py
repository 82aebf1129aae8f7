"""The generator keeps the proportions it promises, and what it writes is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.generate import dossiers, write_json_lines, write_yaml
from benchmarks.world import World, word
from graph.model.ontology import load_ontology
from graph.model.records import ClaimEntry, Dossier
from ingest.check.runner import check_paths
from ingest.files.reader import find_files, read_dossiers

CLAIMS = 6000


@pytest.fixture(scope="module")
def world() -> World:
    return World(CLAIMS, load_ontology())


@pytest.fixture(scope="module")
def told(world: World) -> list[Dossier]:
    return list(dossiers(world, 1))


@pytest.fixture(scope="module")
def claims(told: list[Dossier]) -> list[ClaimEntry]:
    return [claim for dossier in told for claim in dossier.claims]


def _share(claims: list[ClaimEntry], what: str) -> float:
    return sum(bool(getattr(claim, what)) for claim in claims) / len(claims)


def _named(claim: ClaimEntry) -> Iterator[str]:
    ends = (claim.subject, claim.object, claim.place, claim.event, *claim.roles.values(), *claim.by)
    yield from {end.rstrip("?") for end in ends if isinstance(end, str) and end}


def test_there_are_as_many_claims_as_asked_for(claims: list[ClaimEntry], told: list[Dossier]) -> None:
    assert len(claims) == CLAIMS
    assert len(claims) / len(told) == pytest.approx(40, rel=0.15)


def test_proportions(claims: list[ClaimEntry]) -> None:
    numbers = sum(1 for claim in claims if claim.count or claim.amount) / len(claims)
    assert numbers == pytest.approx(0.35, abs=0.03)
    assert _share(claims, "by") == pytest.approx(0.6, abs=0.04)
    assert _share(claims, "occasion") == pytest.approx(0.1, abs=0.02)
    assert _share(claims, "event") == pytest.approx(0.1, abs=0.02)
    denied = sum(claim.polarity == "deny" for claim in claims) / len(claims)
    assert denied == pytest.approx(0.05, abs=0.015)


def test_the_top_entity_stands_in_one_claim_of_twenty(claims: list[ClaimEntry], world: World) -> None:
    named = Counter(name for claim in claims for name in _named(claim))
    (top, times), (_, second) = named.most_common(2)
    assert top == world.hub
    assert times / len(claims) == pytest.approx(0.05, abs=0.01)
    assert second < times


def test_two_of_five_claims_are_reprints(claims: list[ClaimEntry]) -> None:
    statements = {
        (str(c.subject), c.predicate, str(c.object), str(c.by), str(c.count), str(c.amount), str(c.when))
        for c in claims
    }
    assert 1 - len(statements) / len(claims) == pytest.approx(0.4, abs=0.03)


def test_no_series_and_no_event_holds_a_large_part(claims: list[ClaimEntry]) -> None:
    series = Counter(q.series for c in claims for q in (c.count, c.amount) if q)
    events = Counter(c.event for c in claims if c.event)
    assert series.most_common(1)[0][1] < 250
    assert events.most_common(1)[0][1] < 150


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, world: World) -> None:
    paths = [tmp_path / name for name in ("one.jsonl", "two.jsonl", "other.jsonl")]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        write_json_lines(world, seed, path)
    one, two, other = (path.read_bytes() for path in paths)
    assert one == two
    assert one != other


def test_what_is_written_is_sound_and_the_same_in_both_forms(tmp_path: Path, world: World) -> None:
    lines, folder = tmp_path / "all.jsonl", tmp_path / "yaml"
    write_json_lines(world, 1, lines)
    write_yaml(world, 1, folder)
    for path in (lines, folder):
        report = check_paths([path])
        assert not report.problems
        assert report.counts["claims"] == CLAIMS
    from_yaml = [located.dossier for path in find_files([folder]) for located in read_dossiers(path)]
    assert from_yaml == [located.dossier for located in read_dossiers(lines)]


def test_words_and_entities_are_all_different(world: World) -> None:
    assert len({word(number) for number in range(8000)}) == 8000
    entities = list(world.entities())
    assert len({entity.id for entity in entities}) == len(entities)
    assert len({entity.name for entity in entities}) == len(entities)
