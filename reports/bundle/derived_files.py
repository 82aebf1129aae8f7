"""The files of a bundle that are made from its records and its selection, for people and for programs."""

from __future__ import annotations

import msgspec

from graph.store.row_mapping import build_document_row
from queries.export.claims import Lookup, build_exported_claim
from reports.bundle.graphml import build_cypher_script, build_graph_files
from reports.bundle.json_ld import build_follow_the_money, build_json_ld
from reports.bundle.manifest import CLAIMS, RECORDS
from reports.bundle.selection_file import SELECTION, BundleRequest, encode_selection
from reports.bundle.source_files import encode_source_lines
from reports.bundle.tables import build_import_tables, build_spreadsheet
from reports.content.build import ReportOptions, build_report, find_no_text
from reports.part.closure import Closure, sort_claims
from reports.render.output import REPORT_FORMATS, render_report

LIMITS = """# What each form cannot carry

The whole of this part of the graph is in `load/records.jsonl`: `scamgraph ingest load` loads it into an
empty graph. What was selected, and how, is in `selection.json`. Every other file is made from these two and
has less; `scamgraph verify` makes each of them again and compares it. Load the records into a separate graph:
if another graph has all claims of a document, loading would leave only the claims chosen here.

- `claims.jsonl` (the shape of `scamgraph export claims`): no registry beyond names and kinds, no decisions,
  lineage, conflicts or notes; a claim's reasons (`because`, `why`) are left out.
- `graph.graphml`, `graph.gexf`: entities, values and facts with their roll-ups; no claims, passages, roles or
  events' parts. Lists are one text, joined by "; ". In GEXF the type of a fact is `relation`. A line whose
  `standing` is `accusation` is no established fact; a type with `NOT_` before it is only denied.
- `neo4j-import/*.csv`, `graph.cypher`: those, and claims with their ends, speakers and documents; no origins,
  figures, conflicts or lineage as nodes. Lists are one text, joined by "; ".
- `claims.csv`: one row a claim, in words, for reading; ids of ends are not in it.
- All CSV: a text that a spreadsheet would compute has a ' before it, and control characters are escapes
  (`\\u001b`). `graph.cypher` and `load/records.jsonl` have the text itself.
- `annotations.jsonld` (PROV-O, Web Annotation): claims, passages, speakers; numbers, roles, places and events
  are left out. The order of a chain of speakers is only in `chain`. A reprint is `prov:alternateOf`, which
  does not say who printed first.
- `followthemoney.jsonl`: entities of kinds that FollowTheMoney has, and facts that are asserted, as
  `UnknownLink`. Accusations, denials, promises and what is only alleged or estimated are left out, since it
  has no word for how surely something is said; so are numbers, cohorts and collectives.
- `report.html`: sentences for people, without the words of the passages.

No file here has a sentence of a source: passages are offsets and SHA-256 sums of their words.
"""


def build_content_files(request: BundleRequest, part: Closure) -> dict[str, bytes]:
    """Build every file of a bundle but the manifest and the list of sums.

    The same selection and records give the same bytes.
    """
    options = ReportOptions(find_no_text, request.include_protected, request.unfinished)
    report = build_report(request.selection, part, options)
    return {
        RECORDS: encode_source_lines(part),
        SELECTION: encode_selection(request),
        CLAIMS: encode_claim_lines(part),
        "claims.csv": build_spreadsheet(part),
        **build_graph_files(part),
        **build_import_tables(part),
        "graph.cypher": build_cypher_script(part),
        "annotations.jsonld": build_json_ld(part),
        "followthemoney.jsonl": build_follow_the_money(part),
        "report.html": render_report(report, REPORT_FORMATS["html"]),
        "LIMITS.md": LIMITS.encode(),
    }


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
