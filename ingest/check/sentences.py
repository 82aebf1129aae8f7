"""Check the sentence of a claim, its `says`, within the limits of a program.

A person reads and prints it as the statement of a fact, so it must be understood alone and be no
stronger than the claim's own fields. The word lists are generous, because English varies: whatever
a check reports is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.model.catalogue import Catalogue
from graph.model.markers import build_markers, find_groups, split_words
from graph.model.ontology import Ontology, Predicate
from graph.model.records import NUMBER_FIELDS, ClaimEntry
from ingest.check.sentence_numbers import find_other_numbers
from ingest.check.sentence_speakers import find_speaker
from ingest.texts.sentences import split_sentences

MAX_WORDS = 25

_CLOSING = "\"”’')]"
_INNER_STOP = re.compile(r"[.?!…][\"”’')\]]*\s").search
_WORD = re.compile(r"\w").search
_PRONOUNS = frozenset({
    "they", "he", "she", "it", "we", "i", "you", "them", "him", "these", "those", "this", "that", "such",
    "his", "her", "hers", "their", "theirs", "its", "our", "my", "your",
})  # fmt: skip
_BEGINS_LEANING = re.compile(
    r"(?P<words>"
    r"the (?:two|three|four|others?|former|latter|same|rest)"
    r"(?= (?:is|are|was|were|has|have|had|will|would|do|does|did|can|could|may|might|must|also|both)\b|,)"
    r"|(?:some|many|most|all|none|one|few|several|part|both|half|each|any|another|others?|\d[\d,.]*) of"
    r" (?:them|these|whom|it|this)\b)",
    re.IGNORECASE,
).match
_IMPERSONAL = re.compile(
    r"it (?:is|was|remains?|remained|has|had|will|would|may|might|could|seem(?:s|ed)|appear(?:s|ed)"
    r"|became|becomes)\b.*\b(?:whether|that|how|why|whom?|whose|what|when|where|if|to|for)\b",
    re.IGNORECASE,
).match


class SaysFault(NamedTuple):
    """What is wrong with a sentence, and what would be right. A notice is only worth a look."""

    what: str
    right: str
    notice: bool = False


def find_says_faults(
    entry: ClaimEntry, predicate: Predicate | None, catalogue: Catalogue, claims: Mapping[str, ClaimEntry]
) -> Iterator[SaysFault]:
    """Yield what is wrong with the sentence of a claim.

    Args:
        entry: The claim.
        predicate: Its predicate, None where that is unknown.
        catalogue: The registry, for the names of the claim's entities.
        claims: The claims of the document by key: the numbers of those about its entities may appear in it.
    """
    says = entry.says.strip()
    if not says:
        yield SaysFault("says nothing", "the claim in words of our own")
        return
    words = split_words(says)
    yield from _find_form_faults(says, words)
    if speaker := find_speaker(says, words, entry, predicate, catalogue):
        right = "say what is so: speaker, document and day are added after it"
        yield SaysFault(f"the sentence names its speaker: `{speaker}`", right)
    yield from _find_strength_faults(words, entry, catalogue.ontology)
    yield from _find_part_faults(words, entry, catalogue.ontology)
    for number in find_other_numbers(says, entry, catalogue, claims):
        what = f"`{number}` is no number, time or name of the claim"
        yield SaysFault(what, "take it from the claim's fields, or record it there")


def _find_form_faults(says: str, words: Sequence[str]) -> Iterator[SaysFault]:
    """Require one short sentence that can be understood alone."""
    if not says.rstrip(_CLOSING).endswith((".", "?", "!")):
        yield SaysFault("the sentence has no end", "close it with a full stop")
    if _INNER_STOP(says) and sum(1 for _ in split_sentences(says)) > 1:
        yield SaysFault("it is more than one sentence", "one sentence, or a claim for each")
    if len(words) > MAX_WORDS and (number := sum(1 for part in says.split() if _WORD(part))) > MAX_WORDS:
        yield SaysFault(f"the sentence has {number} words", f"at most {MAX_WORDS}")
    # A quoted title or term may begin with any word: “I Was There” is a report.
    if words and says[0].isalnum() and (begins := _find_dependent_opening(says, words[0].partition("'")[0])):
        what = f"the sentence begins with `{begins}`: alone it does not say who or what"
        yield SaysFault(what, "begin with the name of its subject")


def _find_dependent_opening(says: str, first: str) -> str:
    """Return opening words that depend on a sentence before, "" if the sentence begins with a name."""
    if first in _PRONOUNS:
        return "" if first == "it" and _IMPERSONAL(says) else first.capitalize()
    leaning = _BEGINS_LEANING(says)
    return leaning["words"] if leaning else ""


def _find_strength_faults(words: Sequence[str], entry: ClaimEntry, ontology: Ontology) -> Iterator[SaysFault]:
    """Require that the words show modality, denial and hedge."""
    if entry.modality in ("alleged", "estimated", "predicted", "promised"):
        markers = ontology.modalities[entry.modality].markers
        if markers and not build_markers(markers).has_match(words):
            what = f"nothing in the sentence shows that it is {entry.modality}"
            yield SaysFault(what, f"a word such as: {_format_examples(markers)}")
    if entry.polarity == "deny":
        markers = ontology.modalities["denied"].markers
        if markers and not build_markers(markers).has_match(words):
            yield SaysFault("the claim denies, the sentence does not", "a word such as: not, no, without")
    if entry.hedge:
        yield from _find_hedge_faults(words, entry.hedge, ontology)


def _find_hedge_faults(words: Sequence[str], hedge: str, ontology: Ontology) -> Iterator[SaysFault]:
    """Require at least one word of the hedge, or a plain equivalent of it."""
    hedging = split_words(hedge)
    stems = {word[:5] for word in hedging if len(word) > 1}
    if any(word[:5] in stems for word in words):
        return
    groups = find_groups(hedging, ontology.hedges.items())
    if not groups:  # a word we know no equivalents of
        what = f"the hedge `{hedge}` does not appear in the sentence"
        yield SaysFault(what, "look whether a plain equivalent does", notice=True)
    elif not any(build_markers(ontology.hedges[group]).has_match(words) for group in groups):
        what = f"the sentence drops the hedge `{hedge}`"
        yield SaysFault(what, f"that word, or one such as: {_format_examples(ontology.hedges[groups[0]])}")


def _find_part_faults(words: Sequence[str], entry: ClaimEntry, ontology: Ontology) -> Iterator[SaysFault]:
    """Require that a part of a group stays a part, in a word where no number shows it."""
    for field in NUMBER_FIELDS:
        quantity = getattr(entry, field)
        if quantity is None or not isinstance(quantity.of, str) or quantity.of not in ontology.parts:
            continue
        counted = any(
            isinstance(number, (int, float)) for number in (quantity.value, quantity.low, quantity.high)
        )
        markers = ontology.parts[quantity.of]
        if not counted and not build_markers(markers).has_match(words):
            what = f"the claim is about {quantity.of} of a group, the sentence does not say so"
            yield SaysFault(what, f"a word such as: {_format_examples(markers)}")


def _format_examples(markers: tuple[str, ...]) -> str:
    return ", ".join(marker.replace("*", "…") for marker in markers[:4])
