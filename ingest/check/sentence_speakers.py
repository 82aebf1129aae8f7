"""Find a speaker that the sentence of a claim names as saying it.

Speakers are added after the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.model.catalogue import Catalogue
from graph.model.ontology import Predicate
from graph.model.records import ClaimEntry

_PLAIN = (
    "say", "says", "said", "tell", "tells", "told", "stated", "claims", "claimed", "adds", "added",
    "explains", "explained", "asserts", "asserted", "insists", "insisted", "maintains", "maintained",
)  # fmt: skip
_WITH_THAT = (
    "reports", "reported", "states", "notes", "noted", "confirms", "confirmed", "estimates", "estimated",
    "believes", "believed",
)  # fmt: skip
"""Verbs that report only with `that` after them: the police confirmed a raid, reports are nouns."""
_SAYING = re.compile(
    r"\b(?:(?P<before>according to|in the words of)"
    rf"|(?:{'|'.join(_PLAIN)}|(?:{'|'.join(_WITH_THAT)}) that))\b",
    re.IGNORECASE,
)
_SAYING_WORDS = frozenset({*_PLAIN, *_WITH_THAT, "according", "words"})
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|am)(?: \w+ly| also)?\s*\Z", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:in|from|of|at|to|near|outside|around|by|with|for|into)(?: the| a| an)?\s*\Z", re.IGNORECASE
)
_ARTICLE = re.compile(r"\A\s*(?:that )?(?:the |an? |its |their |his |her )?", re.IGNORECASE)
_VOICE = ("the article", "the report", "the page", "the text")
_HEADS = {
    "Embassy": ("embassy", "ambassador"),
    "GovernmentBody": ("government", "ministry", "authorities", "officials", "minister"),
    "Police": ("police",),
    "Person": ("ambassador", "minister", "spokesman", "spokeswoman", "spokesperson", "survivor", "witness"),
    "NGO": ("group", "organisation"),
    "Media": ("agency", "newspaper"),
}
"""What a speaker of a kind is called for short."""


def find_speaker(
    says: str, words: Sequence[str], entry: ClaimEntry, predicate: Predicate | None, catalogue: Catalogue
) -> str:
    """Return the words in which `says` names a speaker of the claim as the one who says it, else "".

    A speaker who is an end or a role of the claim, or belongs to one, may speak: the act is then the
    claim.
    """
    match = None if _SAYING_WORDS.isdisjoint(words) else _SAYING.search(says)
    if match is None:
        return ""
    names = list(_list_speaker_names(entry, predicate, catalogue))
    while match is not None:
        for name in names:
            if _is_speaker(says, match, name):
                return f"{match.group()} {name}" if match["before"] else f"{name} {match.group()}"
        match = _SAYING.search(says, match.end())
    return ""


def _is_speaker(says: str, match: re.Match[str], name: str) -> bool:
    """Return whether this name belongs to this verb of saying: before it, or right after it."""
    text_after = _ARTICLE.sub("", says[match.end() :]).casefold()
    folded_name = name.casefold()
    follows = (
        text_after.startswith(folded_name)
        and not text_after[len(folded_name) : len(folded_name) + 1].isalnum()
    )
    if match["before"]:
        return follows
    text_before = says[: match.start()].rstrip()
    if _PASSIVE.search(text_before):
        return False  # "is said to", "were told"
    if follows and text_before.endswith(","):
        return True  # "..., says the embassy"
    if not text_before.casefold().endswith(folded_name):
        return False
    text_before_name = text_before[: len(text_before) - len(folded_name)]
    return not text_before_name[-1:].isalnum() and not _ELSEWHERE.search(text_before_name)


def _list_speaker_names(
    entry: ClaimEntry, predicate: Predicate | None, catalogue: Catalogue
) -> Iterator[str]:
    """Yield the names of the speakers who are not part of the claim themselves."""
    parties = {party for id_ in _iter_ends(entry) for party in _find_affiliated_ids(id_, catalogue)}
    acts = predicate is not None and predicate.predicate_class in ("SPEECH", "ACCUSATION", "COMMITMENT")
    document_speaks = any(catalogue.find_kind(id_) == "Document" for id_ in _iter_ends(entry))
    if not entry.by and not document_speaks:
        yield from _VOICE
    for speaker in (by.removesuffix("?") for by in entry.by):
        if not parties.isdisjoint(_find_affiliated_ids(speaker, catalogue)):
            continue
        entity = catalogue.entities.get(speaker)
        if entity is None:
            continue
        yield from (name for name in (entity.name, *(alias.name for alias in entity.aliases)) if name)
        if entity.kind == "Person" and entity.naming == "named":
            yield entity.name.split()[-1]
        if not acts:  # another ministry, another witness may be whom the act of speaking is about
            yield from _HEADS.get(entity.kind, ())


def _iter_ends(entry: ClaimEntry) -> Iterator[str]:
    ends = [entry.subject, entry.object, *entry.roles.values()]
    for end in ends:
        for item in end if isinstance(end, list) else [end]:
            if isinstance(item, str):
                yield item


def _find_affiliated_ids(id_: str, catalogue: Catalogue) -> set[str]:
    """Return an entity with its principal and the entity it is part of."""
    entity = catalogue.entities.get(id_)
    ids = {catalogue.find_canonical(id_), catalogue.find_principal(id_)}
    if entity is not None and entity.part_of:
        ids.add(catalogue.find_canonical(entity.part_of))
    return ids
