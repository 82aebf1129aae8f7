"""Mistakes of every sort in the five dossiers: accepted or refused, never a traceback.

`make test` tries some, `make soak` many. What is accepted can be loaded; what is refused says where, what and
what to do.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import msgspec
import pytest

from graph.model.claims import build_claims
from graph.model.errors import Problem, ScamgraphError
from graph.model.ontology import load_ontology
from ingest.check.runner import CheckReport, check_paths
from ingest.files.reader import read_file
from ingest.files.seal import seal
from ingest.files.source_location import LocatedDossier
from ingest.files.yaml_with_lines import parse_yaml
from ingest.texts.text_store import find_texts
from tests.ingest.harbour import build
from tests.ingest.mutations import mutate
from tests.machine import ROOT, choose_amount

SEEDS = choose_amount(200, 4000)
AT_ONCE = choose_amount(50, 200)
CLAIMS = 12
"""Claims kept of a dossier, so that a mutation hits something else than claims, too."""

_ONTOLOGY = load_ontology()
_LISTS = {"entities": "entity", "occasions": "occasion", "series": "series"}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry of the five dossiers as JSON Lines, which are read in no time."""
    path = tmp_path_factory.mktemp("context") / "registry.jsonl"
    files = sorted((ROOT / "data" / "registry").glob("*.yaml"))
    held = [parse_yaml(file.read_text("utf-8")).data for file in files]
    lines = [
        json.dumps({name: entry})
        for data in held
        for key, name in _LISTS.items()
        for entry in data.get(key, ())
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_no_mistake_ends_in_a_traceback(registry: Path, tmp_path: Path, first: int) -> None:
    dossiers = sorted((ROOT / "data" / "dossiers").glob("*.yaml"))
    for seed in range(first, first + AT_ONCE):
        chance = random.Random(seed)
        suffix, content = mutate(_shorten(chance.choice(dossiers), chance), chance)
        path = tmp_path / f"dossier{suffix}"
        path.write_bytes(content)
        try:
            report = check_paths([path], context=[registry])
            _expect_sound_report(report, path)
        except ScamgraphError as error:
            assert error.message
        except Exception as error:
            raise AssertionError(f"seed {seed}: {path} ({content[:2000]!r})") from error
        path.unlink()


@pytest.mark.parametrize("first", range(0, SEEDS // 2, AT_ONCE))
def test_no_mistake_beside_a_text_does(tmp_path: Path, first: int) -> None:
    """The same for quotes and a text, which the five dossiers do not have."""
    harbour = build(tmp_path / "harbour")
    before = harbour.dossier.read_bytes()
    for seed in range(first, first + AT_ONCE):
        chance = random.Random(seed)
        suffix, content = mutate(before, chance)
        path = tmp_path / f"dossier{suffix}"
        path.write_bytes(content)
        try:
            texts = harbour.folder / "texts"
            _expect_sound_report(check_paths([path], texts, context=[harbour.registry]), path)
            seal(path, find_texts(texts))
            _expect_sound_report(check_paths([path], texts, context=[harbour.registry]), path)
        except ScamgraphError as error:
            assert error.message
        except Exception as error:
            raise AssertionError(f"seed {seed}: {path} ({content[:2000]!r})") from error
        path.unlink()
    shutil.rmtree(harbour.folder)


def _shorten(path: Path, chance: random.Random) -> bytes:
    """A dossier with a few of its claims, as it is written."""
    head, _, claims = path.read_text("utf-8").partition("\nclaims:\n")
    claims, _, furniture = claims.partition("\nfurniture:\n")
    parts = claims.split("\n  - key: ")
    first = chance.randrange(len(parts) - CLAIMS)
    kept = "\n  - key: ".join(parts[first : first + CLAIMS])
    kept = kept if first == 0 else f"  - key: {kept}"
    return f"{head}\nclaims:\n{kept}\nfurniture:\n{furniture}".encode()


def _expect_sound_report(report: CheckReport, path: Path) -> None:
    lines = len(path.read_bytes().decode("utf-8", "replace").splitlines()) + 2
    for problem in report.problems:
        assert problem.file == str(path), problem
        assert 0 <= problem.line <= lines, problem
        assert problem.what.strip(), problem
        assert problem.right.strip(), problem
        assert problem.line or _is_of_the_file(problem), problem
    if report.sound and not any("sealed" in notice.what for notice in report.notices):
        for content in read_file(path):
            if isinstance(content, LocatedDossier):
                claims = build_claims(content.dossier, _ONTOLOGY, lambda id_: id_)
                assert msgspec.msgpack.decode(msgspec.msgpack.encode(claims)) is not None


def _is_of_the_file(problem: Problem) -> bool:
    return "file" in problem.what or "MiB" in problem.what
