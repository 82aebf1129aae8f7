"""Build claims from a dossier's entries: resolve references, spread lists, compute bounds and ids.

A `Claim` is what one passage says. It keeps the entity ids as its dossier wrote them; which of
them are one entity is decided elsewhere (`canonical`) and shows only in `fact`, so that
withdrawing a decision changes no claim id. The id is a hash of document, span, subject,
predicate, object, qualifiers, chain, modality, polarity and event (DESIGN section 3), never of
`says`, `verb` or `key`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import msgspec

from graph.model.edtf import parse_bounds
from graph.model.ids import make_id
from graph.model.ontology import Ontology
from graph.model.records import (
    NUMBER_FIELDS,
    ClaimEntry,
    DocumentEntry,
    Dossier,
    End,
    Modality,
    Polarity,
    Quantity,
    Span,
    When,
)

NOT_STATED = "not stated"
PAGE_SECTIONS = frozenset({"metadata", "caption", "credit"})
"""Parts of a page that its publisher writes: dates, captions and credit lines."""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One claim, complete. `start` and `end` are code points; days are ISO strings, empty where unknown.

    `subject` and `object` are entity ids, claim ids, or (object only) a value id. `relation` is the graph's
    relationship type without the `NOT_` that depends on other claims. `voice` is the document's own voice:
    the credited agency (not for `PAGE_SECTIONS`), else the publisher, else the document. `fact` is empty for
    claims about claims. `figures` and `origin` are filled by their rules, which look at more than one claim;
    so is `proposition`, which is empty where it is the fact (`graph.rules.happenings`).
    """

    id: str
    document: str
    key: str
    section: str
    says: str
    start: int
    end: int
    sha256: str
    subject: str
    predicate: str
    predicate_class: str
    standing: str
    relation: str
    object: str = ""
    fact: str = ""
    proposition: str = ""
    also: tuple[Span, ...] = ()
    verb: str = ""
    text: str = ""
    title: str = ""
    count: Quantity | None = None
    amount: Quantity | None = None
    share: Quantity | None = None
    duration: Quantity | None = None
    when_edtf: str = ""
    when_from: str = ""
    when_to: str = ""
    when_known: str = ""
    place: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    event: str = ""
    by: tuple[str, ...] = ()
    occasion: str = ""
    modality: Modality = "reported"
    polarity: Polarity = "affirm"
    hedge: str = ""
    quoted: str = ""
    unstated: tuple[str, ...] = ()
    inferred: tuple[tuple[str, str], ...] = ()
    because: tuple[str, ...] = ()
    why: str = ""
    note: str = ""
    voice: str = ""
    published_from: str = ""
    published_to: str = ""
    figures: tuple[str, ...] = ()
    origin: str = ""
    origin_why: str = ""

    @property
    def numbers(self) -> Iterator[tuple[str, Quantity]]:
        """The claim's numbers, each with the name of its field."""
        for field in NUMBER_FIELDS:
            quantity = getattr(self, field)
            if quantity is not None:
                yield field, quantity

    @property
    def series(self) -> tuple[str, ...]:
        """The series that the claim's numbers name."""
        return tuple(q.series for _, q in self.numbers if q.series)

    @property
    def speaker(self) -> str:
        """The id of the ultimate speaker: the first named speaker, else the document's own voice."""
        return self.by[0].rstrip("?") if self.by else self.voice

    @property
    def links(self) -> tuple[str, ...]:
        """The ids of the chain of speakers: the ultimate speaker first, the document's own voice last.

        A link that the text leaves open ends in `?`.
        """
        return self.by if self.by and self.by[-1] == self.voice else (*self.by, self.voice)

    @property
    def proposition_id(self) -> str:
        """The id shared by claims with the same subject, predicate, object and event, on any day."""
        return self.proposition or self.fact

    @property
    def affirms(self) -> bool:
        """False for a negation and for a rejection alike: both count as denials."""
        return self.polarity == "affirm"


class _Builder:
    """Builder of one dossier's claims; a claim that another refers to is built first."""

    def __init__(self, dossier: Dossier, ontology: Ontology, canonical: Callable[[str], str]) -> None:
        self.document = dossier.document
        self.ontology = ontology
        self.canonical = canonical
        self.entries = {entry.key: entry for entry in dossier.claims}
        self.built: dict[str, list[Claim]] = {}
        published = dossier.document.published
        bounds = parse_bounds(published.edtf) if published else None
        self.published = ((bounds.lower or "") if bounds else "", (bounds.upper or "") if bounds else "")

    def build_entry_claims(self, key: str) -> list[Claim]:
        if key not in self.built:
            self.built[key] = list(self._iter_claims(self.entries[key]))
        return self.built[key]

    def _expand_ends(self, end: str | End | list[str | End] | None) -> list[str | End]:
        """Return one item per end; a reference to a spread claim spreads too."""
        items = end if isinstance(end, list) else [end if end is not None else End()]
        ends: list[str | End] = []
        for item in items:
            if isinstance(item, End) and item.claim:
                ends.extend(End(claim=claim.id) for claim in self.build_entry_claims(item.claim))
            else:
                ends.append(item)
        return ends

    def _iter_claims(self, entry: ClaimEntry) -> Iterator[Claim]:
        subjects, objects = self._expand_ends(entry.subject), self._expand_ends(entry.object)
        spread = len(subjects) * len(objects) > 1
        shared = self._build_shared_fields(entry)
        for number, (subject, obj) in enumerate(product(subjects, objects), start=1):
            key = f"{entry.key}#{number}" if spread else entry.key
            yield self._build_claim(entry, key, subject, obj, shared)

    def _build_shared_fields(self, entry: ClaimEntry) -> dict[str, Any]:
        """Return the fields that all claims spread from one entry have in common.

        Raises ValueError for an entry that is not sealed.
        """
        span = entry.at
        if span is None:
            raise ValueError(f"claim {entry.key} is not sealed")
        shared: dict[str, Any] = {
            "document": self.document.id,
            "section": entry.section,
            "says": entry.says,
            "start": span.start,
            "end": span.end,
            "sha256": span.sha256,
            "also": tuple(entry.also),
            "predicate": entry.predicate,
            "verb": entry.verb,
            "place": entry.place,
            "event": entry.event,
            "by": tuple(entry.by),
            "occasion": entry.occasion,
            "modality": entry.modality,
            "polarity": entry.polarity,
            "hedge": entry.hedge,
            "quoted": entry.quoted,
            "unstated": tuple(sorted(entry.unstated)),
            "inferred": tuple(sorted(entry.inferred.items())),
            "because": tuple(claim.id for key in entry.because for claim in self.build_entry_claims(key)),
            "why": entry.why,
            "note": entry.note,
            "roles": tuple(_expand_roles(entry.roles)),
            "voice": _find_voice(self.document, entry.section),
            "published_from": self.published[0],
            "published_to": self.published[1],
            **_build_time_fields(entry.when),
        }
        for field in NUMBER_FIELDS:
            quantity: Quantity | None = getattr(entry, field)
            if quantity is not None and quantity.adds_to in self.entries:
                target = self.build_entry_claims(quantity.adds_to)[0].id
                quantity = msgspec.structs.replace(quantity, adds_to=target)
            shared[field] = quantity
        return shared

    def _build_claim(
        self, entry: ClaimEntry, key: str, subject: str | End, obj: str | End, shared: dict[str, Any]
    ) -> Claim:
        predicate = self.ontology.find_predicate(entry.predicate)
        agentless = "agent" in entry.unstated and predicate.agentless
        relation = self.ontology.build_relationship_type(
            entry.predicate, denied_only=False, agentless=agentless
        )
        subject_id = subject if isinstance(subject, str) else subject.claim
        about_claims = isinstance(subject, End) or (isinstance(obj, End) and bool(obj.claim))
        text, title = ("", "") if isinstance(obj, str) else (obj.text, obj.title)
        fact, object_id = "", obj if isinstance(obj, str) else obj.claim
        if not about_claims:
            end = (
                [self.canonical(obj)]
                if isinstance(obj, str)
                else _build_value_identity(text, title, _list_numbers(shared))
            )
            fact = _build_fact_id(subject_id, relation, end, entry.event, self.canonical)
            object_id = object_id or make_id("value", [fact])
        return Claim(
            id=_build_claim_id(self.document.text_sha256, subject_id, obj, shared),
            key=key,
            subject=subject_id,
            object=object_id,
            fact=fact,
            relation=relation,
            predicate_class=predicate.predicate_class,
            standing=predicate.standing,
            text=text,
            title=title,
            **shared,
        )


def build_claims(dossier: Dossier, ontology: Ontology, canonical: Callable[[str], str]) -> list[Claim]:
    """Return the claims of a checked, sealed dossier, in its order.

    `canonical` maps an entity id to the id of the entity that it is decided to be.
    """
    builder = _Builder(dossier, ontology, canonical)
    return [claim for entry in dossier.claims for claim in builder.build_entry_claims(entry.key)]


def compute_fact_ids(claim: Claim, canonical: Callable[[str], str]) -> tuple[str, str]:
    """Return the proposition and object of a built claim under the identities of `canonical`.

    The proposition of a claim about claims is empty.
    """
    if not claim.fact:
        return "", claim.object
    is_value = claim.object.startswith("value/")
    numbers = [list(pair) for pair in claim.numbers]
    end = _build_value_identity(claim.text, claim.title, numbers) if is_value else [canonical(claim.object)]
    fact = _build_fact_id(claim.subject, claim.relation, end, claim.event, canonical)
    return fact, make_id("value", [fact]) if is_value else claim.object


def _build_fact_id(
    subject: str, relation: str, end: list[Any], event: str, canonical: Callable[[str], str]
) -> str:
    return make_id("fact", [canonical(subject), relation, end, canonical(event) if event else ""])


def _expand_roles(roles: dict[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    for role in sorted(roles):
        value = roles[role]
        for entity in [value] if isinstance(value, str) else value:
            yield role, entity


def _build_time_fields(when: When | None) -> dict[str, str]:
    if when is None:
        return {}
    bounds = parse_bounds(when.edtf)
    return {
        "when_edtf": when.edtf,
        "when_from": bounds.lower or "",
        "when_to": bounds.upper or "",
        "when_known": when.known,
    }


def _find_voice(document: DocumentEntry, section: str) -> str:
    """Return the speaker where none is named; an agency writes the story, not the page around it."""
    voices = (document.publisher,) if section in PAGE_SECTIONS else (document.agency, document.publisher)
    return next((voice for voice in voices if voice != "unknown"), document.id)


def _list_numbers(shared: dict[str, Any]) -> list[Any]:
    return [[field, shared[field]] for field in NUMBER_FIELDS if shared[field] is not None]


def _build_value_identity(text: str, title: str, numbers: list[Any]) -> list[Any]:
    """Return what identifies a value: its title or words, else its numbers, else that none is stated."""
    if text or title:
        return ["title", title.casefold()] if title else ["text", text.casefold()]
    values = [
        [field, q.value, q.low, q.high, q.words, q.comparator, q.unit, q.currency, q.period]
        for field, q in numbers
    ]
    return ["numbers", values] if values else [NOT_STATED]


def _build_claim_id(text_sha256: str, subject: str, obj: str | End, shared: dict[str, Any]) -> str:
    qualifiers = [
        _list_numbers(shared),
        shared.get("when_edtf", ""),
        shared["place"],
        shared["roles"],
        shared["occasion"],
        shared["unstated"],
    ]
    return make_id(
        "claim",
        [
            text_sha256,
            shared["start"],
            shared["end"],
            subject,
            shared["predicate"],
            obj,
            qualifiers,
            shared["by"],
            shared["modality"],
            shared["polarity"],
            shared["event"],
        ],
    )
