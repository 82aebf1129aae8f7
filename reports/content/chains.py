"""The chains of a report on a path: which entities follow one another, and a line for each hop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.rules.statement_choice import choose_statement
from reports.content.footnotes import Footnotes
from reports.content.model import Line, Network
from reports.part.closure import Closure
from reports.part.selection import PathHop, Selection

UNNAMED_HOP = "are named in one statement"
"""Label of a hop whose ends are in one statement, but not as its subject and object."""


def build_chains(network: Network, selection: Selection, part: Closure, notes: Footnotes) -> Network:
    """Return the network with the chains of a path and why they tie the ends or not.

    A hop without a line of its own gets one: its ends are in one statement, as others than its subject
    and object.
    """
    known = {node.id for node in network.nodes}
    chains = tuple(chain for chain in _list_chains(selection.hops) if all(id_ in known for id_ in chain))
    pairs = {frozenset((line.start, line.end)) for line in network.lines}
    added = {
        frozenset((hop.start, hop.end)): _build_line(hop, part, notes)
        for hop in selection.hops
        if frozenset((hop.start, hop.end)) not in pairs and {hop.start, hop.end} <= known
    }
    return replace(network, lines=(*network.lines, *added.values()), chains=chains, no_tie=selection.no_tie)


def _list_chains(hops: Iterable[PathHop]) -> Iterator[tuple[str, ...]]:
    chains: dict[int, list[str]] = {}
    for hop in hops:
        chains.setdefault(hop.path, [hop.start]).append(hop.end)
    yield from (tuple(chain) for chain in chains.values())


def _build_line(hop: PathHop, part: Closure, notes: Footnotes) -> Line:
    claims = [part.claims[id_] for id_ in hop.claims if id_ in part.claims]
    says = choose_statement(claims).says
    return Line("", hop.start, hop.end, UNNAMED_HOP, says, "together", False, notes.find_notes(claims))
