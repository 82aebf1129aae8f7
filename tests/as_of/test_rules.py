"""What was known on a day means the same in Python and in Cypher, whatever claims and days there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model.claims import Claim
from graph.rules.as_of import HAPPENED, KNOWN, AsOf, DateRange, build_as_of, find_first_day_in_hand
from graph.store.row_mapping import build_claim_row
from graph.store.store import Store
from queries.as_of import graph_reader
from queries.as_of.claim_filter import ClaimFilter, FilteredStore
from queries.as_of.graph_reader import open_reader
from queries.ask.query_library import LIMIT, load_library
from tests.as_of.test_as_of import EARLY
from tests.conftest import empty
from tests.graph.made import claims_of
from tests.machine import choose_amount

DAYS = ("2025-12-31", "2026-01-01", "2026-01-02", "2026-01-31", "2026-02-01")
OCCASIONS = ("occasion/a", "occasion/b")
WRITE = """
UNWIND $documents AS row CREATE (d:Document:Scamgraph) SET d = row
WITH count(*) AS documents
UNWIND $occasions AS row CREATE (o:Occasion:Scamgraph) SET o = row
WITH count(*) AS occasions
UNWIND $claims AS row CREATE (c:Claim:Scamgraph) SET c = row
"""
SEEN = "MATCH (c:Claim:Scamgraph /* AS OF c */) RETURN c.id AS id"

bounds = st.tuples(st.sampled_from(("", *DAYS)), st.sampled_from(("", *DAYS))).filter(
    lambda ends: not ends[1] or ends[0] <= ends[1]
)
"""First and last day, of which either or both may be missing."""
documents: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "published": bounds,
        "retrieved": st.sampled_from(("unknown", "2025", "2026", "2026-01", "2026-01-02")),
        "coded_on": st.lists(st.sampled_from(DAYS), max_size=2),
    }
)
said: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"document": st.integers(0, 2), "occasion": st.sampled_from(("", *OCCASIONS)), "when": bounds}
)


@dataclass(frozen=True, slots=True)
class Told:
    """Claims, and what their documents and occasions say of the days on which they were known."""

    claims: list[Claim]
    documents: list[dict[str, Any]]
    occasions: list[dict[str, Any]]

    def write(self, store: Store) -> None:
        """Make the database hold this and nothing else."""
        empty(store)
        rows = {
            "documents": [{name: value for name, value in row.items() if value} for row in self.documents],
            "occasions": self.occasions,
            "claims": [build_claim_row(claim) for claim in self.claims],
        }
        store.write(lambda tx: tx.run(WRITE, **rows))
        graph_reader._load_publication_state.cache_clear()  # the revision stays the same

    def build_moment(self, day: str) -> AsOf:
        """Build what was known on a day from all documents, also those that were surely out."""
        held = [(d["id"], find_first_day_in_hand(d["retrieved"], d["coded_on"])) for d in self.documents]
        begun = [o["id"] for o in self.occasions if o.get("when_from", "9999") <= day]
        return build_as_of(day, held, begun, {})


@st.composite
def stories(draw: st.DrawFn) -> Told:
    papers = [{**draw(documents), "id": f"document/d{n}"} for n in range(3)]
    [plain] = claims_of([EARLY])
    claims = []
    for n, one in enumerate(draw(st.lists(said, min_size=1, max_size=6))):
        paper = papers[one["document"]]
        times = dict(zip(("published_from", "published_to"), paper["published"], strict=True))
        times |= dict(zip(("when_from", "when_to"), one["when"], strict=True))
        ids = {"id": f"claim/{n}", "fact": f"fact/{n}", "proposition": "", "document": paper["id"]}
        claims.append(msgspec.structs.replace(plain, **ids, **times, occasion=one["occasion"]))
    rows = [{**paper, "published_to": paper["published"][1]} for paper in papers]
    for row in rows:
        del row["published"]
    days = st.sampled_from((None, *DAYS))
    occasions = [{"id": id_, "when_from": day} if (day := draw(days)) else {"id": id_} for id_ in OCCASIONS]
    return Told(claims, rows, occasions)


on_the_engine = settings(
    max_examples=choose_amount(20, 300),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def find_ids(claims: Iterable[Claim], holds: Callable[[Claim], bool]) -> set[str]:
    return {claim.id for claim in claims if holds(claim)}


@pytest.mark.embedded
@on_the_engine
@given(told=stories(), day=st.sampled_from(DAYS))
def test_python_and_cypher_see_the_same_claims(embedded_session: Store, told: Told, day: str) -> None:
    told.write(embedded_session)
    moment = open_reader(embedded_session).load_moment(day)
    moments = (None, moment, replace(moment, perhaps=True))
    ranges = (None, DateRange(day, day), DateRange(day, DAYS[-1]))
    for at, happened, untimed in product(moments, ranges, (False, True)):
        limits = ClaimFilter(at, happened, untimed=untimed)
        seen = {row["id"] for row in FilteredStore(embedded_session, limits).read(SEEN)}
        assert seen == find_ids(told.claims, limits.is_visible), limits


@pytest.mark.embedded
@on_the_engine
@given(told=stories(), day=st.sampled_from(DAYS))
def test_the_question_of_a_day_goes_by_the_same_rules(embedded_session: Store, told: Told, day: str) -> None:
    """It states them itself, as its file must run without us."""
    told.write(embedded_session)
    moment = told.build_moment(day)
    read = open_reader(embedded_session).load_moment(day)
    given_ = {"day": day, "entity": None, "held": sorted(read.held), "spoken": sorted(read.spoken)}
    rows = embedded_session.read(load_library()["known-on"].body, {**given_, LIMIT: 100})
    known = {claim for row in rows if row["known"] == "known" for claim in row["claims"]}
    possibly = {claim for row in rows for claim in row["claims"]}
    assert known == find_ids(told.claims, moment.is_known)
    assert possibly == find_ids(told.claims, moment.is_possibly_known)


@given(told=stories(), day=st.sampled_from(DAYS), later=st.sampled_from(DAYS))
def test_what_is_known_is_possibly_known_and_stays_so(told: Told, day: str, later: str) -> None:
    first, last = (told.build_moment(on) for on in sorted((day, later)))
    for claim in told.claims:
        assert not first.is_known(claim) or (first.is_possibly_known(claim) and last.is_known(claim))
        assert not first.is_possibly_known(claim) or last.is_possibly_known(claim)


def test_the_edges_of_the_rules() -> None:
    [claim] = claims_of([EARLY])
    assert KNOWN.holds(AsOf("2026-01-21"), claim) and not KNOWN.holds(AsOf("2026-01-20"), claim)
    assert HAPPENED.holds(DateRange("2026-01-20", "2026-01-31"), claim)
    assert not HAPPENED.holds(DateRange("2026-01-21", "2026-01-31"), claim)
    timeless = msgspec.structs.replace(claim, when_from="", when_to="")
    assert not HAPPENED.holds(DateRange("2026-01-20", "2026-01-31"), timeless)
