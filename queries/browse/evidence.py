"""One fact or claim with the passages behind it, a conflict with its sides, an event's participants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from graph.model.batching import iter_batches
from graph.model.claims import Claim
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
_PARTLY = "{kind}: what was known of it on {day}; the rest came later"


def list_citations(look: Scope, claims: Sequence[str], text_of: TextOf) -> list[dict[str, Any]]:
    """Return citations of claims, in the order given, each with a line to paste."""
    found = load_citations(look.store, claims, text_of)
    return [{**asdict(found[id_]), "citation": found[id_].text} for id_ in claims if id_ in found]


def is_fact_known(look: Scope, fact: str) -> bool:
    """Return whether a claim that `look` shows makes this fact."""
    return bool(look.reads.read(_KNOWN, {"fact": fact})[0]["n"])


def load_fact(look: Scope, id_: str) -> dict[str, Any] | None:
    """Return a fact in words, with its ends, its standing and its roll-up, or None.

    The roll-up is over the claims that `look` shows.
    """
    rows = look.reads.read(_FACT, {"fact": id_, "limit": MOST_CLAIMS})
    if not rows:
        return None
    found = open_reader(look.store)
    claims = [claim_from_row(row["c"]) for row in rows]
    if look.day is not None:
        derived = found.derive_among(claims, lambda claim: _is_visible(look, claim))
        claims = [derived.claims.get(c.id, c) for c in claims]
    found.fetch_names_and_lineage(claims)
    rolled = compute_rollup(claims, found.context.find_speaker_name, _load_denials(look, found, claims))
    first = claims[0]
    ends = load_names(look.store, [rows[0]["subject_id"], rows[0]["object_id"] or ""])
    return {
        "id": id_,
        "statement": choose_statement(claims).says,
        "subject": _describe_end(rows[0]["subject_id"], rows[0]["subject"], ends),
        "predicate": first.predicate,
        "relation": first.relation,
        "object": _describe_end(rows[0]["object_id"], rows[0]["object"], ends),
        "class": first.predicate_class,
        **rolled.to_properties(),
        "claim_ids": [c.id for c in claims],
    }


def _load_denials(look: Scope, found: GraphReader, claims: Sequence[Claim]) -> list[Claim]:
    """Return the denials that reach a fact from other facts of its proposition."""
    propositions = {claim.proposition_id for claim in claims}
    known = [c for c in read_claims_of_propositions(found.reads, propositions) if _is_visible(look, c)]
    return find_denials(known).get(claims[0].fact, [])


def _is_visible(look: Scope, claim: Claim) -> bool:
    limits = getattr(look.door, "limits", None)
    return limits is None or bool(limits.is_visible(claim))


def _describe_end(
    id_: str | None, name: str | None, known: dict[str, dict[str, Any]]
) -> dict[str, Any] | None:
    if not id_:
        return None
    return known.get(id_) or {"id": id_, "name": name, "kind": "Value"}


def load_claim(look: Scope, id_: str, text_of: TextOf) -> dict[str, Any] | None:
    """Return a claim as it was read, with its citation and the names it uses, or None."""
    row = select_first(look.reads.read(_CLAIM, {"id": id_}))
    if row is None:
        return None
    held = claim_from_row(row["c"])
    named = [held.subject, held.object, held.place, held.event, held.document, held.voice]
    named += [entity for _, entity in held.roles] + [speaker.rstrip("?") for speaker in held.by]
    return {
        **msgspec.to_builtins(held),
        "citation": list_citations(look, [id_], text_of)[0],
        "names": load_names(look.store, named),
        "conflicts": list_conflicts_of_claims(look, [id_]),
    }


def list_conflicts_of_claims(look: Scope, claims: Sequence[str]) -> list[dict[str, Any]]:
    """Return the conflicts that these claims are in.

    As of a day: those of which everything was known on it.
    """
    return (
        filter_known_conflicts(look, look.store.read(_IN_CONFLICT, {"ids": list(claims)})) if claims else []
    )


def filter_known_conflicts(look: Scope, conflicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the conflicts whose every claim `look` shows.

    The wording of the others mentions later claims.
    """
    if look.day is None or not conflicts:
        return conflicts
    rows = look.reads.read(_WHOLE, {"ids": [x["id"] for x in conflicts]})
    whole = {row["id"] for row in rows if row["whole"]}
    return [x for x in conflicts if x["id"] in whole]


def load_conflict(look: Scope, id_: str, text_of: TextOf) -> dict[str, Any] | None:
    """Return a conflict with the cited claims of its sides, or None.

    As of a day a side keeps what was known then; with fewer than two sides left (`was_one` false) there
    was nothing to disagree about yet.
    """
    row = select_first(look.store.read(_CONFLICT, {"id": id_}))
    if row is None:
        return None
    sides: defaultdict[int, list[str]] = defaultdict(list)
    for member in look.reads.read(_SIDES, {"id": id_}):
        sides[member["side"]].append(member["claim"])
    cited = {
        c["claim"]: c for c in list_citations(look, [c for side in sides.values() for c in side], text_of)
    }
    held = row["x"]
    if not filter_known_conflicts(look, [held]):
        held = {**held, "explanation": _PARTLY.format(kind=held["kind"], day=look.day), "judgement": None}
    return {
        **{name: held.get(name) for name in ("id", "kind", "about", "explanation", "settles", "judgement")},
        "sides": [{"side": side, "claims": [cited[c] for c in sides[side]]} for side in sorted(sides)],
        "was_one": len(sides) > 1 or (look.day is None and bool(sides)),
    }


def load_sides(look: Scope, ids: Sequence[str]) -> dict[str, tuple[dict[str, Any], dict[int, list[str]]]]:
    """Return conflicts by id: the stored record of each, and the claims of its sides by number."""
    found: dict[str, tuple[dict[str, Any], dict[int, list[str]]]] = {}
    for some in iter_batches(ids):
        for row in look.reads.read(_SIDES_OF, {"ids": some}):
            held = found.setdefault(row["id"], (row["x"], {}))
            held[1].setdefault(row["side"], []).append(row["claim"])
    return found


def list_participants(look: Scope, event: str) -> list[dict[str, Any]]:
    """Return who and what takes part in an event, in which role, by the claims that `look` shows."""
    found = open_reader(look.store)
    rows = look.reads.read(_EVENT_CLAIMS, {"id": event, "limit": MOST_CLAIMS})
    told: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in rows:
        held = claim_from_row(row["c"])
        for part in list_participations(held, found.context):
            told[part.role, part.entity].append(held)
    names = load_names(look.store, [entity for _, entity in told])
    return [
        {
            "role": role,
            "entity": names[entity],
            "documents": len({c.document for c in claims}),
            "modality": max((c.modality for c in claims), key=STRENGTH.__getitem__),
            "standings": sorted({c.standing for c in claims}),
            "denials": len({c.origin for c in claims if not c.affirms}),
            "claims": [c.id for c in claims],
        }
        for (role, entity), claims in sorted(told.items())
        if entity in names
    ]
