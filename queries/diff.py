"""What changed between two days in what was known: documents, facts, figures, conflicts.

Both days are derived by the rules from the claims certainly known on each. Documents that were only possibly
out are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from graph.claims import Claim
from graph.derive import Derived, by_fact
from graph.errors import InputError
from graph.known import AsOf, day_of
from graph.ontology import load_ontology
from graph.rollup import Rollup, roll_up
from graph.rows import quantity_name, value_name
from graph.windows import window_words
from queries.statements import statement
from queries.view import Looking, looking

if TYPE_CHECKING:
    from graph.figures import Figure
    from graph.store import Store

Kind = Literal["became known", "became possibly known", "changed", "was contradicted"]
KINDS = get_args(Kind)
_NAMES = "UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) RETURN n.id AS id, coalesce(n.name, n.says) AS name"
_WATCHED = ("documents", "origins", "denials", "modality", "asserted", "happened_from", "happened_to")
"""What of a fact's roll-up is told when it changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, what it is of, in words, and the new claims behind it."""

    kind: Kind
    of: Literal["document", "fact", "figure", "conflict"]
    what: str
    how: str
    id: str
    claims: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """As a plain map."""
        return {name: getattr(self, name) for name in ("kind", "of", "what", "how", "id", "claims")}


def changes(store: Store, since: str, until: str) -> list[Change]:
    """What became known, changed or was contradicted after `since` and up to `until`, both days.

    Only what was certainly known counts; documents that became possibly known are told as such. Raises
    InputError for what is no day, and for days in the wrong order.
    """
    first, last = day_of(since), day_of(until)
    if first > last:
        raise InputError(f"{first} is after {last}.", hint="Give the earlier day first.")
    look = looking(store)
    every = look.every_claim()
    moments = look.moment(first), look.moment(last)
    before, after = (look.derive(c for c in every if moment.known(c)) for moment in moments)
    found = [*_documents(look, every, *moments), *_facts(look, before, after)]
    found += [*_figures(look, before, after), *_conflicts(look, before, after)]
    return sorted(found, key=lambda c: (KINDS.index(c.kind), c.of, c.what, c.id))


def _documents(look: Looking, every: Iterable[Claim], first: AsOf, last: AsOf) -> Iterator[Change]:
    by_document: dict[str, list[Claim]] = {}
    for claim in every:
        by_document.setdefault(claim.document, []).append(claim)
    names = {row["id"]: row["name"] for row in look.reads.stream(_NAMES, ids=sorted(by_document))}
    for document, claims in by_document.items():
        kind = _dawned(claims[0], first, last)
        if kind:
            ids = tuple(sorted(claim.id for claim in claims))
            yield Change(kind, "document", names[document], f"{len(ids)} claims", document, ids)


def _dawned(claim: Claim, first: AsOf, last: AsOf) -> Kind | None:
    """What the days between made of a claim's document, whatever was said in public of it before."""
    plain = msgspec.structs.replace(claim, occasion="")
    if last.known(plain):
        return None if first.known(plain) else "became known"
    return "became possibly known" if last.possibly(plain) and not first.possibly(plain) else None


def _facts(look: Looking, before: Derived, after: Derived) -> Iterator[Change]:
    was, now = (
        {f: c for f, c in by_fact(d.claims.values()).items() if c[0].predicate_class != "DOC_META"}
        for d in (before, after)
    )
    moved = {
        fact: claims for fact, claims in now.items() if _stand(look, claims) != _stand(look, was.get(fact))
    }
    names = _names(look, (claim for claims in moved.values() for claim in claims))
    for fact, claims in moved.items():
        older = {claim.id for claim in was.get(fact, ())}
        new = tuple(sorted(claim.id for claim in claims if claim.id not in older))
        told = _statement(claims, names)
        old, fresh = _stand(look, was.get(fact)), _stand(look, claims)
        if old is None or fresh is None:
            yield Change("became known", "fact", told, "", fact, new)
            continue
        contradicted = fresh.denials > old.denials
        how = "; ".join(
            f"{name}: {getattr(old, name) or 'none'} -> {getattr(fresh, name) or 'none'}"
            for name in _WATCHED
            if getattr(old, name) != getattr(fresh, name)
        )
        if how:
            yield Change("was contradicted" if contradicted else "changed", "fact", told, how, fact, new)


def _stand(look: Looking, claims: list[Claim] | None) -> Rollup | None:
    return roll_up(claims, look.context.speaker_name) if claims else None


def _figures(look: Looking, before: Derived, after: Derived) -> Iterator[Change]:
    series = look.series()
    was = {figure.id: figure for figure in before.figures.values()}
    for id_, figure in after.figures.items():
        told = (
            f"{quantity_name(figure.quantity)} ({window_words(figure.window)}): {series[figure.series].name}"
        )
        ids = {s.claim for s in figure.seen}
        old = {s.claim for s in was[id_].seen} if id_ in was else set()
        if id_ not in was:
            how = _renamed(figure, was.values())
            yield Change("changed" if how else "became known", "figure", told, how, id_, tuple(sorted(ids)))
        elif ids != old:
            counts = [len({after.claims[i].document for i in some}) for some in (old, ids)]
            how = f"documents: {counts[0]} -> {counts[1]}"
            yield Change("changed", "figure", told, how, id_, tuple(sorted(ids - old)))


def _renamed(figure: Figure, was: Iterable[Figure]) -> str:
    """What a figure was before it got another number or window by what became known: "" for a new one."""
    ids = {s.claim for s in figure.seen}
    olds = sorted(
        f"{quantity_name(old.quantity)} ({window_words(old.window)})"
        for old in was
        if not ids.isdisjoint(s.claim for s in old.seen)
    )
    return f"was {' and '.join(olds)}" if olds else ""


def _conflicts(look: Looking, before: Derived, after: Derived) -> Iterator[Change]:
    series = look.series()
    was = {c.id: c for c in look.conflicts(before.claims.values(), series)}
    for conflict in look.conflicts(after.claims.values(), series):
        ids = {claim for side in conflict.sides for claim in side}
        old = was.get(conflict.id)
        new = tuple(sorted(ids - before.claims.keys()))
        if old is None:
            yield Change(
                "was contradicted", "conflict", conflict.explanation, conflict.kind, conflict.id, new
            )
        elif old.sides != conflict.sides:
            yield Change("changed", "conflict", conflict.explanation, conflict.kind, conflict.id, new)


def _names(look: Looking, claims: Iterable[Claim]) -> Mapping[str, str]:
    held = list(claims)
    ids = sorted({look.context.canonical(end) for c in held for end in (c.subject, c.object)})
    ids += sorted({look.context.canonical(entity) for c in held for _, entity in c.roles})
    found = {row["id"]: row["name"] for row in look.reads.stream(_NAMES, ids=ids)}
    ends = {end for c in held for end in (c.subject, c.object, *(e for _, e in c.roles))}
    names = {end: found.get(look.context.canonical(end), end) for end in ends}
    return {**names, **{c.object: value_name(c) for c in held if c.object.startswith("value/")}}


def _statement(claims: list[Claim], names: Mapping[str, str]) -> str:
    first = min(claims, key=lambda c: c.id)
    affirming = [claim for claim in claims if claim.affirms]
    roles = sorted({f"{role}: {names[entity]}" for claim in claims for role, entity in claim.roles})
    parts = {
        "subject": names[first.subject],
        "predicate": first.predicate,
        "relation": first.relation,
        "object": names[first.object],
        "roles": roles,
        "modalities": [claim.modality for claim in affirming],
        "denied": not affirming,
    }
    return statement(parts, load_ontology())
