"""Check files before a load: report all that is wrong at once, each with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from graph.model.catalogue import Catalogue
from graph.model.errors import Problem
from graph.model.ontology import Ontology
from ingest.check.claims import check_claims
from ingest.check.document import check_document
from ingest.check.first_pass import FirstPass, run_first_pass
from ingest.check.lineage import check_against_texts
from ingest.check.protected import check_protected_dossier
from ingest.check.protected_names import ProtectedNames
from ingest.files.findings import Findings
from ingest.files.reader import is_yaml
from ingest.files.seal import find_wrong_quotes
from ingest.files.source_location import LocatedDossier
from ingest.texts.text_copies import compute_fingerprint
from ingest.texts.text_store import Texts, find_texts


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What is wrong (`problems`), what is worth a look (`notices`), and how much was checked (`counts`)."""

    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    counts: dict[str, int]

    @property
    def sound(self) -> bool:
        """Return whether everything may be loaded."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _CheckContext:
    """What checking a dossier needs besides its file. `sealed` makes an unsealed quote a problem."""

    catalogue: Catalogue
    names: ProtectedNames
    texts: Texts
    sealed: bool


@dataclass(frozen=True, slots=True)
class _DocumentText:
    """An available text of a document: the fingerprint it shares with copies, and its dossier's place."""

    fingerprint: str
    document: str
    file: str
    line: int


@dataclass(slots=True)
class _FileResult:
    """The result of checking one file of dossiers."""

    findings: Findings = field(default_factory=Findings)
    documents: int = 0
    claims: int = 0
    verified: int = 0
    without_text: int = 0
    texts: list[_DocumentText] = field(default_factory=list)


def check_paths(
    paths: Iterable[str | Path],
    texts_dir: str | Path | None = None,
    *,
    context: Iterable[str | Path] = (),
    ontology: Ontology | None = None,
) -> CheckReport:
    """Check every file at `paths`; `context` (a registry, say) is read but not itself checked.

    Spans are compared with the texts found in `texts_dir`, else in SCAMGRAPH_TEXTS; a text that is not
    available is a notice. Quotes that are not sealed yet are a notice here; to a load they are a
    problem. Raises InputError for paths that do not exist.
    """
    gathered = run_first_pass(paths, context=context, ontology=ontology)
    return check_dossiers(gathered, find_texts(texts_dir), sealed=False)


def check_dossiers(
    gathered: FirstPass, texts: Texts, *, sealed: bool, progress: Callable[[int], None] = lambda _: None
) -> CheckReport:
    """Check the claims of the dossiers of a first pass, and return its findings with them.

    `sealed` makes an unsealed quote a problem; `progress` is called after each file with the number of
    its claims.
    """
    total = _FileResult(Findings(list(gathered.problems), list(gathered.notices)))
    total.findings.problems += check_against_texts(gathered.lineages, gathered.catalogue, texts)
    at_hand = _CheckContext(gathered.catalogue, gathered.protected, texts, sealed)
    for file, dossiers in groupby(gathered.dossiers, key=lambda located: located.file):
        checked = _check_file(Path(file), dossiers, at_hand)
        progress(checked.claims)
        total.findings.add(checked.findings)
        total.documents += checked.documents
        total.claims += checked.claims
        total.verified += checked.verified
        total.texts += checked.texts
    total.findings.problems += _find_copies(total.texts)
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
    return CheckReport(
        _sort_problems(total.findings.problems), _sort_problems(total.findings.notices), counts
    )


def _find_copies(texts: Iterable[_DocumentText]) -> Iterator[Problem]:
    """Yield documents whose text another document has too; counted separately, one story would be two."""
    first: dict[str, _DocumentText] = {}
    for text in texts:
        other = first.setdefault(text.fingerprint, text)
        if other.document != text.document:
            what = f"its text is that of {other.document} but for line ends, byte order mark or normal form"
            right = f"keep one of the two dossiers; the other is {other.file}:{other.line}"
            yield Problem(text.file, text.line, text.document, what, right)


def check_dossier(
    located: LocatedDossier,
    catalogue: Catalogue,
    text: str | None = None,
    *,
    sealed: bool = True,
    names: ProtectedNames | None = None,
) -> list[Problem]:
    """Return everything that keeps a dossier from being loaded; an empty list where nothing does.

    `text` is the document's own, where it is available: then every span is compared with its digest.
    `names` are those of the catalogue's protected people, where the caller has them.
    """
    names = names or ProtectedNames(catalogue.entities.values())
    return _check_located(located, catalogue, names, text, sealed=sealed).problems


def _check_located(
    located: LocatedDossier, catalogue: Catalogue, names: ProtectedNames, text: str | None, *, sealed: bool
) -> Findings:
    findings = Findings(list(located.problems))
    findings.add(check_document(located, catalogue, text, sealed=sealed))
    findings.add(check_claims(located, catalogue, text, sealed=sealed))
    findings.problems += check_protected_dossier(located, names, text)
    return findings


def _check_file(path: Path, dossiers: Iterable[LocatedDossier], at_hand: _CheckContext) -> _FileResult:
    checked = _FileResult()
    without: list[Problem] = []
    for located in dossiers:
        document = located.dossier.document
        text = at_hand.texts.get(document.text_sha256)
        checked.findings.add(
            _check_located(located, at_hand.catalogue, at_hand.names, text, sealed=at_hand.sealed)
        )
        if unsealed := list(_find_unsealed_quotes(located)):
            checked.findings.notices += unsealed
            if text is not None and is_yaml(path):
                checked.findings.problems += find_wrong_quotes(path, text)
        checked.documents += 1
        checked.claims += len(located.dossier.claims)
        checked.verified += text is not None
        place = located.file, located.find_line("document")
        if text is None:
            checked.without_text += 1
            without[:] = [
                Problem(*place, document.id, *_describe_missing_text(document.text_sha256, path, at_hand))
            ]
        else:
            checked.texts.append(_DocumentText(compute_fingerprint(text), document.id, *place))
    if checked.without_text > 1:  # thousands in a bulk file: one line says it
        what = f"the texts of {checked.without_text} documents are not at hand: their spans are not compared"
        without = [Problem(str(path), 0, "", what)]
    checked.findings.notices += without
    return checked


def _describe_missing_text(sha256: str, path: Path, at_hand: _CheckContext) -> tuple[str, str]:
    """Describe a missing text. A copy is searched only for a YAML dossier: bulk files miss thousands."""
    copy = at_hand.texts.find_copy(sha256) if is_yaml(path) else None
    if copy is None:
        return "its text is not at hand: spans are not compared with their digests", ""
    what = f"its text is not at hand, only a copy with other {copy[1]}: {copy[0]}"
    return what, "restore the text as it was, so that spans are compared with their digests"


def _find_unsealed_quotes(located: LocatedDossier) -> Iterator[Problem]:
    dossier = located.dossier
    unsealed = sum(bool(c.quote or c.also_quotes) for c in dossier.claims)
    unsealed += sum(bool(f.quote) for f in dossier.furniture)
    if unsealed:
        what = f"{unsealed} quote{'s are' * (unsealed != 1) or ' is'} not sealed yet: it cannot be loaded"
        right = "run `scamgraph seal` on the file"
        yield Problem(located.file, located.find_line("claims"), dossier.document.id, what, right)


def _sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    # Both passes over a file may come upon the same thing.
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.where, p.what)))
