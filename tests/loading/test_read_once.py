"""What is checked is what is loaded: each file is read once, whatever becomes of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.store.digest import digest
from graph.store.store import Store
from ingest.check.first_pass import build_first_pass, run_first_pass
from ingest.check.runner import check_dossiers
from ingest.files import contents, reader
from ingest.files.contents import Dossiers, read_contents
from ingest.load import load
from ingest.texts.text_store import find_texts
from tests.ingest.harbour import Harbour
from tests.machine import ROOT

DATA = ROOT / "data"


def test_a_load_reads_each_file_once(
    embedded_store: Store, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()

    def counted(path: Path, **options: Any) -> Iterator[Any]:
        read[path.name] += 1
        return reader.read_file(path, **options)

    monkeypatch.setattr(contents, "read_file", counted)
    load(embedded_store, [harbour.registry])
    load(embedded_store, [harbour.registry, harbour.dossier])
    assert read == {harbour.registry.name: 2, harbour.dossier.name: 1}


def test_a_file_that_changes_after_it_was_read_is_loaded_as_it_was_checked(
    store: Store, harbour: Harbour
) -> None:
    paths = [harbour.registry, harbour.dossier]
    load(store, paths, fresh=True)
    expected = str(digest(store))
    text = harbour.dossier.read_text(encoding="utf-8")

    def spoil(stage: str, _done: int, _total: int) -> None:
        if stage == "check":
            harbour.dossier.write_text(text.replace("sha256: ", "sha256: 0"), encoding="utf-8")

    load(store, paths, fresh=True, progress=spoil)
    assert str(digest(store)) == expected


@pytest.mark.parametrize("room", [0, 60, 300])
def test_dossiers_in_a_file_are_those_in_memory(room: int) -> None:
    whole = list(read_contents([*(DATA / "dossiers").glob("*.yaml")]).dossiers)
    stored = Dossiers(in_memory=room)
    for located in whole:
        stored.add(located)
    for _ in range(2):
        found = list(stored)
        assert [one.dossier for one in found] == [one.dossier for one in whole]
        last = f"claims[{len(whole[-1].dossier.claims) - 1}].says"
        assert found[-1].find_line(last) == whole[-1].find_line(last)


def test_problems_of_dossiers_in_a_file_name_the_same_lines(harbour: Harbour) -> None:
    spoilt = harbour.dossier.read_text(encoding="utf-8").replace("LEFT", "LEFTT")
    harbour.dossier.write_text(spoilt, encoding="utf-8")
    gathered = run_first_pass([harbour.registry, harbour.dossier])
    expected = check_dossiers(gathered, find_texts(), sealed=True).problems
    assert expected
    read = read_contents([harbour.registry, harbour.dossier])
    stored = Dossiers(in_memory=0)
    for located in read.dossiers:
        stored.add(located)
    read.dossiers = stored
    assert check_dossiers(build_first_pass(read), find_texts(), sealed=True).problems == expected


def test_much_yaml_is_read_in_several_processes_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(DATA.rglob("*.yaml"))
    alone = read_contents(paths)
    monkeypatch.setattr(contents, "SMALL", 0)
    monkeypatch.setattr(contents, "FEW", 1)
    several = read_contents(paths)
    assert [d.dossier for d in several.dossiers] == [d.dossier for d in alone.dossiers]
    assert [r.record for r in several.registries] == [r.record for r in alone.registries]
    assert several.problems == alone.problems == []
