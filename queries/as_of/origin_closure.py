"""The stored claims that decide the origin of others: those that `graph.rules.origins` looks at.

A claim bound to an occasion has that origin, whatever other claims say, and joins no other. So the
search continues only through claims without an occasion: from claims of a speaker to claims of the
same principal, from a document's own voice to everyone who gives the number and, where the document
shares passages with others, from its own voice and its speakers without a name to all who make the
statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from typing import TYPE_CHECKING

from graph.model.claims import Claim
from graph.rules.figures import group_by_rounding
from graph.rules.origin_model import OPEN
from graph.store.claim_reader import (
    read_claims_by_id,
    read_claims_of_facts,
    read_claims_of_series,
    read_series_values,
)

if TYPE_CHECKING:
    from graph.model.records import Number
    from graph.rules.derive import DerivedClaims
    from graph.store.protocols import QueryRunner
    from graph.store.speaker_cache import SpeakerCache

_SILENT = "silent"
_SPOKEN = "spoken"
_OPEN = "open"
_NO_VALUE = ""
_Group = tuple[str, str]
"""A series, and a name for some of its values: numbers of two groups are never one figure."""


class ClaimCache:
    """Claims by id, fact, series and number, each read once, and what was last derived from them.

    What was known and what was possibly known seldom differ much: the second is derived from the same
    claims.
    """

    def __init__(self, reads: QueryRunner) -> None:
        self.reads = reads
        self._by_id: dict[str, Claim] = {}
        self._by_fact: dict[str, list[Claim]] = {}
        self._by_series: dict[str, list[Claim]] = {}
        self._numbers: dict[str, tuple[dict[Number, str], dict[str, list[str]]]] = {}
        self._derived: tuple[Set[str], DerivedClaims] | None = None

    def load_by_id(self, ids: Sequence[str]) -> list[Claim]:
        """Return the claims with these ids; one that was removed since its id was read is left out."""
        missing = [id_ for id_ in ids if id_ not in self._by_id]
        self._by_id.update((claim.id, claim) for claim in read_claims_by_id(self.reads, missing))
        return [self._by_id[id_] for id_ in ids if id_ in self._by_id]

    def derive_cached(
        self, claims: Sequence[Claim], derive: Callable[[Sequence[Claim]], DerivedClaims]
    ) -> DerivedClaims:
        """Return what `derive` makes of these claims; the last result is reused for the same claims."""
        ids = {claim.id for claim in claims}
        if self._derived is None or self._derived[0] != ids:
            self._derived = ids, derive(claims)
        return self._derived[1]

    def load_by_fact(self, facts: Iterable[str]) -> list[Claim]:
        """Return all claims of these facts."""
        fact_ids = set(facts)
        missing = sorted(fact_ids - self._by_fact.keys())
        self._by_fact.update((fact, []) for fact in missing)
        for claim in read_claims_of_facts(self.reads, missing):
            self._by_fact[claim.fact].append(claim)
            self._by_id[claim.id] = claim
        return [claim for fact in fact_ids for claim in self._by_fact[fact]]

    def load_by_series(self, series: Iterable[str]) -> list[Claim]:
        """Return all claims with a number of these series."""
        series_ids = set(series)
        missing = sorted(series_ids - self._by_series.keys())
        self._by_series.update((series_id, []) for series_id in missing)
        for claim in read_claims_of_series(self.reads, missing):
            self._by_id[claim.id] = claim
            for series_id in set(claim.series) & set(missing):
                self._by_series[series_id].append(claim)
        return [claim for series_id in series_ids for claim in self._by_series[series_id]]

    def load_by_number_group(self, groups: Iterable[_Group]) -> list[Claim]:
        """Return all claims with a number of these groups."""
        return self.load_by_id(
            sorted({id_ for series, group in groups for id_ in self._numbers[series][1][group]})
        )

    def load_numbers(self, claims: Iterable[Claim]) -> None:
        """Read the series of these claims, so that `list_number_groups` knows their numbers."""
        missing = sorted({series_id for claim in claims for series_id in claim.series} - self._numbers.keys())
        values_by_series: dict[str, list[tuple[str, Number | None]]] = {
            series_id: [] for series_id in missing
        }
        for series_id, claim, value in read_series_values(self.reads, missing):
            values_by_series[series_id].append((claim, value))
        for series_id, values in values_by_series.items():
            groups = group_by_rounding(value for _, value in values if value is not None)
            members: dict[str, list[str]] = defaultdict(list)
            for claim, value in values:
                members[_NO_VALUE if value is None else groups[value]].append(claim)
            self._numbers[series_id] = groups, members

    def list_number_groups(self, claim: Claim) -> list[_Group]:
        """Return for each number of a claim its series and its group there, where the series was read."""
        return [
            (
                quantity.series,
                _NO_VALUE
                if quantity.value is None
                else self._numbers[quantity.series][0].get(quantity.value, _NO_VALUE),
            )
            for _, quantity in claim.numbers
            if quantity.series in self._numbers
        ]


def load_claims_deciding_origin(
    claims: Iterable[Claim],
    shared: ClaimCache,
    speakers: SpeakerCache,
    is_included: Callable[[Claim], bool],
    *,
    figures: bool = False,
) -> list[Claim]:
    """Return the given claims and what decides their origins, of all that `is_included` accepts.

    The rules give the given claims the same origins from these as from every accepted claim, and
    with `figures` the same figures, for which whole series are read. The other claims in the result may
    lack what decides their own origins.
    """
    search = _Search(shared, speakers, is_included)
    included_claims = [claim for claim in claims if is_included(claim)]
    search.add(included_claims)
    if figures:
        search.add(shared.load_by_series({series for claim in included_claims for series in claim.series}))
    search.follow(included_claims, initial=True)
    while unfollowed := search.find_unfollowed():
        search.follow(unfollowed)
    return list(search.pool.values())


class _Search:
    """The claims loaded so far, and whose claims are still needed for each fact and series."""

    def __init__(
        self, shared: ClaimCache, speakers: SpeakerCache, is_included: Callable[[Claim], bool]
    ) -> None:
        self.pool: dict[str, Claim] = {}
        self._shared = shared
        self._speakers = speakers
        self._is_included = is_included
        self._needed_kinds: dict[str | _Group, set[str]] = defaultdict(set)
        self._followed: set[str] = set()

    def add(self, claims: Iterable[Claim]) -> None:
        """Add the new ones of these claims that `_is_included` accepts."""
        added = {
            claim.id: claim for claim in claims if claim.id not in self.pool and self._is_included(claim)
        }
        self._speakers.load(self._shared.reads, {claim.speaker for claim in added.values() if claim.by})
        self._speakers.passages.load(self._shared.reads, {claim.document for claim in added.values()})
        self.pool.update(added)

    def follow(self, claims: Iterable[Claim], *, initial: bool = False) -> None:
        """Request what decides these claims, and read it.

        A document's own voice that shares no passage is decided without others of the kind. It may still
        tie those of other documents: then it is requested, and followed once more.
        """
        loose = [claim for claim in claims if not claim.occasion]
        alone = {
            claim.id for claim in loose if initial and not claim.by and not self._has_shared_passages(claim)
        }
        self._followed.update(claim.id for claim in loose if claim.id not in alone)
        self._shared.load_numbers(loose)
        for claim in loose:
            for key in self._list_keys(claim):
                kinds = self._list_deciding_kinds(claim, key)
                self._needed_kinds[key].update(kinds - {_SILENT} if claim.id in alone else kinds)
        self.add(self._shared.load_by_fact({claim.fact for claim in loose if claim.fact}))
        self.add(
            self._shared.load_by_number_group(
                {group for claim in loose for group in self._shared.list_number_groups(claim)}
            )
        )

    def find_unfollowed(self) -> list[Claim]:
        """Return loaded claims that decide others and are not followed yet."""
        return [
            claim
            for claim in self.pool.values()
            if not claim.occasion
            and claim.id not in self._followed
            and any(
                not self._list_kinds(claim).isdisjoint(self._needed_kinds.get(key, ()))
                for key in self._list_keys(claim)
            )
        ]

    def _has_shared_passages(self, claim: Claim) -> bool:
        return self._speakers.passages.has_shared(claim.document)

    def _list_keys(self, claim: Claim) -> list[str | _Group]:
        """Return what ties a claim to others: its fact, and the groups of its numbers."""
        groups = self._shared.list_number_groups(claim)
        return [claim.fact, *groups] if claim.fact else [*groups]

    def _list_deciding_kinds(self, claim: Claim, key: str | _Group) -> set[str]:
        kinds = self._list_speaker_kinds(claim, key)
        # What another printing says decides a claim that no named speaker makes.
        return (
            kinds | {_SILENT, _SPOKEN, _OPEN}
            if self._is_loose(claim) and self._has_shared_passages(claim)
            else kinds
        )

    def _list_speaker_kinds(self, claim: Claim, key: str | _Group) -> set[str]:
        if not claim.by:
            return {_SILENT} if key == claim.fact else {_SILENT, _SPOKEN}
        principal = self._speakers.find_principal(claim.speaker)
        return {_SPOKEN, f"{principal}{OPEN}"} if claim.by[0].endswith(OPEN) else {principal}

    def _is_loose(self, claim: Claim) -> bool:
        if not claim.by:
            return True
        return self._speakers.is_generic(self._speakers.find_principal(claim.speaker))

    def _list_kinds(self, claim: Claim) -> set[str]:
        """Return the kinds as which a claim decides others."""
        if not claim.by:
            return {_SILENT}
        principal = self._speakers.find_principal(claim.speaker)
        return {_OPEN, f"{principal}{OPEN}"} if claim.by[0].endswith(OPEN) else {_SPOKEN, principal}
