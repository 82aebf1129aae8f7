"""A bundle: every file of it as bytes, the manifest, and the checksums."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import msgspec

from graph.store.row_mapping import build_document_row
from queries.export.claims import Lookup, build_exported_claim
from reports.bundle.graphml import build_cypher_script, build_graph_files
from reports.bundle.json_ld import build_follow_the_money, build_json_ld
from reports.bundle.source_files import encode_source_lines
from reports.bundle.tables import build_import_tables, build_spreadsheet
from reports.content.build import ReportOptions, build_report, describe_unfinished, find_no_text
from reports.part.closure import Closure, sort_claims
from reports.part.digest import compute_part_digest
from reports.part.redact import redact_part
from reports.part.selection import Selection
from reports.render.html import render_html

FORM = 1
MANIFEST, SUMS, RECORDS, CLAIMS = "MANIFEST.json", "SHA256SUMS", "load/records.jsonl", "claims.jsonl"
_EPOCH = (1980, 1, 1, 0, 0, 0)
LIMITS = """# What each form cannot carry

The whole of this part of the graph is in `load/records.jsonl`: `scamgraph ingest load` brings it into an
empty graph, and `scamgraph verify` checks it. Everything else here is made from it and holds less. Load it
into a graph of its own: of a document that another graph holds in full, only the claims chosen here would
be left there.

- `claims.jsonl` (the shape of `scamgraph export claims`): no registry beyond names and kinds, no decisions,
  lineage, conflicts or notes; a claim's reasons (`because`, `why`) are left out.
- `graph.graphml`, `graph.gexf`: entities, values and facts with their roll-ups; no claims, passages, roles or
  events' parts. Lists are one text, joined by "; ". In GEXF the type of a fact is `relation`. A line whose
  `standing` is `accusation` is no established fact; a type with `NOT_` before it is only denied.
- `neo4j-import/*.csv`, `graph.cypher`: those, and claims with their ends, speakers and documents; no origins,
  figures, conflicts or lineage as nodes. Lists are one text, joined by "; ".
- `claims.csv`: one row a claim, in words, for reading; ids of ends are not in it. A cell that a spreadsheet
  would compute has a ' before it.
- `annotations.jsonld` (PROV-O, Web Annotation): claims, passages, speakers; numbers, roles, places and events
  are left out. The order of a chain of speakers is only in `chain`. A reprint is `prov:alternateOf`, which
  does not say who printed first.
- `followthemoney.jsonl`: entities of kinds that FollowTheMoney has, and facts that are asserted, as
  `UnknownLink`. Accusations, denials, promises and what is only alleged or estimated are left out, since it
  has no word for how surely something is said; so are numbers, cohorts and collectives.
- `report.html`: sentences for people, without the words of the passages.

No file here holds a sentence of a source: passages are offsets and SHA-256 sums of their words.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files by name, the number of claims, the digest ("" if reduced), and what was left out."""

    files: dict[str, bytes]
    claims: int
    digest: str
    left_out: tuple[str, ...]


def build_bundle(
    selection: Selection, part: Closure, *, include_protected: bool = False, unfinished: str = ""
) -> Bundle:
    """Build the bundle of a part of the graph. The same part gives the same bytes.

    `unfinished` says why the graph is incomplete, if it is: the bundle then says so, and promises no
    digest.
    """
    left_out: tuple[str, ...] = ()
    if not include_protected:
        part, left_out = redact_part(part)
    if unfinished:
        left_out = (describe_unfinished(unfinished), *left_out)
    digest = "" if left_out else str(compute_part_digest(part))
    report = build_report(selection, part, ReportOptions(find_no_text, include_protected, unfinished))
    files = {
        RECORDS: encode_source_lines(part),
        CLAIMS: encode_claim_lines(part),
        "claims.csv": build_spreadsheet(part),
        **build_graph_files(part),
        **build_import_tables(part),
        "graph.cypher": build_cypher_script(part),
        "annotations.jsonld": build_json_ld(part),
        "followthemoney.jsonl": build_follow_the_money(part),
        "report.html": render_html(report).encode(),
        "LIMITS.md": LIMITS.encode(),
    }
    files[MANIFEST] = _build_manifest(selection, part, digest, left_out, files)
    files[SUMS] = format_sums(files)
    return Bundle(dict(sorted(files.items())), len(part.claims), digest, left_out)


def encode_claim_lines(part: Closure) -> bytes:
    """Encode the claims in the format of `scamgraph export claims`."""
    canonical = part.context.canonical
    ids_by_entity: dict[str, list[str]] = {}
    for entity in part.records.entities:
        ids_by_entity.setdefault(canonical(entity.id), []).append(entity.id)
    rows = [
        {
            "id": entity.id,
            "name": entity.name,
            "kind": entity.kind,
            "protected": entity.protected,
            "naming": entity.naming,
        }
        | {"also_known": ids_by_entity[entity.id]}
        for entity in part.records.entities
        if canonical(entity.id) == entity.id
    ]
    rows += [
        {"id": dossier.document.id, "name": dossier.document.label, "kind": "Document", "protected": False}
        | {"naming": "named", "also_known": []}
        for dossier in part.records.dossiers
    ]
    documents = [build_document_row(dossier) for dossier in part.records.dossiers]
    heads = [{"coded_by": [], "coded_on": [], **row} for row in documents]
    lookup = Lookup.from_rows(rows, heads)
    encode = msgspec.json.Encoder().encode
    return b"".join(
        encode(build_exported_claim(claim, lookup)) + b"\n" for claim in sort_claims(part.claims.values())
    )


def format_sums(files: dict[str, bytes]) -> bytes:
    """Return one line per file, as `sha256sum --check` reads it."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return "".join(lines).encode()


def _build_manifest(
    selection: Selection, part: Closure, digest: str, left_out: tuple[str, ...], files: dict[str, bytes]
) -> bytes:
    moment = selection.moment
    manifest = {
        "form": FORM,
        "title": selection.title,
        "question": selection.question,
        "as_of": moment.day if moment else None,
        "possibly": moment.perhaps if moment else False,
        "digest": digest or None,
        "reduced": list(left_out),
        "counts": {
            "claims": len(part.claims),
            "facts": len(part.facts),
            "documents": len({claim.document for claim in part.claims.values()}),
            "origins": len({claim.origin for claim in part.claims.values()}),
            "conflicts": dict(sorted(Counter(conflict.kind for conflict in part.conflicts).items())),
        },
        "versions": {"scamgraph": _read_version(), "ontology": part.context.ontology.version},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def _read_version() -> str:
    try:
        return version("scamgraph")
    except PackageNotFoundError:
        return "unknown"


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
