"""How pages name the classes of predicates and the standings of statements."""

from __future__ import annotations

CLASSES = {
    "DOC_META": "About the document itself",
    "LEGAL_ACTION": "Acts of the state under law",
    "ACCUSATION": "Accusations",
    "EXPLOITATION": "What was done to people",
    "EXIT": "Leaving, release, rescue",
    "PRESENCE": "Being or coming somewhere",
    "COMMITMENT": "Promises and plans",
    "COOPERATION": "Acting together",
    "FINANCE": "Money",
    "QUANTITY": "Sizes and numbers",
    "EVIDENCE": "Investigating and showing",
    "CAUSAL_TEMPORAL": "Causes and sequence",
    "STATUS": "Condition",
    "LOCATION": "Where",
    "ATTRIBUTE": "Names, roles, descriptions",
    "SPEECH": "What was said",
}
"""Headings of the classes of predicates, in the order of the vocabulary's precedence."""

ROLES = {"agent": "acting party", "patient": "affected", "leaver": "who left", "site": "site left"}
"""How a page names roles in an event whose names are terms of linguistics; others are named as they are."""

STANDINGS = {
    "fact": "stated",
    "accusation": "accusation",
    "proceeding": "proceeding",
    "finding": "court finding",
}
"""How a page names the standing of a statement."""
