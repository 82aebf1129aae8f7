"""The first step of a check: everything but claims, checked, and a catalogue made of it.

Claims can only be judged when every entity, decision and document is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.model.catalogue import Catalogue, add_decisions, build_catalogue
from graph.model.errors import Problem
from graph.model.ontology import Ontology, load_ontology
from graph.model.records import Decision, DocumentEntry, Lineages, Notes, Registry
from ingest.check.claim_references import circles
from ingest.check.decisions import check_decisions, check_notes
from ingest.check.lineage import check_lineages
from ingest.check.protected import check_protected
from ingest.check.protected_names import ProtectedNames
from ingest.check.registry import check_registries
from ingest.files.contents import Contents, Dossiers, read_contents
from ingest.files.findings import Findings
from ingest.files.reader import find_files
from ingest.files.source_location import Located, LocatedDossier


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files hold besides claims, and all that is wrong with it.

    `dossiers` are yet to be checked; `registry` is what the files hold of it, while the `catalogue` knows
    what the graph holds, too; `decisions` are those of the graph and the files, None where no file holds any.
    """

    catalogue: Catalogue
    dossiers: Dossiers
    registry: Registry
    decisions: tuple[Decision, ...] | None
    notes: tuple[Located[Notes], ...]
    lineages: tuple[Located[Lineages], ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    protected: ProtectedNames


@dataclass(frozen=True, slots=True)
class Held:
    """What the graph holds already of what files refer to."""

    registry: Registry
    decisions: tuple[Decision, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()


NOTHING_HELD = Held(Registry())


def gather(
    paths: Iterable[str | Path],
    *,
    context: Iterable[str | Path] = (),
    ontology: Ontology | None = None,
) -> Gathered:
    """Read everything at `paths`, and check all but the claims.

    `context` names further files (the registry, say, when one dossier is checked) that are known but not
    themselves checked. Raises InputError for paths that do not exist.
    """
    files = find_files(paths)
    known = read_contents([path for path in find_files(context) if path not in set(files)], heads_only=True)
    return gather_contents(read_contents(files), known=known, ontology=ontology)


def gather_contents(
    contents: Contents,
    *,
    known: Contents | None = None,
    ontology: Ontology | None = None,
    held: Held = NOTHING_HELD,
) -> Gathered:
    """Check everything that was read but the claims.

    `known` was read too, but is not checked; `held` is what the graph holds, and what the files say goes
    before it.
    """
    known = known or Contents()
    decided = [d for part in contents.decisions + known.decisions for d in part.record.decisions]
    decisions = add_decisions(held.decisions, decided)
    catalogue = build_catalogue(
        ontology or load_ontology(),
        [*(part.record for part in contents.registries + known.registries), held.registry],
        decisions,
        [*(head.dossier.document for head in contents.heads + known.heads), *held.documents],
    )
    findings = Findings(list(contents.problems))
    findings.add(check_registries(contents.registries, catalogue))
    findings.add(check_decisions(contents.decisions, catalogue))
    findings.add(check_notes(contents.notes, catalogue))
    findings.add(check_lineages(contents.lineages, catalogue))
    findings.add(_check_heads(contents.heads, known.heads))
    names = ProtectedNames(catalogue.entities.values())
    for some in (contents.registries, contents.decisions, contents.notes, contents.lineages):
        for located in some:
            findings.problems += check_protected(located, names)
    return Gathered(
        catalogue,
        contents.dossiers,
        _registry(contents.registries),
        decisions if contents.decisions or known.decisions else None,
        tuple(contents.notes),
        tuple(contents.lineages),
        tuple(findings.problems),
        tuple(findings.notices),
        names,
    )


def _registry(parts: Sequence[Located[Registry]]) -> Registry:
    return Registry(
        entities=[entity for part in parts for entity in part.record.entities],
        occasions=[occasion for part in parts for occasion in part.record.occasions],
        series=[series for part in parts for series in part.record.series],
    )


def _check_heads(heads: Sequence[LocatedDossier], known: Sequence[LocatedDossier]) -> Findings:
    """Two dossiers of one document; documents that supersede one another in a circle."""
    findings = Findings()
    taken: dict[str, LocatedDossier] = {}
    up: dict[str, list[str]] = {}
    for located in [*known, *heads]:
        document = located.dossier.document
        for name, value in (("id", document.id), ("text_sha256", document.text_sha256)):
            first = taken.setdefault(value, located)
            if first is not located and located not in known:
                what = f"a second dossier of this {name}: {first.file}:{first.line_of('document')}"
                place = located.file, located.line_of(f"document.{name}")
                findings.problems.append(Problem(*place, document.id, what, "one dossier a document"))
        if document.supersedes:
            up[document.id] = [document.supersedes]
    for circle in circles(up):
        located = taken[circle[0]]
        what = f"documents supersede one another in a circle: {' -> '.join(circle)}"
        place = located.file, located.line_of("document.supersedes")
        findings.problems.append(
            Problem(*place, circle[0], what, "the correction supersedes the earlier text")
        )
    return findings
