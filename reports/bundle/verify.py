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

MOST_TOLD = 20
"""How many claims of one file are named; of more it is said how many."""

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
    told = [f"{Count(len(files)):file}, sums checked."]
    part, faults = _build_closure(files.get(RECORDS, b""))
    problems += faults
    if part is not None:
        told.append(f"{Count(len(part.claims)):claim} built again from {RECORDS}, ids and wording compared.")
        problems += _compare_claims(part, files.get(CLAIMS, b""))
        problems += _check_digest(part, manifest, told)
        problems += _check_passages(part, text_of, told)
    return Verification(tuple(told), tuple(dict.fromkeys(problems)))


def read_records(path: Path) -> Records:
    """Return the records of a bundle's loadable file, with claims built.

    Raises InputError for a file that cannot be read.
    """
    contents = list(read_json_lines(path))
    if wrong := [problem for content in contents for problem in content.problems]:
        raise InputError(f"{RECORDS}: line {wrong[0].line}: {wrong[0].what}")
    held = [getattr(content, "record", None) or getattr(content, "dossier", None) for content in contents]
    registries = [one for one in held if isinstance(one, Registry)]
    dossiers = [one for one in held if isinstance(one, Dossier)]
    decisions = [d for one in held if isinstance(one, Decisions) for d in one.decisions]
    merged = resolve_merges(decisions)
    ontology = load_ontology()
    claims = [c for one in dossiers for c in build_claims(one, ontology, lambda id_: merged.get(id_, id_))]
    heads = [Dossier(one.document, one.coded, [], one.furniture) for one in dossiers]
    return Records(
        claims=tuple(sorted(claims, key=lambda c: c.id)),
        dossiers=tuple(sorted(heads, key=lambda one: one.document.id)),
        entities=tuple(sorted((e for one in registries for e in one.entities), key=lambda e: e.id)),
        occasions=tuple(sorted((o for one in registries for o in one.occasions), key=lambda o: o.id)),
        series=tuple(sorted((s for one in registries for s in one.series), key=lambda s: s.id)),
        decisions=tuple(sorted(decisions, key=lambda d: d.id)),
        lineages=tuple(entry for one in held if isinstance(one, Lineages) for entry in one.lineages),
        notes=tuple(
            sorted((n for one in held if isinstance(one, Notes) for n in one.notes), key=lambda n: n.id)
        ),
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
    found: dict[str, Any] = manifest
    return found


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
    plain = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    wanted = {**listed, MANIFEST: hashlib.sha256(files[MANIFEST]).hexdigest()}
    for name in sorted(wanted.keys() | plain.keys()):
        if plain.get(name) != wanted.get(name):
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
        made = encode_claim_lines(part)
    except KeyError as error:
        yield f"{RECORDS}: names {error}, which it does not hold"
        return
    if made == data:
        return
    expected = {_read_id(line): line for line in made.splitlines()}
    found = {_read_id(line): line for line in data.splitlines()}
    wrong = [
        f"{CLAIMS}: {id_}: {_describe_difference(expected.get(id_), found.get(id_))}"
        for id_ in sorted(expected.keys() | found.keys())
        if expected.get(id_) != found.get(id_)
    ]
    yield from wrong[:MOST_TOLD]
    if len(wrong) > MOST_TOLD:
        yield f"{CLAIMS}: and {len(wrong) - MOST_TOLD:,} more claims"


def _describe_difference(expected: bytes | None, found: bytes | None) -> str:
    if expected is None:
        return f"not what any entry of {RECORDS} comes to"
    if found is None:
        return f"missing, though {RECORDS} has it"
    try:
        one, other = json.loads(expected), json.loads(found)
        fields = [name for name in one if one.get(name) != other.get(name)]
    except (ValueError, AttributeError):
        fields = []
    return f"differs from {RECORDS} in {', '.join(fields) or 'its form'}"


def _read_id(line: bytes) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        return f"a line that is no claim ({hashlib.sha256(line).hexdigest()[:12]})"


def _check_digest(part: Closure, manifest: dict[str, Any], told: list[str]) -> Iterator[str]:
    promised = manifest.get("digest")
    if promised is None:
        told.append("Reduced: no digest is promised.")
        return
    found = str(compute_part_digest(part))
    if found == promised:
        told.append(f"Digest {found}, as promised.")
    else:
        yield f"{RECORDS}: comes to the digest {found}, not to {promised}"


def _check_passages(part: Closure, text_of: TextOf, told: list[str]) -> Iterator[str]:
    """List passages whose words do not have their digest."""
    texts = {d.document.id: text_of(d.document.text_sha256) for d in part.records.dossiers}
    held = sum(text is not None for text in texts.values())
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
    missing = len(texts) - held
    told.append(
        f"{checked:,} passages compared with {held:,} texts"
        + (f"; {missing:,} texts are not held: passages there not verified." if missing else ".")
    )
