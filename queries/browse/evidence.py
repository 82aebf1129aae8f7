"""One fact or claim with the passages behind it, a conflict with its sides, an event's participants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.rules.conflicts.registry import RULES
from graph.rules.date_windows import describe_edtf
from graph.rules.derive import list_participations
from graph.rules.happenings import find_denials
from graph.rules.rollup import STRENGTH, compute_rollup
from graph.rules.statement_choice import choose_statement
from graph.store.claim_reader import read_claims_of_propositions
from graph.store.row_mapping import claim_from_row
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.browse.entity import load_names
from queries.browse.scope import Scope, select_first
from queries.wording.citations import TextOf, load_citations

_FACT = """
MATCH (c:Claim {fact: $fact} /* AS OF c */)
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
RETURN properties(c) AS c, s.id AS subject_id, coalesce(s.name, s.says) AS subject, o.id AS object_id,
  coalesce(o.name, o.says) AS object
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id LIMIT $limit
"""
_CLAIM = "MATCH (c:Claim {id: $id} /* AS OF c */) RETURN properties(c) AS c"
_IN_CONFLICT = """
UNWIND $ids AS id MATCH (c:Claim {id: id})<-[:BETWEEN]-(x:Conflict)
RETURN DISTINCT x.id AS id, x.kind AS kind, x.explanation AS explanation ORDER BY id
"""
_WHOLE = """
UNWIND $ids AS id MATCH (x:Scamgraph {id: id})
RETURN id, COUNT { MATCH (x)-[:BETWEEN]->() }
  = COUNT { MATCH (x)-[:BETWEEN]->(c:Claim /* AS OF c */) } AS whole
"""
_CONFLICT = "MATCH (x:Conflict:Scamgraph {id: $id}) RETURN properties(x) AS x"
_SIDES = """
MATCH (x:Scamgraph {id: $id})-[b:BETWEEN]->(c:Claim /* AS OF c */)
RETURN b.side AS side, c.id AS claim
ORDER BY side, coalesce(c.published_to, '9999'), c.document, c.start, claim
"""
_SIDES_OF = """
UNWIND $ids AS id MATCH (x:Scamgraph {id: id})-[b:BETWEEN]->(c:Claim /* AS OF c */)
RETURN id, properties(x) AS x, b.side AS side, c.id AS claim
ORDER BY id, side, coalesce(c.published_to, '9999'), c.document, c.start, claim
"""
_EVENT_CLAIMS = """
MATCH (e:Scamgraph {id: $id})<-[:ABOUT]-(c:Claim /* AS OF c */)
RETURN properties(c) AS c ORDER BY c.document, c.start, c.id LIMIT $limit
"""
_KNOWN = "MATCH (c:Claim {fact: $fact} /* AS OF c */) RETURN count(c) AS n"
MOST_CLAIMS = 2000
_TITLES = {rule.kind: rule.title for rule in RULES}
_PARTLY = "{title}: what was certainly known of it by {day}; more may have been"


def list_citations(scope: Scope, claims: Sequence[str], text_of: TextOf) -> list[dict[str, Any]]:
    """Return citations of claims, in the order given, each with a line to paste."""
    citation_by_claim = load_citations(scope.store, claims, text_of)
    return [
        {**asdict(citation_by_claim[id_]), "citation": citation_by_claim[id_].text}
        for id_ in claims
        if id_ in citation_by_claim
    ]


def is_fact_known(scope: Scope, fact: str) -> bool:
    """Return whether a claim that `scope` shows makes this fact."""
    return bool(scope.reads.read(_KNOWN, {"fact": fact})[0]["n"])


def load_fact(scope: Scope, id_: str) -> dict[str, Any] | None:
    """Return a fact in words, with its ends, its standing and its roll-up, or None.

    The roll-up is over the claims that `scope` shows.
    """
    rows = scope.reads.read(_FACT, {"fact": id_, "limit": MOST_CLAIMS})
    if not rows:
        return None
    reader = open_reader(scope.store)
    claims = [claim_from_row(row["c"]) for row in rows]
    if scope.day is not None:
        derived = reader.derive_among(claims, lambda claim: _is_visible(scope, claim))
        claims = [derived.claims.get(claim.id, claim) for claim in claims]
    reader.fetch_names_and_lineage(claims)
    rollup = compute_rollup(claims, reader.context.find_speaker_name, _load_denials(scope, reader, claims))
    first = claims[0]
    ends = load_names(scope.store, [rows[0]["subject_id"], rows[0]["object_id"] or ""])
    return {
        "id": id_,
        "statement": choose_statement(claims).says,
        "subject": _describe_end(rows[0]["subject_id"], rows[0]["subject"], ends),
        "predicate": first.predicate,
        "relation": first.relation,
        "object": _describe_end(rows[0]["object_id"], rows[0]["object"], ends),
        "class": first.predicate_class,
        **rollup.to_properties(),
        "claim_ids": [claim.id for claim in claims],
    }


def _load_denials(scope: Scope, reader: GraphReader, claims: Sequence[Claim]) -> list[Claim]:
    """Return the denials that reach a fact from other facts of its proposition."""
    propositions = {claim.proposition_id for claim in claims}
    visible_claims = [
        claim
        for claim in read_claims_of_propositions(reader.reads, propositions)
        if _is_visible(scope, claim)
    ]
    return find_denials(visible_claims).get(claims[0].fact, [])


def _is_visible(scope: Scope, claim: Claim) -> bool:
    limits = getattr(scope.door, "limits", None)
    return limits is None or bool(limits.is_visible(claim))


def _describe_end(
    id_: str | None, name: str | None, names: dict[str, dict[str, Any]]
) -> dict[str, Any] | None:
    if not id_:
        return None
    return names.get(id_) or {"id": id_, "name": name, "kind": "Value"}


def load_claim(scope: Scope, id_: str, text_of: TextOf) -> dict[str, Any] | None:
    """Return a claim as it was read, with its citation and the names it uses, or None."""
    row = select_first(scope.reads.read(_CLAIM, {"id": id_}))
    if row is None:
        return None
    claim = claim_from_row(row["c"])
    ids = [claim.subject, claim.object, claim.place, claim.event, claim.document, claim.voice]
    ids += [entity for _, entity in claim.roles] + [speaker.rstrip("?") for speaker in claim.by]
    return {
        **msgspec.to_builtins(claim),
        "citation": list_citations(scope, [id_], text_of)[0],
        "names": load_names(scope.store, ids),
        "conflicts": list_conflicts_of_claims(scope, [id_]),
    }


def list_conflicts_of_claims(scope: Scope, claims: Sequence[str]) -> list[dict[str, Any]]:
    """Return the conflicts that these claims are in.

    As of a day: those of which everything was known on it.
    """
    return (
        filter_known_conflicts(scope, scope.store.read(_IN_CONFLICT, {"ids": list(claims)})) if claims else []
    )


def filter_known_conflicts(scope: Scope, conflicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the conflicts whose every claim `scope` shows.

    The wording of the others mentions later claims.
    """
    if scope.day is None or not conflicts:
        return conflicts
    rows = scope.reads.read(_WHOLE, {"ids": [conflict["id"] for conflict in conflicts]})
    known_ids = {row["id"] for row in rows if row["whole"]}
    return [conflict for conflict in conflicts if conflict["id"] in known_ids]


def load_conflict(scope: Scope, id_: str, text_of: TextOf) -> dict[str, Any] | None:
    """Return a conflict with the cited claims of its sides, or None.

    As of a day a side keeps what was known then; with fewer than two sides left (`was_one` false) there
    was nothing to disagree about yet.
    """
    row = select_first(scope.store.read(_CONFLICT, {"id": id_}))
    if row is None:
        return None
    sides: defaultdict[int, list[str]] = defaultdict(list)
    for member in scope.reads.read(_SIDES, {"id": id_}):
        sides[member["side"]].append(member["claim"])
    cited = {
        citation["claim"]: citation
        for citation in list_citations(scope, [claim for side in sides.values() for claim in side], text_of)
    }
    record = row["x"]
    if not filter_known_conflicts(scope, [record]):
        record = {
            **record,
            "explanation": _PARTLY.format(title=_TITLES[record["kind"]], day=describe_edtf(str(scope.day))),
            "ask": None,
            "judgement": None,
        }
    shown = ("id", "kind", "about", "explanation", "settles", "ask", "judgement")
    return {
        **{name: record.get(name) for name in shown},
        "sides": [
            {"side": side, "claims": [cited[claim] for claim in sides[side]]} for side in sorted(sides)
        ],
        "was_one": len(sides) > 1 or (scope.day is None and bool(sides)),
    }


def load_sides(scope: Scope, ids: Sequence[str]) -> dict[str, tuple[dict[str, Any], dict[int, list[str]]]]:
    """Return conflicts by id: the stored record of each, and the claims of its sides by number."""
    conflicts: dict[str, tuple[dict[str, Any], dict[int, list[str]]]] = {}
    for batch in iter_batches(ids):
        for row in scope.reads.read(_SIDES_OF, {"ids": batch}):
            conflict = conflicts.setdefault(row["id"], (row["x"], {}))
            conflict[1].setdefault(row["side"], []).append(row["claim"])
    return conflicts


def list_participants(scope: Scope, event: str) -> list[dict[str, Any]]:
    """Return who and what takes part in an event, in which role, by the claims that `scope` shows."""
    reader = open_reader(scope.store)
    rows = scope.reads.read(_EVENT_CLAIMS, {"id": event, "limit": MOST_CLAIMS})
    claims_by_part: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in rows:
        claim = claim_from_row(row["c"])
        for part in list_participations(claim, reader.context):
            claims_by_part[part.role, part.entity].append(claim)
    names = load_names(scope.store, [entity for _, entity in claims_by_part])
    return [
        {
            "role": role,
            "entity": names[entity],
            "documents": len({claim.document for claim in claims}),
            "modality": max((claim.modality for claim in claims), key=STRENGTH.__getitem__),
            "standings": sorted({claim.standing for claim in claims}),
            "denials": len({claim.origin for claim in claims if not claim.affirms}),
            "claims": [claim.id for claim in claims],
        }
        for (role, entity), claims in sorted(claims_by_part.items())
        if entity in names
    ]
