"""Seal dossiers: turn quotes into offsets and digests, so that no source text is stored; and unseal.

    quote: "left the site"        <->  at: {start: 120, end: 133, sha256: ...}
    also_quotes: ["on Monday"]    <->  also: [{start: 87, end: 96, sha256: ...}]

Only these places of the file are rewritten; its order, comments and line endings stay. Where
words occur more than once, `«2»` behind them gives the occurrence (see `ingest.texts.passages`).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph.model.errors import CheckFailed, InputError, Problem
from graph.model.protected import Stretch, mask_stretches
from graph.model.records import DocumentEntry, Span
from ingest.files.reader import is_yaml, read_file
from ingest.files.source_location import LocatedDossier
from ingest.files.yaml_reader import to_yaml
from ingest.texts.passages import QuoteError, find_span, format_quote
from ingest.texts.text_store import VARIABLE, Texts

# Characters that a double-quoted YAML text must not hold as they are, or that steer a terminal.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SEALING = {"quote": "at", "also_quotes": "also"}
_UNSEALING = {"at": "quote", "also": "also_quotes"}


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replace the file's characters from `start` to `end`."""

    start: int
    end: int
    by: str


def seal(path: str | Path, texts: Texts) -> int:
    """Turn the quotes of a dossier into spans, in its file; return the number of quotes sealed.

    The file is replaced completely or not at all. Raises CheckFailed with every quote that is not in
    the text or occurs there more than once; InputError where the text is not available or the file is
    not YAML.
    """
    path = Path(path)
    source = _read_source(path)
    edits = _plan_edits(path, source, _read_document_and_text(path, texts)[1], _SEALING, _seal_value)
    if edits:
        write_atomically(path, _apply_edits(source, edits))
    return sum(edit.by.startswith("{") for edit in edits)


def find_wrong_quotes(path: Path, text: str) -> tuple[Problem, ...]:
    """Return a problem for every quote of a dossier that `seal` could not turn into a span of `text`."""
    try:
        _plan_edits(path, _read_source(path), text, _SEALING, _seal_value)
    except CheckFailed as failed:
        return failed.problems
    return ()


def unseal(path: str | Path, texts: Texts, *, include_protected: bool = False) -> str:
    """Return the dossier's file with words in place of its spans, without writing; `seal` reverses it.

    `seal` restores the file exactly. The words name people who may be victims, and each can be sealed
    again, only with `include_protected`.

    Raises CheckFailed for every span whose digest does not match; InputError where the text is not
    available or the file is not YAML.
    """
    path = Path(path)
    source = _read_source(path)
    document, text = _read_document_and_text(path, texts)
    withheld = [] if include_protected else document.protected_at or []

    def unseal_node(node: Any, text: str) -> str:
        return _unseal_value(node, text, withheld)

    return _apply_edits(source, _plan_edits(path, source, text, _UNSEALING, unseal_node))


def write_unsealed(
    path: str | Path,
    texts: Texts,
    target: str | Path,
    *,
    force: bool = False,
    include_protected: bool = False,
) -> None:
    """Write the unsealed dossier to `target`, but not into a git checkout, unless forced.

    Raises InputError for a target inside a checkout, and the errors of `unseal`.
    """
    target = Path(target).absolute()
    checkout = next((folder for folder in target.parents if (folder / ".git").exists()), None)
    if checkout and not force:
        raise InputError(
            f"{target} lies in the git checkout {checkout}: the source's words must not be committed",
            hint="Write it elsewhere, or use --force and delete it when you are done.",
        )
    write_atomically(target, unseal(path, texts, include_protected=include_protected))


def _read_source(path: Path) -> str:
    if not is_yaml(path):
        raise InputError(
            f"{path}: only YAML dossiers are sealed and unsealed",
            hint="JSON Lines are written sealed already.",
        )
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: a folder, pipe or device, not a file", hint="Name the dossier's file.")
    if not path.exists():
        raise InputError(f"{path}: there is no such file", hint="Check its spelling.")
    return to_yaml(path.read_bytes().decode("utf-8", errors="surrogateescape"), path)


def _read_document_and_text(path: Path, texts: Texts) -> tuple[DocumentEntry, str]:
    """Return the document of the dossier in `path`, after checking its form, and its text."""
    document: DocumentEntry | None = None
    for content in read_file(path):
        if content.problems:
            raise CheckFailed(list(content.problems))
        if isinstance(content, LocatedDossier):
            document = content.dossier.document
    if document is None:
        raise InputError(f"{path}: no dossier", hint="A dossier begins with the key `document`.")
    text = texts.get(document.text_sha256)
    if text is None:
        if copy := texts.find_copy(document.text_sha256):
            raise InputError(
                f"{copy[0]} is the text of {document.id} but for its {copy[1]}",
                hint="Restore the text as it was; or put its own sha256sum and length into the dossier.",
            )
        raise InputError(
            f"{path}: the text of {document.id} is not held (SHA-256 {document.text_sha256[:12]}...)",
            hint=f"Name the folder that holds it: --texts FOLDER, or {VARIABLE}.",
        )
    return document, text


def _plan_edits(
    path: Path, source: str, text: str, renamed: dict[str, str], convert: Callable[[Any, str], str]
) -> list[_Edit]:
    """Return the edits of every quote or span in the file.

    Raises CheckFailed with all that cannot be turned.
    """
    edits: list[_Edit] = []
    problems: list[Problem] = []
    shift = 1 if source.startswith("\ufeff") else 0  # libyaml counts from after a byte order mark
    for where, key, value in _find_fields(source[shift:], renamed, path, problems):
        edits.append(_Edit(key.start_mark.index + shift, key.end_mark.index + shift, renamed[key.value]))
        for item in value.value if isinstance(value, yaml.SequenceNode) else [value]:
            try:
                replacement = convert(item, text)
            except QuoteError as error:
                line = item.start_mark.line + 1
                problems.append(Problem(str(path), line, f"{where} {key.value}", error.what, error.right))
                continue
            start, end = item.start_mark.index + shift, item.end_mark.index + shift
            end -= len(source[start:end]) - len(
                source[start:end].rstrip()
            )  # a block text ends after its newline
            edits.append(_Edit(start, end, replacement))
    if problems:
        raise CheckFailed(problems, outcome="no file was changed")
    return edits


def _find_fields(
    source: str, renamed: dict[str, str], path: Path, problems: list[Problem]
) -> Iterator[tuple[str, Any, Any]]:
    """Yield the record's name, the key and the value of each field to turn."""
    root = yaml.compose(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for name, records in root.value if isinstance(root, yaml.MappingNode) else ():
        if name.value not in ("claims", "furniture") or not isinstance(records, yaml.SequenceNode):
            continue
        for record in records.value:
            if not isinstance(record, yaml.MappingNode):
                continue  # reported where the file is read
            fields = {key.value: (key, value) for key, value in record.value}
            label = fields.get("key") or fields.get("what")
            where = str(label[1].value) if label else ""
            for old, new in renamed.items():
                if old in fields and new in fields:
                    line = fields[old][0].start_mark.line + 1
                    what, right = f"both `{old}` and `{new}` stand here", "leave one of them out"
                    problems.append(Problem(str(path), line, where, what, right))
                elif old in fields:
                    yield where, *fields[old]


def _seal_value(node: Any, text: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise QuoteError("the quote is no text", "write the words in quotation marks")
    return format_span(find_span(node.value, text))


def format_span(span: Span) -> str:
    """Return a span as YAML.

    A digest whose only letter is e, or without letters, is quoted, so that YAML does not read a number.
    """
    digest = span.sha256 if set(span.sha256) & set("abcdf") else f'"{span.sha256}"'
    return f"{{start: {span.start}, end: {span.end}, sha256: {digest}}}"


def _unseal_value(node: Any, text: str, withheld: Sequence[Stretch]) -> str:
    fields = {key.value: value.value for key, value in node.value}
    span = Span(int(fields["start"]), int(fields["end"]), fields["sha256"])
    words = format_quote(span, text)
    quoted = json.dumps(mask_stretches(words, span.start, withheld), ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


def _apply_edits(source: str, edits: list[_Edit]) -> str:
    parts, at = [], 0
    for edit in sorted(edits, key=lambda e: e.start):
        parts += [source[at : edit.start], edit.by]
        at = edit.end
    return "".join([*parts, source[at:]])


def write_atomically(path: Path, content: str) -> None:
    """Write a temporary file, then move it into place: a kill leaves the old or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
