"""Limits on the files of a bundle, so that a stranger's bundle cannot fill the memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.model.errors import InputError

MIB = 2**20
HINT = "A bundle of that size can be real: if you trust where it comes from, give --no-limits."


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest bundle that is read: number of files, bytes of one file, bytes of all files."""

    files: int
    file_bytes: int
    total_bytes: int

    def check_count(self, bundle: Path, count: int) -> None:
        """Refuse a bundle with more files. Raises InputError."""
        if count > self.files:
            raise InputError(f"{bundle} has {count:,} files; the limit is {self.files:,}.", hint=HINT)

    def check_sizes(self, bundle: Path, sizes: dict[str, int]) -> None:
        """Refuse a bundle with a larger file, or of a larger size, before reading any. Raises InputError."""
        self.check_count(bundle, len(sizes))
        for name, size in sorted(sizes.items()):
            if size > self.file_bytes:
                what = (
                    f"{bundle}: {name} has {format_size(size)}; the limit is {format_size(self.file_bytes)}."
                )
                raise InputError(what, hint=HINT)
        total = sum(sizes.values())
        if total > self.total_bytes:
            what = f"{bundle} unpacks to {format_size(total)}; the limit is {format_size(self.total_bytes)}."
            raise InputError(what, hint=HINT)


LIMITS = Limits(files=1_000, file_bytes=64 * MIB, total_bytes=256 * MIB)
"""Some 50,000 claims; a bundle over HTTP has 5,000 at most."""
NO_LIMITS = Limits(files=2**62, file_bytes=2**62, total_bytes=2**62)


def format_size(size: int) -> str:
    """Return a size as a sentence says it."""
    return f"{size / MIB:,.0f} MiB" if size >= MIB else f"{size:,} bytes"
