"""What changed between two days in what was known: documents, facts, figures, conflicts.

The rules derive both days from the claims certainly known on each. What became only possibly known,
through documents without a day, is derived as well, and marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from graph.model.claims import Claim
from graph.model.errors import InputError
from graph.model.ontology import PredicateClass
from graph.rules.as_of import AsOf, parse_day
from graph.rules.conflicts.model import Conflict
from queries.as_of.change_importance import BY_IMPORTANCE
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.values.nearest_names import build_suggestion

if TYPE_CHECKING:
    from graph.rules.derive import DerivedClaims
    from graph.store.store import Store

Kind = Literal["contradicted", "changed", "new"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Known = Literal["known", "possibly known"]
Of = Literal["fact", "figure", "conflict", "caution", "document"]
OF: tuple[Of, ...] = get_args(Of)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, its subject in words, and the new claims behind it.

    `known` says whether it was certainly known on the later day. A "conflict" is a contradiction; a
    "caution" warns that numbers or words may be misread. `class_` is the class of its statements;
    `names` are the ids of everything that its claims name.
    """

    kind: Kind
    known: Known
    of: Of
    what: str
    how: str
    class_: PredicateClass
    id: str
    claims: tuple[str, ...]
    names: frozenset[str] = field(repr=False)

    def to_record(self) -> dict[str, Any]:
        """Return the change as a map."""
        fields = ("kind", "known", "of", "what", "how", "id", "claims")
        return {**{name: getattr(self, name) for name in fields}, "class": self.class_}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was known on a day: the claims, what the rules derive from them, and their conflicts."""

    at: AsOf
    derived: DerivedClaims
    conflicts: Mapping[str, Conflict]


@dataclass(frozen=True, slots=True)
class Days:
    """The two days of a comparison, each as certainly and as possibly known."""

    look: GraphReader
    before: Snapshot
    after: Snapshot
    perhaps_before: Snapshot
    perhaps_after: Snapshot


def find_changes(store: Store, since: str, until: str) -> list[Change]:
    """Return what became known, changed or was contradicted after `since` and up to `until`, both days.

    The most important come first. Raises InputError for an invalid day, and for days in the wrong
    order.
    """
    from queries.as_of.diff_parts import list_changes  # noqa: PLC0415 - builds on this module

    first, last = parse_day(since), parse_day(until)
    if first > last:
        raise InputError(f"{first} is after {last}.", hint="Give the earlier day first.")
    reader = open_reader(store)
    claims = reader.load_claims()
    moments = reader.load_moment(first), reader.load_moment(last)
    sure = [_derive_snapshot(reader, claims, at, perhaps=False) for at in moments]
    perhaps = [_derive_snapshot(reader, claims, at, perhaps=True) for at in moments]
    changes = list_changes(Days(reader, *sure, *perhaps), claims)
    return sorted(changes, key=_rank_change)


def _derive_snapshot(reader: GraphReader, claims: Iterable[Claim], at: AsOf, *, perhaps: bool) -> Snapshot:
    derived = reader.derive(
        claim for claim in claims if (at.is_possibly_known(claim) if perhaps else at.is_known(claim))
    )
    conflicts = reader.derive_conflicts(derived.claims.values(), reader.load_series())
    return Snapshot(at, derived, {conflict.id: conflict for conflict in conflicts})


def _rank_change(change: Change) -> tuple[object, ...]:
    rank = BY_IMPORTANCE.index(change.class_)
    return (
        change.of == "document",
        rank,
        change.of == "caution",
        KINDS.index(change.kind),
        change.known,
        OF.index(change.of),
        change.what,
        change.id,
    )


def filter_changes(changes: Sequence[Change], *, entity: str = "", class_: str = "") -> list[Change]:
    """Return the changes whose claims name an entity (an id), or that are of one class, in their order.

    Raises InputError for an unknown class.
    """
    if class_ and class_ not in BY_IMPORTANCE:
        near = build_suggestion(class_, BY_IMPORTANCE)
        raise InputError(
            f"There is no class {class_!r}.", hint=f"{near}Known are: {', '.join(BY_IMPORTANCE)}."
        )
    return [
        change
        for change in changes
        if (not entity or entity in change.names) and (not class_ or change.class_ == class_)
    ]


def summarise_changes(changes: Sequence[Change], since: str, until: str) -> str:
    """Return one sentence with the number of changes of each kind, and of those only possibly known."""
    days = f"After {since}, up to {until}"
    if not changes:
        return f"{days}: nothing changed."
    counts = Counter(change.kind for change in changes)
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in reversed(KINDS))
    perhaps = sum(change.known == "possibly known" for change in changes)
    legal = sum(change.class_ in ("LEGAL_ACTION", "ACCUSATION") for change in changes)
    parts = [f"{days}: {kinds}"]
    parts += [f"{legal:,} about legal acts and accusations"] if legal else []
    parts += [f"{perhaps:,} only possibly known by {until}"] if perhaps else []
    return "; ".join(parts) + "."
