"""Writing whole documents: what changes, what that touches, and both in one transaction.

The caller hands over documents with all their claims (none for a removal). What the database holds of them
is compared by claim id; what shares a fact, a series or an event with a changed claim is read, derived anew
by the pure rules of `graph.derive`, and written where it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from graph import links, meta, stored
from graph.claim_nodes import create_claims
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
from graph.difference import Difference, compare
from graph.documents import write_documents
from graph.entities import delete_entities
from graph.links import create, delete_facts, upsert_facts, write_nodes
from graph.records import Dossier
from graph.rollup import relationship_type, roll_up
from graph.rows import claim_row, value_row
from graph.schema import label_of_end
from graph.store import Tx


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


class Added(NamedTuple):
    """What adding claims changed, and whose events are to be drawn anew."""

    outcome: Outcome
    events: list[str]


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
        difference = compare(held, [claim for d in documents for claim in d.claims], renamed)
        write_documents(self.tx, self.dialect, [(d.dossier, d.claims) for d in documents])
        return self._apply(difference, documents=len(documents))

    def _renamed(self, documents: Sequence[Incoming]) -> set[str]:
        """Documents with a new label: facts name the document itself where nobody else speaks."""
        labels = {d.dossier.document.id: d.dossier.document.label for d in documents}
        was = links.properties_of(self.tx, labels)
        renamed = {id_ for id_, row in was.items() if row.get("name") != labels[id_]}
        self.speakers.forget(renamed)
        return renamed

    def add_documents(self, documents: Sequence[Incoming]) -> Outcome:
        """Write new documents without their claims; `add_claims` writes those."""
        write_documents(self.tx, self.dialect, [(d.dossier, d.claims) for d in documents])
        return Outcome(documents=len(documents), revision=meta.bump(self.tx))

    def add_claims(self, claims: Sequence[Claim], *, alone: bool) -> Added:
        """Write new claims and all that depends on them but their events.

        `alone` says that no stored claim shares a fact or series with them, so that none is sought.
        """
        near = {} if alone else self._closure(claims)
        facts, changed = self._derive(Difference(new={claim.id: claim for claim in claims}), near)
        outcome = Outcome(new=len(claims), facts=facts, revision=meta.bump(self.tx))
        return Added(outcome, self._events(changed))

    def draw_events(self, events: Sequence[str]) -> Outcome:
        """Draw anew who took part in these events, and where they were."""
        self._write_participations(events)
        return Outcome(revision=meta.bump(self.tx))

    def remove(self, documents: Sequence[str]) -> Outcome:
        """Take documents out, with exactly what only they support."""
        difference = compare(stored.claims_of_documents(self.tx, documents), [])
        outcome = self._apply(difference, documents=len(documents))
        delete_entities(self.tx, documents)
        return outcome

    def rebuild(self, claims: Iterable[Claim], facts: Mapping[str, tuple[str, str]]) -> Outcome:
        """Write stored claims anew because a name, a principal or a decision changed.

        `facts` gives by claim id the fact and object that the claim has under the new decisions.
        """
        difference = Difference()
        for claim in claims:
            fact, obj = facts.get(claim.id, (claim.fact, claim.object))
            difference.before[claim.id] = claim
            difference.after[claim.id] = msgspec.structs.replace(claim, fact=fact, object=obj)
        return self._apply(difference, documents=0)

    def _apply(self, difference: Difference, *, documents: int) -> Outcome:
        facts, changed = self._derive(difference, self._closure(difference.touched()))
        self._write_participations(self._events(changed))
        return Outcome(
            documents=documents,
            new=len(difference.new),
            kept=difference.kept,
            changed=len(difference.after),
            gone=len(difference.gone),
            facts=facts,
            revision=meta.bump(self.tx),
        )

    def _closure(self, claims: Sequence[Claim]) -> dict[str, Claim]:
        """The stored claims that share a fact or series with these, and so on."""
        facts = {claim.fact for claim in claims if claim.fact}
        return stored.closure(self.tx, facts, {s for claim in claims for s in claim.series})

    def _events(self, claims: Iterable[Claim]) -> list[str]:
        return sorted({self.context.canonical(claim.event) for claim in claims if claim.event})

    def _derive(self, difference: Difference, near: Mapping[str, Claim]) -> tuple[int, list[Claim]]:
        """Derive a difference with all that is `near`; write what that changes.

        Gives how many facts are touched, and all claims that change, as they were and as they shall be.
        """
        replaced = difference.gone.keys() | difference.before.keys()
        others = {id_: claim for id_, claim in near.items() if id_ not in replaced}
        touched = difference.touched()
        pool = {**others, **difference.new, **difference.after}
        self._know_speakers(pool.values())
        derived = derive(pool.values(), self.context)
        moved = {i: derived.claims[i] for i, c in others.items() if derived.claims[i] != c}
        old = {**difference.gone, **difference.before, **{i: others[i] for i in moved}}
        facts = {claim.fact for claim in (*touched, *moved.values()) if claim.fact}
        changed = [*old.values(), *touched]
        self._write_figures({s for claim in changed for s in claim.series}, derived)
        self._write_values(facts, derived)
        self._write_claims(difference, derived, moved, near)
        self._write_facts(facts, near, derived)
        self._sweep(old, derived)
        ConflictWriter(self.tx, self.dialect, self.context, self.speakers).refresh(
            touched, derived.claims, derived.figures, difference.new.keys()
        )
        return len(facts), changed

    def _know_speakers(self, claims: Iterable[Claim]) -> None:
        claims = list(claims)
        ids = {speaker.rstrip("?") for claim in claims for speaker in (*claim.by[:1], claim.voice)}
        self.speakers.know(self.tx, ids)
        self.speakers.passages.know(self.tx, {claim.document for claim in claims if not claim.by})

    def _write_claims(
        self,
        difference: Difference,
        derived: Derived,
        moved: Mapping[str, Claim],
        near: Mapping[str, Claim],
    ) -> None:
        """Claims with their relationships; the origins they point to come first."""
        links.delete_nodes(self.tx, difference.gone)
        fresh = [derived.claims[id_] for id_ in difference.new]
        rewritten = [derived.claims[id_] for id_ in difference.after]
        written = [*fresh, *rewritten, *moved.values()]
        origins = {claim.origin for claim in written}
        rows = [links.origin_row(id_, derived.origins[id_]) for id_ in sorted(origins)]
        links.create_missing(self.tx, ("Origin",), rows)
        create_claims(self.tx, self.dialect, fresh, self.context)
        links.rewrite_claims(self.tx, [claim_row(claim) for claim in rewritten])
        outgoing = (link for c in rewritten for link in links.of_claim(c, self.context))
        create(self.tx, self.dialect, outgoing, label_of_end)
        links.leave_origins(self.tx, moved)
        links.move_claims(self.tx, moved.values())
        create(self.tx, self.dialect, (x for c in moved.values() for x in links.of_derived(c)))

    def _write_values(self, facts: set[str], derived: Derived) -> None:
        """Values at the ends of facts, worded as the first of the fact's claims by id words them."""
        shall = by_fact(c for c in derived.claims.values() if c.fact in facts)
        first = (min(claims, key=lambda c: c.id) for claims in shall.values())
        write_nodes(self.tx, ("Value",), [value_row(c) for c in first if c.object.startswith("value/")])

    def _write_facts(self, facts: set[str], near: Mapping[str, Claim], derived: Derived) -> None:
        """Draw each touched fact anew; where it changed its type or fell, the old one goes."""
        held = by_fact(c for c in near.values() if c.fact in facts)
        shall = by_fact(c for c in derived.claims.values() if c.fact in facts)
        rows = {fact: fact_row(fact, claims, self.context) for fact, claims in shall.items()}
        fallen, fresh, kept = [], [], []
        for fact, claims in held.items():
            row = rows.get(fact)
            if row is None or row.type != relationship_type(claims):
                fallen.append((claims[0], relationship_type(claims)))
            else:
                kept.append(row)
        stay = {id(row) for row in kept}
        fresh = [row for row in rows.values() if id(row) not in stay]
        delete_facts(self.tx, [(c.fact, type_) for c, type_ in fallen], [c for c, _ in fallen], self.context)
        upsert_facts(self.tx, self.dialect, fresh, kept)
        gone = [claims[0].object for fact, claims in held.items() if fact not in rows]
        links.delete_nodes(self.tx, [object_ for object_ in gone if object_.startswith("value/")])

    def _write_figures(self, series: set[str], derived: Derived) -> None:
        """Write the figures of series that changed."""
        rows = [
            figure_row(figure, derived.claims, self.context)
            for figure in derived.figures.values()
            if figure.series in series
        ]
        fresh = write_nodes(self.tx, ("Figure",), rows)
        series_links = (Link(r["id"], r["series"], "OF_SERIES", {}) for r in rows if r["id"] in fresh)
        create(self.tx, self.dialect, series_links)

    def _write_participations(self, events: Sequence[str]) -> None:
        """Draw anew who took part in events that changed claims are about."""
        if not events:
            return
        held = stored.claims_of_events(self.tx, events)
        self._know_speakers(held)
        parts: dict[Participation, list[Claim]] = {}
        for claim in held:
            for part in participations(claim, self.context):
                parts.setdefault(part, []).append(claim)
        links.delete_participations(self.tx, events)
        name = self.context.speaker_name
        drawn = (links.participation(part, roll_up(claims, name)) for part, claims in parts.items())
        create(self.tx, self.dialect, drawn, label_of_end)

    def _sweep(self, old: Mapping[str, Claim], derived: Derived) -> None:
        """Figures nobody speaks of any more, and origins from which nothing comes, go."""
        left = {f for claim in old.values() for f in claim.figures} - derived.figures.keys()
        links.delete_nodes(self.tx, left)
        alive = {claim.origin for claim in derived.claims.values()}
        links.delete_orphaned_origins(self.tx, {claim.origin for claim in old.values()} - alive)
