"""The passages of the texts at hand, in an SQLite full-text index beside them; never in the graph.

A text is indexed once, under its digest and the stretches of it that name protected people: these are
left out. The file holds what the texts hold, so only its owner can read it. Where it cannot be written,
the index is in memory.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph.model.protected import Stretch, mask_stretches
from queries.search.marking import CONTROL, TOKENIZER
from queries.search.search_words import find_numbers

if TYPE_CHECKING:
    from queries.wording.citations import TextOf

FORMAT = 1
"""The format of the file; one of another format is built again."""
LONGEST = 600
"""Code points from which a paragraph is split between sentences."""
_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+(?=[A-Z“\"])")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_SCHEMA = f"""
CREATE TABLE texts (key TEXT PRIMARY KEY);
CREATE TABLE spans (id INTEGER PRIMARY KEY, key TEXT NOT NULL, start INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX spans_by_text ON spans (key);
CREATE VIRTUAL TABLE words USING fts5(text, numbers, tokenize = '{TOKENIZER}');
PRAGMA user_version = {FORMAT};
"""


class HeldText(NamedTuple):
    """A document of the graph, the digest of its text, and the stretches that name protected people."""

    document: str
    sha256: str
    stretches: tuple[Stretch, ...]

    @property
    def key(self) -> str:
        """Return the key of this text with these stretches left out."""
        left_out = ",".join(f"{start}-{end}" for start, end in self.stretches)
        return f"{self.sha256} {left_out}".rstrip()


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage found: the key of its text, its first code point and the one after the last, its words."""

    key: str
    start: int
    end: int
    words: str


class PassageIndex:
    """The index of the texts that `text_of` gives; threads share it.

    Open it once: with `file` the index is kept there for the next time, else it is in memory.
    """

    def __init__(self, text_of: TextOf, file: Path | None) -> None:
        self._text_of = text_of
        self._lock = threading.Lock()
        self._database = _open_database(file)
        self._keys = {key for (key,) in self._database.execute("SELECT key FROM texts")}
        self._missing: set[str] = set()

    def close(self) -> None:
        """Close the index; its file stays."""
        with self._lock:
            self._database.close()

    def update(self, texts: Iterable[HeldText]) -> dict[str, str]:
        """Index the texts that are not indexed yet; return the documents by key, of those at hand."""
        held: dict[str, str] = {}
        with self._lock, self._database:
            for text in texts:
                if text.key in self._keys or self._add(text):
                    held[text.key] = text.document
        return held

    def _add(self, text: HeldText) -> bool:
        """Index one text; return False if it is not at hand."""
        words = self._text_of(text.sha256) if text.sha256 else None
        if words is None:
            return False
        self._database.execute("INSERT OR IGNORE INTO texts VALUES (?)", (text.key,))
        for start, end in split_passages(words):
            shown = mask_stretches(words[start:end], start, text.stretches).translate(CONTROL)
            span = self._database.execute(
                "INSERT INTO spans (key, start, last) VALUES (?, ?, ?)", (text.key, start, end)
            )
            numbers = " ".join(find_numbers(shown))
            self._database.execute(
                "INSERT INTO words (rowid, text, numbers) VALUES (?, ?, ?)", (span.lastrowid, shown, numbers)
            )
        self._keys.add(text.key)
        return True

    def search(self, match: str, most: int) -> list[PassageHit]:
        """Return the passages that match an FTS5 query, best first, at most `most`."""
        query = (
            "SELECT s.key, s.start, s.last, words.text FROM words "
            "JOIN spans s ON s.id = words.rowid WHERE words MATCH ? ORDER BY rank, s.id LIMIT ?"
        )
        with self._lock:
            rows = self._database.execute(query, (match, most)).fetchall()
        return [PassageHit(*row) for row in rows]


def split_passages(text: str) -> Iterator[Stretch]:
    """Yield the paragraphs of a text, long ones between their sentences, in code points."""
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = _strip(text, paragraph.start(), paragraph.end())
        cuts = [match.span() for match in _SENTENCE_END.finditer(text, start, end)]
        for stop, following in _choose_cuts(start, end, cuts):
            yield start, stop
            start = following


def _choose_cuts(start: int, end: int, cuts: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield where a passage ends and the next begins, so that few are longer than LONGEST."""
    last: Stretch | None = None
    for cut in [*cuts, (end, end)]:
        if last is not None and cut[0] - start > LONGEST:
            yield last
            start = last[1]
        last = cut
    yield end, end


def _strip(text: str, start: int, end: int) -> Stretch:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _open_database(file: Path | None) -> sqlite3.Connection:
    """Open the index in `file`, or in memory if there is none or it cannot be written."""
    if file is not None:
        with suppress(OSError, sqlite3.Error):
            file.touch(mode=0o600)
            return _prepare(sqlite3.connect(file, check_same_thread=False, timeout=1.0), file)
    return _prepare(sqlite3.connect(":memory:", check_same_thread=False), None)


def _prepare(database: sqlite3.Connection, file: Path | None) -> sqlite3.Connection:
    """Create the tables of a new index; an index of another format is deleted first. Raises sqlite3.Error."""
    try:
        (stored,) = database.execute("PRAGMA user_version").fetchone()
        if stored == FORMAT:
            database.execute("BEGIN IMMEDIATE").connection.rollback()  # raises where it cannot be written
            return database
    except sqlite3.DatabaseError as error:
        if file is None or isinstance(error, sqlite3.OperationalError):
            raise
        stored = -1  # no database: it is built again
    if file is not None and stored:
        database.close()
        file.unlink()
        file.touch(mode=0o600)
        database = sqlite3.connect(file, check_same_thread=False, timeout=1.0)
    database.executescript(_SCHEMA)
    return database
