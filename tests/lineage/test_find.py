"""Finding reprints among stories whose lineage is known."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.lineage import printed, restyled, story
from graph.model.errors import InputError
from graph.model.ids import compute_span_digest
from graph.model.records import LineageEntry
from ingest.lineage.align import compute_weights
from ingest.lineage.features import Extractor
from ingest.lineage.find import compare_documents, find_lineage
from ingest.lineage.index import Index
from ingest.lineage.judge import compare_texts
from ingest.lineage.sources import Source
from ingest.lineage.words import extract_words, normalise_word
from tests.lineage import stories
from tests.lineage.stories import OTHER, WIRE, american, text
from tests.machine import choose_amount


def source(folder: Path, name: str, content: str, without: tuple[tuple[int, int], ...] = ()) -> Source:
    path = folder / f"{name}.txt"
    path.write_bytes(content.encode())
    return Source(f"document/{name}", hashlib.sha256(content.encode()).hexdigest(), path, without)


def judgement(one: str, other: str) -> str:
    return compare_texts(compute_weights(extract_words(one)), compute_weights(extract_words(other))).judgement


def found(folder: Path, **contents: str) -> dict[tuple[str, str], LineageEntry]:
    sources = [source(folder, name, content) for name, content in contents.items()]
    with Index(folder / "index") as index:
        entries = find_lineage(sources, index).entries
    return {(e.a.removeprefix("document/"), e.b.removeprefix("document/")): e for e in entries}


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Jan", "january"), ("Sept", "september"), ("U.S", "us"), ("1,440", "1440"), ("2.5", "2.5"),
        ("South-east", "southeast"), ("Cambodia’s", "cambodia"), ("organised", "organized"),
        ("harbours", "harbors"),
        ("centres", "centers"), ("travelled", "traveled"), ("eleven", "11"), ("percent", "cent"),
        ("MAY", "may"),
        ("ＡＢＣ", "abc"), ("Straße", "strasse"), ("advisers", "advisors"),
    ],
)  # fmt: skip
def test_forms_are_free_of_house_style(word: str, form: str) -> None:
    assert normalise_word(word) == form
    assert normalise_word(form) == form


def test_words_know_quotations_sentences_and_what_is_left_out() -> None:
    whole = "Menu. She said “we go” today.\nIt's late."
    words = extract_words(whole, [(0, 5)])
    assert words.forms == ["she", "said", "we", "go", "today", "it", "late"]
    assert list(words.quoted) == [0, 0, 1, 1, 0, 0, 0]
    assert words.sentences == [(0, 5), (5, 7)]
    assert [whole[s:e] for s, e in zip(words.starts, words.ends, strict=True)][-2:] == ["It's", "late"]
    khmer = extract_words("ភ្នំពេញ និង 中文字")
    assert len(khmer.forms) == len("ភ្នំពេញនិង中文字")


def test_a_wire_story_and_what_was_made_of_it(tmp_path: Path) -> None:
    pairs = found(
        tmp_path,
        a_wire=text(*WIRE),
        b_style=american(text(*WIRE)),
        c_cut=text(*WIRE[:3]),
        d_swapped=text(*WIRE[4:], *WIRE[:4]),
        e_rewrite=text(*stories.REWRITE),
        f_other=text(*OTHER),
        g_column=text(*stories.COLUMN),
    )
    reprints = {pair for pair, entry in pairs.items() if entry.judgement == "reprint"}
    printing = ["a_wire", "b_style", "c_cut", "d_swapped", "e_rewrite"]
    assert {("a_wire", other) for other in printing[1:]} <= reprints
    assert all(set(pair) <= set(printing) for pair in pairs)
    style, cut = pairs["a_wire", "b_style"], pairs["a_wire", "c_cut"]
    assert (style.share_a, style.share_b) == (1.0, 1.0)
    assert {p.how for p in style.passages} == {"house-style", "exact"}
    assert cut.share_b == 1.0
    assert 0.3 < cut.share_a < 0.6
    assert [p.how for p in cut.passages] == ["exact"]
    assert {p.how for p in pairs["a_wire", "e_rewrite"].passages} >= {"paraphrase"}


def test_every_passage_is_sealed_as_it_stands_in_both_texts(tmp_path: Path) -> None:
    wire, rewrite = text(*WIRE), text(*stories.REWRITE)
    entry = compare_documents(source(tmp_path, "a", wire), source(tmp_path, "b", rewrite))
    assert entry is not None
    for passage in entry.passages:
        for span, whole in ((passage.a, wire), (passage.b, rewrite)):
            assert span.sha256 == compute_span_digest(whole, span.start, span.end)
            assert whole[span.start : span.end].strip() == whole[span.start : span.end]


def test_a_quotation_alone_is_no_reprint() -> None:
    assert judgement(text(*WIRE), text(*stories.COLUMN)) == "not"
    long = "“" + " ".join(WIRE[3:6]).rstrip(".") + ",” the notice read."
    assert judgement(long, text(OTHER[0], long, *OTHER[1:])) == "not"
    assert judgement(text(*WIRE[3:6]), text(OTHER[0], long, *OTHER[1:])) == "not"  # one prints, one quotes
    assert judgement(text(*WIRE[3:6]), text(OTHER[0], *WIRE[3:6])) == "reprint"


def test_texts_about_one_subject_are_no_reprints() -> None:
    assert judgement(text(*WIRE), text(*OTHER)) == "not"
    chance = random.Random(3)
    texts = [compute_weights(extract_words(printed(story(chance)))) for _ in range(25)]
    judged = [compare_texts(a, b).judgement for n, a in enumerate(texts) for b in texts[:n]]
    assert set(judged) == {"not"}


def test_furniture_is_not_compared(tmp_path: Path) -> None:
    banner = "Sign up for the morning letter of this paper and get the tides, tolls and talk of the quay. "
    more = (
        "Readers who pay get the evening edition, the shipping tables and every crossword since the flood. "
    )
    one, other = banner + more + text(*OTHER), banner + more + text(*stories.COLUMN)
    left_out = ((0, len(banner + more)),)
    assert compare_documents(source(tmp_path, "a", one), source(tmp_path, "b", other)) is not None
    assert (
        compare_documents(source(tmp_path, "a", one, left_out), source(tmp_path, "b", other, left_out))
        is None
    )


def test_a_decided_pair_is_compared_whatever_the_index_says(tmp_path: Path) -> None:
    sources = [source(tmp_path, "a", text(*WIRE)), source(tmp_path, "b", text(*stories.COLUMN))]
    pair = frozenset(one.id for one in sources)
    with Index(tmp_path / "index") as index:
        assert find_lineage(sources, index).entries == []
        (entry,) = find_lineage(sources, index, [pair]).entries
    assert entry.judgement == "not"
    assert len(entry.passages) == 1  # the quotation, for a person to see


def test_documents_that_come_one_by_one_find_the_same(tmp_path: Path) -> None:
    chance = random.Random(11)
    own = [story(chance) for _ in range(12)]
    own += [[*own[n][4:9], *story(chance)] for n in range(6)]
    sources = [source(tmp_path, f"d{n:02}", printed(one)) for n, one in enumerate(own)]
    with Index(tmp_path / "at-once") as index:
        at_once = find_lineage(sources, index)
    by_and_by: dict[tuple[str, str], LineageEntry] = {}
    with Index(tmp_path / "by-and-by") as index:
        for count in range(1, len(sources) + 1):
            by_and_by.update({(e.a, e.b): e for e in find_lineage(sources[:count], index).entries})
    assert by_and_by == {(e.a, e.b): e for e in at_once.entries}
    assert set(by_and_by) == {(f"document/d{n:02}", f"document/d{n + 12:02}") for n in range(6)}


def test_an_index_forgets_what_a_changed_text_said(tmp_path: Path) -> None:
    extractor = Extractor()
    wire = source(tmp_path, "a", text(*WIRE))
    with Index(tmp_path / "index") as index:
        find_lineage([wire, source(tmp_path, "b", text(*WIRE[2:]))], index)
        changed = source(tmp_path, "b", text(*stories.COLUMN[2:]))
        assert find_lineage([wire, changed], index).entries == []
        assert index.find_similar(extractor.extract(text(*WIRE))) == ["document/a"]
        assert list(index.find_pairs()) == []


def test_a_story_printed_by_many_makes_few_pairs(tmp_path: Path) -> None:
    sources = [source(tmp_path, f"d{n:03}", text(*WIRE, f"Printed by paper {n}.")) for n in range(60)]
    with Index(tmp_path / "index") as index:
        result = find_lineage(sources, index)
        one_more = find_lineage([*sources, source(tmp_path, "e", text(*WIRE))], index)
    assert {entry.b for entry in result.entries} == {one.id for one in sources[1:]}
    assert result.compared < 3 * len(sources)
    assert [entry.a for entry in one_more.entries] == ["document/d000"]


def test_files_that_are_no_index_and_texts_that_changed_are_errors(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("no database, and long enough to be read as one" * 40)
    with pytest.raises(InputError, match="is no index"), Index(tmp_path / "index"):
        pass
    wire = source(tmp_path, "a", text(*WIRE))
    wire.path.write_text("something else")
    with (
        pytest.raises(InputError, match="no longer the text of document/a"),
        Index(tmp_path / "new") as index,
    ):
        find_lineage([wire], index)


@settings(max_examples=choose_amount(20, 400))
@given(st.integers(0, 10_000), st.integers(0, 15), st.integers(3, 8), st.booleans())
def test_what_is_printed_is_found_and_what_is_not_is_not(seed: int, at: int, size: int, style: bool) -> None:
    chance = random.Random(seed)
    theirs, mine = story(chance), story(chance)
    part = theirs[at : at + size]
    unquoted = [sentence for sentence in part if "“" not in sentence]
    content = [*mine[:5], *part, *mine[5:]]
    other = restyled(printed(content)) if style else printed(content)
    judged = compare_texts(
        compute_weights(extract_words(printed(theirs))), compute_weights(extract_words(other))
    )
    if len(unquoted) >= 3:
        assert judged.judgement == "reprint"
    words = len(extract_words(printed(part)).forms)
    told = [match for match in judged.passages if match.how != "paraphrase"]
    assert sum(match.a[1] - match.a[0] for match in told) <= words + 8  # and hardly a word beyond


@settings(max_examples=choose_amount(20, 300))
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    a, b = compute_weights(extract_words(one)), compute_weights(extract_words(other))
    judged = compare_texts(a, b, decided=True)
    assert 0 <= judged.share_a <= 1
    assert compare_texts(a, b).judgement == compare_texts(b, a).judgement or judged.passages
    assert all(-(2**63) <= feature < 2**63 for feature in Extractor().extract(one))
