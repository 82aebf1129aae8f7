"""The text of the graph view's page; its script has its own in explorer/src/strings.ts."""

from __future__ import annotations

from types import SimpleNamespace

from api.strings.vocabulary import STANDINGS

GRAPH = SimpleNamespace(
    title="The network",
    about="Entities and the facts about them, as lines. A line leads to its evidence; an accusation is "
    "drawn as one. Nobody is near anybody here because of where they stand in the picture.",
    see="See it as a network",
    filters="Filters",
    predicate="Predicate",
    standing="Standing",
    any="any",
    origins="Independent origins, at least",
    happened="Happened within",
    place="Place",
    nationality="Nationality",
    depth="Steps around",
    limit="Entities, at most",
    apply="Apply",
    start_over="Start over",
    path="Paths between two",
    path_from="From",
    path_to="To",
    path_find="Find paths",
    hop="Path {path}, hop {hop}",
    weakest="the weakest hop",
    holds="{nodes} entities and {lines} lines are shown.",
    left_out="Left out: {nodes} entities and {lines} lines past the limit; {ties} ties of entities that "
    "have too many.",
    hubs="Of {n} entities with very many ties only those to others shown are drawn.",
    begin="This graph is too large to be shown whole: find somebody or something to begin with, and choose "
    "“See it as a network” there, or filter by a place.",
    lines="Facts",
    nodes="Entities",
    statement="Statement",
    name="Name",
    degree="Tied to",
    expand="More",
    show_more="show {n} more",
    none="No source in this graph ties any of these within these filters.",
    report="Download a report on these",
    styles={**STANDINGS, "denied": "denied", "event": "part in an event"},
)
