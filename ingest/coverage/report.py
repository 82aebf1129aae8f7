"""Coverage: what the claims of a text do not explain, so that nothing is left out unnoticed.

For each document the share of its characters in claims and in furniture; every sentence without a
claim; and every number, date, quotation and registry name that no claim at that very place covers.
It needs the text; the words it shows are the text's own and are not meant to be stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.model.catalogue import Catalogue
from graph.model.errors import CheckFailed, Problem
from graph.model.ontology import Ontology
from graph.model.protected import mask_stretches
from graph.model.records import DocumentEntry
from ingest.check.first_pass import run_first_pass
from ingest.check.runner import check_dossier
from ingest.coverage.claim_content import ClaimContent, build_claim_content, is_mention_covered
from ingest.coverage.mentions import find_mentions
from ingest.coverage.names import NameIndex, build_name_index
from ingest.files.source_location import LocatedDossier
from ingest.texts.sentences import Stretch, split_sentences
from ingest.texts.text_store import find_texts


@dataclass(frozen=True, slots=True)
class Gap:
    """One place that no claim explains. `kind`: sentence, numeral, number word, date, quotation, name.

    `words` do not name people who may be victims.
    """

    document: str
    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of one document. Shares are of all its characters, 0 to 1; gaps in text order."""

    document: str
    file: str
    characters: int
    claims: int
    in_claims: float
    in_furniture: float
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage of each document whose text is available; `notices` name those whose text is not."""

    documents: tuple[Coverage, ...]
    notices: tuple[Problem, ...]


def build_coverage_report(
    paths: Iterable[str | Path],
    texts_dir: str | Path | None = None,
    *,
    context: Iterable[str | Path] = (),
    ontology: Ontology | None = None,
) -> CoverageReport:
    """Measure coverage of all dossiers at `paths`, with the texts of `texts_dir`, else SCAMGRAPH_TEXTS.

    `context` names the registry, where it is not among `paths`. Raises CheckFailed for a dossier that
    has problems (a span that does not match its text, say), InputError for paths that do not exist.
    """
    texts = find_texts(texts_dir)
    first_pass = run_first_pass(paths, context=context, ontology=ontology)
    if first_pass.problems:
        raise CheckFailed(list(first_pass.problems))
    names = build_name_index(first_pass.catalogue.entities.values())
    coverages: list[Coverage] = []
    notices: list[Problem] = []
    for located in first_pass.dossiers:
        document = located.dossier.document
        text = texts.get(document.text_sha256)
        if text is None:
            what = "its text is not available, so its coverage is unknown"
            notices.append(Problem(located.file, located.find_line("document"), document.id, what))
            continue
        if problems := check_dossier(located, first_pass.catalogue, text):
            raise CheckFailed(problems)
        coverages.append(measure_coverage(located, text, first_pass.catalogue, names))
    return CoverageReport(tuple(coverages), tuple(notices))


def measure_coverage(
    located: LocatedDossier, text: str, catalogue: Catalogue, names: NameIndex | None = None
) -> Coverage:
    """Measure how much of a text the claims and the furniture of its sealed dossier explain.

    `names` is the index of the catalogue's names, where it is used for more than one document.
    """
    dossier = located.dossier
    document = dossier.document
    contents = [build_claim_content(entry, document, catalogue) for entry in dossier.claims]
    furniture = _merge_stretches(
        (item.at.start, item.at.end) for item in dossier.furniture if item.at is not None
    )
    spans = _merge_stretches(span for content in contents for span in content.spans)
    passages = [(claim.at.start, claim.at.end) for claim in dossier.claims if claim.at is not None]
    names = names or build_name_index(catalogue.entities.values())
    gaps = [
        *_find_uncovered_sentences(text, passages, furniture),
        *_find_uncovered_mentions(text, contents, furniture, catalogue, names),
    ]
    return Coverage(
        document.id,
        located.file,
        len(text),
        len(dossier.claims),
        _count_characters(spans) / len(text),
        _count_characters(furniture) / len(text),
        tuple(_build_gap(document, *gap) for gap in sorted(gaps, key=lambda g: (g[1], g[2], g[0]))),
    )


def _build_gap(document: DocumentEntry, kind: str, start: int, end: int, words: str) -> Gap:
    return Gap(document.id, kind, start, end, mask_stretches(words, start, document.protected_at or ()))


def _find_uncovered_sentences(
    text: str, passages: Sequence[Stretch], furniture: Sequence[Stretch]
) -> Iterator[tuple[str, int, int, str]]:
    """Yield sentences without a letter in a claim's passage and with some outside the furniture."""
    for start, end in split_sentences(text):
        if any(_has_shared_letters(text, start, end, passage) for passage in passages):
            continue
        rest = [
            place
            for place in range(start, end)
            if text[place].isalnum() and not _is_within(place, place + 1, furniture)
        ]
        if rest:
            yield "sentence", start, end, text[start:end]


def _has_shared_letters(text: str, start: int, end: int, span: Stretch) -> bool:
    return any(c.isalnum() for c in text[max(start, span[0]) : min(end, span[1])])


def _find_uncovered_mentions(
    text: str,
    contents: Sequence[ClaimContent],
    furniture: Sequence[Stretch],
    catalogue: Catalogue,
    names: NameIndex,
) -> Iterator[tuple[str, int, int, str]]:
    """Yield mentions outside the furniture that no claim overlapping them covers."""
    for mention in find_mentions(text, names):
        start, end = mention.start, mention.end
        if _is_within(start, end, furniture):
            continue
        if not any(
            content.has_overlap(start, end) and is_mention_covered(content, mention, catalogue)
            for content in contents
        ):
            yield mention.kind, start, end, mention.words


def _is_within(start: int, end: int, stretches: Sequence[Stretch]) -> bool:
    return any(first <= start and end <= last for first, last in stretches)


def _merge_stretches(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in order, those that meet merged."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _count_characters(stretches: Iterable[Stretch]) -> int:
    return sum(end - start for start, end in stretches)
