"""Checking files before anything is loaded: all that is wrong, at once, each with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from graph.catalogue import Catalogue
from graph.errors import Problem
from graph.ontology import Ontology
from ingest.check_claims import check_claims
from ingest.check_document import check_document
from ingest.check_lineage import check_against_texts
from ingest.check_protected import check_protected_dossier
from ingest.files import YAML_SUFFIXES
from ingest.findings import Findings
from ingest.gather import Gathered, gather
from ingest.located import LocatedDossier
from ingest.protected_names import ProtectedNames
from ingest.seal import find_wrong_quotes
from ingest.texts import Texts, find_texts


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What is wrong (`problems`), what is worth knowing (`notices`), and how much was checked (`counts`)."""

    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    counts: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether everything may be loaded."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What checking a dossier needs besides its file. `sealed` makes an open quote a problem."""

    catalogue: Catalogue
    names: ProtectedNames
    texts: Texts
    sealed: bool


@dataclass(slots=True)
class _Checked:
    """What checking one file of dossiers gave."""

    findings: Findings = field(default_factory=Findings)
    documents: int = 0
    claims: int = 0
    verified: int = 0
    without_text: int = 0


def check_paths(
    paths: Iterable[str | Path],
    texts_dir: str | Path | None = None,
    *,
    context: Iterable[str | Path] = (),
    ontology: Ontology | None = None,
) -> CheckReport:
    """Check every file at `paths`, with `context` (a registry, say) known but not itself checked.

    Spans are compared with the texts found in `texts_dir`, else in SCAMGRAPH_TEXTS; a text that is not held
    is a notice. Quotes that are not sealed yet are a notice here; to a load they are a problem.
    Raises InputError for paths that do not exist.
    """
    gathered = gather(paths, context=context, ontology=ontology)
    return check_gathered(gathered, find_texts(texts_dir), sealed=False)


def check_gathered(
    gathered: Gathered, texts: Texts, *, sealed: bool, progress: Callable[[int], None] = lambda _: None
) -> CheckReport:
    """Check the claims of what was gathered.

    `sealed` makes an open quote a problem; `progress` is told after each file how many claims it held.
    """
    total = _Checked(Findings(list(gathered.problems), list(gathered.notices)))
    total.findings.problems += check_against_texts(gathered.lineages, gathered.catalogue, texts)
    at_hand = _AtHand(gathered.catalogue, gathered.protected, texts, sealed)
    for file, dossiers in groupby(gathered.dossiers, key=lambda located: located.file):
        checked = _check_file(Path(file), dossiers, at_hand)
        progress(checked.claims)
        total.findings.add(checked.findings)
        total.documents += checked.documents
        total.claims += checked.claims
        total.verified += checked.verified
    catalogue = gathered.catalogue
    counts = {
        "documents": total.documents,
        "claims": total.claims,
        "verified documents": total.verified,
        "entities": len(catalogue.entities),
        "occasions": len(catalogue.occasions),
        "series": len(catalogue.series),
        "decisions": len(catalogue.decisions),
    }
    return CheckReport(_in_order(total.findings.problems), _in_order(total.findings.notices), counts)


def check_dossier(
    located: LocatedDossier,
    catalogue: Catalogue,
    text: str | None = None,
    *,
    sealed: bool = True,
    names: ProtectedNames | None = None,
) -> list[Problem]:
    """Everything that keeps a dossier from being loaded; an empty list where it is sound.

    `text` is the document's own, where it is held: then every span is compared with its digest. `names` are
    those of the catalogue's protected people, where they are at hand.
    """
    names = names or ProtectedNames(catalogue.entities.values())
    return _examine(located, catalogue, names, text, sealed=sealed).problems


def _examine(
    located: LocatedDossier, catalogue: Catalogue, names: ProtectedNames, text: str | None, *, sealed: bool
) -> Findings:
    findings = Findings(list(located.problems))
    findings.add(check_document(located, catalogue, text, sealed=sealed))
    findings.add(check_claims(located, catalogue, text, sealed=sealed))
    findings.problems += check_protected_dossier(located, names, text)
    return findings


def _check_file(path: Path, dossiers: Iterable[LocatedDossier], at_hand: _AtHand) -> _Checked:
    checked = _Checked()
    without: list[Problem] = []
    for located in dossiers:
        document = located.dossier.document
        text = at_hand.texts.get(document.text_sha256)
        checked.findings.add(_examine(located, at_hand.catalogue, at_hand.names, text, sealed=at_hand.sealed))
        if unsealed := list(_open_quotes(located)):
            checked.findings.notices += unsealed
            if text is not None and path.suffix in YAML_SUFFIXES:
                checked.findings.problems += find_wrong_quotes(path, text)
        checked.documents += 1
        checked.claims += len(located.dossier.claims)
        checked.verified += text is not None
        if text is None:
            checked.without_text += 1
            what = "its text is not at hand: spans are not compared with their digests"
            without[:] = [Problem(located.file, located.line_of("document"), document.id, what)]
    if checked.without_text > 1:  # thousands in a bulk file: one line says it
        what = f"the texts of {checked.without_text} documents are not at hand: their spans are not compared"
        without = [Problem(str(path), 0, "", what)]
    checked.findings.notices += without
    return checked


def _open_quotes(located: LocatedDossier) -> Iterator[Problem]:
    dossier = located.dossier
    unsealed = sum(bool(c.quote or c.also_quotes) for c in dossier.claims)
    unsealed += sum(bool(f.quote) for f in dossier.furniture)
    if unsealed:
        what = f"{unsealed} quote{'s are' * (unsealed != 1) or ' is'} not sealed yet: it cannot be loaded"
        right = "run `scamgraph seal` on the file"
        yield Problem(located.file, located.line_of("claims"), dossier.document.id, what, right)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    # Both passes over a file may come upon the same thing.
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.where, p.what)))
