"""Offline check of a bundle, without a database: sums, ids, digest and, with the texts, every passage.

The loadable records are built and derived again by the rules that write the graph. Every other
file must have its sum, and every exported claim must be what the records make of it.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from graph.model.catalogue import resolve_merges
from graph.model.claims import build_claims
from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry, Span
from ingest.files.json_lines import read_json_lines
from queries.wording.answer_sentence import Count
from queries.wording.citations import TextOf
from reports.bundle.write import CLAIMS, FORM, MANIFEST, RECORDS, SUMS, encode_claim_lines
from reports.part.closure import Closure, Records, derive_closure
from reports.part.digest import compute_part_digest

MOST_NAMED = 20
"""Maximum number of claims named for one file; the others are counted."""

_HINT = "Give the folder or .zip that `scamgraph export bundle --to` wrote: only a bundle has sums to check."


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a check: what was checked, in words, and what is wrong, by file and claim.

    The bundle is good if nothing is wrong.
    """

    told: tuple[str, ...]
    problems: tuple[str, ...]


def verify_bundle(bundle: Path, text_of: TextOf) -> Verification:
    """Verify a bundle, a folder or a zip; `text_of` returns a text by SHA-256 if it is available.

    Raises InputError for anything that is not a bundle.
    """
    files = _read_files(bundle)
    manifest = _read_manifest(bundle, files)
    problems = list(_check_sums(files, manifest))
    checks = [f"{Count(len(files)):file}, sums checked."]
    part, faults = _build_closure(files.get(RECORDS, b""))
    problems += faults
    if part is not None:
        checks.append(
            f"{Count(len(part.claims)):claim} built again from {RECORDS}, ids and wording compared."
        )
        problems += _compare_claims(part, files.get(CLAIMS, b""))
        problems += _check_digest(part, manifest, checks)
        problems += _check_passages(part, text_of, checks)
    return Verification(tuple(checks), tuple(dict.fromkeys(problems)))


def read_records(path: Path) -> Records:
    """Return the records of a bundle's loadable file, with claims built.

    Raises InputError for a file that cannot be read.
    """
    contents = list(read_json_lines(path))
    if wrong := [problem for content in contents for problem in content.problems]:
        raise InputError(f"{RECORDS}: line {wrong[0].line}: {wrong[0].what}")
    entries = [getattr(content, "record", None) or getattr(content, "dossier", None) for content in contents]
    registries = [entry for entry in entries if isinstance(entry, Registry)]
    dossiers = [entry for entry in entries if isinstance(entry, Dossier)]
    decisions = [item for entry in entries if isinstance(entry, Decisions) for item in entry.decisions]
    lineages = [item for entry in entries if isinstance(entry, Lineages) for item in entry.lineages]
    notes = [item for entry in entries if isinstance(entry, Notes) for item in entry.notes]
    merged = resolve_merges(decisions)
    ontology = load_ontology()
    claims = [
        claim
        for dossier in dossiers
        for claim in build_claims(dossier, ontology, lambda id_: merged.get(id_, id_))
    ]
    heads = [Dossier(dossier.document, dossier.coded, [], dossier.furniture) for dossier in dossiers]
    by_id = attrgetter("id")
    return Records(
        claims=tuple(sorted(claims, key=by_id)),
        dossiers=tuple(sorted(heads, key=attrgetter("document.id"))),
        entities=tuple(sorted((item for entry in registries for item in entry.entities), key=by_id)),
        occasions=tuple(sorted((item for entry in registries for item in entry.occasions), key=by_id)),
        series=tuple(sorted((item for entry in registries for item in entry.series), key=by_id)),
        decisions=tuple(sorted(decisions, key=by_id)),
        lineages=tuple(lineages),
        notes=tuple(sorted(notes, key=by_id)),
    )


def _read_files(bundle: Path) -> dict[str, bytes]:
    if bundle.is_dir():
        if not (bundle / MANIFEST).is_file():
            raise InputError(f"{bundle} is a folder without {MANIFEST}: no bundle.", hint=_HINT)
        paths = sorted(path for path in bundle.rglob("*") if path.is_file())
        return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in paths}
    if not bundle.exists():
        raise InputError(f"{bundle}: there is no such file or folder.", hint="Check the path for a slip.")
    try:
        with zipfile.ZipFile(bundle) as archive:
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise InputError(f"{bundle} holds a file twice.", hint="It was not written by scamgraph.")
            return {name: archive.read(name) for name in names if not name.endswith("/")}
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        if what := _describe_file_type(bundle):
            raise InputError(f"{bundle} is {what}, no bundle.", hint=_HINT) from None
        raise InputError(f"{bundle} is no whole zip: {error}", hint="Get it once more.") from None


def _describe_file_type(path: Path) -> str:
    """Return what a file is that does not begin like a zip; "" for a zip, which is then broken."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(b"PK"):
        return ""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \n").lower()
    begins = {"%pdf": "a PDF", "<!doctype html": "a page of HTML", "<html": "a page of HTML"}
    for start, what in begins.items():
        if text.startswith(start):
            return f"{what} (a report, perhaps)"
    by_suffix = {".md": "Markdown (a report, perhaps)", ".jsonl": "JSON Lines (an export or records)",
                 ".csv": "CSV", ".yaml": "YAML (a dossier or the registry)", ".json": "JSON"}  # fmt: skip
    return by_suffix.get(path.suffix.lower(), "neither a zip nor a folder" if head else "an empty file")


def _read_manifest(bundle: Path, files: dict[str, bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(files[MANIFEST])
        if manifest["form"] != FORM or not isinstance(manifest["files"], dict):
            raise KeyError("form")
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"{bundle} is no bundle: {MANIFEST} is missing or cannot be read.",
            hint=_HINT,
        ) from None
    checked: dict[str, Any] = manifest
    return checked


def _check_sums(files: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[str]:
    """List files that are missing, unlisted, or different from the manifest or the list of sums."""
    listed: dict[str, str] = manifest["files"]
    for name in sorted(listed.keys() | files.keys() - {MANIFEST, SUMS}):
        if name not in files:
            yield f"{name}: missing"
        elif name not in listed:
            yield f"{name}: not in {MANIFEST}"
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            yield f"{name}: changed, its SHA-256 is not that of {MANIFEST}"
    lines = files.get(SUMS, b"").decode(errors="replace").splitlines()
    summed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    expected = {**listed, MANIFEST: hashlib.sha256(files[MANIFEST]).hexdigest()}
    for name in sorted(expected.keys() | summed.keys()):
        if summed.get(name) != expected.get(name):
            yield f"{SUMS}: differs from {MANIFEST} for {name}"


def _build_closure(data: bytes) -> tuple[Closure | None, list[str]]:
    if not data:
        return None, []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        path.write_bytes(data)
        try:
            return derive_closure(read_records(path)), []
        except InputError as error:
            return None, [error.message]
        except (KeyError, ValueError) as error:
            return None, [f"{RECORDS}: cannot be built: {error}"]


def _compare_claims(part: Closure, data: bytes) -> Iterator[str]:
    """List exported claims that are not what the records make, by id."""
    try:
        derived = encode_claim_lines(part)
    except KeyError as error:
        yield f"{RECORDS}: names {error}, which it does not hold"
        return
    if derived == data:
        return
    expected = {_read_id(line): line for line in derived.splitlines()}
    exported = {_read_id(line): line for line in data.splitlines()}
    wrong = [
        f"{CLAIMS}: {id_}: {_describe_difference(expected.get(id_), exported.get(id_))}"
        for id_ in sorted(expected.keys() | exported.keys())
        if expected.get(id_) != exported.get(id_)
    ]
    yield from wrong[:MOST_NAMED]
    if len(wrong) > MOST_NAMED:
        yield f"{CLAIMS}: and {len(wrong) - MOST_NAMED:,} more claims"


def _describe_difference(expected: bytes | None, exported: bytes | None) -> str:
    if expected is None:
        return f"not what any entry of {RECORDS} comes to"
    if exported is None:
        return f"missing, though {RECORDS} has it"
    try:
        expected_claim, exported_claim = json.loads(expected), json.loads(exported)
        fields = [name for name in expected_claim if expected_claim.get(name) != exported_claim.get(name)]
    except (ValueError, AttributeError):
        fields = []
    return f"differs from {RECORDS} in {', '.join(fields) or 'its form'}"


def _read_id(line: bytes) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        return f"a line that is no claim ({hashlib.sha256(line).hexdigest()[:12]})"


def _check_digest(part: Closure, manifest: dict[str, Any], checks: list[str]) -> Iterator[str]:
    promised = manifest.get("digest")
    if promised is None:
        checks.append("Reduced: no digest is promised.")
        return
    digest = str(compute_part_digest(part))
    if digest == promised:
        checks.append(f"Digest {digest}, as promised.")
    else:
        yield f"{RECORDS}: comes to the digest {digest}, not to {promised}"


def _check_passages(part: Closure, text_of: TextOf, checks: list[str]) -> Iterator[str]:
    """List passages whose words do not have their digest."""
    texts = {dossier.document.id: text_of(dossier.document.text_sha256) for dossier in part.records.dossiers}
    available = sum(text is not None for text in texts.values())
    checked = 0
    for claim in part.claims.values():
        text = texts.get(claim.document)
        if text is None:
            continue
        for span in (Span(claim.start, claim.end, claim.sha256), *claim.also):
            checked += 1
            words = text[span.start : span.end]
            if hashlib.sha256(words.encode()).hexdigest() != span.sha256:
                yield f"{RECORDS}: {claim.id}: characters {span.start}-{span.end} of {claim.document} differ"
    missing = len(texts) - available
    checks.append(
        f"{checked:,} passages compared with {available:,} texts"
        + (f"; {missing:,} texts are not held: passages there not verified." if missing else ".")
    )
