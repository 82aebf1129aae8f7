"""Each thing that can be wrong in a dossier is found: its file, line and claim, what and what instead."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from graph.model.catalogue import Catalogue, build_catalogue
from graph.model.ontology import load_ontology
from graph.model.records import ClaimEntry, Dossier, Registry, Span
from ingest.check.claim_references import find_circles
from ingest.check.first_pass import run_first_pass
from ingest.check.runner import check_dossier
from ingest.files import contents
from ingest.files.reader import read_dossiers
from ingest.files.source_location import JsonLines, LocatedDossier
from tests.ingest.harbour import TEXT, Harbour

SHA = "ab" * 32


def test_a_sound_harbour_has_nothing_wrong(harbour: Harbour) -> None:
    report = harbour.check()
    assert (report.problems, report.notices, report.sound) == ((), (), True)
    assert report.counts["claims"] == 6
    assert report.counts["verified documents"] == 1


BAD = yaml.safe_load(Path(__file__).with_name("bad_dossiers.yaml").read_text("utf-8"))


@pytest.mark.parametrize("bad", BAD, ids=[f"{bad['where']}: {bad['what'][:40]}" for bad in BAD])
def test_what_is_wrong_in_a_dossier(harbour: Harbour, bad: dict[str, str]) -> None:
    line = harbour.change(harbour.dossier, bad["old"], bad["new"])
    report = harbour.check()
    found = [
        p
        for p in report.problems
        if p.where.endswith(bad["where"]) and bad["what"] in p.what and bad["right"] in p.right
    ]
    assert found, [str(p) for p in report.problems]
    assert found[0].file == str(harbour.dossier)
    # A fault of the claim as a whole names the claim's first line, any other the line of the change.
    claim = bad["where"].split(maxsplit=1)[0]
    first = harbour.dossier.read_text("utf-8").split(f"key: {claim}\n")[0].count("\n") + 1
    assert found[0].line in {line, first}
    assert not report.sound


SOUND = [
    ("value: 1200", "value: 1200.0"),
    ("value: 1200", "low: a few hundred, high: 1300"),
    ('value: 1200, comparator: ">"', "value: 161, of: 161"),
    ('value: 1200, comparator: ">"', 'value: 200, comparator: "<", of: 161'),
    ("    event: event/exodus", "    share: {value: 100, unit: percent}\n    event: event/exodus"),
    ("    event: event/exodus", "    amount: {value: 3.5, unit: hectares}\n    event: event/exodus"),
    ("    event: event/exodus", "    duration: {value: 1.5, unit: years}\n    event: event/exodus"),
    ("  label:", "  retrieved: 2031-03-04\n  retracted: {on: 2031-03, reason: x}\n  label:"),
    ("  label:", "  retrieved: 2031-03~\n  label:"),
]


@pytest.mark.parametrize(("old", "new"), SOUND)
def test_numbers_and_days_that_are_sound(harbour: Harbour, old: str, new: str) -> None:
    harbour.change(harbour.dossier, old, new)
    assert harbour.check().problems == ()


def test_growth_may_exceed_the_whole(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "predicate: LEFT", "predicate: GREW")
    harbour.change(harbour.dossier, "object: place/brume", "share: {value: 120, unit: percent}")
    assert not [p for p in harbour.check().problems if "per cent" in p.what]


def test_a_length_no_text_has(harbour: Harbour) -> None:
    line = harbour.change(harbour.dossier, f"length: {len(TEXT)}", f"length: {10**30}")
    (problem,) = (p for p in harbour.check().problems if p.where.endswith("document.length"))
    assert (problem.line, problem.what) == (line, f"{10**30} is more than any text has")


SPANS = [
    ("start: 10, end: 50", "start: 50, end: 10", "is empty or runs backwards"),
    ("start: 10, end: 50", "start: -1, end: 50", "is empty or runs backwards"),
    ("start: 10, end: 50", f"start: 10, end: {len(TEXT) + 1}", f"the document at {len(TEXT)}"),
    ("start: 10, end: 50", "start: 10, end: 49", "the digest does not match the words at 10 to 49"),
]


@pytest.mark.parametrize(("old", "new", "what"), SPANS)
def test_spans_that_do_not_fit(harbour: Harbour, old: str, new: str, what: str) -> None:
    (located,) = read_dossiers(harbour.dossier)
    span = located.dossier.claims[0].at
    assert span is not None
    old = old.replace("10", str(span.start)).replace("50", str(span.end))
    new = new.replace("10", str(span.start)).replace("50", str(span.end)).replace("49", str(span.end - 1))
    what = what.replace("10", str(span.start)).replace("49", str(span.end - 1))
    line = harbour.change(harbour.dossier, old, new)
    (problem,) = harbour.check().problems
    assert (problem.line, problem.where) == (line, "left at")
    assert what in problem.what


def test_a_digest_that_is_none(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    span = located.dossier.claims[0].also[0]
    line = harbour.change(harbour.dossier, span.sha256, "abc")
    (problem,) = harbour.check().problems
    assert (problem.line, problem.where) == (line, "left also[0]")
    assert "64 lower-case hex digits" in problem.what


def test_a_digest_is_only_compared_with_a_text(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    span = located.dossier.claims[0].at
    assert span is not None
    harbour.change(harbour.dossier, span.sha256, SHA)
    (harbour.folder / "texts" / "any name.txt").unlink()
    report = harbour.check()
    assert report.sound
    assert [n.what for n in report.notices] == [
        "its text is not at hand: spans are not compared with their digests"
    ]


def test_a_changed_text_is_another_text(harbour: Harbour) -> None:
    (harbour.folder / "texts" / "any name.txt").write_text(TEXT + "more", "utf-8")
    assert [n.where for n in harbour.check().notices] == ["document/brume-news-2031-03-04"]


def test_a_wrong_length(harbour: Harbour) -> None:
    line = harbour.change(harbour.dossier, f"length: {len(TEXT)}", f"length: {len(TEXT) + 3}")
    (problem,) = harbour.check().problems
    assert (problem.line, problem.right) == (line, f"length: {len(TEXT)}")


def test_a_long_passage_needs_a_why(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    catalogue = run_first_pass([harbour.registry, harbour.dossier]).catalogue
    long = located.dossier.claims[5]
    for length, why, expected in (
        (300, "", []),
        (301, "", ["the passage has 301 characters"]),
        (301, "needed", []),
    ):
        claim = msgspec.structs.replace(long, at=Span(0, length, SHA), why=why)
        document = msgspec.structs.replace(located.dossier.document, length=400)
        dossier = msgspec.structs.replace(located.dossier, document=document, claims=[claim])
        changed = LocatedDossier(dossier, "x", JsonLines(1, {}))
        assert [p.what for p in check_dossier(changed, catalogue)] == expected


def test_quotes_are_a_notice_to_check_and_a_problem_to_load(unsealed: Harbour) -> None:
    report = unsealed.check()
    assert report.sound
    (notice,) = report.notices
    assert notice.what.startswith("7 quotes are not sealed yet")
    (located,) = read_dossiers(unsealed.dossier)
    catalogue = run_first_pass([unsealed.registry, unsealed.dossier]).catalogue
    problems = check_dossier(located, catalogue, TEXT)
    assert len(problems) == 7
    assert all("scamgraph seal" in p.right for p in problems)


def test_a_claim_without_a_passage(unsealed: Harbour) -> None:
    line = unsealed.change(unsealed.dossier, "    quote: it pledged a review\n", "") - 8
    (problem,) = unsealed.check().problems
    assert (problem.line, problem.where, problem.what) == (line, "pledge at", "the claim names no passage")


def test_a_duplicate_claim(harbour: Harbour) -> None:
    text = harbour.dossier.read_text("utf-8")
    pilots = text[text.index("  - key: pilots") : text.index("furniture:")]
    again = pilots.replace("key: pilots", "key: again").replace("says: Two pilots", "says: Two of them")
    line = harbour.change(harbour.dossier, "furniture:", again + "furniture:")
    (problem,) = harbour.check().problems
    assert (problem.line, problem.where, problem.what) == (
        line,
        "again",
        "says the same as the claim `pilots`",
    )


def test_a_duplicate_within_and_across_lists(harbour: Harbour) -> None:
    harbour.change(
        harbour.dossier, "object: cohort/pilots", "object: [cohort/pilots, cohort/sailors, cohort/pilots]"
    )
    (problem,) = harbour.check().problems
    assert problem.what == "says the same as the claim `pilots`"
    harbour.change(harbour.dossier, ", cohort/sailors, cohort/pilots]", ", cohort/sailors]")
    text = harbour.dossier.read_text("utf-8")
    pilots = text[text.index("  - key: pilots") : text.index("furniture:")]
    again = pilots.replace("key: pilots", "key: again").replace(
        "[cohort/pilots, cohort/sailors]", "cohort/sailors"
    )
    harbour.change(harbour.dossier, "furniture:", again + "furniture:")
    (problem,) = harbour.check().problems
    assert (problem.where, problem.what) == ("again", "says the same as the claim `pilots`")


def test_claims_that_answer_one_another_in_a_circle(harbour: Harbour) -> None:
    for key, target in (("left", "pledge"), ("pledge", "unpaid"), ("unpaid", "left")):
        harbour.change(harbour.dossier, f"key: {key}\n", f"key: {key}\n    because: [{target}]\n")
    (problem,) = harbour.check().problems
    assert problem.what == "claims answer one another in a circle: left -> pledge -> unpaid -> left"
    assert problem.line == harbour.dossier.read_text("utf-8").split("key: left")[0].count("\n") + 1


def test_circles_by_every_kind_of_reference(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "value: 2,", "value: 2, adds_to: pilots,")
    (problem,) = harbour.check().problems
    assert problem.what.endswith("circle: pilots -> pilots")


def test_circles_are_found_in_a_thick_web() -> None:
    web = {str(n): [str(m) for m in range(n)] for n in range(300)}  # 2^298 ways through it, and no circle
    assert list(find_circles(web)) == []  # would not end in a lifetime if every way were walked
    assert list(find_circles({**web, "0": ["299"]})) != []


def test_agentless_claims_begin_with_whom_the_act_befell(harbour: Harbour) -> None:
    changed = "subject: cohort/pilots\n    predicate: ARRESTED\n    unstated: [agent]\n"
    harbour.change(harbour.dossier, "subject: government/port-office\n    predicate: ARRESTED\n", changed)
    harbour.change(harbour.dossier, "    object: cohort/pilots\n", "")
    assert harbour.check().sound
    line = harbour.change(harbour.dossier, "subject: cohort/pilots", "subject: place/brume")
    (problem,) = harbour.check().problems
    assert (problem.line, problem.where) == (line, "pilots subject")


def test_a_speaker_who_was_not_at_the_occasion_is_a_notice(harbour: Harbour) -> None:
    line = harbour.change(harbour.dossier, "by: [government/port-office]", "by: [person/p1f0c5e9a7b3d]")
    report = harbour.check()
    assert report.sound
    (notice,) = report.notices
    assert (notice.line, notice.where) == (line + 1, "left occasion")
    assert "`person/p1f0c5e9a7b3d` does not speak at `occasion/port-statement`" in notice.what
    harbour.change(harbour.dossier, "by: [person/p1f0c5e9a7b3d]", "by: [government/brume]")  # its principal
    assert not harbour.check().notices


def test_will_predicates_are_known(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "predicate: LEFT", "predicate: WILL_LEFT\n    modality: predicted")
    harbour.change(harbour.dossier, "seamen who went", "seamen who will go")
    assert harbour.check().sound


def test_two_dossiers_of_one_document_or_one_text(harbour: Harbour) -> None:
    (harbour.folder / "second.yaml").write_bytes(harbour.dossier.read_bytes())
    first, second = harbour.check().problems
    assert {first.what.split(":")[0], second.what.split(":")[0]} == {
        "a second dossier of this id",
        "a second dossier of this text_sha256",
    }
    assert str(harbour.dossier) in first.what


def test_documents_that_supersede_one_another(harbour: Harbour) -> None:
    text = harbour.dossier.read_text("utf-8")
    claims = text[text.index("claims:") :]
    (located,) = read_dossiers(harbour.dossier)
    other = text.replace(claims, "").replace("brume-news-2031-03-04", "later")
    other = other.replace(located.dossier.document.text_sha256, SHA)
    harbour.write(
        "later.yaml", other.replace("  label:", "  supersedes: document/brume-news-2031-03-04\n  label:")
    )
    assert harbour.check().sound
    harbour.change(harbour.dossier, "  label:", "  supersedes: document/later\n  label:")
    (problem,) = harbour.check().problems
    assert "supersede one another in a circle" in problem.what


def test_many_files_are_checked_in_processes_alike(harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "SMALL", 0)
    text = harbour.dossier.read_text("utf-8").replace("predicate: ARRESTED", "predicate: ARESTED")
    (located,) = read_dossiers(harbour.dossier)
    for number in range(8):
        copy = text.replace("brume-news-2031-03-04", f"copy-{number}")
        harbour.write(
            f"copy{number}.yaml", copy.replace(located.dossier.document.text_sha256, f"{number}b" * 32)
        )
    report = harbour.check()
    assert [p.what for p in report.problems] == ["unknown predicate `ARESTED`"] * 8
    assert len({p.file for p in report.problems}) == 8
    assert report.counts["claims"] == 9 * 6


def test_many_texts_not_held_make_one_notice(harbour: Harbour) -> None:
    lines = [
        f'{{"document": {{"id": "document/d{n}", "label": "x", "text_sha256": "{n:064x}", "length": 9}}, '
        '"coded": [{"by": "a", "on": "2031-03-05"}]}\n'
        for n in range(50)
    ]
    path = harbour.write("bulk.jsonl", "".join(lines))
    report = harbour.check()
    assert report.sound
    (notice,) = report.notices
    assert (notice.file, notice.what.split(":")[0]) == (
        str(path),
        "the texts of 50 documents are not at hand",
    )


def test_a_dossier_like_those_loaded_in_bulk_is_sound() -> None:
    catalogue, located = _bulk(2000)
    assert check_dossier(located, catalogue) == []


def _bulk(claims: int) -> tuple[Catalogue, LocatedDossier]:
    registry = msgspec.convert(
        {
            "entities": [
                {"id": "cohort/c", "kind": "Cohort", "name": "c"},
                {"id": "embassy/e", "kind": "Embassy", "name": "e"},
            ],
            "occasions": [{"id": "occasion/o", "name": "o", "speakers": ["embassy/e"]}],
            "series": [{"id": "series/s", "name": "s", "unit": "people"}],
        },
        Registry,
    )
    entry = {
        "section": "body",
        "says": "Five seamen came to the embassy for help in January.",
        "subject": "cohort/c",
        "predicate": "ARRIVED_AT",
        "object": "embassy/e",
        "count": {"value": 5, "unit": "people", "series": "series/s"},
        "when": {"edtf": "2026-01-16/2026-01-20"},
        "by": ["embassy/e"],
        "occasion": "occasion/o",
    }
    listed = [
        msgspec.convert(
            {**entry, "key": f"k{n}", "at": {"start": n, "end": n + 9, "sha256": SHA}}, ClaimEntry
        )
        for n in range(claims)
    ]
    head = {"id": "document/d", "label": "d", "text_sha256": SHA, "length": claims + 10}
    dossier = msgspec.convert({"document": head, "coded": [{"by": "a", "on": "2026-01-01"}]}, Dossier)
    dossier = msgspec.structs.replace(dossier, claims=listed)
    return build_catalogue(load_ontology(), [registry]), LocatedDossier(dossier, "bulk", JsonLines(1, {}))
