"""Sentences are split with care, mentions are found, and what no claim carries is named."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.errors import CheckFailed
from graph.model.export_records import WITHHELD
from graph.model.records import Alias, EntityEntry, Quantity
from ingest.check.first_pass import run_first_pass
from ingest.coverage.claim_content import build_claim_content, is_mention_covered
from ingest.coverage.mentions import find_mentions
from ingest.coverage.names import NameIndex, build_name_index
from ingest.coverage.report import Coverage, build_coverage_report
from ingest.files.reader import read_dossiers
from ingest.texts.sentences import split_sentences
from tests.ingest.harbour import TEXT, Harbour

NONE = NameIndex()


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("The U.S. Navy and Dr. Moss met on Jan. 16 in St. Bee. They ate.", None),
        ("“We ate.” They left.", ["“We ate.”", "They left."]),
        ("He said: “We ate. They slept.”", ["He said: “We ate.", "They slept.”"]),
        ("It cost 3.5 pounds. More came!  Why? Nobody knew…", None),
        ("Headline without a stop\nBody here.", ["Headline without a stop", "Body here."]),
        ("- First point\n• Second point.\n\n---\n3. Third", ["First point", "Second point.", "Third"]),
        ("J. Moss left. K", ["J. Moss left.", "K"]),
        ("Wait... then go. ... Then came Éva.", ["Wait... then go. ...", "Then came Éva."]),
        ("他们走了。他们回来了！", ["他们走了。", "他们回来了！"]),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    found = split(text)
    if expected is None:
        expected = {"T": ["The U.S. Navy and Dr. Moss met on Jan. 16 in St. Bee.", "They ate."]}.get(
            text[0], ["It cost 3.5 pounds.", "More came!", "Why?", "Nobody knew…"]
        )
    assert found == expected


@given(st.text("ab.!? \n“”A1😀", max_size=60))
def test_sentences_lose_no_letter(text: str) -> None:
    spans = list(split_sentences(text))
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    inside = {n for start, end in spans for n in range(start, end)}
    lost = [n for n, character in enumerate(text) if character.isalnum() and n not in inside]
    # Only a bullet's number may go.
    assert all(text[n].isdigit() for n in lost)


def found(text: str, kind: str) -> list[str]:
    return [m.words for m in find_mentions(text, NONE) if m.kind == kind]


def test_numbers_in_digits_and_words() -> None:
    text = (
        "Some 1,440 of 2,000 paid US$600 or Rp402.5 billion, 80 per cent; KP2MI counted twenty-one, "
        "tens of billions."
    )
    assert found(text, "numeral") == ["1,440", "2,000", "US$600", "Rp402.5 billion", "80 per cent"]
    assert found(text, "number word") == ["Some", "twenty-one", "tens of billions"]
    values = {m.words: m.values for m in find_mentions(text, NONE) if m.values}
    assert values["Rp402.5 billion"] == (402.5, 402.5e9)
    assert values["80 per cent"] == (80, 0.8)
    assert values["twenty-one"] == (21,)
    assert found("no one at all; one another; half a dozen; a couple", "number word") == [
        "half a dozen",
        "a couple",
    ]


def test_dates() -> None:
    text = (
        "On Jan 16 and 20, 1,440 came; January 16-21, 2026; 3 March 2031; in May 2025; they may march; "
        "since May; 2024-2025; in 2026; 2026-01-19; on Monday; this week; in the last five days; "
        "at 10:01 AM CST; two weeks ago"
    )
    assert found(text, "date") == [
        "Jan 16 and 20", "January 16-21, 2026", "3 March 2031", "May 2025", "May", "2024-2025", "2026",
        "2026-01-19", "Monday", "this week", "last five days", "10:01 AM CST", "two weeks ago",
    ]  # fmt: skip
    days = {m.words: m.days for m in find_mentions(text, NONE) if m.kind == "date"}
    assert days["Jan 16 and 20"] == ((None, 1, 16), (None, 1, 20))
    assert days["January 16-21, 2026"] == ((2026, 1, 16), (2026, 1, 21))
    assert days["2024-2025"] == ((2024, None, None), (2025, None, None))
    assert found(text, "numeral") == ["1,440"]
    assert found(text, "number word") == []


def test_quotations() -> None:
    text = '“We ate,” he said. The "largest" of ‘small things’ isn’t here, nor the men’s. «Oui», 「好」'
    assert found(text, "quotation") == ["We ate,", "largest", "small things", "Oui", "好"]


def test_names_in_every_script() -> None:
    index = build_name_index(
        [
            EntityEntry("country/us", "Country", "US", aliases=(Alias("United States", "x"),)),
            EntityEntry("city/pp", "City", "Phnom Penh", aliases=[Alias("ភ្នំពេញ", "x"), Alias("金边", "x")]),
            EntityEntry("embassy/pp", "Embassy", "Embassy in Phnom Penh"),
            EntityEntry("government/pp", "GovernmentBody", "Phnom Penh"),
        ]
    )
    text = (
        "The US told us, and the united states met the Embassy in Phnom Penh; phnom penh; 在金边 នៅភ្នំពេញ US$5"
    )
    names = [(m.words, sorted(m.ids)) for m in find_mentions(text, index) if m.kind == "name"]
    assert names == [
        ("US", ["country/us"]),
        ("united states", ["country/us"]),
        ("Embassy in Phnom Penh", ["embassy/pp"]),
        ("phnom penh", ["city/pp", "government/pp"]),
        ("金边", ["city/pp"]),
        ("ភ្នំពេញ", ["city/pp"]),
    ]


def cover(harbour: Harbour) -> Coverage:
    paths = [p for p in harbour.folder.iterdir() if p.is_file()]
    (covered,) = build_coverage_report(paths, harbour.folder / "texts").documents
    return covered


def gaps(harbour: Harbour, *kinds: str) -> list[str]:
    return [gap.words for gap in cover(harbour).gaps if gap.kind in kinds or not kinds]


def test_a_harbour_that_explains_everything(harbour: Harbour) -> None:
    covered = cover(harbour)
    # BRUME is the dateline, for which this dossier has no claim; “Office” is carried wherever it occurs.
    assert [(g.kind, g.words, TEXT[g.start : g.end]) for g in covered.gaps] == [("name", "BRUME", "BRUME")]
    (located,) = read_dossiers(harbour.dossier)
    spans = [s for c in located.dossier.claims for s in [c.at, *c.also] if s]
    assert covered.in_claims == pytest.approx(sum(s.end - s.start for s in spans) / len(TEXT))
    assert covered.in_furniture == pytest.approx(len("Subscribe for the harbour letter") / len(TEXT))
    assert (covered.characters, covered.claims) == (len(TEXT), 6)


def without(harbour: Harbour, *keys: str) -> None:
    """The dossier again, without these claims."""
    (located,) = read_dossiers(harbour.dossier)
    kept = [claim for claim in located.dossier.claims if claim.key not in keys]
    write(harbour, kept, furniture=True)


def write(harbour: Harbour, claims: Iterable[object], *, furniture: bool) -> None:
    (located,) = read_dossiers(harbour.dossier)
    value = msgspec.to_builtins(located.dossier)
    head = {key: value[key] for key in ("document", "coded", "furniture")}
    if not furniture:
        del head["furniture"]
    harbour.dossier.unlink()
    lines = [msgspec.json.encode(line) for line in [head, *claims]]
    (harbour.folder / "dossier.jsonl").write_bytes(b"\n".join(lines))


def test_a_sentence_without_a_claim(harbour: Harbour) -> None:
    without(harbour, "silent", "queue")
    assert gaps(harbour, "sentence") == [
        "Dozens waited at the ferry on Monday.",
        "The Port Office did not answer.",
    ]
    assert gaps(harbour, "number word", "date") == ["Dozens", "Monday"]


def test_furniture_explains_what_no_claim_does(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    write(harbour, located.dossier.claims, furniture=False)
    assert gaps(harbour, "sentence") == ["Subscribe for the harbour letter"]


CARRIED = [
    ("value: 1200", "value: 1201", "numeral", "1,200"),
    ("words: dozens", "words: many", "number word", "Dozens"),
    ("{value: 2, unit: people}", "{value: 3, unit: people}", "number word", "two"),
    ("edtf: 2031-03-03, known: 'inferred: carried'", "edtf: 2031-06-04, known: stated", "date", "Monday"),
    ("edtf: 2031-03-03, known: 'inferred: the", "edtf: 2031-05-03, known: 'inferred: the", "date", "March 3"),
    ('edtf: "2030"', 'edtf: "2027"', "date", "2030"),
    ("    quoted: full\n", "", "quotation", "We were never paid,"),
    ("    subject: person/p1f0c5e9a7b3d\n", "    subject: cohort/sailors\n", "name", WITHHELD),
]


@pytest.mark.parametrize(("old", "new", "kind", "words"), CARRIED)
def test_only_a_claim_at_the_place_that_says_so_carries(
    harbour: Harbour, old: str, new: str, kind: str, words: str
) -> None:
    assert words not in gaps(harbour, kind)
    if kind == "date" and words in ("March 3", "Monday"):  # the day of publication would carry it
        harbour.change(harbour.dossier, "edtf: 2031-03-04", "edtf: 2031-10")
    if kind == "name":
        harbour.change(harbour.dossier, "    by: [person/p1f0c5e9a7b3d]\n", "")
    harbour.change(harbour.dossier, old, new)
    assert words in gaps(harbour, kind)


def test_a_number_is_carried_only_where_it_stands(harbour: Harbour) -> None:
    """The same number in a claim elsewhere does not help."""
    harbour.change(harbour.dossier, "value: 1200", "value: 1201")
    harbour.change(harbour.dossier, "{value: 2, unit: people}", "{value: 2, of: 1200, unit: people}")
    assert "1,200" in gaps(harbour, "numeral")


def test_windows_of_cohorts_and_occasions_carry_dates(harbour: Harbour) -> None:
    harbour.change(
        harbour.dossier, "edtf: 2031-03-03, known: 'inferred: the", "edtf: 2031-07-03, known: 'inferred: the"
    )
    harbour.change(harbour.dossier, "edtf: 2031-03-04", "edtf: 2031-10")
    assert "March 3" in gaps(harbour, "date")
    harbour.change(harbour.registry, "speakers: [", "when: {edtf: 2031-03-03}, speakers: [")
    assert "March 3" not in gaps(harbour, "date")


def test_the_day_of_publication_carries_its_date_but_no_weekday(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "edtf: 2031-03-04", "edtf: 2031-03-03")  # a Monday
    for known in ("'inferred: carried'", "'inferred: the day of the statement'"):
        harbour.change(harbour.dossier, f"    when: {{edtf: 2031-03-03, known: {known}}}\n", "")
    assert gaps(harbour, "date") == ["Monday"]


def test_a_lapse_of_time_is_carried_by_a_duration(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    entry = located.dossier.claims[3]
    mention = next(m for m in find_mentions("They came two days later.", NONE) if m.kind == "date")
    catalogue = run_first_pass([harbour.registry]).catalogue
    for unit, expected in (("days", True), ("months", False)):
        changed = msgspec.structs.replace(entry, when=None, duration=Quantity(value=2, unit=unit))
        held = build_claim_content(changed, located.dossier.document, catalogue)
        assert is_mention_covered(held, mention, catalogue) is expected


def test_a_dossier_that_does_not_fit_its_text_is_refused(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    span = located.dossier.claims[1].at
    assert span is not None
    harbour.change(harbour.dossier, span.sha256, "ab" * 32)
    with pytest.raises(CheckFailed, match="pledge at"):
        cover(harbour)


def test_a_missing_text_is_a_notice(harbour: Harbour, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    report = build_coverage_report([harbour.dossier, harbour.registry], tmp_path / "none")
    assert report.documents == ()
    assert [n.what for n in report.notices] == ["its text is not available, so its coverage is unknown"]
