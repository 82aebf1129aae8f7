"""No control character, override, noncharacter or half of a surrogate pair passes; what scripts need does."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from graph.model.characters import make_storable_in_xml, make_visible
from ingest.check.runner import check_paths
from ingest.files.characters import LONGEST_NAME, find_wrong_characters
from ingest.files.seal import seal
from tests.ingest.harbour import Harbour

WRONG = [
    ("\\0", "U+0000 (NULL)"),
    ("\\b", "U+0008 (BACKSPACE)"),
    ("\\x0b", "U+000B (LINE TABULATION)"),
    ("\\f", "U+000C (FORM FEED)"),
    ("\\e[31m", "U+001B (ESCAPE)"),
    ("\\x7f", "U+007F (DELETE)"),
    ("\\N", "U+0085 (NEXT LINE)"),
    ("\\x9b", "U+009B (a control character)"),
    ("\\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    ("\\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
    ("\\ufdd0", "U+FDD0 (a noncharacter)"),
    ("\\ufffe", "U+FFFE (a noncharacter)"),
    ("\\uffff", "U+FFFF (a noncharacter)"),
    ("\\U0001fffe", "U+1FFFE (a noncharacter)"),
    ("\\ud83d", "U+D83D (half of a surrogate pair)"),
    ("\\t", "U+0009 (TAB)"),
    ("\\n", "U+000A (LINE FEED)"),
    ("\\r", "U+000D (CARRIAGE RETURN)"),
    ("\\L", "U+2028 (LINE SEPARATOR)"),
]


@pytest.mark.parametrize(("escape", "named"), WRONG, ids=[named for _, named in WRONG])
def test_a_name_that_holds_a_wrong_character(tmp_path: Path, escape: str, named: str) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(f'entities:\n  - {{id: place/a, kind: Region,\n     name: "Ada{escape}Quill"}}\n')
    (problem,) = check_paths([path]).problems
    assert (problem.file, problem.line, problem.what) == (str(path), 3, f"holds {named}")
    assert problem.right


@pytest.mark.parametrize(("escape", "named"), WRONG[-4:])
def test_prose_may_have_lines(tmp_path: Path, escape: str, named: str) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(f'entities:\n  - {{id: place/a, kind: Region, name: A, note: "Ada{escape}{named}"}}\n')
    assert check_paths([path]).problems == ()


SCRIPTS = [
    "ជូន\u200b ណារ៉ា",
    "ក្រុម\u200cហ៊ុន\u200d",
    "สมชาย ใจดี",
    "太子集團",
    "محمد\u200f بن سالم",
    "שלום\u200e Azure",
    "Ada 🚢\ufe0f Quill 👩\u200d👩\u200d👧",
    "Nguye\u0302\u0303n Thi\u0323 Hoa\u0300",
    "n\u00adv Ltd",
    "7-11",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("form", ["yaml", "json", "jsonl", "ascii.json", "ascii.jsonl"])
def test_every_script_passes(tmp_path: Path, name: str, form: str) -> None:
    entity = {"id": "place/a", "kind": "Region", "name": name}
    path = tmp_path / f"registry.{form}"
    record = {"entity": entity} if form.endswith("jsonl") else {"entities": [entity]}
    path.write_text(json.dumps(record, ensure_ascii=form.startswith("ascii")))
    report = check_paths([path])
    assert (report.problems, report.counts["entities"]) == ((), 1)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("\u200b", "no visible letter or digit"),
        ("\u3164", "no visible letter or digit"),
        ("\u2060\ufe0f", "no visible letter or digit"),
        ("...", "no visible letter or digit"),
        ("🚢", "no visible letter or digit"),
        ("\u0301", "no visible letter or digit"),
        ("", "is empty"),
        ("A" * (LONGEST_NAME + 1), "has 1,001 characters"),
    ],
)
@pytest.mark.parametrize(
    "record",
    [
        "entities: [{id: place/a, kind: Region, name: NAME}]",
        "entities: [{id: place/a, kind: Region, name: A, aliases: [{name: NAME, source: 'gazetteer: x'}]}]",
        "series: [{id: series/a, name: NAME, unit: people}]",
        "occasions: [{id: occasion/a, name: NAME, speakers: [person/a]}]\n"
        "entities: [{id: person/a, kind: Person, name: A}]",
        "document: {id: document/a, label: NAME, length: 9, text_sha256: " + "ab" * 32 + "}\n"
        "coded: [{by: me, on: 2031-01-01}]",
    ],
    ids=["entity", "alias", "series", "occasion", "document"],
)
def test_a_name_that_nobody_can_read(tmp_path: Path, record: str, name: str, what: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(record.replace("NAME", json.dumps(name, ensure_ascii=False)))
    (problem,) = check_paths([path]).problems
    assert what in problem.what
    assert (problem.line, bool(problem.right)) == (1, True)
    path.write_text(record.replace("NAME", "A" * LONGEST_NAME))
    assert check_paths([path]).problems == ()


def test_a_claim_names_its_key(harbour: Harbour) -> None:
    line = harbour.change(harbour.dossier, "verb: pledged", 'verb: "ple\\x1bdged"')
    (problem,) = harbour.check().problems
    assert (problem.line, problem.where, problem.what) == (line, "pledge verb", "holds U+001B (ESCAPE)")


def test_the_words_of_the_source_are_its_own(unsealed: Harbour) -> None:
    text = unsealed.folder / "texts" / "any name.txt"
    before = text.read_text("utf-8")
    after = before.replace("it pledged a review", "it ple\x1bdged\u202e a review")
    text.write_text(after, "utf-8")
    unsealed.change(unsealed.dossier, "quote: it pledged a review", 'quote: "it ple\\edged\\u202e a review"')
    dossier = unsealed.dossier.read_text("utf-8")
    for old, new in zip(_identity(before), _identity(after), strict=True):
        dossier = dossier.replace(old, new)
    unsealed.dossier.write_text(dossier, "utf-8")
    assert seal(unsealed.dossier, unsealed.texts) == 8


def _identity(text: str) -> tuple[str, str]:
    return hashlib.sha256(text.encode()).hexdigest(), f"length: {len(text)}"


def test_keys_are_looked_at_too() -> None:
    (wrong,) = find_wrong_characters({"claims": [{"key": "k", "roles": {"des\x1bt": "place/a"}}]})
    assert (wrong.path, wrong.where) == ("claims[0].roles", "k roles")
    assert wrong.what == "a key holds U+001B (ESCAPE)"


def test_escapes_are_those_of_json() -> None:
    text = "a\x1b[31m\u202eb\x85\r\n\tជូន\u200b"
    assert make_visible(text) == "a\\u001b[31m\\u202eb\\u0085\\u000d\n\tជូន\u200b"
    assert json.loads(make_visible(json.dumps("a\x7f\u202e", ensure_ascii=False))) == "a\x7f\u202e"
    assert make_storable_in_xml("a\x1b\ufffe\t\nb\ud800") == "a\\u001b\\ufffe\t\nb\\ud800"
