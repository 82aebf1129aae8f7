"""Passages of the texts at hand: offsets, marks, claims, the file, and what changes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.texts.text_store import find_texts
from queries.search.marking import build_match
from queries.search.passage_index import LONGEST, HeldText, PassageIndex, split_passages
from queries.search.passages import Passages
from queries.search.search_words import parse_search_words
from tests.search.conftest import find_group, search_for

TEXT = "Ein Hügel — “ភ្នំពេញ” 𝔸.\n\n  The scammers released 1,440 people.  \nNo one was 440 or left alone.\n"


def find(index: PassageIndex, text: str) -> list[str]:
    """The passages found, by their offsets in the text."""
    match = build_match(parse_search_words(text), "AND", numbers="numbers")
    return [TEXT[hit.start : hit.end] for hit in (index.search(match, 10) if match else [])]


def make_index(file: Path | None = None, *stretches: tuple[int, int]) -> PassageIndex:
    index = PassageIndex({"sha": TEXT}.get, file)
    assert index.update([HeldText("document/d", "sha", stretches), HeldText("document/e", "no", ())]) == {
        HeldText("document/d", "sha", stretches).key: "document/d"
    }
    return index


@pytest.mark.parametrize("text", ["release", "scammer releasing", "1440", "1,440", "1 440", "who says 1440"])
def test_a_passage_is_found_with_its_code_points(text: str) -> None:
    assert find(make_index(), text) == ["The scammers released 1,440 people."]


def test_a_number_is_no_part_of_another() -> None:
    assert find(make_index(), "440") == ["No one was 440 or left alone."]


@pytest.mark.parametrize(
    "text", ['"', "NEAR(", "released OR nothing", "text:released", "rel*", "released NOT people"]
)
def test_syntax_of_the_index_does_nothing(text: str) -> None:
    find(make_index(), text)


def test_stretches_that_name_someone_are_left_out() -> None:
    start = TEXT.index("scammers")
    index = make_index(None, (start, start + len("scammers")))
    assert find(index, "scammers") == [] and len(find(index, "released")) == 1


def test_the_file_is_private_kept_and_used_again(tmp_path: Path) -> None:
    file = tmp_path / "passages.sqlite"
    make_index(file).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = PassageIndex({}.get, file)  # type: ignore[arg-type]
    assert again.update([HeldText("document/d", "sha", ())]) == {"sha": "document/d"}
    assert find(again, "released") == ["The scammers released 1,440 people."]


@pytest.mark.parametrize("content", [b"no database at all, but text", b""])
def test_a_damaged_file_is_built_again(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "passages.sqlite"
    file.write_bytes(content)
    assert len(find(make_index(file), "released")) == 1
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0 or not content


def test_where_no_file_can_be_written_the_index_is_in_memory(tmp_path: Path) -> None:
    assert len(find(make_index(tmp_path / "nowhere" / "passages.sqlite"), "released")) == 1
    assert list(tmp_path.iterdir()) == []


def test_long_paragraphs_are_split_between_sentences() -> None:
    text = "\n".join(["Every sentence is short. " * 80, "One line.", "x" * 900])
    spans = list(split_passages(text))
    assert all(end - start <= LONGEST for start, end in spans[:-1])
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def test_a_hit_names_its_document_and_the_claims_in_it(articles: Store, texts: Path) -> None:
    library = find_texts(texts)
    group = find_group(search_for(articles, "1440", passages=Passages(library.get)), "passages")
    assert group.total == 3
    for hit in group.hits:
        document = hit.more["document"]["id"]
        (row,) = articles.read("MATCH (d:Document {id: $id}) RETURN d.text_sha256 AS sha", {"id": document})
        words = (library.get(row["sha"]) or "")[hit.more["start"] : hit.more["end"]]
        assert "1,440" in words
        assert [piece.text for piece in hit.snippet if piece.hit] == ["1,440"]
        for claim in hit.more["claims"]:
            (c,) = articles.read("MATCH (c:Claim {id: $id}) RETURN c.start AS a, c.end AS b", {"id": claim})
            assert hit.more["start"] <= c["a"] and c["b"] <= hit.more["end"]
    assert any(hit.more["claims"] for hit in group.hits)


def test_a_text_that_changed_is_not_searched(articles: Store, texts: Path, tmp_path: Path) -> None:
    for path in texts.glob("*.txt"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8") + "x", encoding="utf-8")
    result = search_for(articles, "1440", passages=Passages(find_texts(tmp_path).get))
    assert find_group(result, "passages").total == 0


def test_passages_of_a_day(articles: Store, texts: Path) -> None:
    passages = Passages(find_texts(texts).get)
    assert find_group(search_for(articles, "1440", "2026-01-20", passages=passages), "passages").total == 0
    limited = search_for(articles, "1440", passages=passages, document="document/afp-1400-left-2026-01-21")
    assert find_group(limited, "passages").total == 1
