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
    first_pass = run_first_pass(paths, context=context, ontology=ontology)
    return check_dossiers(first_pass, find_texts(texts_dir), sealed=False)


def check_dossiers(
    first_pass: FirstPass, texts: Texts, *, sealed: bool, progress: Callable[[int], None] = lambda _: None
) -> CheckReport:
    """Check the claims of the dossiers of a first pass, and return its findings with them.

    `sealed` makes an unsealed quote a problem; `progress` is called after each file with the number of
    its claims.
    """
    total = _FileResult(Findings(list(first_pass.problems), list(first_pass.notices)))
    total.findings.problems += check_against_texts(first_pass.lineages, first_pass.catalogue, texts)
    context = _CheckContext(first_pass.catalogue, first_pass.protected, texts, sealed)
    for file, dossiers in groupby(first_pass.dossiers, key=lambda located: located.file):
        result = _check_file(Path(file), dossiers, context)
        progress(result.claims)
        total.findings.add(result.findings)
        total.documents += result.documents
        total.claims += result.claims
        total.verified += result.verified
        total.texts += result.texts
    total.findings.problems += _find_copies(total.texts)
    catalogue = first_pass.catalogue
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
        original = first.setdefault(text.fingerprint, text)
        if original.document != text.document:
            what = (
                f"its text is that of {original.document} but for line ends, byte order mark or normal form"
            )
            right = f"keep one of the two dossiers; the other is {original.file}:{original.line}"
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


def _check_file(path: Path, dossiers: Iterable[LocatedDossier], context: _CheckContext) -> _FileResult:
    result = _FileResult()
    missing_texts: list[Problem] = []
    for located in dossiers:
        document = located.dossier.document
        text = context.texts.get(document.text_sha256)
        result.findings.add(
            _check_located(located, context.catalogue, context.names, text, sealed=context.sealed)
        )
        if unsealed := list(_find_unsealed_quotes(located)):
            result.findings.notices += unsealed
            if text is not None and is_yaml(path):
                result.findings.problems += find_wrong_quotes(path, text)
        result.documents += 1
        result.claims += len(located.dossier.claims)
        result.verified += text is not None
        place = located.file, located.find_line("document")
        if text is None:
            result.without_text += 1
            missing_texts[:] = [
                Problem(*place, document.id, *_describe_missing_text(document.text_sha256, path, context))
            ]
        else:
            result.texts.append(_DocumentText(compute_fingerprint(text), document.id, *place))
    if result.without_text > 1:  # thousands in a bulk file: one line says it
        what = f"the texts of {result.without_text} documents are not at hand: their spans are not compared"
        missing_texts = [Problem(str(path), 0, "", what)]
    result.findings.notices += missing_texts
    return result


def _describe_missing_text(sha256: str, path: Path, context: _CheckContext) -> tuple[str, str]:
    """Describe a missing text. A copy is searched only for a YAML dossier: bulk files miss thousands."""
    copy = context.texts.find_copy(sha256) if is_yaml(path) else None
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
    # Both passes over a file may find the same problem.
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.where, p.what)))
