"""Dumps as anyone may write them: whatever is wrong is said in one sentence, before a line is written."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.model.errors import EnvironmentProblem, InputError
from graph.store.digest import Edge, GraphDigest, Node, digest
from graph.store.load_lock import find_running_load
from graph.store.metadata import read_state
from graph.store.store import Store
from graph.write.dump import restore
from graph.write.dump_file import FORMAT, LONGEST_LINE, check_dump

OLD_DUMP = Path(__file__).parent.parent / "engine" / "data" / "dump-of-format-1.jsonl.gz"
PERSON: dict[str, Any] = {
    "labels": ["Actor", "Entity", "Person"],
    "properties": {"id": "person/ada", "name": "Ada Quill", "kind": "Person"},
}
BODY: dict[str, Any] = {
    "labels": ["Actor", "Entity", "Organization"],
    "properties": {"id": "organization/brume", "name": "Brume Co", "kind": "Organization"},
}
LEFT: dict[str, Any] = {
    "type": "LEFT",
    "start": "person/ada",
    "end": "organization/brume",
    "properties": {"fact": "f", "says": "Ada Quill left Brume Co", "claims": 1},
}


def lines_of(*items: dict[str, Any], header: dict[str, Any] | None = None) -> list[bytes]:
    """The lines of a dump whose digest is right, whatever it says."""
    total = GraphDigest()
    for item in items:
        if "labels" in item:
            total.add(Node(tuple(item["labels"]), item["properties"]))
        else:
            total.add(Edge(item["type"], item["start"], item["end"], item["properties"]))
    end = {"digest": str(total), "nodes": total.nodes, "edges": total.edges}
    return [json.dumps(line).encode() for line in (header or {"format": FORMAT}, *items, end)]


def write(path: Path, lines: list[bytes]) -> Path:
    path.write_bytes(gzip.compress(b"".join(line + b"\n" for line in lines)))
    return path


def changed(item: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {**item, "properties": {**item["properties"], **properties}}


GOOD = lines_of(PERSON, BODY, LEFT)
CRAFTED: dict[str, tuple[list[bytes], str]] = {
    "an unknown label": (lines_of({**PERSON, "labels": ["Entity", "Wizard"]}), "label 'Wizard'"),
    "a query as label": (
        lines_of({**PERSON, "labels": ["Person) DETACH DELETE (n"]}),
        "label 'Person. DETACH DELETE",
    ),
    "the marker as label": (lines_of({**PERSON, "labels": ["Scamgraph"]}), "label 'Scamgraph'"),
    "an operational label": (lines_of({**PERSON, "labels": ["Meta"]}), "label 'Meta'"),
    "labels that do not go together": (lines_of({**PERSON, "labels": ["Claim", "Person"]}), "together"),
    "a label twice": (lines_of({**PERSON, "labels": ["Entity", "Entity"]}), "one twice"),
    "no labels": (lines_of({**PERSON, "labels": []}), "no labels"),
    "an id of another kind": (lines_of(changed(PERSON, id="claim/1")), "is not a Claim"),
    "no id": (lines_of({**PERSON, "properties": {"name": "Ada"}}), "no id"),
    "an id twice": (lines_of(PERSON, PERSON), "another one has"),
    "an unknown type": (lines_of(PERSON, BODY, {**LEFT, "type": "BEWITCHED"}), "type 'BEWITCHED'"),
    "a query as type": (
        lines_of(PERSON, BODY, {**LEFT, "type": "LEFT]->() DETACH DELETE (a"}),
        "type 'LEFT.->",
    ),
    "an edge to nowhere": (lines_of(PERSON, {**LEFT, "end": "place/x"}), "leads to 'place/x'"),
    "an edge before its end": (lines_of(PERSON, LEFT, BODY), "leads to 'organization/brume'"),
    "a number as name": (lines_of(changed(PERSON, name=3)), "int as name"),
    "words as a count": (lines_of(PERSON, BODY, changed(LEFT, claims="one")), "str as claims"),
    "a map as property": (lines_of(changed(PERSON, name={"a": 1})), "dict as name"),
    "null as property": (lines_of(changed(PERSON, name=None)), "NoneType as name"),
    "a list of two kinds": (lines_of(changed(PERSON, aliases=["a", 1])), "list as aliases"),
    "a list of lists": (lines_of(changed(PERSON, aliases=[["a"]])), "list as aliases"),
    "a query as property": (lines_of(changed(PERSON, **{"x} DELETE n //": 1})), "not a plain name"),
    "a number no engine keeps": (lines_of(changed(PERSON, size=2**64)), "size"),
    "a key that no line has": (lines_of({**PERSON, "more": 1}), "line 2 is not a line"),
    "half a relationship": ([GOOD[0], b'{"type": "LEFT", "properties": {}}', *GOOD[1:]], "no start or end"),
    "a line of nothing": ([GOOD[0], b"{}", *GOOD[1:]], "neither a node nor"),
    "NaN": ([GOOD[0], GOOD[1].replace(b'"Ada Quill"', b"NaN"), *GOOD[2:]], "line 2 is not a line"),
    "an endless number": ([GOOD[0], GOOD[1].replace(b'"Ada Quill"', b"1e999"), *GOOD[2:]], "line 2|float"),
    "half a character": (
        [GOOD[0], GOOD[1].replace(b"Ada Quill", rb"\ud800"), *GOOD[2:]],
        "line 2 is not a line",
    ),
    "deep nesting": ([GOOD[0], b'{"properties":' + b'{"a":' * 50_000, *GOOD[1:]], "line 2 is not a line"),
    "no end": (GOOD[:-1], "truncated"),
    "nothing": ([], "truncated|empty"),
    "more after the end": ([*GOOD, GOOD[1]], "goes on after its end"),
    "two ends": ([*GOOD, GOOD[-1]], "goes on after its end"),
    "altered": ([GOOD[0], GOOD[1].replace(b"Quill", b"Quull"), *GOOD[2:]], "was altered"),
    "other counts": ([*GOOD[:-1], GOOD[-1].replace(b'"nodes": 2', b'"nodes": 3')], "was altered"),
    "another format": ([b'{"format": "scamgraph-dump-9"}', *GOOD[1:]], "not a dump of this version"),
    "no header": (GOOD[1:], "not a dump of this version"),
    "no JSON": ([b"hello"], "line 1 is not a line"),
}


def test_the_plain_dump_is_good(tmp_path: Path) -> None:
    total = check_dump(write(tmp_path / "good.gz", GOOD))
    assert (total.nodes, total.edges) == (2, 1)


@pytest.mark.parametrize("case", CRAFTED)
def test_a_crafted_dump_is_refused(case: str, tmp_path: Path) -> None:
    lines, sentence = CRAFTED[case]
    with pytest.raises(InputError, match=sentence) as caught:
        check_dump(write(tmp_path / "crafted.gz", lines))
    assert caught.value.exit_code == 1
    assert len(caught.value.message.splitlines()) == 1
    assert len(caught.value.message) < 600


def truncated(path: Path) -> None:
    path.write_bytes(gzip.compress(b"\n".join(GOOD) + b"\n")[:-9])


def second_member(path: Path) -> None:
    path.write_bytes(gzip.compress(b"\n".join(GOOD) + b"\n") + gzip.compress(GOOD[1] + b"\n"))


def garbage_behind(path: Path) -> None:
    path.write_bytes(gzip.compress(b"\n".join(GOOD) + b"\n") + b"garbage")


def huge_line(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(GOOD[0] + b"\n" + b" " * (LONGEST_LINE + 1) + GOOD[1] + b"\n")


def plain_text(path: Path) -> None:
    path.write_bytes(b"\n".join(GOOD))


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "truncated": (truncated, "damaged"),
    "a second member": (second_member, "goes on after its end"),
    "garbage behind": (garbage_behind, "damaged"),
    "a huge line": (huge_line, "line 2: longer than"),
    "plain text": (plain_text, "is not a dump"),
    "an empty file": (lambda path: path.write_bytes(b""), "empty|truncated"),
    "a pipe": (os.mkfifo, "not a regular file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
    "a folder": (lambda path: path.mkdir(), "not a regular file"),
    "nothing there": (lambda path: None, "No such file"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_dump_is_refused(case: str, tmp_path: Path) -> None:
    make, sentence = FILES[case]
    make(tmp_path / "file.gz")
    with pytest.raises(InputError, match=sentence) as caught:
        check_dump(tmp_path / "file.gz")
    assert len(caught.value.message.splitlines()) == 1


@pytest.mark.parametrize("case", ["a query as label", "an edge to nowhere", "an id twice", "no end"])
def test_a_refused_dump_writes_nothing(case: str, store: Store, tmp_path: Path) -> None:
    revision = read_state(store).revision
    with pytest.raises(InputError):
        restore(store, write(tmp_path / "crafted.gz", CRAFTED[case][0]))
    assert store.read("MATCH (n) RETURN count(n) AS n")[0]["n"] == 0
    assert read_state(store).revision == revision


def test_a_good_dump_is_restored(store: Store, tmp_path: Path) -> None:
    restored = restore(store, write(tmp_path / "good.gz", GOOD))
    assert str(digest(store)) == str(restored)
    assert not read_state(store).loading
    assert not find_running_load(store)


def test_a_dump_of_the_version_before_is_restored(store: Store) -> None:
    restored = restore(store, OLD_DUMP)
    assert restored.nodes > 100
    assert str(digest(store)) == str(restored)
    record = read_state(store).record
    assert record is not None
    assert record.digest == str(restored)


def test_a_dump_of_a_newer_version_is_refused(embedded_store: Store, tmp_path: Path) -> None:
    lines = lines_of(PERSON, header={"format": FORMAT, "graph": 99})
    with pytest.raises(EnvironmentProblem, match=r"made by a newer scamgraph \(format 99"):
        restore(embedded_store, write(tmp_path / "newer.gz", lines))
    assert digest(embedded_store).nodes == 0
