"""The network of a report: the facts that tie entities, and who appears in an event."""

from collections.abc import Iterable, Sequence
from typing import cast

from graph.model.claims import Claim
from graph.model.fact_types import parse_fact_type
from graph.model.records import Modality
from graph.rules.derive import list_participations
from graph.rules.rollup import compute_rollup
from graph.rules.statement_choice import choose_statement
from queries.wording.fact_wording import choose_style
from reports.content.footnotes import Footnotes
from reports.content.model import (
    Line,
    Network,
    Node,
)
from reports.content.wording import Wording
from reports.part.closure import Closure

_ROLE_WORDS = {"agent": "acting party", "patient": "affected", "leaver": "who left", "site": "site left"}


def build_network(  # noqa: PLR0913 - the data of the picture and its options
    part: Closure,
    wording: Wording,
    notes: Footnotes,
    facts: Iterable[Sequence[Claim]],
    centre_ids: set[str],
    *,
    events: bool,
) -> Network:
    """Return the facts and the entities that they tie; values and statements are no nodes.

    With `events`, also who and what appears in an event.
    """
    canonical, ontology = part.context.canonical, part.context.ontology
    lines, ends = [], set(centre_ids & set(part.entities))
    all_facts = list(facts)
    if events:
        lines = _build_event_lines(part, notes, all_facts)
        ends |= {end for line in lines for end in (line.start, line.end)}
    for claims in all_facts:
        first = claims[0]
        start, end = canonical(first.subject), canonical(first.object)
        outside = [
            id_ for id_ in (start, end) if not id_ or id_.startswith(("value/", "claim/", "document/"))
        ]
        if outside or first.predicate_class == "DOC_META":
            continue
        ends |= {start, end}
        rolled = compute_rollup(claims, part.context.find_speaker_name)
        affirmed = any(claim.affirms for claim in claims)
        agentless = parse_fact_type(first.relation).agentless
        words = ontology.build_wording(
            first.predicate,
            cast(Modality, rolled.modality),
            "affirm" if affirmed else "deny",
            agentless=agentless,
            plural=_is_plural(part, start),
        )
        style = choose_style(first.standing, rolled.modality, affirmed=affirmed)
        says = choose_statement(claims).says
        lines.append(
            Line(first.fact, start, end, words, says, style, rolled.asserted, notes.find_notes(claims))
        )
    nodes = [
        Node(
            id_,
            wording.format_name(id_),
            part.entities[id_].kind if id_ in part.entities else "",
            id_ in centre_ids,
        )
        for id_ in ends
    ]
    return Network(
        tuple(sorted(nodes, key=lambda n: (n.name, n.id))),
        tuple(sorted(lines, key=lambda line: (line.start, line.end, line.words, line.fact))),
    )


def _is_plural(part: Closure, id_: str) -> bool:
    return id_ in part.entities and part.entities[id_].plural


def _build_event_lines(part: Closure, notes: Footnotes, facts: Iterable[Sequence[Claim]]) -> list[Line]:
    """Return lines from events to who appears in them, by the claims of these facts."""
    participations: dict[tuple[str, str], dict[str, list[Claim]]] = {}
    for claim in (claim for claims in facts for claim in claims if claim.affirms):
        for participation in list_participations(claim, part.context):
            participations.setdefault((participation.event, participation.entity), {}).setdefault(
                participation.role, []
            ).append(claim)
    lines = []
    for (event, entity), roles in participations.items():
        part_of = ", ".join(sorted(role.replace("_", " ") for role in roles))
        words = ", ".join(sorted(_ROLE_WORDS.get(role, role.replace("_", " ")) for role in roles))
        appears = "appear" if _is_plural(part, entity) else "appears"
        says = (
            f"{part.context.name(entity)} {appears} in the event “{part.context.name(event)}” as {part_of}."
        )
        claims = [claim for role_claims in roles.values() for claim in role_claims]
        lines.append(Line("", event, entity, words, says, "event", False, notes.find_notes(claims)))
    return lines
