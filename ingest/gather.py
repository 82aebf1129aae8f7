"""The first pass over the files: everything but claims, checked, and a catalogue made of it.

Claims can only be judged when every entity, decision and document is known, so files are read twice; of
dossiers this pass reads the head alone. The second pass holds one dossier at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.catalogue import Catalogue, build_catalogue
from graph.errors import Problem
from graph.ontology import Ontology, load_ontology
from graph.records import Decision, Decisions, DocumentEntry, Lineages, Notes, Registry
from ingest.check_answers import circles
from ingest.check_decisions import check_decisions, check_notes
from ingest.check_lineage import check_lineages
from ingest.check_protected import check_protected
from ingest.check_registry import check_registries
from ingest.files import find_files, read_file
from ingest.findings import Findings
from ingest.located import Located, LocatedDossier, Unreadable
from ingest.protected_names import ProtectedNames


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files hold besides claims, and all that is wrong with it.

    `dossiers` are the files to read again for their claims; `registry` is what the files hold of it, while
    the `catalogue` knows what the graph holds, too; `decisions` is None where no file holds any.
    """

    catalogue: Catalogue
    dossiers: tuple[Path, ...]
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


@dataclass(slots=True)
class _Heap:
    """What was read, by its sort."""

    registries: list[Located[Registry]] = field(default_factory=list)
    decisions: list[Located[Decisions]] = field(default_factory=list)
    notes: list[Located[Notes]] = field(default_factory=list)
    lineages: list[Located[Lineages]] = field(default_factory=list)
    heads: list[LocatedDossier] = field(default_factory=list)
    dossiers: dict[Path, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, files: Iterable[Path]) -> None:
        for path in files:
            for content in read_file(path, heads_only=True):
                # What is wrong with a dossier comes up again, more fully, when it is read whole.
                if isinstance(content, LocatedDossier):
                    self.heads.append(content)
                    self.dossiers[path] = None
                elif isinstance(content, Unreadable):
                    self.problems += content.problems
                    self.dossiers[path] = None
                else:
                    self.problems += content.problems
                    self._sort(content)

    def _sort(
        self, content: Located[Registry] | Located[Decisions] | Located[Notes] | Located[Lineages]
    ) -> None:
        record = content.record
        lists = {
            Registry: self.registries,
            Decisions: self.decisions,
            Notes: self.notes,
            Lineages: self.lineages,
        }
        lists[type(record)].append(content)  # type: ignore[attr-defined]


def gather(
    paths: Iterable[str | Path],
    *,
    context: Iterable[str | Path] = (),
    ontology: Ontology | None = None,
    held: Held = NOTHING_HELD,
) -> Gathered:
    """Read and check everything at `paths` but the claims.

    `context` names further files (the registry, say, when one dossier is checked) that are known but not
    themselves checked; `held` is what the graph holds, and what the files say goes before it.
    Raises InputError for paths that do not exist.
    """
    files = find_files(paths)
    known = _Heap()
    known.read(path for path in find_files(context) if path not in set(files))
    heap = _Heap()
    heap.read(files)
    decided = heap.decisions + known.decisions
    catalogue = build_catalogue(
        ontology or load_ontology(),
        [*(part.record for part in heap.registries + known.registries), held.registry],
        [d for part in decided for d in part.record.decisions] if decided else held.decisions,
        [*(head.dossier.document for head in heap.heads + known.heads), *held.documents],
    )
    findings = Findings(list(heap.problems))
    findings.add(check_registries(heap.registries, catalogue))
    findings.add(check_decisions(heap.decisions, catalogue))
    findings.add(check_notes(heap.notes, catalogue))
    findings.add(check_lineages(heap.lineages, catalogue))
    findings.add(_check_heads(heap.heads, known.heads))
    names = ProtectedNames(catalogue.entities.values())
    for some in (heap.registries, heap.decisions, heap.notes, heap.lineages):
        for located in some:
            findings.problems += check_protected(located, names)
    return Gathered(
        catalogue,
        tuple(heap.dossiers),
        _registry(heap.registries),
        tuple(d for part in decided for d in part.record.decisions) if decided else None,
        tuple(heap.notes),
        tuple(heap.lineages),
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
