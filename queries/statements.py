"""Facts in words: the vocabulary's wording, so that an allegation stays one wherever it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from graph.ontology import Ontology
from graph.records import Modality
from graph.rollup import STRENGTH

NOT_STATED = "not stated"
KEYS = frozenset({"subject", "predicate", "relation", "object", "roles", "modalities", "denied"})
_PREPOSITION = re.compile(r" (?:in|at|on|to|of|by|from|for|with|as|about|against|into|over|in on|than)\Z").sub


def is_statement(value: object) -> bool:
    """Whether a cell of a row is a fact to be put into words."""
    return isinstance(value, Mapping) and value.keys() >= KEYS


def statement(parts: Mapping[str, Any], ontology: Ontology) -> str:
    """Put a fact into words: "Cambodia allegedly ran X over Y".

    `modalities` are those of its affirming claims, the strongest of which words it; a fact that no claim
    affirms (`denied`) is worded as its denial. Names are taken as they are, unless the optional keys
    `subject_in_sentence`, `object_in_sentence` and `roles_in_sentence` give them as used in a sentence. A
    role is written behind its preposition, or left out where the vocabulary has none.

    Returns "" where no sentence can be composed: the act has an object, and what it is is not stated.
    """
    agentless = _is_agentless(parts)
    words = verb(parts, ontology)
    given = parts.get("object_in_sentence") or parts["object"]
    if agentless:
        given = None  # whose role the further end has is not said, and the verb is complete without
    elif given == NOT_STATED or not given:
        if given and ontology.predicate(parts["predicate"]).object == "required":
            return ""
        given, words = None, _PREPOSITION("", words)
    subject = _end(parts.get("subject_in_sentence") or parts["subject"])
    return " ".join([subject, words, *([_end(given)] if given else []), *_roles(parts, ontology)])


def verb(parts: Mapping[str, Any], ontology: Ontology) -> str:
    """What stands between the ends of a fact: "allegedly ran", "did not run" where no claim affirms it.

    With the optional key `subject_plural` it agrees with a plural subject: "were allegedly forced".
    """
    predicate, agentless = parts["predicate"], _is_agentless(parts)
    plural = bool(parts.get("subject_plural"))
    if parts["denied"]:
        return ontology.wording(predicate, "denied", "deny", agentless=agentless, plural=plural)
    modality = max(parts["modalities"], key=lambda m: STRENGTH[m])
    if agentless and modality in ontology.predicate(predicate).wording:
        modality = (
            "reported"  # the predicate's own words carry it: "was accused", not "allegedly was accused"
        )
    return ontology.wording(predicate, cast(Modality, modality), agentless=agentless, plural=plural)


def _is_agentless(parts: Mapping[str, Any]) -> bool:
    return str(parts["relation"]).startswith(("WAS_", "WILL_BE_"))


def _roles(parts: Mapping[str, Any], ontology: Ontology) -> Iterator[str]:
    """Each role that has a preposition, with its name: "to China"."""
    for told in dict.fromkeys(parts.get("roles_in_sentence") or parts["roles"] or ()):
        role, _, name = str(told).partition(": ")
        preposition = ontology.preposition(parts["predicate"].removeprefix("WILL_"), role.replace(" ", "_"))
        if preposition and name and name != NOT_STATED:
            yield f"{preposition} {_end(name)}"


def style(standing: str, modality: str, *, affirmed: bool) -> str:
    """How a fact is drawn: as an accusation, proceeding, finding or fact, or as denied."""
    if not affirmed:
        return "denied"
    return "accusation" if standing == "fact" and modality == "alleged" else standing


def _end(name: str | None) -> str:
    """An end's name; another claim that is spoken of stands in quotation marks, as the words are its own."""
    text = name or NOT_STATED
    return f"the statement “{text[:-1]}”" if text.endswith(".") else text
