"""How much a change matters to a reader: legal acts and accusations first, document metadata last."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.claims import Claim
from graph.model.ontology import PredicateClass

BY_IMPORTANCE: tuple[PredicateClass, ...] = (
    "LEGAL_ACTION",
    "ACCUSATION",
    "EXPLOITATION",
    "EXIT",
    "QUANTITY",
    "FINANCE",
    "PRESENCE",
    "COMMITMENT",
    "COOPERATION",
    "STATUS",
    "EVIDENCE",
    "CAUSAL_TEMPORAL",
    "SPEECH",
    "LOCATION",
    "ATTRIBUTE",
    "DOC_META",
)
"""Classes of statements, the most important first."""
METADATA: PredicateClass = "DOC_META"


def find_class(claims: Iterable[Claim]) -> PredicateClass:
    """Return the most important class of these claims, or METADATA if there are none."""
    classes = {claim.predicate_class for claim in claims}
    return next((class_ for class_ in BY_IMPORTANCE if class_ in classes), METADATA)
