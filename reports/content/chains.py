"""The chains of a report on a path: which entities follow one another, and a line for each hop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.rules.statement_choice import choose_statement
from reports.content.footnotes import Footnotes
from reports.content.model import Line, Network, Node
from reports.content.wording import Wording
from reports.part.closure import Closure
from reports.part.selection_model import Group, Selection

NO_CONNECTION = "This chain is not a connection between its two ends."
UNNAMED_HOP = "named in one statement"
"""Label of a hop whose ends are in one statement, but not as its subject and object."""


def build_chains(
    network: Network, selection: Selection, part: Closure, wording: Wording, notes: Footnotes
) -> Network:
    """Return the network with the chains of a path and why they tie the ends or not.

    A hop without a line of its own gets one: its ends are in one statement, as others than its subject
    and object.
    """
    pairs = {frozenset((line.start, line.end)) for line in network.lines}
    added = {
        frozenset((hop.start, hop.end)): line
        for hop in selection.groups
        if frozenset((hop.start, hop.end)) not in pairs and (line := _build_line(hop, part, notes))
    }
    chains = tuple(_list_chains(selection.groups))
    known = {node.id for node in network.nodes}
    missing = dict.fromkeys(id_ for chain in chains for id_ in chain if id_ not in known)
    nodes = [
        Node(id_, wording.format_name(id_), part.entities[id_].kind, id_ in selection.about)
        for id_ in missing
        if id_ in part.entities
    ]
    drawable = known | {node.id for node in nodes}
    return replace(
        network,
        nodes=tuple(sorted((*network.nodes, *nodes), key=lambda node: (node.name, node.id))),
        lines=(*network.lines, *added.values()),
        chains=tuple(chain for chain in chains if drawable.issuperset(chain)),
        no_tie=NO_CONNECTION if selection.is_nearest else "",
    )


def _list_chains(hops: Iterable[Group]) -> Iterator[tuple[str, ...]]:
    chains: dict[int, list[str]] = {}
    for hop in hops:
        chains.setdefault(hop.path, [hop.start]).append(hop.end)
    yield from (tuple(chain) for chain in chains.values())


def _build_line(hop: Group, part: Closure, notes: Footnotes) -> Line | None:
    claims = [part.claims[id_] for id_ in hop.claims if id_ in part.claims]
    if not claims:
        return None
    says = choose_statement(claims).says
    return Line("", hop.start, hop.end, UNNAMED_HOP, says, "together", False, notes.find_notes(claims))
