"""Sealing and unsealing lose nothing, touch nothing else, and leave no source's words behind unasked."""

from __future__ import annotations

import hashlib
import os
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model.errors import CheckFailed, InputError
from graph.model.ids import compute_span_digest
from graph.model.records import Span
from ingest.files.reader import find_files, read_dossiers
from ingest.files.seal import format_span, seal, unseal, write_unsealed
from ingest.files.yaml_with_lines import parse_yaml
from ingest.texts.lookalike_quotes import ASPECTS, find_lookalike
from ingest.texts.passages import QuoteError, find_span, format_quote
from ingest.texts.text_store import Texts, find_texts
from tests.ingest.harbour import TEXT, Harbour, build
from tests.machine import choose_amount

# Letters with two code units in UTF-16, combining marks, line ends of all sorts, quotation marks, YAML's own.
ALPHABET = "ab 😀𝒳é e\u0301\n\r\t\u2028\u0085\ufeff“”'\"«2»#:-{}[],&*!|>%@`\\\u200d\U0010ffff"
texts = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=60)


@given(texts, st.data())
def test_any_span_is_found_again_by_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end, compute_span_digest(text, start, end))
    assert find_span(format_quote(span, text), text) == span
    assert hashlib.sha256(text[start:end].encode()).hexdigest() == span.sha256


def test_words_that_stand_more_than_once() -> None:
    assert find_span("ana«1»", "banana").start == 1
    assert find_span("ana«2»", "banana").start == 3
    with pytest.raises(QuoteError) as caught:
        find_span("ana", "banana")
    assert caught.value.what == "these words stand 2 times in the text"
    assert caught.value.right.endswith("«1» at 1, «2» at 3")
    with pytest.raises(QuoteError, match="2 times in the text, not 3"):
        find_span("ana«3»", "banana")


@pytest.mark.parametrize(
    ("words", "differs"),
    [
        ('"We were"', "quotation marks"),
        ("“we\u00a0were”", "spaces and case"),
        ("“We\nwere”", "spaces"),
        ("“We we\u200bre”", "invisible characters"),
        ('"we  were"', "quotation marks, spaces and case"),
    ],
)
def test_a_near_miss_shows_what_stands_there(words: str, differs: str) -> None:
    with pytest.raises(QuoteError) as caught:
        find_span(words, "so “We were” said")
    assert caught.value.what == "these words are not in the text"
    assert caught.value.right == f"at 3 stands '“We were”', which differs in {differs}: copy it from there"


KHMER = "ជូន\u200bណារ៉ា\u200bដឹកនាំ"
ARABIC = "محمد بن سالم\u200f Azure"


@pytest.mark.parametrize(
    ("text", "quote", "differs"),
    [
        (KHMER, KHMER.replace("\u200b", ""), "invisible characters"),
        (KHMER, KHMER.replace("\u200b", " "), "invisible characters and spaces"),
        (ARABIC, ARABIC.replace("\u200f", ""), "invisible characters"),
        ("re\u00adporters", "reporters", "invisible characters"),
        ("Nguye\u0302\u0303n Thi\u0323 Hoa\u0300", "Nguyễn Thị Hoà", "normal form"),
        ("Nguyễn Thị Hoà", "Nguye\u0302\u0303n Thi\u0323 Hoa\u0300", "normal form"),
        ("a\u0323\u0302", "a\u0302\u0323", "normal form"),
        ("น\u0e4d\u0e32", "น\u0e33", "normal form"),
        ("Ofﬁce", "Office", "normal form"),
        ("paid … twice", "paid ... twice", "dots"),
        ("‘paid’ … “twice”", "'paid' ... \"twice\"", "dots and quotation marks"),
        ("US$15‑billion", "US$15-billion", "dashes"),
        ("people—dozens", "people--dozens", "dashes"),
        ("1\u202f440\u00a0people", "1 440 people", "spaces"),
        ("left.\r\nThey", "left.\nThey", "spaces"),
        ("The Ofﬁce", "the ofﬁce", "case"),
    ],
)
def test_what_looks_the_same_is_named(text: str, quote: str, differs: str) -> None:
    with pytest.raises(QuoteError) as caught:
        find_span(quote, f"Before it. {text} After it.")
    assert caught.value.right == f"at 11 stands {text!r}, which differs in {differs}: copy it from there"


@given(texts, texts, st.data())
def test_a_quote_that_lost_its_marks_is_still_found(before: str, text: str, data: st.DataObject) -> None:
    bare = text.translate(dict.fromkeys(map(ord, "\r\n\t \u2028\u0085\ufeff\u200d")))
    whole = f"{before}{text}"
    alike = find_lookalike(bare, whole)
    if not bare:
        assert alike is None
        return
    assert alike is not None
    assert 0 <= alike.start < alike.end <= len(whole)
    assert set(alike.differs_in) <= set(ASPECTS)


def test_sealing_touches_nothing_else(unsealed: Harbour) -> None:
    before = unsealed.dossier.read_text("utf-8").splitlines()
    assert seal(unsealed.dossier, unsealed.texts) == 8
    after = unsealed.dossier.read_text("utf-8").splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 8
    assert all("quote" in a and "sha256" in b and "quote" not in b for a, b in changed)
    (located,) = read_dossiers(unsealed.dossier)
    for claim in located.dossier.claims:
        assert claim.at is not None
        assert compute_span_digest(TEXT, claim.at.start, claim.at.end) == claim.at.sha256
    assert TEXT[located.dossier.claims[0].at.start :].startswith("More than 1,200")  # type: ignore[union-attr]
    assert seal(unsealed.dossier, unsealed.texts) == 0
    assert unsealed.dossier.read_text("utf-8").splitlines() == after


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_there_and_back(unsealed: Harbour, line_end: str, mark: str) -> None:
    content = mark + unsealed.dossier.read_text("utf-8").replace("\n", line_end)
    unsealed.dossier.write_bytes(content.encode())
    seal(unsealed.dossier, unsealed.texts)
    sealed = unsealed.dossier.read_bytes()
    assert sealed.decode().count(line_end) == content.count(line_end)
    shown = unseal(unsealed.dossier, unsealed.texts, include_protected=True)
    assert "left the isle" in shown
    assert unsealed.dossier.read_bytes() == sealed
    unsealed.dossier.write_bytes(shown.encode())
    seal(unsealed.dossier, unsealed.texts)
    assert unsealed.dossier.read_bytes() == sealed


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=choose_amount(30, 600),
)
@given(text=texts, data=st.data())
def test_any_words_survive_the_file(tmp_path: Path, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    other = data.draw(st.integers(0, len(text) - 1))
    spans = [Span(a, b, compute_span_digest(text, a, b)) for a, b in ((start, end), (other, other + 1))]
    path, held = tmp_path / "d.yaml", tmp_path / "t.txt"
    held.write_bytes(text.encode())
    claims = "".join(
        f"  - key: k{n} # 😀\n    section: body\n    says: 😀 {n}\n    at: {format_span(span)}\n"
        f"    subject: a/b\n    also:\n      - {format_span(span)}\n    predicate: LEFT\n"
        for n, span in enumerate(spans)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    head = f"document: {{id: document/d, label: x, text_sha256: {digest}, length: {len(text)}}}\ncoded: []\n"
    sealed = f"{head}claims:\n{claims}"
    path.write_bytes(sealed.encode())
    store = Texts({digest: held})
    shown = unseal(path, store)
    path.write_bytes(shown.encode())
    seal(path, store)
    (located,) = read_dossiers(path)
    assert [claim.at for claim in located.dossier.claims] == spans
    assert [claim.also for claim in located.dossier.claims] == [[s] for s in spans]
    assert path.read_bytes() == sealed.encode()


@pytest.mark.parametrize(
    ("scalar", "words"),
    [
        ("|-\n      two pilots", "two pilots"),
        (">-\n      two\n      pilots", "two pilots"),
        ("'two pilots'", "two pilots"),
        ("two\n      pilots", "two pilots"),
        ('"two p\\x69lots" # hm', "two pilots"),
    ],
)
def test_every_way_of_writing_a_quote(unsealed: Harbour, scalar: str, words: str) -> None:
    unsealed.change(
        unsealed.dossier, "quote: The Port Office arrested two pilots in 2030.", f"quote: {scalar}"
    )
    seal(unsealed.dossier, unsealed.texts)
    (located,) = read_dossiers(unsealed.dossier)
    span = located.dossier.claims[5].at
    assert span is not None
    assert TEXT[span.start : span.end] == words
    assert ("# hm" in scalar) == ("}" + " # hm" in unsealed.dossier.read_text("utf-8"))
    assert len(located.dossier.furniture) == 1


def test_all_bad_quotes_are_named_and_nothing_is_written(unsealed: Harbour) -> None:
    one = unsealed.change(unsealed.dossier, "quote: it pledged a review", "quote: it pledged a revue")
    two = unsealed.change(
        unsealed.dossier, "quote: Dozens waited at the ferry on Monday", "quote: The Port Office"
    )
    before = unsealed.dossier.read_bytes()
    with pytest.raises(CheckFailed) as caught:
        seal(unsealed.dossier, unsealed.texts)
    first, second = caught.value.problems
    assert (first.line, first.where, first.what) == (one, "pledge quote", "these words are not in the text")
    assert (second.line, second.where) == (two, "queue quote")
    assert "«1» at" in second.right
    assert unsealed.dossier.read_bytes() == before


def test_a_quote_beside_its_seal_is_refused(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "    verb: left\n", "    quote: More than\n")
    with pytest.raises(CheckFailed, match="both `quote` and `at` stand here"):
        seal(harbour.dossier, harbour.texts)


def test_unsealing_verifies_every_digest(harbour: Harbour) -> None:
    (located,) = read_dossiers(harbour.dossier)
    span = located.dossier.claims[2].at
    assert span is not None
    line = harbour.change(harbour.dossier, span.sha256, "ab" * 32)
    with pytest.raises(CheckFailed) as caught:
        unseal(harbour.dossier, harbour.texts)
    (problem,) = caught.value.problems
    assert (problem.line, problem.where) == (line, "unpaid at")
    assert "the digest does not match" in problem.what


def test_without_the_text_it_says_which(harbour: Harbour) -> None:
    with pytest.raises(InputError, match="the text of document/brume-news-2031-03-04 is not held") as caught:
        seal(harbour.dossier, Texts())
    assert "SCAMGRAPH_TEXTS" in caught.value.hint


def test_only_yaml_dossiers(harbour: Harbour) -> None:
    lines = harbour.write("x.jsonl", "{}")
    none = harbour.folder / "no.yaml"
    for path, what in ((lines, "only YAML"), (harbour.registry, "no dossier"), (none, "no such file")):
        with pytest.raises(InputError, match=what):
            seal(path, harbour.texts)


def test_unsealed_words_do_not_enter_a_checkout(harbour: Harbour, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "sub").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(checkout)], check=True)
    target = checkout / "sub" / "open.yaml"
    with pytest.raises(InputError, match="lies in the git checkout"):
        write_unsealed(harbour.dossier, harbour.texts, target)
    assert not target.exists()
    write_unsealed(harbour.dossier, harbour.texts, target, force=True)
    write_unsealed(harbour.dossier, harbour.texts, tmp_path / "open.yaml")
    for path in (target, tmp_path / "open.yaml"):
        assert path.read_text("utf-8") == unseal(harbour.dossier, harbour.texts)


def test_a_digest_of_digits_stays_text() -> None:
    digest = "1" * 31 + "e" + "2" * 32
    assert parse_yaml(format_span(Span(1, 2, digest))).data == {"start": 1, "end": 2, "sha256": digest}


def test_texts_are_found_by_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCAMGRAPH_TEXTS", raising=False)
    assert find_texts().get("ab" * 32) is None
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "whatever").write_bytes(b"x\r\ny")
    digest = hashlib.sha256(b"x\r\ny").hexdigest()
    monkeypatch.setenv("SCAMGRAPH_TEXTS", str(tmp_path))
    held = find_texts()
    assert held.get(digest) == "x\r\ny"
    (tmp_path / "sub" / "whatever").write_bytes(b"changed")
    assert held.get(digest) is None
    monkeypatch.setenv("SCAMGRAPH_TEXTS", str(tmp_path / "none"))
    with pytest.raises(InputError, match="no such folder"):
        find_texts()
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match="not UTF-8 at byte 3"):
        find_texts(tmp_path).get(hashlib.sha256(b"caf\xe9").hexdigest())


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        (lambda text: text.replace("\n", "\r\n"), "line ends"),
        (lambda text: "\ufeff" + text, "byte order mark"),
        (lambda text: "\ufeff" + text.replace("\n", "\r\n"), "byte order mark and line ends"),
        (lambda text: unicodedata.normalize("NFD", text), "normal form"),
    ],
)
def test_a_text_that_was_converted_is_recognised(
    tmp_path: Path, change: Callable[[str], str], differs: str
) -> None:
    harbour = build(tmp_path / "harbour", "Ada Quíll")
    path = harbour.folder / "texts" / "any name.txt"
    path.write_bytes(change(path.read_bytes().decode()).encode())
    with pytest.raises(InputError) as caught:
        seal(harbour.dossier, harbour.texts)
    assert caught.value.message.startswith(
        f"{path} is the text of document/brume-news-2031-03-04 but for its"
    )
    assert caught.value.message.endswith(differs)
    assert any(f"a copy with other {differs}" in n.what for n in harbour.check().notices)


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_two_dossiers_of_one_text_are_refused(harbour: Harbour, change: Callable[[str], str]) -> None:
    text = change(TEXT)
    (harbour.folder / "texts" / "copy.txt").write_bytes(text.encode())
    (located,) = read_dossiers(harbour.dossier)
    document = located.dossier.document
    copy = harbour.write(
        "other.yaml",
        f"document: {{id: document/other, label: the same again, length: {len(text)}, "
        f"protected_at: [[0, {len(text)}]], text_sha256: {hashlib.sha256(text.encode()).hexdigest()}}}\n"
        "coded: [{by: first reading, on: 2031-03-05}]\n",
    )
    (problem,) = harbour.check().problems
    assert (problem.file, problem.line, problem.where) == (str(copy), 1, "document/other")
    assert problem.what.startswith(f"its text is that of {document.id} but for line ends")
    assert f"{harbour.dossier}:" in problem.right


def test_a_pipe_is_no_dossier(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="pipe or device"):
        seal(pipe, Texts())
    with pytest.raises(InputError, match="a pipe, socket or device"):
        find_files([pipe])
    with pytest.raises(InputError, match="not a folder"):
        find_texts(pipe)


def test_a_quote_that_is_not_in_the_text_is_a_problem_before_it_is_sealed(unsealed: Harbour) -> None:
    assert unsealed.check().sound
    line = unsealed.change(unsealed.dossier, "quote: it pledged a review", "quote: it pledged nine reviews")
    (problem,) = unsealed.check().problems
    assert (problem.line, problem.where) == (line, "pledge quote")
