"""Reading a bundle from a zip: its directory is checked before any file is unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.model.errors import InputError
from reports.bundle.bundle_source import AGAIN, HINT, PIECE, BundleSource, check_name, describe_file_type
from reports.bundle.file_limits import NO_LIMITS, Limits, format_size
from reports.bundle.manifest import MANIFEST

_END = b"PK\x05\x06"
_END_BYTES, _LONGEST_COMMENT = 22, 0xFFFF
_PER_ENTRY = 2**10
"""Bytes of the directory that one file may take: names of bundles are short."""
_METHODS = {
    zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "LZMA", 9: "Deflate64", 93: "Zstandard", 95: "XZ",
}  # fmt: skip
_OTHER = "It was not written by scamgraph."
_ENCRYPTED, _STRONGLY_ENCRYPTED = 0x1, 0x40
_ERRORS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
    struct.error,
)  # fmt: skip


@contextmanager
def open_zip(path: Path, limits: Limits) -> Iterator[BundleSource]:
    """Open a zip. Raises InputError for a file that is damaged, no zip, or over the limits."""
    try:
        _check_end(path, limits)
        archive = zipfile.ZipFile(path)
    except _ERRORS as error:
        raise _build_error(path, error) from None
    with archive:
        try:
            source = ZipSource(path, archive, limits)
        except _ERRORS as error:
            raise _build_error(path, error) from None
        yield source


def _build_error(path: Path, error: Exception) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(f"{path} cannot be read: {error.strerror}", hint="Check who may read it.")
    if not zipfile.is_zipfile(path) and (what := describe_file_type(path)):
        report = "perhaps" in what
        with_bundle = f"A report is checked with its bundle: scamgraph verify BUNDLE --report {path.name}"
        return InputError(f"{path} is {what}, no bundle.", hint=with_bundle if report else HINT)
    return InputError(f"{path} is a damaged zip: {error}", hint=AGAIN)


def _check_end(path: Path, limits: Limits) -> None:
    """Check the record at the end of a zip, before its directory is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
        tail = file.read()
    start = tail.rfind(_END)
    if start < 0 or len(tail) - start < _END_BYTES:
        raise zipfile.BadZipFile("it has no directory; it was cut off, or is no zip")
    count, directory_size = struct.unpack("<HI", tail[start + 10 : start + 16])
    comment = int.from_bytes(tail[start + 20 : start + 22], "little")
    if start + _END_BYTES + comment != len(tail):
        raise zipfile.BadZipFile("there are bytes after its end")
    if limits is not NO_LIMITS:
        limits.check_count(path, count)
        if directory_size > limits.files * _PER_ENTRY:
            what = (
                f"{path}: its directory has {format_size(directory_size)}: too many files, or names too long."
            )
            raise InputError(what, hint=_OTHER)


class ZipSource(BundleSource):
    """A bundle in a zip; each entry is a stored or deflated file with a plain name."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        entries = archive.infolist()
        limits.check_count(path, len(entries))
        self._entries = {entry.filename: entry for entry in entries if not _is_folder(entry)}
        _check_names(path, entries)
        for entry in entries:
            _check_entry(path, entry)
        if all(entry.header_offset for entry in entries) and entries:
            raise zipfile.BadZipFile("there are bytes before its first file")
        super().__init__(path, {name: entry.file_size for name, entry in self._entries.items()}, limits)
        if not self.sizes:
            raise InputError(f"{path} is a zip without files: no bundle.", hint=HINT)
        if MANIFEST not in self.sizes:
            raise InputError(f"{path} is a zip without {MANIFEST}: no bundle.", hint=HINT)

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the pieces of a file; zipfile unpacks no more than its declared size."""
        left = self.sizes[name]
        try:
            with self._archive.open(self._entries[name]) as file:
                while piece := file.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        break
                    yield piece
        except _ERRORS as error:
            raise InputError(f"{self.path}: {name} is damaged: {error}", hint=AGAIN) from None
        if left:
            what = f"{self.path}: {name} is not as long as the directory says: {abs(left):,} bytes differ."
            raise InputError(what, hint=AGAIN)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith("/") and not entry.file_size


def _check_names(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse names that a bundle cannot have, or that name one file twice. Raises InputError."""
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.filename.removesuffix("/")
        check_name(path, name if name == entry.orig_filename.removesuffix("/") else entry.orig_filename)
        other = seen.get(name.casefold())
        if other == name:
            raise InputError(f"{path} has the file {name} twice.", hint=_OTHER)
        if other is not None:
            raise InputError(f"{path}: the names {other} and {name} differ only in case.", hint=_OTHER)
        seen[name.casefold()] = name


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    """Refuse an entry that is encrypted, a link, or compressed in another way. Raises InputError."""
    name, mode = entry.filename, entry.external_attr >> 16
    if entry.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED):
        raise InputError(f"{path}: {name} is encrypted.", hint="Unpack it, and give the folder.")
    if stat.S_ISLNK(mode):
        raise InputError(f"{path}: {name} is a symbolic link; a bundle has only files.", hint=_OTHER)
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(f"{path}: {name} is no regular file; a bundle has only files.", hint=_OTHER)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        method = _METHODS.get(entry.compress_type, f"method {entry.compress_type}")
        what = f"{path}: {name} is compressed with {method}, which is not read here."
        raise InputError(what, hint="Unpack it, and give the folder.")
    sizes = entry.compress_size, entry.file_size
    if entry.compress_type == zipfile.ZIP_STORED and len(set(sizes)) > 1:
        what = f"{path}: the directory gives two sizes for {name}: {sizes[0]:,} and {sizes[1]:,} bytes."
        raise InputError(what, hint=AGAIN)
    if entry.compress_size > path.stat().st_size:
        raise InputError(f"{path}: {name} is larger than the zip; its size is wrong.", hint=AGAIN)
