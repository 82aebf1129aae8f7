"""Each decision that ships, withdrawn and made again: alone or with others, in any order, on both engines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from graph.model.records import Decision, Decisions, Withdrawal
from graph.store.digest import digest
from graph.store.store import Store
from ingest.files.reader import read_file
from ingest.files.source_location import LocatedRecord
from ingest.load import load
from tests.articles import DATA
from tests.machine import choose_amount

LARGEST_GROUP = choose_amount(8, 1)


def shipped() -> list[Decision]:
    """The decisions that ship, and for each pair that is one the leave to share a name while it is two."""
    (content,) = read_file(DATA / "decisions.yaml")
    assert isinstance(content, LocatedRecord) and isinstance(content.record, Decisions)
    decisions = content.record.decisions
    return [*decisions, *(_alias(d) for d in decisions if d.about == "entity" and d.judgement == "same")]


def _alias(decision: Decision) -> Decision:
    return msgspec.structs.replace(
        decision, id=f"{decision.id}-name", about="alias", judgement="different", reason="a test"
    )


def test_each_can_be_withdrawn_and_made_again(store: Store, tmp_path: Path) -> None:
    decisions = shipped()
    merging = [d for d in decisions if d.judgement == "same" and d.about in ("entity", "occasion")]
    assert len(merging) > 20
    withdrawn = {d.id: msgspec.structs.replace(d, withdrawn=Withdrawal("2026-11-24", "x")) for d in merging}
    others = [path for path in sorted(DATA.rglob("*.yaml")) if path.name != "decisions.yaml"]
    undone = _write(tmp_path / "undone.json", [withdrawn.get(d.id, d) for d in decisions])
    load(store, [*others, undone], fresh=True)
    expected = str(digest(store))
    load(store, [*others, _write(tmp_path / "made.json", decisions)], fresh=True)
    made = str(digest(store))
    chance = random.Random(1)
    for part in _parts(merging, chance):
        load(store, [_write(tmp_path / "part.json", [withdrawn[d.id] for d in part])])
    assert str(digest(store)) == expected
    for part in _parts(merging, chance):
        load(store, [_write(tmp_path / "part.json", part)])
    assert str(digest(store)) == made


def _write(path: Path, decisions: list[Decision]) -> Path:
    path.write_bytes(msgspec.json.encode(Decisions(decisions)))
    return path


def _parts(decisions: list[Decision], chance: random.Random) -> Iterator[list[Decision]]:
    """All of them in a random order, in groups of random size."""
    rest = chance.sample(decisions, len(decisions))
    while rest:
        size = chance.randint(1, LARGEST_GROUP)
        yield rest[:size]
        rest = rest[size:]
