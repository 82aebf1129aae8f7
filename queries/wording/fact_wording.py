"""The words of an edge: the vocabulary's verb for a fact, so that an allegation stays one on a label.

A whole sentence is never composed: the statement of a fact is the `says` of one of its claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from graph.model.fact_types import parse_fact_type
from graph.model.ontology import Ontology
from graph.model.records import Modality
from graph.rules.rollup import STRENGTH


def render_verb(parts: Mapping[str, Any], ontology: Ontology) -> str:
    """Return what stands between the ends of a fact: "allegedly ran", "did not run" where it is only denied.

    `parts` hold its predicate, its relation, the modalities of its affirming claims, the strongest of which
    words it, and whether it is `denied`: no claim affirms it. With the optional key `subject_plural` it
    agrees with a plural subject: "were allegedly forced".
    """
    predicate = parts["predicate"]
    agentless = parse_fact_type(parts["relation"]).agentless
    plural = bool(parts.get("subject_plural"))
    if parts["denied"]:
        return ontology.build_wording(predicate, "denied", "deny", agentless=agentless, plural=plural)
    modality = max(parts["modalities"], key=lambda m: STRENGTH[m])
    if agentless and modality in ontology.find_predicate(predicate).wording:
        modality = (
            "reported"  # the predicate's own words carry it: "was accused", not "allegedly was accused"
        )
    return ontology.build_wording(predicate, cast(Modality, modality), agentless=agentless, plural=plural)


def choose_style(standing: str, modality: str, *, affirmed: bool) -> str:
    """Return how a fact is drawn: as an accusation, proceeding, finding or fact, or as denied."""
    if not affirmed:
        return "denied"
    return "accusation" if standing == "fact" and modality == "alleged" else standing
