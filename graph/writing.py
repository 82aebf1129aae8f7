"""Writing whole documents: what changes, what that touches, and both in one transaction.

The caller hands over documents with all their claims (none for a removal). What the database holds of them
is compared by claim id; what shares a fact, a series or an event with a changed claim is read, derived anew
by the pure rules of `graph.derive`, and written where it differs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from graph import links, meta, stored
from graph.claims import Claim
from graph.conflict_nodes import ConflictWriter
from graph.derive import (
    Context,
    Derived,
    Participation,
    by_fact,
    derive,
    fact_row,
    figure_row,
    participations,
)
from graph.dialect import Dialect, Link
from graph.documents import write_documents
from graph.entities import delete_entities
from graph.links import create, delete_facts, upsert_facts, write_nodes
from graph.records import Dossier
from graph.rollup import relationship_type, roll_up
from graph.rows import claim_row, value_row
from graph.store import Tx

_DERIVED = {"figures": (), "origin": "", "origin_why": ""}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document with all its claims as they shall be from now on."""

    dossier: Dossier
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transaction changed, in numbers."""

    documents: int = 0
    new: int = 0
    kept: int = 0
    changed: int = 0
    gone: int = 0
    facts: int = 0
    revision: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        sums = {name: getattr(self, name) + getattr(other, name) for name in Outcome.__slots__}
        return Outcome(**{**sums, "revision": max(self.revision, other.revision)})


@dataclass(slots=True)
class _Difference:
    """Claims as they were and as they shall be; those that stay the same are in neither."""

    new: dict[str, Claim] = field(default_factory=dict)
    gone: dict[str, Claim] = field(default_factory=dict)
    before: dict[str, Claim] = field(default_factory=dict)
    after: dict[str, Claim] = field(default_factory=dict)
    kept: int = 0

    def touched(self) -> list[Claim]:
        return [*self.new.values(), *self.gone.values(), *self.before.values(), *self.after.values()]


class Writer:
    """Writes into one open transaction. `context` must answer for every entity the claims name."""

    def __init__(self, tx: Tx, dialect: Dialect, context: Context, speakers: stored.Speakers) -> None:
        self.tx = tx
        self.dialect = dialect
        self.context = context
        self.speakers = speakers

    def replace(self, documents: Sequence[Incoming]) -> Outcome:
        """Make these documents and their claims what they shall be, and all that depends on them."""
        ids = [d.dossier.document.id for d in documents]
        renamed = self._renamed(documents)
        held = stored.claims_of_documents(self.tx, ids)
        difference = _compare(held, [claim for d in documents for claim in d.claims], renamed)
        write_documents(self.tx, self.dialect, [(d.dossier, d.claims) for d in documents])
        return self._apply(difference, documents=len(documents))

    def _renamed(self, documents: Sequence[Incoming]) -> set[str]:
        """Documents with a new label: facts name the document itself where nobody else speaks."""
        labels = {d.dossier.document.id: d.dossier.document.label for d in documents}
        was = links.properties_of(self.tx, labels)
        renamed = {id_ for id_, row in was.items() if row.get("name") != labels[id_]}
        self.speakers.forget(renamed)
        return renamed

    def remove(self, documents: Sequence[str]) -> Outcome:
        """Take documents out, with exactly what only they support."""
        difference = _compare(stored.claims_of_documents(self.tx, documents), [])
        outcome = self._apply(difference, documents=len(documents))
        delete_entities(self.tx, documents)
        return outcome

    def rebuild(self, claims: Iterable[Claim], facts: Mapping[str, tuple[str, str]]) -> Outcome:
        """Write stored claims anew because a name, a principal or a decision changed.

        `facts` gives by claim id the fact and object that the claim has under the new decisions.
        """
        difference = _Difference()
        for claim in claims:
            fact, obj = facts.get(claim.id, (claim.fact, claim.object))
            difference.before[claim.id] = claim
            difference.after[claim.id] = msgspec.structs.replace(claim, fact=fact, object=obj)
        return self._apply(difference, documents=0)

    def _apply(self, difference: _Difference, *, documents: int) -> Outcome:
        touched = difference.touched()
        facts = {claim.fact for claim in touched if claim.fact}
        series = {s for claim in touched for s in claim.series}
        near = stored.closure(self.tx, set(facts), set(series))
        replaced = difference.gone.keys() | difference.before.keys()
        others = {id_: claim for id_, claim in near.items() if id_ not in replaced}
        pool = {**others, **difference.new, **difference.after}
        self._know_speakers(pool.values())
        derived = derive(pool.values(), self.context)
        moved = {i: derived.claims[i] for i, c in others.items() if derived.claims[i] != c}
        old = {**difference.gone, **difference.before, **{i: others[i] for i in moved}}
        facts |= {claim.fact for claim in moved.values() if claim.fact}
        self._write_figures(difference, old, derived)
        self._write_values(facts, derived)
        self._write_claims(difference, derived, moved)
        self._write_facts(facts, near, derived)
        self._write_participations(difference, old, derived)
        self._sweep(old, derived)
        ConflictWriter(self.tx, self.dialect, self.context, self.speakers).refresh(
            touched, derived.claims, derived.figures, difference.new.keys()
        )
        return Outcome(
            documents=documents,
            new=len(difference.new),
            kept=difference.kept,
            changed=len(difference.after),
            gone=len(difference.gone),
            facts=len(facts),
            revision=meta.bump(self.tx),
        )

    def _know_speakers(self, claims: Iterable[Claim]) -> None:
        claims = list(claims)
        ids = {speaker.rstrip("?") for claim in claims for speaker in (*claim.by[:1], claim.voice)}
        self.speakers.know(self.tx, ids)
        self.speakers.passages.know(self.tx, {claim.document for claim in claims if not claim.by})

    def _write_claims(self, difference: _Difference, derived: Derived, moved: Mapping[str, Claim]) -> None:
        """Claims with their relationships; the origins they point to come first."""
        links.delete_nodes(self.tx, difference.gone)
        fresh = [derived.claims[id_] for id_ in difference.new]
        rewritten = [derived.claims[id_] for id_ in difference.after]
        written = [*fresh, *rewritten, *moved.values()]
        origins = {claim.origin for claim in written}
        write_nodes(
            self.tx, ("Origin",), [links.origin_row(id_, derived.origins[id_]) for id_ in sorted(origins)]
        )
        links.create_nodes(self.tx, ("Claim",), [claim_row(claim) for claim in fresh])
        links.rewrite_claims(self.tx, [claim_row(claim) for claim in rewritten])
        outgoing = (link for c in (*fresh, *rewritten) for link in links.of_claim(c, self.context))
        create(self.tx, self.dialect, outgoing)
        links.move_claims(self.tx, [claim_row(claim) for claim in moved.values()])
        create(self.tx, self.dialect, (x for c in moved.values() for x in links.of_derived(c)))

    def _write_values(self, facts: set[str], derived: Derived) -> None:
        """Values at the ends of facts, worded as the first of the fact's claims by id words them."""
        shall = by_fact(c for c in derived.claims.values() if c.fact in facts)
        first = (min(claims, key=lambda c: c.id) for claims in shall.values())
        write_nodes(self.tx, ("Value",), [value_row(c) for c in first if c.object.startswith("value/")])

    def _write_facts(self, facts: set[str], near: Mapping[str, Claim], derived: Derived) -> None:
        """Draw each touched fact anew; where it changed its type or fell, the old one goes."""
        was = by_fact(c for c in near.values() if c.fact in facts)
        shall = by_fact(c for c in derived.claims.values() if c.fact in facts)
        rows = {fact: fact_row(fact, claims, self.context) for fact, claims in shall.items()}
        fallen, fresh, kept = [], [], []
        for fact, claims in was.items():
            row = rows.get(fact)
            if row is None or row.type != relationship_type(claims):
                fallen.append((claims[0], relationship_type(claims)))
            else:
                kept.append(row)
        stay = {id(row) for row in kept}
        fresh = [row for row in rows.values() if id(row) not in stay]
        delete_facts(self.tx, [(c.fact, type_) for c, type_ in fallen], [c for c, _ in fallen], self.context)
        upsert_facts(self.tx, self.dialect, fresh, kept)
        gone = [claims[0].object for fact, claims in was.items() if fact not in rows]
        links.delete_nodes(self.tx, [object_ for object_ in gone if object_.startswith("value/")])

    def _write_figures(self, difference: _Difference, old: Mapping[str, Claim], derived: Derived) -> None:
        """Write the figures of every series that changed."""
        series = {s for claim in (*old.values(), *difference.touched()) for s in claim.series}
        rows = [
            figure_row(figure, derived.claims, self.context)
            for figure in derived.figures.values()
            if figure.series in series
        ]
        fresh = write_nodes(self.tx, ("Figure",), rows)
        series_links = (Link(r["id"], r["series"], "OF_SERIES", {}) for r in rows if r["id"] in fresh)
        create(self.tx, self.dialect, series_links)

    def _write_participations(
        self, difference: _Difference, old: Mapping[str, Claim], derived: Derived
    ) -> None:
        """Draw anew who took part in the events that changed claims are about."""
        changed = (*old.values(), *difference.touched())
        events = sorted({self.context.canonical(c.event) for c in changed if c.event})
        if not events:
            return
        pool = derived.claims
        held = {c.id: c for c in stored.claims_of_events(self.tx, events)}
        held.update({c.id: pool[c.id] for c in held.values() if c.id in pool})
        self._know_speakers(held.values())
        parts: dict[Participation, list[Claim]] = {}
        for claim in held.values():
            for part in participations(claim, self.context):
                parts.setdefault(part, []).append(claim)
        links.delete_participations(self.tx, events)
        create(
            self.tx,
            self.dialect,
            (
                links.participation(part, roll_up(claims, self.context.speaker_name))
                for part, claims in parts.items()
            ),
        )

    def _sweep(self, old: Mapping[str, Claim], derived: Derived) -> None:
        """Figures nobody speaks of any more, and origins from which nothing comes, go."""
        left = {f for claim in old.values() for f in claim.figures} - derived.figures.keys()
        links.delete_nodes(self.tx, left)
        alive = {claim.origin for claim in derived.claims.values()}
        links.delete_orphaned_origins(self.tx, {claim.origin for claim in old.values()} - alive)


def _compare(held: Iterable[Claim], incoming: Iterable[Claim], renamed: Collection[str] = ()) -> _Difference:
    """Which claims are new, gone, changed in what is no part of their id, or the same.

    Claims of `renamed` documents count as changed.
    """
    stored_claims = {claim.id: claim for claim in held}
    difference = _Difference()
    for claim in incoming:
        was = stored_claims.pop(claim.id, None)
        if was is None:
            difference.new[claim.id] = claim
        elif claim.document not in renamed and msgspec.structs.replace(was, **_DERIVED) == claim:
            difference.kept += 1
        else:
            difference.before[claim.id] = was
            difference.after[claim.id] = claim
    difference.gone.update(stored_claims)
    return difference
