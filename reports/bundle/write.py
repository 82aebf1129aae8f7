"""A bundle: every file of it as bytes, the manifest, and the checksums."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from reports.bundle.derived_files import build_content_files
from reports.bundle.manifest import (
    MANIFEST,
    SUMS,
    build_manifest,
    compute_sum,
    describe_completeness,
    format_sums,
)
from reports.bundle.record_reader import derive_from_lines
from reports.bundle.selection_file import BundleRequest
from reports.bundle.source_files import encode_source_lines
from reports.part.closure import Closure
from reports.part.protected import collect_protected_names
from reports.part.recompute_selection import recompute_selection
from reports.part.redact import redact_part
from reports.part.selection_model import Selection, redact_selection

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files by name, the number of claims, and what was left out.

    `digest` is the one to publish: it covers every file. `records_digest` covers the records, and is "" if
    something was left out.
    """

    files: dict[str, bytes]
    claims: int
    digest: str
    records_digest: str
    left_out: tuple[str, ...]


def build_bundle(
    selection: Selection, part: Closure, *, include_protected: bool = False, unfinished: str = ""
) -> Bundle:
    """Build the bundle of a part of the graph. The same part gives the same bytes.

    Everything is made from the records as they are written, so that every reader can remake it.
    `unfinished` says why the graph is incomplete, if it is: the bundle then says so, and has no digest of the
    records.
    """
    withheld_claims = 0
    if not include_protected:
        selection = redact_selection(selection, collect_protected_names(part))
        part, withheld_claims = redact_part(part)
    part = derive_from_lines(encode_source_lines(part))
    complete = not withheld_claims and not unfinished
    selection = recompute_selection(selection, part, complete=complete).selection
    request = BundleRequest(selection, include_protected, unfinished, withheld_claims)
    completeness = describe_completeness(request, part)
    files = build_content_files(request, part)
    sums = {name: compute_sum(data) for name, data in files.items()}
    files[MANIFEST] = build_manifest(request, part, completeness, sums)
    files[SUMS] = format_sums({**sums, MANIFEST: compute_sum(files[MANIFEST])})
    digest = compute_sum(files[SUMS])
    return Bundle(
        dict(sorted(files.items())), len(part.claims), digest, completeness.digest, completeness.left_out
    )


def build_zip(files: dict[str, bytes]) -> bytes:
    """Return the files as a zip with fixed times, uncompressed: libraries compress differently."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data)
    return out.getvalue()
