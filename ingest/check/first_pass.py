"""The first pass of a check: check everything but claims, and build a catalogue of it.

Claims can only be checked when every entity, decision and document is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.model.catalogue import Catalogue, add_decisions, build_catalogue
from graph.model.errors import Problem
from graph.model.ontology import Ontology, load_ontology
from graph.model.records import Decision, DocumentEntry, Lineages, Notes, Registry
from ingest.check.claim_references import find_circles
from ingest.check.decisions import check_decisions, check_notes
from ingest.check.lineage import check_lineages
from ingest.check.protected import check_protected
from ingest.check.protected_names import ProtectedNames
from ingest.check.registry import check_registries
from ingest.files.contents import Contents, Dossiers, read_contents
from ingest.files.findings import Findings
from ingest.files.reader import find_files
from ingest.files.source_location import LocatedDossier, LocatedRecord


@dataclass(frozen=True, slots=True)
class FirstPass:
    """The content of the files besides claims, and all that is wrong with it.

    `dossiers` are not yet checked; `registry` is what the files hold of it, while the `catalogue` also
    includes the records of the graph; `decisions` are those of the graph and the files, None where no
    file holds any.
    """

    catalogue: Catalogue
    dossiers: Dossiers
    registry: Registry
    decisions: tuple[Decision, ...] | None
    notes: tuple[LocatedRecord[Notes], ...]
    lineages: tuple[LocatedRecord[Lineages], ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    protected: ProtectedNames


@dataclass(frozen=True, slots=True)
class GraphRecords:
    """The records in the graph that the files refer to."""

    registry: Registry
    decisions: tuple[Decision, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()


NO_GRAPH_RECORDS = GraphRecords(Registry())


def run_first_pass(
    paths: Iterable[str | Path],
    *,
    context: Iterable[str | Path] = (),
    ontology: Ontology | None = None,
) -> FirstPass:
    """Read everything at `paths`, and check all but the claims.

    `context` names further files (the registry, say, when one dossier is checked) that are read but not
    themselves checked. Raises InputError for paths that do not exist.
    """
    files = find_files(paths)
    context_contents = read_contents(
        [path for path in find_files(context) if path not in set(files)], heads_only=True
    )
    return build_first_pass(read_contents(files), context=context_contents, ontology=ontology)


def build_first_pass(
    contents: Contents,
    *,
    context: Contents | None = None,
    ontology: Ontology | None = None,
    graph_records: GraphRecords = NO_GRAPH_RECORDS,
) -> FirstPass:
    """Check everything that was read but the claims.

    `context` was read too, but is not checked. The files take precedence over `graph_records`.
    """
    context = context or Contents()
    file_decisions = [
        decision for part in contents.decisions + context.decisions for decision in part.record.decisions
    ]
    decisions = add_decisions(graph_records.decisions, file_decisions)
    catalogue = build_catalogue(
        ontology or load_ontology(),
        [*(part.record for part in contents.registries + context.registries), graph_records.registry],
        decisions,
        [*(head.dossier.document for head in contents.heads + context.heads), *graph_records.documents],
    )
    findings = Findings(list(contents.problems))
    findings.add(check_registries(contents.registries, catalogue))
    findings.add(check_decisions(contents.decisions, catalogue))
    findings.add(check_notes(contents.notes, catalogue))
    findings.add(check_lineages(contents.lineages, catalogue))
    findings.add(_check_heads(contents.heads, context.heads))
    names = ProtectedNames(catalogue.entities.values())
    for records in (contents.registries, contents.decisions, contents.notes, contents.lineages):
        for located in records:
            findings.problems += check_protected(located, names)
    return FirstPass(
        catalogue,
        contents.dossiers,
        _merge_registries(contents.registries),
        decisions if contents.decisions or context.decisions else None,
        tuple(contents.notes),
        tuple(contents.lineages),
        tuple(findings.problems),
        tuple(findings.notices),
        names,
    )


def _merge_registries(parts: Sequence[LocatedRecord[Registry]]) -> Registry:
    return Registry(
        entities=[entity for part in parts for entity in part.record.entities],
        occasions=[occasion for part in parts for occasion in part.record.occasions],
        series=[series for part in parts for series in part.record.series],
    )


def _check_heads(heads: Sequence[LocatedDossier], context_heads: Sequence[LocatedDossier]) -> Findings:
    """Report two dossiers of one document, and documents that supersede one another in a circle."""
    findings = Findings()
    first_heads: dict[str, LocatedDossier] = {}
    superseded: dict[str, list[str]] = {}
    for located in [*context_heads, *heads]:
        document = located.dossier.document
        for name, value in (("id", document.id), ("text_sha256", document.text_sha256)):
            first = first_heads.setdefault(value, located)
            if first is not located and located not in context_heads:
                what = f"a second dossier of this {name}: {first.file}:{first.find_line('document')}"
                place = located.file, located.find_line(f"document.{name}")
                findings.problems.append(Problem(*place, document.id, what, "one dossier a document"))
        if document.supersedes:
            superseded[document.id] = [document.supersedes]
    for circle in find_circles(superseded):
        located = first_heads[circle[0]]
        what = f"documents supersede one another in a circle: {' -> '.join(circle)}"
        place = located.file, located.find_line("document.supersedes")
        findings.problems.append(
            Problem(*place, circle[0], what, "the correction supersedes the earlier text")
        )
    return findings
