"""The manifest of a bundle, and the list of checksums that covers every file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reports.bundle.selection_file import BundleRequest
from reports.bundle.versions import load_versions
from reports.content.build import describe_unfinished
from reports.part.closure import Closure
from reports.part.digest import compute_part_digest
from reports.part.redact import describe_redaction

FORM = 2
MANIFEST, SUMS, SIGNATURE = "MANIFEST.json", "SHA256SUMS", "SHA256SUMS.sig"
RECORDS, CLAIMS = "load/records.jsonl", "claims.jsonl"


@dataclass(frozen=True, slots=True)
class Completeness:
    """What was left out of a part, in words, and the digest of its records: "" if something was."""

    left_out: tuple[str, ...]
    digest: str


def describe_completeness(request: BundleRequest, part: Closure) -> Completeness:
    """Describe what the bundle of a part leaves out, and compute the digest of its records."""
    left_out = () if request.include_protected else describe_redaction(part, request.withheld_claims)
    if request.unfinished:
        left_out = (describe_unfinished(request.unfinished), *left_out)
    return Completeness(left_out, "" if left_out else str(compute_part_digest(part)))


def build_manifest(
    request: BundleRequest, part: Closure, completeness: Completeness, sums: Mapping[str, str]
) -> bytes:
    """Build the manifest; `sums` are the SHA-256 sums of the other files by name."""
    selection, moment = request.selection, request.selection.moment
    manifest = {
        "form": FORM,
        "title": selection.title,
        "question": selection.question,
        "as_of": moment.day if moment else None,
        "possibly": moment.perhaps if moment else False,
        "digest": completeness.digest or None,
        "reduced": list(completeness.left_out),
        "counts": {
            "claims": len(part.claims),
            "facts": len(part.facts),
            "documents": len({claim.document for claim in part.claims.values()}),
            "origins": len({claim.origin for claim in part.claims.values()}),
            "conflicts": dict(sorted(Counter(conflict.kind for conflict in part.conflicts).items())),
        },
        "versions": load_versions()._asdict(),
        "files": dict(sorted(sums.items())),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def compute_sum(data: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()


def format_sums(sums: Mapping[str, str]) -> bytes:
    """Return one line per file, as `sha256sum --check` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()
