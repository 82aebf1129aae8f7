"""An inverted index on disk: which documents have a feature, and which pairs share many rare ones.

A feature that more than `RARE` documents have shows little: each of those documents is paired with
the first alone. So a wire story printed a thousand times makes a thousand pairs, not half a
million, and the work stays near linear in the number of documents.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from graph.model.errors import EnvironmentProblem, InputError

RARE = 12
VOTES = 4  # features in common that make two documents worth comparing; a tenth of a text has some twelve
VERSION = 1  # of the features: an index of another version is rebuilt
_FLUSHED = 4_000_000  # postings sorted at a time
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents
(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS postings (feature INTEGER, document INTEGER, PRIMARY KEY (feature, document))
WITHOUT ROWID;
"""
_PAIRS = """
SELECT one, other FROM (
    SELECT p.document AS one, q.document AS other FROM temp.shared s
    JOIN postings p ON p.feature = s.feature JOIN postings q ON q.feature = s.feature
    WHERE s.documents <= ? AND q.document > p.document
    UNION ALL
    SELECT s.first, p.document FROM temp.shared s JOIN postings p ON p.feature = s.feature
    WHERE s.documents > ? AND p.document > s.first
) GROUP BY one, other HAVING count(*) >= ?
"""


class IndexEntry(NamedTuple):
    """A document to be indexed: its id, the digest of its text, and its features."""

    id: str
    sha256: str
    features: Collection[int]


class Index:
    """The index in one file; a context manager.

    Raises InputError for a file that is not an index or has another version, EnvironmentProblem where
    the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            empty = not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not empty and version != VERSION:
                raise InputError(f"{path} is no index of this version.", hint="Delete it; it is rebuilt.")
            self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536;")
            self._db.executescript(f"{_SCHEMA} PRAGMA user_version = {VERSION};")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise EnvironmentProblem(f"{path} cannot be opened: {error}.") from None
            raise InputError(f"{path} is no index.", hint="Name another file, or delete this one.") from None

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def read_digests(self) -> dict[str, str]:
        """Return the digest of each indexed document's text, by the document's id."""
        return dict(self._db.execute("SELECT id, sha256 FROM documents"))

    def add(self, documents: Iterable[IndexEntry]) -> list[str]:
        """Index documents, all or none; return the ids of those that were not there with this text.

        A document indexed with another text takes a new number; the postings of its old one are ignored.
        """
        digests, added, pending = self.read_digests(), [], 0
        with self._db:
            self._db.execute("CREATE TEMP TABLE IF NOT EXISTS fresh (feature INTEGER, document INTEGER)")
            self._db.execute("DELETE FROM temp.fresh")
            for document in documents:
                if digests.get(document.id) == document.sha256:
                    continue
                values = document.id, document.sha256
                row = self._db.execute("INSERT OR REPLACE INTO documents (id, sha256) VALUES (?, ?)", values)
                number = row.lastrowid
                rows = ((feature, number) for feature in document.features)
                self._db.executemany("INSERT INTO temp.fresh VALUES (?, ?)", rows)
                digests[document.id] = document.sha256
                added.append(document.id)
                pending += len(document.features)
                if pending >= _FLUSHED:
                    self._flush()
                    pending = 0
            self._flush()
        return added

    def _flush(self) -> None:
        # In order, so that the tree grows at its end or page by page, not all over.
        self._db.execute("INSERT INTO postings SELECT feature, document FROM temp.fresh ORDER BY 1, 2")
        self._db.execute("DELETE FROM temp.fresh")

    def find_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every pair of documents worth comparing."""
        names = dict(self._db.execute("SELECT number, id FROM documents"))
        self._db.execute("DROP TABLE IF EXISTS temp.shared")
        self._db.execute(
            "CREATE TEMP TABLE shared AS SELECT feature, count(*) AS documents, min(document) AS first "
            "FROM postings GROUP BY feature HAVING count(*) > 1"
        )
        for number_a, number_b in self._db.execute(_PAIRS, (RARE, RARE, VOTES)):
            if number_a in names and number_b in names:
                yield names[number_a], names[number_b]

    def find_similar(self, features: Collection[int], *, exclude: str = "") -> list[str]:
        """Return the documents worth comparing with a text of these features, the most similar first."""
        votes: Counter[int] = Counter()
        query = "SELECT document FROM postings WHERE feature = ? ORDER BY document LIMIT ?"
        for feature in sorted(features):
            numbers = [row[0] for row in self._db.execute(query, (feature, RARE + 2))]
            # The text itself is among them: a rare feature occurs in one more.
            votes.update(numbers if len(numbers) <= RARE + 1 else numbers[:1])
        most_similar = [number for number, count in votes.most_common() if count >= VOTES]
        names = {
            number: self._db.execute("SELECT id FROM documents WHERE number = ?", (number,)).fetchone()
            for number in most_similar
        }
        return [row[0] for number in most_similar if (row := names[number]) and row[0] != exclude]
