"""Facts in words: the vocabulary's wording, so that an allegation stays one wherever it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from graph.ontology import Ontology
from graph.records import Modality
from graph.rollup import STRENGTH

NOT_STATED = "not stated"
KEYS = frozenset({"subject", "predicate", "relation", "object", "roles", "modalities", "denied"})


def is_statement(value: object) -> bool:
    """Whether a cell of a row is a fact to be put into words."""
    return isinstance(value, Mapping) and value.keys() >= KEYS


def statement(parts: Mapping[str, Any], ontology: Ontology) -> str:
    """Put a fact into words: "Cambodia allegedly ran X (charge: Y)".

    `modalities` are those of its affirming claims, the strongest of which words it; a fact that no claim
    affirms (`denied`) is worded as its denial.
    """
    agentless = str(parts["relation"]).startswith(("WAS_", "WILL_BE_"))
    words = verb(parts, ontology)
    text = " ".join([_end(parts["subject"]), words, *_object(parts["object"], agentless)])
    roles = f" ({'; '.join(parts['roles'])})" if parts["roles"] else ""
    return text + roles


def verb(parts: Mapping[str, Any], ontology: Ontology) -> str:
    """What stands between the ends of a fact: "allegedly ran", "did not run" where no claim affirms it."""
    predicate = parts["predicate"]
    agentless = str(parts["relation"]).startswith(("WAS_", "WILL_BE_"))
    if parts["denied"]:
        return ontology.wording(predicate, "denied", "deny", agentless=agentless)
    modality = max(parts["modalities"], key=lambda m: STRENGTH[m])
    if agentless and modality in ontology.predicate(predicate).wording:
        modality = (
            "reported"  # the predicate's own words carry it: "was accused", not "allegedly was accused"
        )
    return ontology.wording(predicate, cast(Modality, modality), agentless=agentless)


def style(standing: str, modality: str, *, affirmed: bool) -> str:
    """How a fact is drawn: as an accusation, proceeding, finding or fact, or as denied."""
    if not affirmed:
        return "denied"
    return "accusation" if standing == "fact" and modality == "alleged" else standing


def _object(name: str | None, agentless: bool) -> list[str]:
    if not name:
        return []
    if name == NOT_STATED:
        return [] if agentless else ["(not stated)"]
    return [f"({_end(name)})" if agentless else _end(name)]


def _end(name: str | None) -> str:
    """An end's name; a claim that is spoken of stands in brackets, as the words are its own."""
    text = name or NOT_STATED
    return f"[{text}]" if text.endswith(".") else text
