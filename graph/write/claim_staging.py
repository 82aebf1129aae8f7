"""Stage the claims of a large load on disk, and return them in groups that belong together.

A claim's fact, origin, figures, and conflicts depend on all claims of its proposition and series.
So a large load stages its claims first, and takes each out once, with all claims that share one of
these with it, and so on. SQLite stores them, so that memory stays bounded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from types import TracebackType

import msgspec

from graph.model.batching import iter_batches
from graph.model.claims import Claim

_AT_ONCE = 10_000


class ClaimStage:
    """Claims in a temporary file; a context manager. First all are added, then all are taken out."""

    def __init__(self) -> None:
        # No name: SQLite's own temporary file, which is deleted when the process ends, however it ends. One
        # thread fills it, and the thread that prepares the next group reads it: never both at once.
        self._db = sqlite3.connect("", check_same_thread=False)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; "
            "CREATE TABLE claim (n INTEGER PRIMARY KEY, body BLOB NOT NULL); "
            "CREATE TABLE shares (bond INTEGER NOT NULL, n INTEGER NOT NULL)"
        )
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Claim)
        self.size = 0

    def __enter__(self) -> ClaimStage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add(self, claims: Sequence[Claim]) -> None:
        """Stage claims. A claim must be added together with those of its document that it speaks about."""
        first = self.size
        answered = {id_ for claim in claims for id_ in _list_named_claims(claim)}
        self.size += len(claims)
        numbered = list(enumerate(claims, start=first))
        encode = self._encoder.encode
        self._db.executemany(
            "INSERT INTO claim VALUES (?, ?)", ((number, encode(claim)) for number, claim in numbered)
        )
        self._db.executemany(
            "INSERT INTO shares VALUES (?, ?)",
            ((bond, number) for number, claim in numbered for bond in _iter_bonds(claim, answered)),
        )

    def iter_groups(self, size: int) -> Iterator[list[Claim]]:
        """Yield all claims in groups of at least `size` (except the last).

        Groups share no proposition or series. The same claims added in the same order give the same
        groups.
        """
        self._db.execute("CREATE INDEX shared ON shares (bond, n)")
        self._db.execute("CREATE INDEX bound ON shares (n, bond)")
        taken = bytearray(self.size)
        group: list[int] = []
        for number in range(self.size):
            if taken[number]:
                continue
            group.extend(self._collect_group(number, taken))
            if len(group) >= size:
                yield self._read(group)
                group = []
        if group:
            yield self._read(group)

    def _collect_group(self, first: int, taken: bytearray) -> list[int]:
        """Return a claim and all claims bound to it, directly or through others; mark them as taken."""
        taken[first] = 1
        numbers, fresh = [first], [first]
        seen_bonds: set[int] = set()
        while fresh:
            bonds = {
                bond
                for batch in iter_batches(fresh, _AT_ONCE)
                for bond in self._select_column("bond", "n", batch)
            } - seen_bonds
            seen_bonds |= bonds
            near = {
                number
                for batch in iter_batches(bonds, _AT_ONCE)
                for number in self._select_column("n", "bond", batch)
            }
            fresh = [number for number in sorted(near) if not taken[number]]
            for number in fresh:
                taken[number] = 1
            numbers.extend(fresh)
        return numbers

    def _select_column(self, column: str, key_column: str, keys: Sequence[int]) -> Iterator[int]:
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(f"SELECT {column} FROM shares WHERE {key_column} IN ({marks})", keys)  # noqa: S608
        return chain.from_iterable(rows)

    def _read(self, numbers: Sequence[int]) -> list[Claim]:
        claims: list[Claim] = []
        for batch in iter_batches(sorted(numbers), _AT_ONCE):
            marks = ",".join("?" * len(batch))
            rows = self._db.execute(f"SELECT body FROM claim WHERE n IN ({marks})", batch)  # noqa: S608
            claims.extend(self._decoder.decode(body) for (body,) in rows)
        return claims


def _iter_bonds(claim: Claim, answered: set[str]) -> Iterator[int]:
    """Yield what binds a claim to others, as numbers: proposition, series, the claims it speaks about.

    Two bonds with one number make a group larger than necessary, never smaller.
    """
    if claim.fact:
        yield hash(claim.proposition_id)
    for series in set(claim.series):
        yield hash(series)
    for id_ in _list_named_claims(claim):
        yield hash(id_)
    if claim.id in answered:
        yield hash(claim.id)


def _list_named_claims(claim: Claim) -> Iterable[str]:
    return (id_ for id_ in (claim.subject, claim.object, *claim.because) if id_.startswith("claim/"))
