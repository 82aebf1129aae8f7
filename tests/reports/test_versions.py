"""Bundles of another version: never good, and never wrong for that reason alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.store.store import Store
from reports.bundle import verify, versions
from reports.bundle.manifest import MANIFEST, RECORDS
from reports.bundle.versions import load_versions
from reports.bundle.write import build_bundle
from tests.reports.conftest import made
from tests.reports.forging import Files, change, reseal, set_fields, swap, verify_files

pytestmark = pytest.mark.embedded

OTHER = "0" * 64
CLAIM = set_fields(versions__code=OTHER, versions__scamgraph="9.9.9")
CLAIM_RULES = set_fields(versions__code=OTHER, versions__rules=OTHER, versions__ontology=9)


@pytest.fixture(scope="module")
def files(articles: Store) -> Files:
    """The bundle on one entity."""
    selection, part, _ = made(articles, "entity")
    return build_bundle(selection, part).files


def test_another_version_is_named_with_this_one(files: Files, tmp_path: Path) -> None:
    verification = verify_files(change(MANIFEST, CLAIM)(files), tmp_path)
    assert (verification.outcome, verification.problems) == ("not compared", ())
    (reason,) = verification.not_compared
    assert reason.startswith("Made by scamgraph 9.9.9 (code 000000000000, ontology 1, networkx ")
    assert f"this is {load_versions()}" in reason
    assert "cannot be remade here and were not compared" in reason
    assert "Verify the bundle with the version that made it" in reason
    assert any(check.startswith("The records are good: ") for check in verification.checks)


@pytest.mark.parametrize("form", [1, 3, 99])
def test_another_form_is_not_compared(form: int, files: Files, tmp_path: Path) -> None:
    verification = verify_files(change(MANIFEST, set_fields(form=form))(files), tmp_path)
    assert (verification.outcome, verification.problems) == ("not compared", ())


def test_a_bundle_of_the_first_form_is_not_compared(files: Files, tmp_path: Path) -> None:
    manifest = json.loads(files[MANIFEST])
    manifest |= {"form": 1, "versions": {"scamgraph": "0.2.0", "ontology": 1}}
    first = {name: data for name, data in files.items() if name != "selection.json"}
    first[MANIFEST] = (json.dumps(manifest, indent=1) + "\n").encode()
    verification = verify_files(reseal(first), tmp_path)
    assert (verification.outcome, verification.problems) == ("not compared", ())
    assert "Made by scamgraph 0.2.0 (form 1 of bundles, ontology 1)" in verification.not_compared[0]


def test_no_versions_at_all_are_not_compared(files: Files, tmp_path: Path) -> None:
    verification = verify_files(change(MANIFEST, set_fields(versions={}))(files), tmp_path)
    assert verification.outcome == "not compared"
    assert "Made by scamgraph unknown" in verification.not_compared[-1]


@pytest.mark.parametrize("claim", [CLAIM, CLAIM_RULES])
def test_who_claims_another_version_gets_no_forgery_called_good(
    claim: object, files: Files, tmp_path: Path
) -> None:
    assert callable(claim)
    forged = change("report.html", swap("accused", "convicted"))(change(MANIFEST, claim)(files))
    verification = verify_files(forged, tmp_path)
    assert verification.outcome == "not compared"
    assert any("were not compared" in reason for reason in verification.not_compared)


def test_forged_records_are_wrong_though_another_version_is_claimed(files: Files, tmp_path: Path) -> None:
    forged = change(RECORDS, swap("is accused of", "is convicted of"))(change(MANIFEST, CLAIM)(files))
    verification = verify_files(forged, tmp_path)
    assert verification.outcome == "wrong"
    assert any(problem.startswith(f"{RECORDS}: has the digest ") for problem in verification.problems)


def test_other_rules_can_explain_another_digest(files: Files, tmp_path: Path) -> None:
    forged = change(RECORDS, swap("is accused of", "is convicted of"))(change(MANIFEST, CLAIM_RULES)(files))
    verification = verify_files(forged, tmp_path)
    assert verification.outcome == "not compared"
    assert any("The rules of another version can be the reason" in each for each in verification.not_compared)
    assert not any("records are good" in check for check in verification.checks)


def test_records_that_cannot_be_read_are_wrong_unless_the_rules_differ(files: Files, tmp_path: Path) -> None:
    broken = change(RECORDS, swap('{"entity":', '{"entities":', 1))
    for number, (claim, outcome) in enumerate(((CLAIM, "wrong"), (CLAIM_RULES, "not compared"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert verify_files(broken(change(MANIFEST, claim)(files)), folder).outcome == outcome


def test_sums_and_texts_are_checked_in_any_version(files: Files, tmp_path: Path) -> None:
    claimed = change(MANIFEST, CLAIM_RULES)(files)
    verification = verify_files({**claimed, "graph.gexf": b"x"}, tmp_path)
    assert verification.problems == ("graph.gexf: changed, its SHA-256 is not that of MANIFEST.json",)
    texts = verify.verify_bundle(tmp_path / "bundle", lambda _: "x" * 20_000)
    assert any("differ from the text" in problem for problem in texts.problems)


def test_the_code_has_a_hash_of_its_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_versions()
    assert len(first.code) == len(first.rules) == 64
    monkeypatch.setattr(versions, "CODE_PACKAGES", ("graph",))
    other = load_versions.__wrapped__()
    assert other.code != first.code
    assert other.rules == first.rules
    monkeypatch.undo()
    assert load_versions.__wrapped__() == first
