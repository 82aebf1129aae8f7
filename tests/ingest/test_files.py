"""Files are known by their content, read with all that is wrong in them, and streamed where large."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

from graph.model.errors import CheckFailed, InputError
from graph.model.records import Decisions, Notes, Registry
from ingest.files.json_lines import MAX_LINE
from ingest.files.reader import READERS, find_files, read_dossiers, read_file
from ingest.files.source_location import (
    Content,
    JsonLines,
    LocatedDossier,
    LocatedRecord,
    UnreadableContent,
)
from ingest.files.yaml_reader import MAX_YAML
from tests.ingest.harbour import Harbour

HEAD = '{"document": {"id": "document/%s", "label": "x", "text_sha256": "ab", "length": 9}, "coded": []}\n'
CLAIM = '{"key": "k%d", "section": "body", "says": "s", "subject": "a/b", "predicate": "LEFT"}\n'


def test_find_files_in_folders_and_by_name(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.jsonl", "sub/c.yml", ".hidden/d.yaml", "e.txt", ".f.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x: 1")
    found = find_files([tmp_path, tmp_path / "b.yaml"])
    assert [str(p.relative_to(tmp_path)) for p in found] == ["a.jsonl", "b.yaml", "sub/c.yml"]


@pytest.mark.parametrize("name", ["missing.yaml", "text.txt", "empty"])
def test_find_files_refuses(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("x")
    with pytest.raises(InputError, match=name):
        find_files([tmp_path / name])


def test_a_new_format_is_one_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_notes(path: Path, *, heads_only: bool = False) -> Iterator[Content]:
        yield LocatedRecord(Notes([]), f"{path.name} {heads_only}", JsonLines(1, {}))

    monkeypatch.setitem(READERS, ".txt", read_notes)
    file = tmp_path / "a.txt"
    file.write_text("x")
    (content,) = read_file(*find_files([tmp_path]))
    assert content.file == "a.txt False"
    with pytest.raises(InputError, match=r"\.odt.* is not read") as refused:
        file.rename(tmp_path / "a.odt")
        find_files([tmp_path / "a.odt"])
    assert ".ndjson, .txt" in refused.value.hint


def test_a_dossier_with_lines(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    assert len(located.dossier.claims) == 6
    lines = harbour.dossier.read_text("utf-8").splitlines()
    assert lines[located.find_line("claims[0].count.unit") - 1].strip().startswith("count:")
    assert lines[located.find_line("claims[3]") - 1].strip() == "- key: queue"
    assert lines[located.find_line("furniture[0]") - 1].strip().startswith("- {what: newsletter")


def test_lines_count_claims_that_could_be_read(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "section: body", "section: trunk")
    located = next(iter(read_file(harbour.dossier)))
    assert isinstance(located, LocatedDossier)
    assert [claim.key for claim in located.dossier.claims] == [
        "pledge",
        "unpaid",
        "queue",
        "silent",
        "pilots",
    ]
    lines = harbour.dossier.read_text("utf-8").splitlines()
    assert lines[located.find_line("claims[0].verb") - 1].strip() == "verb: pledged"


def test_all_misfits_of_a_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("""\
document: {id: document/x, label: x, text_sha256: ab, length: many, colour: red}
coded: [{by: a, on: 2026-01-01}]
claims:
  - key: one
    section: boddy
    says: 5
    subject: a/b
    predicate: LEFT
    verbb: hm
    when: {edtf: 2026, knwn: stated}
    object: [{clam: x}]
  - only words
  - key: two
furnitur: []
""")
    (content,) = read_file(path)
    assert isinstance(content, UnreadableContent)
    said = {(p.line, p.where, p.what, p.right) for p in content.problems}
    expected = [
        (1, "document.length", "expected a whole number, found `many`", "write it in digits"),
        (1, "document.colour", "unknown key `colour`", "keys: id, label"),
        (5, "one section", "`boddy` is not one of the words allowed", "did you mean `body`?"),
        (6, "one says", "expected text, found `5`", 'put it in quotes: "5"'),
        (9, "one verbb", "unknown key `verbb`", "did you mean `verb`?"),
        (10, "one when.edtf", "expected text, found `2026`", 'put it in quotes: "2026"'),
        (10, "one when.knwn", "unknown key `knwn`", "did you mean `known`?"),
        (11, "one object[0].clam", "unknown key `clam`", "did you mean `claim`?"),
        (
            12,
            "",
            "expected a mapping, found `only words`",
            "write a mapping such as `{key: only words, section: ...",
        ),
        (13, "two", "the key `section` is missing", "section: one of metadata"),
        (13, "two", "the key `subject` is missing", "subject: text"),
        (14, "furnitur", "unknown key `furnitur`", "did you mean `furniture`?"),
    ]
    for line, where, what, right in expected:
        assert any((line, where, what) == found[:3] and found[3].startswith(right) for found in said), (
            line,
            where,
            what,
            said,
        )
    assert len(said) == len(expected) + 2  # and two more keys that `two` lacks


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"", 1, "the file is empty"),
        (b"# nothing\n", 1, "the file is empty"),
        (b"- a\n- b\n", 1, "the file holds no keys"),
        (b"x: 1\nentitys: []\n", 1, "nothing is known by the key `x`"),
        (b"entities:\n  - name: Caf\xe9\n", 2, "not UTF-8: byte 0xe9 at offset 23 bytes"),
        ("entities: []".encode("utf-16"), 1, "not UTF-8: byte 0xff at offset 0 bytes"),
        (b"claims: [\n", 2, "wrong YAML"),
    ],
)
def test_unreadable_yaml(tmp_path: Path, content: bytes, line: int, what: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    (found,) = read_file(path)
    assert isinstance(found, UnreadableContent)
    (problem,) = found.problems
    assert (problem.file, problem.line) == (str(path), line)
    assert what in problem.what


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    for name, text in (
        ("a.yaml", "series: []"),
        ("a.jsonl", '{"series": {"id": "a", "name": "b", "unit": "c"}}'),
    ):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
        (content,) = read_file(tmp_path / name)
        assert isinstance(content, LocatedRecord)
        assert isinstance(content.record, Registry)
        assert not content.problems


def test_yaml_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)
    (found,) = read_file(path)
    assert isinstance(found, UnreadableContent)
    assert f"200 MiB of YAML; at most {MAX_YAML // 2**20} MiB" in found.problems[0].what
    assert "JSON Lines" in found.problems[0].right


def test_json_lines_hold_dossiers_and_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    entity = '{"entity": {"id": "person/a", "kind": "Person", "name": "A"}}\n'
    decided = {
        "id": "d",
        "about": "entity",
        "items": [],
        "judgement": "same",
        "reason": "",
        "by": "",
        "on": "",
    }
    decision = json.dumps({"decision": decided}) + "\n"
    path.write_text(
        entity * 2 + HEAD % "x" + CLAIM % 1 + "\n" + CLAIM % 2 + decision + HEAD % "y" + CLAIM % 3
    )
    registry, first, decisions, second = read_file(path)
    assert isinstance(registry, LocatedRecord) and isinstance(registry.record, Registry)
    assert isinstance(decisions, LocatedRecord) and isinstance(decisions.record, Decisions)
    assert isinstance(first, LocatedDossier) and isinstance(second, LocatedDossier)
    assert [claim.key for claim in first.dossier.claims] == ["k1", "k2"]
    assert [first.find_line(p) for p in ("document", "claims[0]", "claims[1].count.unit")] == [3, 4, 6]
    assert [registry.find_line("entities[1]"), second.find_line("claims[0].key")] == [2, 9]
    heads = list(read_file(path, heads_only=True))
    assert [len(h.dossier.claims) for h in heads if isinstance(h, LocatedDossier)] == [0, 0]
    assert len(heads) == 4


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"key": "a"', "wrong JSON"),
        ('{"key": "a", "section": "bdy"}', "not one of the words allowed"),
        ('{"key": "a", "says": 3}', "expected text, found `3`"),
        ('{"document": {}, "coded": []}', "the key `id` is missing"),
        ('{"entity": {"id": "a", "kind": "b"}}', "the key `name` is missing"),
        ('{"entity": {}, "series": {}}', "holds that and nothing else"),
        ('{"something": 1}', "neither a claim nor anything else known"),
        ("[1]", "a line must be a JSON object"),
        ('{"key": ' + "[" * 100_000, "wrong JSON"),
        ('{"key": "a", "count": {"value": 1e999}}', "wrong JSON"),
        ('{"key": "\\ud800"}', "holds U+D800 (half of a surrogate pair)"),
        ('{"key": "\\ud83d\\ude00 \\udc00"}', "holds U+DC00 (half of a surrogate pair)"),
        ('{"entity": {"id": "a", "id": "b"}}', "the key `name` is missing"),
        ('{"series": {"id": "a", "id": "b", "name": "c", "unit": "d"}}', "the key `id` is given twice"),
        ('{"series": {"id": "a", "name": "c\\u001b", "unit": "d"}}', "holds U+001B (ESCAPE)"),
        ('{"entity": {"id": "a", "lat": NaN}}', "`NaN` is no number of JSON"),
        ('{"entity": {"id": "a", "lat": -Infinity}}', "`Infinity` is no number of JSON"),
        ('{"entity": {"id": "a\tb"}}', "holds U+0009 (TAB)"),
    ],
)
@pytest.mark.parametrize("heads_only", [False, True])
def test_bad_lines_name_their_line(tmp_path: Path, line: str, what: str, heads_only: bool) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(HEAD % "x" + CLAIM % 1 + line + "\n")
    problems = [p for content in read_file(path, heads_only=heads_only) for p in content.problems]
    if heads_only and line.startswith('{"key"'):
        assert problems == []  # claims are not looked at, whatever they are
    else:
        assert {p.line for p in problems} == {3}
        assert any(what in p.what for p in problems), problems


def test_bytes_that_are_not_utf8_in_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    start = (HEAD % "x").encode()
    path.write_bytes(start + b'{"key": "caf\xe9"}\n')
    (content,) = read_file(path)
    (problem,) = content.problems
    assert problem.what == f"not UTF-8: byte 0xe9 at offset {len(start) + 12} bytes"


def test_claims_without_a_document(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(CLAIM % 1 + CLAIM % 2)
    for heads_only in (False, True):
        (content,) = read_file(path, heads_only=heads_only)
        assert isinstance(content, UnreadableContent)
        assert [(p.line, p.what) for p in content.problems] == [(1, "a claim stands before any document")]


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(HEAD % "x" + '{"key": "' + "a" * MAX_LINE)
    (content,) = read_file(path)
    assert "a line of more than" in content.problems[0].what


def test_read_dossiers_raises_for_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(HEAD % "x" + CLAIM % 1 + HEAD % "y" + "{}\n")
    dossiers = read_dossiers(path)
    assert next(dossiers).dossier.document.id == "document/x"
    with pytest.raises(CheckFailed, match=r"bulk\.jsonl:4"):
        next(dossiers)


def test_memory_is_bounded_by_one_dossier(tmp_path: Path) -> None:
    """Ten times the file takes less than one and a half times the memory."""
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom ingest.files.reader import read_dossiers\n"
        "n = sum(len(d.dossier.claims) for d in read_dossiers(Path(sys.argv[1])))\n"
        "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    used = []
    for documents in (100, 1000):
        path = tmp_path / f"{documents}.jsonl"
        with path.open("w") as stream:
            for number in range(documents):
                stream.write(HEAD % f"d{number}" + "".join(CLAIM % n for n in range(40)))
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        )
        claims, memory = map(int, done.stdout.split())
        assert claims == documents * 40
        used.append(memory)
    assert used[1] < 1.5 * used[0], used


def test_yaml_and_json_lines_give_the_same_dossier(harbour: Harbour) -> None:
    (from_yaml,) = read_dossiers(harbour.dossier)
    value = msgspec.to_builtins(from_yaml.dossier)
    head = {key: value[key] for key in ("document", "coded", "furniture")}
    path = harbour.folder / "same.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(line) for line in [head, *value["claims"]]))
    (from_lines,) = read_dossiers(path)
    assert from_lines.dossier == from_yaml.dossier
    assert (
        yaml.safe_load(harbour.dossier.read_text("utf-8"))["document"]["id"] == from_lines.dossier.document.id
    )
