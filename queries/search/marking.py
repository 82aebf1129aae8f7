"""Mark the words of a query in texts, by the same stems that the full-text indexes use.

SQLite's `porter` tokenizer stems as Lucene's English analyzer does; a table in memory holds the texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from graph.store.full_text import SHORTEST_PREFIX
from queries.search.model import Piece
from queries.search.search_words import SearchWords, find_numbers, iter_forms

SNIPPET, LEAD = 240, 80
"""Characters of a snippet, and how many of them precede its first hit."""
BEGIN, END = "\x02", "\x03"
CONTROL = str.maketrans({BEGIN: " ", END: " "})
TOKENIZER = "porter unicode61 remove_diacritics 0"
_LEFT_OUT = """
    a an and are as at be but by for if in into is it no not of on or such that the their then there
    these they this to was will with
"""
STOP_WORDS = frozenset(_LEFT_OUT.split())
"""The words that Lucene's English analyzer leaves out."""


def build_match(words: SearchWords, joiner: str, *, numbers: str = "") -> str:
    """Build the FTS5 query for texts with all (AND) or any (OR) of the words; "" if none counts.

    `numbers` is the column with the numbers of a text, if there is one: "440" is then not found in "1,440".
    """
    clauses = []
    for number, forms in enumerate(iter_forms(words)):
        if forms[0] in STOP_WORDS:
            continue
        alternatives = [f'"{form}"' for form in forms]
        encoded = dict.fromkeys(code for form in forms for code in find_numbers(form))
        if numbers and forms[0][0].isdecimal() and encoded:
            clauses.append(f"{numbers} : ({' OR '.join(encoded)})")
            continue
        if number == len(words.words) - 1 and len(forms[0]) >= SHORTEST_PREFIX and forms[0].isalpha():
            alternatives.append(f'"{forms[0]}"*')
        clauses.append(f"({' OR '.join(alternatives)})")
    return f" {joiner} ".join(clauses)


def mark_words(texts: Sequence[str], words: SearchWords) -> list[tuple[Piece, ...]]:
    """Return each text in pieces; those that match a word are hits."""
    marked = dict(_run_match(texts, build_match(words, "OR")))
    return [split_marked(marked.get(number, text)) for number, text in enumerate(texts)]


def find_matching(texts: Sequence[str], words: SearchWords) -> set[int]:
    """Return the numbers of the texts that have all the words."""
    return {number for number, _ in _run_match(texts, build_match(words, "AND"))}


def split_marked(text: str) -> tuple[Piece, ...]:
    """Return a text with marks as pieces."""
    pieces = []
    for part in text.split(BEGIN):
        hit, mark, rest = part.partition(END)
        if mark:
            pieces.append(Piece(hit, True))
        else:
            rest = hit
        if rest:
            pieces.append(Piece(rest, False))
    return tuple(pieces)


def cut_snippet(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of a passage around its first hit, some SNIPPET characters of them."""
    first = next((number for number, piece in enumerate(pieces) if piece.hit), 0)
    before = "".join(piece.text for piece in pieces[:first])
    if len(before) > LEAD:
        before = "…" + before[-LEAD:].partition(" ")[2]
    snippet, left = [Piece(before, False)] if before else [], SNIPPET - len(before)
    for piece in pieces[first:]:
        if len(piece.text) > left and not piece.hit:
            snippet.append(Piece(piece.text[: max(left, 0)].rpartition(" ")[0] + "…", False))
            break
        snippet.append(piece)
        left -= len(piece.text)
    return tuple(snippet)


def _run_match(texts: Sequence[str], match: str) -> Iterator[tuple[int, str]]:
    if not match or not texts:
        return
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE VIRTUAL TABLE t USING fts5(x, tokenize = '{TOKENIZER}')")
        rows = ((number, text.translate(CONTROL)) for number, text in enumerate(texts))
        database.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", rows)
        query = "SELECT rowid, highlight(t, 0, ?, ?) FROM t WHERE t MATCH ?"
        yield from database.execute(query, (BEGIN, END, match))
