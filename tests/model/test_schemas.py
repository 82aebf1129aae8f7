"""Schemas accept what the types accept and refuse what they refuse; the pages drift aloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest

from graph import generate_docs
from graph.model.export_records import ExportedClaim
from graph.model.json_schemas import TYPES, build_schemas
from graph.model.ontology import load_ontology
from graph.model.records import ClaimEntry

SMALL = load_ontology(Path(__file__).with_name("small_ontology.yaml"))

ENTRY: dict[str, Any] = {
    "key": "boat",
    "section": "body",
    "says": "The harbour counted twelve boats.",
    "subject": "cohort/boats",
    "predicate": "COUNTED_AS",
    "count": {"value": 12, "comparator": ">=", "unit": "boats"},
    "when": {"edtf": "2031-05"},
    "at": {"start": 3, "end": 9, "sha256": "0" * 64},
    "roles": {"place": ["place/harbour"]},
}

ENTITY = {"id": "person/a", "name": "A", "kind": "Person", "protected": False}
EXPORTED: dict[str, Any] = {
    "id": "claim/1",
    "document": {"id": "document/d", "text_sha256": "0" * 64, "coded": [{"by": "first", "on": "2031-05-01"}]},
    "start": 0,
    "end": 5,
    "section": "body",
    "says": "A counted.",
    "subject": ENTITY,
    "object": "claim/2",
    "value": None,
    "predicate": "COUNTED_AS",
    "predicate_class": "QUANTITY",
    "standing": "fact",
    "verb": None,
    "quoted": None,
    "numbers": [],
    "when": {"edtf": "2031-05", "lower": "2031-05-01", "upper": "2031-05-31", "known": "stated"},
    "place": None,
    "roles": {"with": [ENTITY]},
    "said_by": [{"id": "person/a", "name": "A", "open": False}],
    "occasion": None,
    "modality": "reported",
    "hedge": None,
    "polarity": "affirm",
    "inferred": {},
    "unstated": [],
    "event": None,
    "origin": "origin/1",
    "fact": None,
}

# fmt: off
PROMISED_FIELDS = {
    "id", "document", "start", "end", "section", "says", "subject", "object", "value", "predicate",
    "predicate_class", "standing", "verb", "quoted", "numbers", "when", "place", "roles", "said_by",
    "occasion", "modality", "hedge", "polarity", "inferred", "unstated", "event", "origin", "fact",
}
# fmt: on


def accepts(name: str, value: Any) -> bool:
    validator = jsonschema.Draft202012Validator(build_schemas()[name])
    return bool(validator.is_valid(value))


def decodes(kind: type[Any], value: Any) -> bool:
    try:
        msgspec.convert(value, type=kind)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize("name", TYPES)
def test_each_schema_is_a_described_schema(name: str) -> None:
    schema = build_schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    for definition in schema["$defs"].values():
        assert len(definition["description"]) > 10 and "\n" not in definition["description"]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"section": "footnote"},
        {"colour": "red"},
        {"modality": "rumoured"},
        {"count": {"value": "twelve"}},
        {"count": {"low": "a few", "unit": "boats"}},
        {"count": {"value": 1, "comparator": "=="}},
        {"subject": 5},
        {"subject": [{"claim": "other"}, "place/harbour"]},
        {"object": {"title": "Harbour master"}},
        {"object": {"titel": "Harbour master"}},
        {"roles": {"place": 3}},
        {"when": {"known": "stated"}},
        {"key": None},
    ],
)
def test_schema_and_type_agree_on_a_claim(change: dict[str, Any]) -> None:
    entry = {**ENTRY, **change}
    assert accepts("claim", entry) == decodes(ClaimEntry, entry)
    dossier = {"document": {"id": "d", "label": "l", "text_sha256": "0", "length": 1}, "coded": []}
    assert accepts("dossier", {**dossier, "claims": [entry]}) == decodes(ClaimEntry, entry)


def test_a_good_claim_is_good_and_a_bad_one_bad() -> None:
    assert accepts("claim", ENTRY)
    assert not accepts("claim", {**ENTRY, "colour": "red"})
    assert not accepts("claim", {key: value for key, value in ENTRY.items() if key != "says"})


def test_exported_claim_has_the_promised_fields_all_required() -> None:
    definition = build_schemas()["exported-claim"]["$defs"]["ExportedClaim"]
    assert set(definition["properties"]) == set(definition["required"]) == PROMISED_FIELDS
    claim = msgspec.convert(EXPORTED, type=ExportedClaim)
    assert msgspec.to_builtins(claim) == EXPORTED
    assert accepts("exported-claim", EXPORTED)
    assert accepts("exported-claim", {**EXPORTED, "later": "an added field"})
    assert not accepts("exported-claim", {k: v for k, v in EXPORTED.items() if k != "origin"})


def test_pages_are_written_checked_and_found_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert generate_docs.find_stale_files(SMALL, tmp_path) == sorted(
        generate_docs.render_pages(SMALL), key=lambda n: "/" in n
    )
    generate_docs.write_pages(SMALL, tmp_path)
    assert generate_docs.find_stale_files(SMALL, tmp_path) == []
    (tmp_path / "schemas" / "old.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "ontology.md").write_text("edited by hand", encoding="utf-8")
    monkeypatch.setattr(generate_docs, "load_ontology", lambda: SMALL)
    monkeypatch.setattr(generate_docs, "_check_packaged_ontology", list)
    monkeypatch.setattr(generate_docs, "COMPILED", tmp_path / "ontology.json")
    assert generate_docs.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().err
    assert "docs/ontology.md is stale" in said and "docs/schemas/old.schema.json is stale" in said
    assert "graph/model/ontology.json is stale" in said
    assert generate_docs.main([], tmp_path) == 0
    assert generate_docs.main(["--check"], tmp_path) == 0
    assert generate_docs.main(["--chek"], tmp_path) == 2


def test_the_page_shows_every_predicate_and_kind() -> None:
    page = generate_docs.render_ontology_page(SMALL)
    for name in [*SMALL.predicates, *SMALL.kinds, *SMALL.modalities]:
        assert name in page
    rows = [line for line in page.splitlines() if line.startswith("| `ARRESTED`")]
    assert len(rows) == 1
    assert "Police, Country" in rows[0] and "destination: Place" in rows[0] and "RELEASED" in rows[0]


def test_committed_pages_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate_docs.main(["--check"]) == 0, capsys.readouterr().err
