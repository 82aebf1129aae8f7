"""Group claims for the rules of conflicts: by proposition, series, measure, event and entity, or alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from graph.model.claims import Claim
from graph.model.records import SeriesEntry
from graph.rules.conflicts.link_rules import find_event
from graph.rules.conflicts.model import ANSWERS, LINKS, ClaimGroup, ConflictScope, EventLink
from graph.rules.conflicts.readings import find_party
from graph.rules.conflicts.registry import is_entity_affected
from graph.rules.context import RuleContext
from graph.rules.figures import Figure, build_figures, collect_sightings

MEASURE = "measure: "
"""Before the text of a measure, where a conflict is about several series that measure it."""

Groups = Iterator[tuple[ConflictScope, ClaimGroup]]


def iter_groups(claims: Iterable[Claim], series: Mapping[str, SeriesEntry], context: RuleContext) -> Groups:
    """Yield every group in a closed set of claims, their series among `series`.

    The set is the whole graph, or what was known of it on a day.
    """
    claims_by_id = {claim.id: claim for claim in claims}
    answers = group_answers(claims_by_id.values())
    figures = group_figures(series.keys(), claims_by_id, {})
    measures: dict[str, dict[str, SeriesEntry]] = defaultdict(dict)
    for entry in series.values():
        if entry.measures:
            measures[MEASURE + entry.measures][entry.id] = entry
    yield from iter_proposition_groups(
        {c.proposition_id for c in claims_by_id.values() if c.fact}, claims_by_id, answers
    )
    yield from iter_series_groups(figures, claims_by_id, answers, series)
    yield from iter_measure_groups(measures, figures, claims_by_id)
    yield from iter_event_groups(claims_by_id.values(), list_links(claims_by_id), context)
    yield from iter_entity_groups(claims_by_id.values(), context)
    yield from iter_claim_groups(claims_by_id.values())


def iter_groups_within(
    claims_by_id: Mapping[str, Claim], figures: Mapping[str, Figure], entries: Mapping[str, SeriesEntry]
) -> Groups:
    """Yield the groups that a set of claims has to itself.

    No claim elsewhere may share a proposition or series with one of them, or speak against one.
    Groups of events, of entities, and of measures that several series share, are left out.
    """
    answers = group_answers(claims_by_id.values())
    figures_by_series = group_figures(
        {series for claim in claims_by_id.values() for series in claim.series}, claims_by_id, figures
    )
    yield from iter_proposition_groups(
        {c.proposition_id for c in claims_by_id.values() if c.fact}, claims_by_id, answers
    )
    yield from iter_series_groups(figures_by_series, claims_by_id, answers, entries)
    yield from iter_claim_groups(claims_by_id.values())


def group_answers(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Group by claim the claims that speak against it."""
    answering = {claim.id: claim for claim in claims if claim.predicate in ANSWERS}
    against: dict[str, list[Claim]] = defaultdict(list)
    for id_ in sorted(answering):
        against[answering[id_].object].append(answering[id_])
    return against


def group_figures(
    series: Set[str], claims_by_id: Mapping[str, Claim], known_figures: Mapping[str, Figure]
) -> dict[str, list[Figure]]:
    """Return figures by series: the known ones, and for other series those of the claims."""
    by_series: dict[str, list[Figure]] = defaultdict(list)
    for figure in known_figures.values():
        if figure.series in series:
            by_series[figure.series].append(figure)
    missing = series - by_series.keys()
    if missing:
        seen = collect_sightings(
            claim for claim in claims_by_id.values() if not missing.isdisjoint(claim.series)
        )
        for id_ in sorted(missing & seen.keys()):
            by_series[id_] = build_figures(id_, seen[id_])
    return by_series


def iter_proposition_groups(
    propositions: Set[str], claims_by_id: Mapping[str, Claim], answers: Mapping[str, list[Claim]]
) -> Groups:
    """Yield the claims of each of these propositions, of all its happenings.

    A denial without a day denies every happening, and two days may be a disagreement on one day.
    """
    by_proposition: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims_by_id.values():
        if claim.fact and claim.proposition_id in propositions:
            by_proposition[claim.proposition_id].append(claim)
    for proposition in sorted(by_proposition):
        claims = by_proposition[proposition]
        spoken = [answer for claim in claims for answer in answers.get(claim.id, ())]
        yield "proposition", ClaimGroup(proposition, claims, spoken)


def iter_series_groups(
    figures: Mapping[str, Sequence[Figure]],
    claims_by_id: Mapping[str, Claim],
    answers: Mapping[str, list[Claim]],
    entries: Mapping[str, SeriesEntry],
) -> Groups:
    """Yield the claims of each series that has figures."""
    for id_ in sorted(figures):
        claims = _list_figure_claims(figures[id_], claims_by_id)
        spoken = [answer for claim in claims for answer in answers.get(claim.id, ())]
        series = {id_: entries[id_]} if id_ in entries else {}
        yield "series", ClaimGroup(id_, claims, spoken, figures[id_], series)


def iter_measure_groups(
    measures: Mapping[str, Mapping[str, SeriesEntry]],
    figures: Mapping[str, Sequence[Figure]],
    claims_by_id: Mapping[str, Claim],
) -> Groups:
    """Yield the claims of all series of each measure that several share."""
    for about, series in sorted(measures.items()):
        members = [figure for id_ in sorted(series) for figure in figures.get(id_, ())]
        if len(series) > 1 and members:
            yield (
                "measure",
                ClaimGroup(about, _list_figure_claims(members, claims_by_id), (), members, series),
            )


def list_links(claims_by_id: Mapping[str, Claim]) -> list[EventLink]:
    """Return the claims that link events, with the claims at their ends."""
    return [
        EventLink(claim, claims_by_id.get(claim.subject), claims_by_id.get(claim.object))
        for claim in claims_by_id.values()
        if claim.predicate in LINKS
    ]


def list_linked_events(link: EventLink, context: RuleContext) -> set[str]:
    """Return the events at both ends of a link."""
    ends = ((link.claim.subject, link.subject), (link.claim.object, link.object))
    return {find_event(end, claim, context) for end, claim in ends} - {""}


def iter_event_groups(
    claims: Iterable[Claim],
    links: Iterable[EventLink],
    context: RuleContext,
    events: Set[str] | None = None,
) -> Groups:
    """Yield the claims about each event, or each of `events`, with the links to it, after merges."""
    by_event: dict[str, list[Claim]] = defaultdict(list)
    links_by_event: dict[str, list[EventLink]] = defaultdict(list)
    for claim in claims:
        if claim.event:
            by_event[context.canonical(claim.event)].append(claim)
    for link in links:
        for event in list_linked_events(link, context):
            links_by_event[event].append(link)
    for event in sorted(events if events is not None else by_event.keys() | links_by_event.keys()):
        yield "event", ClaimGroup(event, by_event[event], links=links_by_event[event])


def iter_entity_groups(
    claims: Iterable[Claim], context: RuleContext, entities: Set[str] | None = None
) -> Groups:
    """Yield the claims about what each entity, or each of `entities`, does or undergoes, after merges."""
    by_entity: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        party = find_party(claim, context) if is_entity_affected(claim, context) else ""
        if party:
            by_entity[party].append(claim)
    for entity in sorted(by_entity if entities is None else by_entity.keys() & entities):
        yield "entity", ClaimGroup(entity, by_entity[entity])


def iter_claim_groups(claims: Iterable[Claim]) -> Groups:
    """Yield each claim alone."""
    for claim in claims:
        yield "claim", ClaimGroup(claim.id, [claim])


def _list_figure_claims(figures: Iterable[Figure], claims_by_id: Mapping[str, Claim]) -> list[Claim]:
    ids = {sighting.claim for figure in figures for sighting in figure.seen}
    return [claims_by_id[id_] for id_ in sorted(ids)]
