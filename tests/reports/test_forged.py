"""Forged bundles, each with all sums rewritten: every one is named by its file, without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from graph.store.store import Store
from reports.bundle.verify import VerifyOptions, verify_bundle
from reports.bundle.write import build_bundle, build_zip
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.part.selection_model import Group, NameReading
from tests.reports.conftest import made
from tests.reports.forging import (
    Files,
    Forgery,
    change,
    double_line,
    drop_line,
    find_no_text,
    remake,
    remake_records,
    remake_selection,
    reseal,
    reseal_sums,
    set_fields,
    sub,
    swap,
    swap_all,
    swap_lines,
    verify_files,
)

pytestmark = pytest.mark.embedded


class Case(NamedTuple):
    """A forgery, and what the check says about it."""

    forge: Forgery
    words: str


REPORT, SHEET, RECORDS, CLAIMS = "report.html", "claims.csv", "load/records.jsonl", "claims.jsonl"
SELECTION, MANIFEST, SUMS = "selection.json", "MANIFEST.json", "SHA256SUMS"
DELETE = b"MATCH (n) DETACH DELETE n;\n"
HIDE = "<style>.answer{display:none}</style></head>"


def add(name: str, data: bytes) -> Forgery:
    """Add a file, listed in the manifest."""
    return lambda files: reseal({**files, name: data})


def remove(name: str) -> Forgery:
    """Remove a file, also from the manifest."""
    return lambda files: reseal({other: data for other, data in files.items() if other != name})


def exchange(first: str, second: str) -> Forgery:
    """Exchange the content of two files."""
    return lambda files: reseal({**files, first: files[second], second: files[first]})


def unlisted(name: str) -> Forgery:
    """Remove a file from the manifest and the list of sums, not from the bundle."""

    def forge(files: Files) -> Files:
        manifest = json.loads(files[MANIFEST])
        del manifest["files"][name]
        return reseal_sums({**files, MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode()})

    return forge


CASES: dict[str, Case] = {
    # The report that people read.
    "a name and a verdict everywhere in the report": Case(
        change(REPORT, swap_all(("Chen Zhi", "Chan Zhi"), ("accused", "convicted"))), f"{REPORT}: line"
    ),
    "a name in one place": Case(change(REPORT, swap("Chen Zhi", "Chan Zhi", 1)), f"{REPORT}: line"),
    "an accusation made a verdict": Case(change(REPORT, swap("accused", "convicted")), "convicted"),
    "an allegation made a fact": Case(change(REPORT, swap("alleged", "known")), f"{REPORT}: line"),
    "a digest of a footnote": Case(change(REPORT, sub("[0-9a-f]{64}", "0" * 64)), f"{REPORT}: line"),
    "a sentence at the end": Case(
        change(REPORT, swap("</body>", "<p>He was convicted.</p></body>")), "He was convicted"
    ),
    "a line left out": Case(change(REPORT, drop_line(-3)), f"{REPORT}: l"),
    "answers hidden by a style": Case(change(REPORT, swap("</head>", HIDE)), "display:none"),
    "a script": Case(change(REPORT, swap("</body>", "<script>1</script></body>")), f"{REPORT}: line"),
    "the title in the report": Case(change(REPORT, sub("<h1>[^<]*", "<h1>X")), f"{REPORT}: line"),
    "a number": Case(change(REPORT, sub("24 claims", "42 claims")), f"{REPORT}: line"),
    "a blank at the end": Case(change(REPORT, lambda data: data + b" "), f"{REPORT}: "),
    "bytes that are no text": Case(change(REPORT, lambda data: data + b"\xff"), f"{REPORT}: differs"),
    "an empty report": Case(change(REPORT, lambda _: b""), f"{REPORT}: l"),
    # Tables.
    "a cell": Case(change(SHEET, swap("accused", "convicted", 1)), f"{SHEET}: line"),
    "a row left out": Case(change(SHEET, drop_line(2)), f"{SHEET}: l"),
    "a row twice": Case(change(SHEET, double_line(2)), f"{SHEET}: l"),
    "no byte order mark": Case(change(SHEET, lambda data: data[3:]), f"{SHEET}: line 1"),
    "the modality of a row": Case(change(SHEET, swap(",alleged,", ",reported,", 1)), f"{SHEET}: line"),
    "a formula": Case(change(SHEET, swap("Chen Zhi", "=1+1", 1)), f"{SHEET}: line"),
    "entities to import": Case(
        change("neo4j-import/entities.csv", swap("Chen Zhi", "X")), "neo4j-import/entities.csv: line"
    ),
    "claims to import": Case(
        change("neo4j-import/claims.csv", swap("alleged", "reported")), "neo4j-import/claims.csv: line"
    ),
    "facts to import": Case(change("neo4j-import/facts.csv", drop_line(1)), "neo4j-import/facts.csv: l"),
    "links to import": Case(
        change("neo4j-import/links.csv", swap_lines(1, 2)), "neo4j-import/links.csv: line 2"
    ),
    # Claims for programs.
    "a paraphrase": Case(change(CLAIMS, swap("is accused", "is convicted", 1)), "differs from load/records"),
    "a claim left out": Case(change(CLAIMS, drop_line(3)), "missing, though load/records.jsonl has it"),
    "a claim twice": Case(change(CLAIMS, double_line(3)), f"{CLAIMS}: line 5 differs"),
    "claims in another order": Case(change(CLAIMS, swap_lines(1, 2)), f"{CLAIMS}: line 2"),
    "an invented claim": Case(
        change(CLAIMS, lambda data: data + b'{"id":"claim/0","says":"He did it."}\n'),
        "no entry of load/records",
    ),
    "a field more": Case(change(CLAIMS, swap('{"id"', '{"sure":true,"id"', 1)), "in sure"),
    "a line that is no claim": Case(change(CLAIMS, lambda data: data + b"[]\n"), "a line that is no claim"),
    # Graph files.
    "a name in the script": Case(change("graph.cypher", swap("Chen Zhi", "X", 1)), "graph.cypher: line"),
    "a command in the script": Case(change("graph.cypher", lambda data: data + DELETE), "graph.cypher: "),
    "a name in GraphML": Case(change("graph.graphml", swap("Chen Zhi", "X", 1)), "graph.graphml: line"),
    "a standing in GraphML": Case(
        change("graph.graphml", swap(">accusation<", ">fact<", 1)), "graph.graphml: line"
    ),
    "a name in GEXF": Case(change("graph.gexf", swap("Chen Zhi", "X", 1)), "graph.gexf: line"),
    "a label in JSON-LD": Case(
        change("annotations.jsonld", swap("Chen Zhi", "X", 1)), "annotations.jsonld: l"
    ),
    "JSON-LD in another form": Case(
        change("annotations.jsonld", lambda data: json.dumps(json.loads(data)).encode()),
        "annotations.jsonld: l",
    ),
    "a schema of FollowTheMoney": Case(
        change("followthemoney.jsonl", swap('"Person"', '"Company"', 1)), "followthemoney.jsonl: line"
    ),
    "two files exchanged": Case(exchange("graph.gexf", "graph.graphml"), "graph.gexf: line"),
    "the limits": Case(change("LIMITS.md", swap("no established fact", "a fact")), "LIMITS.md: line"),
    # The selection.
    "the title": Case(change(SELECTION, set_fields(title="A criminal")), f"{SELECTION}: title"),
    "the question": Case(change(SELECTION, set_fields(question="Why?")), f"{SELECTION}: question"),
    "fewer claims": Case(change(SELECTION, set_fields(claims=[])), f"{SELECTION}: claims"),
    "a claim that is nowhere": Case(
        change(SELECTION, set_fields(claims=["claim/0"])),
        f"{SELECTION}: claims: claim/0 is not in the records",
    ),
    "another subject": Case(change(SELECTION, set_fields(about=["media/afp"])), f"{SELECTION}: about"),
    "another item": Case(change(SELECTION, set_fields(item="media/afp")), f"{SELECTION}: title"),
    "another kind": Case(change(SELECTION, set_fields(kind="everything")), f"{SELECTION}: title"),
    "a kind that does not exist": Case(
        change(SELECTION, set_fields(kind="all")), f"{SELECTION}: cannot be read"
    ),
    "a sentence of the answer": Case(
        change(SELECTION, set_fields(answer=["He was convicted."])), f"{SELECTION}: answer"
    ),
    "a day": Case(
        change(SELECTION, set_fields(as_of={"day": "2026-01-01", "possibly": False})),
        "was not known on 2026-01-01",
    ),
    "no day": Case(
        change(SELECTION, set_fields(as_of={"day": "soon", "possibly": False})),
        f"{SELECTION}: cannot be read: 'soon'",
    ),
    "victims included": Case(change(SELECTION, set_fields(unfinished="No.")), "MANIFEST.json: reduced"),
    "claims withheld": Case(change(SELECTION, set_fields(withheld_claims=3)), "MANIFEST.json: reduced"),
    "fewer than no claims withheld": Case(
        change(SELECTION, set_fields(withheld_claims=-3)), f"{SELECTION}: cannot be read"
    ),
    "a remark on a name": Case(
        change(
            SELECTION,
            set_fields(
                readings=[
                    {"text": "The crook", "id": "person/chen-zhi", "spelled_for": "Chen Zhi", "others": []}
                ]
            ),
        ),
        "“The crook” is not a name of person/chen-zhi",
    ),
    "an unknown field": Case(change(SELECTION, set_fields(sure=True)), f"{SELECTION}: cannot be read"),
    "a selection that is no JSON": Case(change(SELECTION, lambda _: b"{"), f"{SELECTION}: cannot be read"),
    "a selection nested too deep": Case(
        change(SELECTION, lambda _: b"[" * 100_000), f"{SELECTION}: cannot be read"
    ),
    "a selection in another form": Case(
        change(SELECTION, lambda data: json.dumps(json.loads(data)).encode()), f"{SELECTION}: l"
    ),
    # The selection, with every other file made from it.
    "the title, all remade": Case(remake_selection(title="A criminal"), f"{SELECTION}: title"),
    "the question, all remade": Case(
        remake_selection(question="Why was he convicted?"), f"{SELECTION}: question"
    ),
    "no claims, all remade": Case(remake_selection(claims=()), f"{SELECTION}: claims"),
    "another subject, all remade": Case(remake_selection(about=("place/china",)), f"{SELECTION}: about"),
    "a sentence, all remade": Case(remake_selection(answer=("He was convicted.",)), f"{SELECTION}: answer"),
    "a section, all remade": Case(
        remake_selection(groups=(Group("Convicted", (), ("Twice.",)),)), f"{SELECTION}: groups"
    ),
    "a remark, all remade": Case(
        remake_selection(readings=(NameReading("x", "media/afp", "AFP"),)), "is no remark on a name"
    ),
    "ids, all remade": Case(remake_selection(ids=("media/afp",)), f"{SELECTION}: ids"),
    # The manifest.
    "the title of the manifest": Case(change(MANIFEST, set_fields(title="X")), f"{MANIFEST}: title"),
    "its question": Case(change(MANIFEST, set_fields(question="X")), f"{MANIFEST}: question"),
    "its day": Case(change(MANIFEST, set_fields(as_of="2026-01-01")), f"{MANIFEST}: as_of"),
    "what is possible": Case(change(MANIFEST, set_fields(possibly=True)), f"{MANIFEST}: possibly"),
    "the count of claims": Case(
        change(MANIFEST, set_fields(counts__claims=99)), f"{MANIFEST}: counts.claims"
    ),
    "the count of origins": Case(
        change(MANIFEST, set_fields(counts__origins=9)), f"{MANIFEST}: counts.origins"
    ),
    "the conflicts": Case(change(MANIFEST, set_fields(counts__conflicts={})), f"{MANIFEST}: "),
    "a count that is a text": Case(
        change(MANIFEST, set_fields(counts__facts="1")), f"{MANIFEST}: counts.facts"
    ),
    "a reduction": Case(change(MANIFEST, set_fields(reduced=["names"])), f"{MANIFEST}: reduced"),
    "the digest of the records": Case(change(MANIFEST, set_fields(digest="0" * 64)), f"{MANIFEST}: digest"),
    "no digest": Case(change(MANIFEST, set_fields(digest=None)), f"{MANIFEST}: digest"),
    "the version of scamgraph": Case(
        change(MANIFEST, set_fields(versions__scamgraph="9.9")), f"{MANIFEST}: versions.scamgraph"
    ),
    "the version of the ontology": Case(
        change(MANIFEST, set_fields(versions__ontology=99)), f"{MANIFEST}: versions.ontology"
    ),
    "the libraries": Case(
        change(MANIFEST, set_fields(versions__libraries="none")), f"{MANIFEST}: versions.libraries"
    ),
    "the rules": Case(change(MANIFEST, set_fields(versions__rules="0")), f"{MANIFEST}: versions.rules"),
    "a field more in the manifest": Case(
        change(MANIFEST, set_fields(approved=True)), f"{MANIFEST}: approved"
    ),
    "the manifest in another form": Case(
        lambda files: reseal_sums({**files, MANIFEST: json.dumps(json.loads(files[MANIFEST])).encode()}),
        f"{MANIFEST}: l",
    ),
    # The list of sums.
    "a sum": Case(
        lambda files: {**files, SUMS: files[SUMS].replace(files[SUMS][:8], b"00000000", 1)}, f"{SUMS}: line 1"
    ),
    "a sum left out": Case(lambda files: {**files, SUMS: drop_line(2)(files[SUMS])}, f"{SUMS}: l"),
    "sums in another order": Case(
        lambda files: {**files, SUMS: swap_lines(0, 1)(files[SUMS])}, f"{SUMS}: line 1"
    ),
    "no sums": Case(
        lambda files: {name: data for name, data in files.items() if name != SUMS}, f"{SUMS}: missing"
    ),
    # The records.
    "a paraphrase in the records": Case(
        change(RECORDS, swap("is accused of", "is convicted of", 1)), f"{REPORT}: line"
    ),
    "a modality in the records": Case(
        change(RECORDS, swap('"alleged"', '"reported"', 1)), f"{MANIFEST}: digest"
    ),
    "a name in the records": Case(
        change(RECORDS, swap('"name":"Chen Zhi"', '"name":"X"', 1)), f"{SELECTION}: title"
    ),
    "a decision in the records": Case(
        change(RECORDS, swap('"judgement":"same"', '"judgement":"different"', 1)), f"{MANIFEST}: digest"
    ),
    "a claim left out of the records": Case(change(RECORDS, drop_line(-1)), f"{SELECTION}: claims"),
    "a record twice": Case(
        change(RECORDS, double_line(2)), f"{RECORDS}: company/prince-group is given twice"
    ),
    "records in another order": Case(change(RECORDS, swap_lines(0, 1)), f"{RECORDS}: line 1"),
    "a blank in the records": Case(
        change(RECORDS, swap('{"entity":', '{"entity": ', 1)), f"{RECORDS}: line 1"
    ),
    "a passage moved": Case(
        change(RECORDS, sub('("key":"chen-arrested".*?"at":{"start":)[0-9]+', "\\g<1>1")), f"{CLAIMS}: claim/"
    ),
    "a note": Case(
        change(
            RECORDS,
            lambda data: (
                data + b'{"note":{"id":"note/x","on":"person/chen-zhi","text":"Guilty.","by":"x",'
                b'"written":"2026-01-01"}}\n'
            ),
        ),
        f"{MANIFEST}: digest",
    ),
    "records that are no records": Case(change(RECORDS, lambda _: b"{}\n"), f"{RECORDS}: line 1"),
    "no records": Case(change(RECORDS, lambda _: b""), f"{SELECTION}: claims"),
    # Files.
    "a file more, listed": Case(
        add("verdict.html", b"<p>Guilty.</p>"), "verdict.html: is no file of a bundle"
    ),
    "a file more, not listed": Case(
        lambda files: {**files, "verdict.html": b"x"}, "verdict.html: not in MANIFEST.json"
    ),
    "a file left out": Case(remove("graph.gexf"), "graph.gexf: missing"),
    "a file lost": Case(
        lambda files: {name: data for name, data in files.items() if name != "graph.gexf"},
        "graph.gexf: missing",
    ),
    "no records at all": Case(remove(RECORDS), f"{RECORDS}: missing"),
    "no selection": Case(remove(SELECTION), f"{SELECTION}: "),
    "no report": Case(remove(REPORT), f"{REPORT}: missing"),
    "a file not listed": Case(unlisted("graph.gexf"), "graph.gexf: not in MANIFEST.json"),
}


@pytest.fixture(scope="module")
def files(articles: Store) -> Files:
    """The bundle on one entity."""
    selection, part, _ = made(articles, "entity")
    return build_bundle(selection, part).files


def test_there_are_many_forgeries() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("name", CASES)
def test_a_forged_bundle_is_named(name: str, files: Files, tmp_path: Path) -> None:
    forged = CASES[name].forge(files)
    assert forged != files
    verification = verify_files(forged, tmp_path)
    assert verification.outcome == "wrong", verification
    assert any(CASES[name].words in problem for problem in verification.problems), verification.problems


def test_a_forged_zip_is_named_as_a_forged_folder_is(files: Files, tmp_path: Path) -> None:
    forged = CASES["a name and a verdict everywhere in the report"].forge(files)
    (tmp_path / "forged.zip").write_bytes(build_zip(forged))
    verification = verify_bundle(tmp_path / "forged.zip", find_no_text)
    assert verification.problems == verify_files(forged, tmp_path).problems
    assert len(verification.problems) == 1
    assert "Chan Zhi" in verification.problems[0] and "instead of" in verification.problems[0]


def test_only_the_published_digest_shows_that_records_were_replaced(files: Files, tmp_path: Path) -> None:
    published = build_digest(files, tmp_path / "a")
    forged = remake_records(swap("is accused of", "is convicted of"))(files)
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    assert verify_files(forged, tmp_path / "b").outcome == "good"
    verification = verify_files(forged, tmp_path / "c", VerifyOptions(published_digest=published))
    assert any(published in problem for problem in verification.problems)


def build_digest(files: Files, folder: Path) -> str:
    """The digest that is published of a bundle."""
    folder.mkdir()
    return verify_files(files, folder).digest


def test_sentences_of_an_answer_are_named_as_not_proved(articles: Store, tmp_path: Path) -> None:
    selection, part, _ = made(articles, "path")
    honest = build_bundle(selection, part, include_protected=True).files
    forged = remake(
        lambda request: replace(request, selection=replace(request.selection, answer=("He was convicted.",)))
    )(honest)
    verification = verify_files(forged, tmp_path)
    assert "a sentence of the answer: “He was convicted.”" in verification.unproved
    assert any("depends on the whole graph" in statement for statement in verification.unproved)


def test_a_redacted_bundle_cannot_be_passed_off_as_complete(articles: Store, tmp_path: Path) -> None:
    selection = create_selection_builder(articles).select_question("journey", {})
    part = load_closure(articles, selection.claims)
    quiet = build_bundle(selection, part)
    assert quiet.left_out and not quiet.records_digest
    forged = remake(lambda request: replace(request, include_protected=True, withheld_claims=0))(quiet.files)
    verification = verify_files(forged, tmp_path)
    assert any("include_protected is true" in problem for problem in verification.problems)


def test_a_bundle_with_victims_cannot_be_passed_off_as_redacted(articles: Store, tmp_path: Path) -> None:
    selection = create_selection_builder(articles).select_question("journey", {})
    part = load_closure(articles, selection.claims)
    full = build_bundle(selection, part, include_protected=True)
    forged = remake(lambda request: replace(request, include_protected=False))(full.files)
    verification = verify_files(forged, tmp_path)
    assert any("include_protected is false" in problem for problem in verification.problems)
