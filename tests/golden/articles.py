"""The five articles by short names, and the claims of a loaded graph as plain maps."""

from __future__ import annotations

from typing import Any

from graph.store.store import Store

AFP_1400 = "document/afp-1400-left-2026-01-21"
AFP_400 = "document/afp-400-freed-2026-01"
JAKARTA = "document/jakarta-phnom-penh-400-released-2026-01"
ASIA_DAILY = "document/asia-daily-1700-fled-2026-02"
NEWSER = "document/newser-thousands-flee-2026-01-21"
ALL = {AFP_1400, AFP_400, JAKARTA, ASIA_DAILY, NEWSER}

CHEN, PRINCE = "person/chen-zhi", "company/prince-group"
SANTO, DZULFIKAR = "person/santo-darmosumarto", "person/dzulfikar-ahmad-tawalla"
INDONESIA, CAMBODIA = "government/indonesia", "government/cambodia"
US, UK = "government/united-states", "government/united-kingdom"
MINISTRY = "government/indonesia-foreign-ministry"
EMBASSY, CHINESE_EMBASSY = "embassy/indonesia-phnom-penh", "embassy/china-phnom-penh"
UN, AMNESTY, OJK = "international/united-nations", "ngo/amnesty-international", "government/ojk"

CLAIMS = """
MATCH (c:Claim:Scamgraph)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
RETURN c {.*} AS claim, s.id AS subject, o.id AS object, o.text AS value,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + '=' + r.id ORDER BY w.role, r.id } AS ends,
  COLLECT {
    MATCH (c)-[b:SAID_BY]->(x) RETURN x.id + CASE WHEN b.open THEN '?' ELSE '' END ORDER BY b.order
  } AS by
ORDER BY c.document, c.start, c.id
"""

Claim = dict[str, Any]


def all_claims(store: Store) -> list[Claim]:
    """Every claim with its properties; what several texts name is one entity, as it was decided.

    `by` are the speakers the text names, `ends` its further roles, `value` the words of an object that is no
    entity.
    """
    ends = ("subject", "object", "value", "ends", "by")
    rows = store.read(CLAIMS)
    return [
        {"inferred": [], "unstated": [], **row["claim"], **{end: row[end] for end in ends}} for row in rows
    ]


def picked(claims: list[Claim], **wanted: Any) -> list[Claim]:
    """The claims whose properties have these values; None is for a property that is not there."""
    return [c for c in claims if all(c.get(name) == value for name, value in wanted.items())]


def first_speaker(claim: Claim) -> str | None:
    """Who ultimately says it, with `?` where the text leaves that open; None where the document does."""
    return claim["by"][0] if claim["by"] else None
