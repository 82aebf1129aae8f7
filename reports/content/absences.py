"""What no source states: expected properties of an entity, agents, and times. Only what was searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.model.claims import Claim
from graph.rules.as_of import AsOf
from graph.rules.date_windows import describe_edtf
from graph.rules.statement_choice import choose_statement
from reports.content.footnotes import Footnotes
from reports.content.model import CitedText
from reports.content.wording import Wording
from reports.part.closure import Closure

_ARTICLE = re.compile(r"^an? ")
"""An article before a thing that the report has introduced in its title."""
_EXPECTED = {"operator": "who runs {}", "place": "where {} is"}
"""Words for what the vocabulary expects of a kind; other properties are named as they are."""
_OPERATING = ("RUNS", "OWNED_PREMISES_OF")


def list_missing_properties(
    part: Closure, wording: Wording, ids: Iterable[str], moment: AsOf | None = None
) -> Iterator[CitedText]:
    """List what the vocabulary expects of these entities and no claim states, such as an operator.

    `moment` is the day on which the claims of `part` were known: a later document may state it.
    """
    searched = "in this graph"
    if moment is not None:
        known = "possibly" if moment.perhaps else "certainly"
        searched = f"that was {known} published by {describe_edtf(moment.day)}"
    for id_ in ids:
        kind = part.context.ontology.kinds.get(part.entities[id_].kind)
        for what in kind.expects if kind else ():
            if not _is_stated(part, id_, what):
                name = _ARTICLE.sub("the ", wording.format_name_in_sentence(id_))
                words = _EXPECTED.get(what, f"the {what} of {{}}").format(name)
                yield CitedText(f"No source {searched} says {words}.")


def list_missing_agents(facts: Iterable[Sequence[Claim]], notes: Footnotes) -> Iterator[CitedText]:
    """List the facts of which no passage says who acted or who makes the accusation.

    An event whose agent another fact of the report gives is left out.
    """
    all_facts = list(facts)
    acted = {c.event for claims in all_facts for c in claims if c.event and "agent" not in c.unstated}
    for claims in all_facts:
        if all("agent" in claim.unstated and claim.event not in acted for claim in claims):
            what = "makes this accusation" if claims[0].standing == "accusation" else "did this"
            says = choose_statement(claims).says
            yield CitedText(f"The passages cited do not say who {what}: {says}", notes.add_notes(claims))


def _is_stated(part: Closure, id_: str, what: str) -> bool:
    canonical = part.context.canonical
    if what == "place":
        located = (c for c in part.claims.values() if c.predicate == "LOCATED_IN" and c.affirms)
        return bool(part.entities[id_].within) or any(canonical(c.subject) == id_ for c in located)
    operating = (c for c in part.claims.values() if c.relation in _OPERATING)
    return any(canonical(c.object) == id_ and c.affirms for c in operating)
