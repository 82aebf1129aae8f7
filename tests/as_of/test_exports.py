"""Figures, origins, lineage and conflicts for machines: promised shapes, right over the five articles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.model.export_records import ExportRecord
from graph.model.json_schemas import build_schemas
from graph.store.store import Store
from queries.as_of.graph_reader import find_moment
from queries.export.claims import export_claims
from queries.export.evidence import export_conflicts, export_figures, export_lineage, export_origins
from tests.queries.test_golden import AFP_400, AFP_1400, ASIA_DAILY, JAKARTA, NEWSER

EXPORTS = {
    "figure": export_figures,
    "origin": export_origins,
    "lineage": export_lineage,
    "conflict": export_conflicts,
    "claim": export_claims,
}
LATE = "2100-01-01"


def plain(records: Iterable[ExportRecord]) -> list[Any]:
    return [json.loads(msgspec.json.encode(record)) for record in records]


def exported(store: Store, name: str, day: str | None = None, *, perhaps: bool = False) -> list[Any]:
    return plain(EXPORTS[name](store, moment=find_moment(store, day, perhaps=perhaps)))  # type: ignore[operator]


def figure(store: Store, value: float, day: str | None = None, *, perhaps: bool = False) -> Any:
    found = [f for f in exported(store, "figure", day, perhaps=perhaps) if f["value"] == value]
    assert len(found) == 1, [f["value"] for f in found]
    return found[0]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_record_is_as_its_schema_promises(loaded: Store, name: str) -> None:
    schema = jsonschema.Draft202012Validator(build_schemas()[f"exported-{name}"])
    records = exported(loaded, name)
    assert len(records) >= 3
    for record in records:
        schema.validate(record)
    ids = [record["id"] for record in records]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", EXPORTS)
def test_after_the_last_day_is_as_today(loaded: Store, name: str) -> None:
    assert exported(loaded, name, LATE) == exported(loaded, name)


@pytest.mark.parametrize("name", EXPORTS)
def test_before_the_first_day_nothing_is_known(loaded: Store, name: str) -> None:
    assert exported(loaded, name, "2025-12-31") == []
    assert exported(loaded, name, "2025-12-31", perhaps=True) == []


@pytest.mark.neo4j
@pytest.mark.parametrize("name", EXPORTS)
def test_both_engines_export_alike(both: tuple[Store, Store], name: str) -> None:
    for day in (None, "2026-01-21"):
        embedded, neo4j = (exported(store, name, day) for store in both)
        assert embedded == neo4j


def test_one_embassy_counted_and_three_documents_print_it(loaded: Store) -> None:
    found = figure(loaded, 1440)
    assert set(found["documents"]) == {AFP_1400, NEWSER, ASIA_DAILY}
    assert len(found["origins"]) == 1
    assert found["window"] == {"lower": "2026-01-16", "upper": "2026-01-20"}
    assert (found["comparator"], found["unit"]) == ("=", "people")
    assert "Indonesian embassy in Phnom Penh" in {s["name"] for s in found["speakers"]}


def test_one_count_of_the_un_in_five_documents(loaded: Store) -> None:
    found = figure(loaded, 100_000)
    assert set(found["documents"]) == {AFP_1400, AFP_400, JAKARTA, NEWSER, ASIA_DAILY}
    assert len(found["origins"]) == 1
    [origin] = [o for o in exported(loaded, "origin") if o["id"] == found["origins"][0]]
    assert origin["speaker"]["name"] == "United Nations"
    assert set(origin["claims"]) >= set(found["claims"])
    assert set(origin["documents"]) >= set(found["documents"])


def test_every_claim_has_one_origin(loaded: Store) -> None:
    of_origins = sorted(claim for origin in exported(loaded, "origin") for claim in origin["claims"])
    assert of_origins == sorted(claim["id"] for claim in exported(loaded, "claim"))


def test_the_wire_family_and_nothing_else(loaded: Store) -> None:
    records = exported(loaded, "lineage")
    pairs = {frozenset((r["a"]["id"], r["b"]["id"])) for r in records}
    assert pairs == {
        frozenset((AFP_1400, AFP_400)),
        frozenset((AFP_1400, JAKARTA)),
        frozenset((AFP_400, JAKARTA)),
    }
    for record in records:
        assert record["stands"] == "reprint"
        assert record["passages"]
        assert all(0 < record[share] <= 1 for share in ("share_a", "share_b"))


@pytest.mark.texts
def test_offsets_of_lineage_lead_to_the_sealed_passages(loaded: Store, texts: Path) -> None:
    from hashlib import sha256  # noqa: PLC0415

    held = {sha256(p.read_bytes()).hexdigest(): p.read_text(encoding="utf-8") for p in texts.glob("*.txt")}
    for record in exported(loaded, "lineage"):
        for side in ("a", "b"):
            text = held[record[side]["text_sha256"]]
            for passage in record["passages"]:
                span = passage[side]
                assert sha256(text[span["start"] : span["end"]].encode()).hexdigest() == span["sha256"]


def test_deported_against_extradited_is_a_conflict_with_sides(loaded: Store) -> None:
    exclusive = [c for c in exported(loaded, "conflict") if c["kind"] == "exclusive"]
    claims = {claim["id"]: claim for claim in exported(loaded, "claim")}
    told = [[{claims[id_]["predicate"] for id_ in side} for side in c["sides"]] for c in exclusive]
    assert [{"DEPORTED"}, {"EXTRADITED"}] in told or [{"EXTRADITED"}, {"DEPORTED"}] in told


def test_on_21_january_two_documents_were_certainly_out(loaded: Store) -> None:
    claims = exported(loaded, "claim", "2026-01-21")
    assert {claim["document"]["id"] for claim in claims} == {AFP_1400, NEWSER}
    assert set(figure(loaded, 1440, "2026-01-21")["documents"]) == {AFP_1400, NEWSER}
    assert exported(loaded, "lineage", "2026-01-21") == []
    assert not [f for f in exported(loaded, "figure", "2026-01-21") if f["value"] == 1726]
    perhaps = {c["document"]["id"] for c in exported(loaded, "claim", "2026-01-21", perhaps=True)}
    assert perhaps == {AFP_1400, NEWSER, AFP_400, JAKARTA}


def test_a_dated_occasion_is_possibly_known_from_its_day(loaded: Store) -> None:
    """The embassy spoke on the 21st; the statement of the 20th had not been made."""
    said = [f["value"] for f in exported(loaded, "figure", "2026-01-20", perhaps=True)]
    assert 1440 not in said
    assert 440 in said


def test_a_later_day_never_takes_a_claim_away(loaded: Store) -> None:
    held: set[str] = set()
    for day in ("2026-01-18", "2026-01-19", "2026-01-21", "2026-02-01", "2026-11-22", LATE):
        sure = {c["id"] for c in exported(loaded, "claim", day)}
        perhaps = {c["id"] for c in exported(loaded, "claim", day, perhaps=True)}
        assert sure <= perhaps
        assert held <= perhaps
        held = perhaps


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["figures", "--as-of", "2026-02-30"], "no such day"),
        (["conflicts", "--as-of", "yesterday"], "not EDTF"),
        (["origins", "--as-of", "2026-01"], "not one day"),
    ],
)
def test_an_impossible_day_is_told(loaded: Store, arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["export", *arguments], env={"SCAMGRAPH_ENGINE": loaded.engine})
    assert done.exception is not None
    assert words in str(done.exception)
