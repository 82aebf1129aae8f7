"""Damaged and hostile archives and folders: each is refused in words, and none fills the memory."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from graph.model.errors import InputError
from graph.store.store import Store
from reports.bundle import bundle_source
from reports.bundle.file_limits import MIB, Limits
from reports.bundle.verify import VerifyOptions, verify_bundle
from reports.bundle.write import build_bundle, build_zip
from reports.render.output import write_folder
from tests.reports.conftest import made
from tests.reports.forging import Files, find_no_text, reseal

pytestmark = pytest.mark.embedded

DIRECTORY, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
ZEROS = bytes(MIB)


class Case(NamedTuple):
    """A file, made from the zip of a good bundle, and what the check says about it."""

    damage: Callable[[bytes], bytes]
    words: str
    suffix: str = ".zip"


def set_directory(offset: int, form: str, value: int, *, entry: int = 0) -> Callable[[bytes], bytes]:
    """Set a field of an entry in the directory of a zip."""

    def damage(data: bytes) -> bytes:
        place = data.index(DIRECTORY)
        for _ in range(entry):
            place = data.index(DIRECTORY, place + 1)
        packed = struct.pack(form, value)
        start = place + offset
        return data[:start] + packed + data[start + len(packed) :]

    return damage


def add_entry(
    name: str, content: bytes = b"x", *, method: int = 0, mode: int = 0
) -> Callable[[bytes], bytes]:
    """Add an entry to a zip."""

    def damage(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a", method) as archive:
            entry = zipfile.ZipInfo(name)
            entry.filename, entry.compress_type, entry.external_attr = name, method, mode << 16
            archive.writestr(entry, content)
        return out.getvalue()

    return damage


def add_bomb(*mebibytes: int) -> Callable[[bytes], bytes]:
    """Add files of zeros, which need next to nothing when they are packed."""

    def damage(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number, size in enumerate(mebibytes):
                with archive.open(f"bomb-{number}", "w") as file:
                    for _ in range(size):
                        file.write(ZEROS)
        return out.getvalue()

    return damage


def add_many(count: int) -> Callable[[bytes], bytes]:
    """Add many empty files."""

    def damage(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            for number in range(count):
                archive.writestr(f"f{number}", b"")
        return out.getvalue()

    return damage


def build_other(files: Files) -> Callable[[bytes], bytes]:
    """Make a zip of other files."""
    return lambda _: build_zip(files)


def swap_local_name(data: bytes) -> bytes:
    """Give the first file another name where it begins than in the directory."""
    return data.replace(b"LIMITS.md", b"LIMITZ.md", 1)


def flip_content(data: bytes) -> bytes:
    """Change a byte of a file, and leave the checksum of the zip."""
    place = data.index(b"# What each form")
    return data[:place] + b"%" + data[place + 1 :]


CASES: dict[str, Case] = {
    "cut off": Case(lambda data: data[:-200], "no directory"),
    "cut in half": Case(lambda data: data[: len(data) // 2], "no directory"),
    "empty": Case(lambda _: b"", "an empty file"),
    "a text": Case(lambda _: b"hello", "neither a zip nor a folder"),
    "the start of a zip": Case(lambda _: LOCAL + b"garbage" * 9, "damaged zip: it has no directory"),
    "a PDF": Case(lambda _: b"%PDF-1.7", "is a PDF (a report, perhaps)", ".pdf"),
    "a page": Case(lambda _: b"<!doctype html><p>", "is a page of HTML (a report, perhaps)", ".html"),
    "Markdown": Case(lambda _: b"# Title", "is Markdown (a report, perhaps)", ".md"),
    "an export": Case(lambda _: b"{}", "is JSON Lines", ".jsonl"),
    "something before it": Case(lambda data: b"junk" + data, "bytes before its first file"),
    "something after it": Case(lambda data: data + b"junk", "bytes after its end"),
    "a comment that is cut": Case(lambda data: data[:-2] + b"\x10\x00" + b"abc", "bytes after its end"),
    "a file twice": Case(add_entry("claims.csv"), "has the file claims.csv twice"),
    "two cases": Case(add_entry("CLAIMS.csv"), "claims.csv and CLAIMS.csv differ only in case"),
    "an absolute path": Case(add_entry("/etc/passwd"), "'/etc/passwd' is an absolute path"),
    "a drive": Case(add_entry("C:evil"), "'C:evil' is an absolute path"),
    "a path out of it": Case(add_entry("../evil"), "'../evil' leads out of the bundle"),
    "a path out of it, inside": Case(add_entry("load/../../evil"), "leads out of the bundle"),
    "a backslash": Case(add_entry("..\\evil"), "leads out of the bundle"),
    "a control character": Case(add_entry("a\x1b[2J"), "is not a name that a bundle has"),
    "a double slash": Case(add_entry("a//b"), "is not a name that a bundle has"),
    "a name with a NUL": Case(lambda data: data.replace(b"LIMITS.md", b"LIMIT\0.md"), "is not a name"),
    "a link": Case(add_entry("link", b"/etc/passwd", mode=0o120777), "link is a symbolic link"),
    "a pipe": Case(add_entry("pipe", mode=0o010644), "pipe is no regular file"),
    "encrypted": Case(set_directory(8, "<H", 1), "LIMITS.md is encrypted"),
    "bzip2": Case(add_entry("x", method=zipfile.ZIP_BZIP2), "compressed with bzip2"),
    "LZMA": Case(add_entry("x", method=zipfile.ZIP_LZMA), "compressed with LZMA"),
    "an unknown method": Case(set_directory(10, "<H", 77), "compressed with method 77"),
    "two sizes": Case(set_directory(24, "<I", 9), "the directory gives two sizes for LIMITS.md"),
    "larger than the zip": Case(set_directory(20, "<I", 2**31), "LIMITS.md"),
    "a byte changed": Case(flip_content, "LIMITS.md is damaged: Bad CRC-32"),
    "another name inside": Case(swap_local_name, "LIMITS.md is damaged"),
    "a checksum changed": Case(set_directory(16, "<I", 7), "LIMITS.md is damaged: Bad CRC-32"),
    "a place outside": Case(set_directory(42, "<I", 2**30, entry=1), "is damaged"),
    "no file": Case(build_other({}), "is a zip without files"),
    "no manifest": Case(build_other({"a": b"x"}), "is a zip without MANIFEST.json"),
    "a manifest that is no JSON": Case(
        build_other({"MANIFEST.json": b"{"}), "MANIFEST.json is missing or cannot be read"
    ),
    "a manifest nested too deep": Case(
        build_other({"MANIFEST.json": b"[" * 10**6}), "MANIFEST.json is missing or cannot be read"
    ),
    "a manifest of another thing": Case(
        build_other({"MANIFEST.json": b'{"form": "x"}'}), "MANIFEST.json is missing or cannot be read"
    ),
    "a large file": Case(add_bomb(65), "bomb-0 has 65 MiB; the limit is 64 MiB"),
    "large files": Case(add_bomb(60, 60, 60, 60, 60), "unpacks to 300 MiB; the limit is 256 MiB"),
    "many files": Case(add_many(1_100), "files; the limit is 1,000"),
    "a size that is a lie": Case(set_directory(24, "<I", 2**32 - 2), "LIMITS.md"),
}


@pytest.fixture(scope="module")
def files(articles: Store) -> Files:
    """The bundle on one entity."""
    selection, part, _ = made(articles, "entity")
    return build_bundle(selection, part).files


def test_there_are_many_kinds_of_damage() -> None:
    assert len(CASES) >= 25


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("name", CASES)
def test_a_damaged_file_is_refused_in_words(name: str, files: Files, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / f"strange{case.suffix}"
    path.write_bytes(case.damage(build_zip(files)))
    tracemalloc.start()
    with pytest.raises(InputError) as refused:
        verify_bundle(path, find_no_text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert case.words in refused.value.message
    assert refused.value.hint
    assert peak < 24 * MIB


def test_a_deflated_zip_is_as_good_as_a_stored_one(files: Files, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("load")
        for name, data in files.items():
            archive.writestr(name, data)
    assert verify_bundle(tmp_path / "b.zip", find_no_text).outcome == "good"


def test_a_deflated_size_that_is_a_lie_is_refused(files: Files, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(name, data)
    for size, words in ((9, "Bad CRC-32"), (10**6, "is not as long as the directory says")):
        (tmp_path / "b.zip").write_bytes(set_directory(24, "<I", size)(out.getvalue()))
        with pytest.raises(InputError, match=words):
            verify_bundle(tmp_path / "b.zip", find_no_text)


def test_records_of_nothing_but_faults_need_no_memory(files: Files, tmp_path: Path) -> None:
    bomb = reseal({**files, "load/records.jsonl": b'{"key":1}\n' * 1_000_000})
    (tmp_path / "b.zip").write_bytes(build_zip(bomb))
    del bomb
    tracemalloc.start()
    verification = verify_bundle(tmp_path / "b.zip", find_no_text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any(problem.startswith("load/records.jsonl: line 1") for problem in verification.problems)
    assert peak < 64 * MIB


def test_without_limits_a_large_bundle_is_read(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_source, "LIMITS", Limits(files=5, file_bytes=100, total_bytes=100))
    (tmp_path / "b.zip").write_bytes(build_zip(files))
    write_folder(tmp_path / "b", files)
    for path in (tmp_path / "b.zip", tmp_path / "b"):
        with pytest.raises(InputError, match="the limit is 5"):
            verify_bundle(path, find_no_text)
        assert verify_bundle(path, find_no_text, VerifyOptions(no_limits=True)).outcome == "good"


def link_file(folder: Path) -> None:
    (folder / "link.html").symlink_to(folder / "report.html")


def link_folder(folder: Path) -> None:
    (folder / "more").symlink_to(folder / "load")


def make_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def make_large(folder: Path) -> None:
    with (folder / "large").open("wb") as file:
        file.truncate(65 * MIB)


def make_many(folder: Path) -> None:
    for number in range(1_001):
        (folder / f"f{number}").touch()


def make_folders(folder: Path) -> None:
    for number in range(1_001):
        (folder / f"f{number}").mkdir()


def remove_manifest(folder: Path) -> None:
    (folder / "MANIFEST.json").unlink()
    (folder / "SHA256SUMS").unlink()


def name_strangely(folder: Path) -> None:
    (folder / "a\x1bb").touch()


FOLDERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link to a file": (link_file, "link.html is a symbolic link"),
    "a link to a folder": (link_folder, "more is a symbolic link"),
    "a pipe": (make_pipe, "pipe is no regular file"),
    "a large file": (make_large, "large has 65 MiB; the limit is 64 MiB"),
    "many files": (make_many, "files; the limit is 1,000"),
    "many folders": (make_folders, "files; the limit is 1,000"),
    "no manifest": (remove_manifest, "a folder without MANIFEST.json"),
    "a strange name": (name_strangely, "is not a name that a bundle has"),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_strange_folder_is_refused_in_words(name: str, files: Files, tmp_path: Path) -> None:
    damage, words = FOLDERS[name]
    write_folder(tmp_path / "bundle", files)
    damage(tmp_path / "bundle")
    with pytest.raises(InputError) as refused:
        verify_bundle(tmp_path / "bundle", find_no_text)
    assert words in refused.value.message
    assert refused.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every file")
def test_a_file_that_may_not_be_read_is_named(files: Files, tmp_path: Path) -> None:
    write_folder(tmp_path / "bundle", files)
    (tmp_path / "bundle" / "claims.csv").chmod(0)
    with pytest.raises(InputError, match=r"claims\.csv cannot be read"):
        verify_bundle(tmp_path / "bundle", find_no_text)


def test_what_is_nowhere_or_no_file_is_said(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "absent.zip", "no such file"), (Path("/dev/null"), "neither a file nor")):
        with pytest.raises(InputError, match=words):
            verify_bundle(path, find_no_text)


def test_a_report_alone_is_checked_with_its_bundle(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("<!doctype html>", "utf-8")
    with pytest.raises(InputError) as refused:
        verify_bundle(tmp_path / "report.html", find_no_text)
    assert "scamgraph verify BUNDLE --report report.html" in refused.value.hint
