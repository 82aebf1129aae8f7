"""Claims as the rules over conflicts look at them: by proposition, series, measure, event; alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from graph.model.claims import Claim
from graph.model.records import SeriesEntry
from graph.rules.conflicts.model import ANSWERS, Group, Over
from graph.rules.context import Context
from graph.rules.figures import Figure, figures_of, sightings

MEASURE = "measure: "
"""Before the text of a measure, where a conflict is about several series that measure it."""

Groups = Iterator[tuple[Over, Group]]


def groups_of(claims: Iterable[Claim], series: Mapping[str, SeriesEntry], context: Context) -> Groups:
    """Every group there is in a closed set of claims (their series among `series`): of the whole graph, or
    of what was known of it on a day."""
    held = {claim.id: claim for claim in claims}
    answers = answers_by_claim(held.values())
    figures = figures_by_series(series.keys(), held, {})
    measures: dict[str, dict[str, SeriesEntry]] = defaultdict(dict)
    for entry in series.values():
        if entry.measures:
            measures[MEASURE + entry.measures][entry.id] = entry
    yield from proposition_groups({c.proposition_id for c in held.values() if c.fact}, held, answers)
    yield from series_groups(figures, held, answers, series)
    yield from measure_groups(measures, figures, held)
    yield from event_groups(held.values(), context)
    yield from claim_groups(held.values())


def groups_within(
    held: Mapping[str, Claim], figures: Mapping[str, Figure], entries: Mapping[str, SeriesEntry]
) -> Groups:
    """The groups that a set of claims has to itself, if none shares a proposition or series with a claim
    elsewhere, or speaks against one: all but those of events, and of measures that several series share."""
    answers = answers_by_claim(held.values())
    mine = figures_by_series({s for claim in held.values() for s in claim.series}, held, figures)
    yield from proposition_groups({c.proposition_id for c in held.values() if c.fact}, held, answers)
    yield from series_groups(mine, held, answers, entries)
    yield from claim_groups(held.values())


def answers_by_claim(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """By claim, those that speak against it."""
    answering = {claim.id: claim for claim in claims if claim.predicate in ANSWERS}
    against: dict[str, list[Claim]] = defaultdict(list)
    for id_ in sorted(answering):
        against[answering[id_].object].append(answering[id_])
    return against


def figures_by_series(
    series: Set[str], held: Mapping[str, Claim], known: Mapping[str, Figure]
) -> dict[str, list[Figure]]:
    """Figures by series: the known ones, and for other series those of the held claims."""
    by_series: dict[str, list[Figure]] = defaultdict(list)
    for figure in known.values():
        if figure.series in series:
            by_series[figure.series].append(figure)
    missing = series - by_series.keys()
    if missing:
        seen = sightings(claim for claim in held.values() if not missing.isdisjoint(claim.series))
        for id_ in sorted(missing & seen.keys()):
            by_series[id_] = figures_of(id_, seen[id_])
    return by_series


def proposition_groups(
    propositions: Set[str], held: Mapping[str, Claim], answers: Mapping[str, list[Claim]]
) -> Groups:
    """The claims of each of these propositions, whatever happening they tell of.

    A denial without a day denies every happening, and two days may be a disagreement on one day.
    """
    by_proposition: dict[str, list[Claim]] = defaultdict(list)
    for claim in held.values():
        if claim.fact and claim.proposition_id in propositions:
            by_proposition[claim.proposition_id].append(claim)
    for proposition in sorted(by_proposition):
        claims = by_proposition[proposition]
        spoken = [answer for claim in claims for answer in answers.get(claim.id, ())]
        yield "proposition", Group(proposition, claims, spoken)


def series_groups(
    figures: Mapping[str, Sequence[Figure]],
    held: Mapping[str, Claim],
    answers: Mapping[str, list[Claim]],
    entries: Mapping[str, SeriesEntry],
) -> Groups:
    """The claims of each series that has figures."""
    for id_ in sorted(figures):
        claims = _of_figures(figures[id_], held)
        spoken = [answer for claim in claims for answer in answers.get(claim.id, ())]
        known = {id_: entries[id_]} if id_ in entries else {}
        yield "series", Group(id_, claims, spoken, figures[id_], known)


def measure_groups(
    measures: Mapping[str, Mapping[str, SeriesEntry]],
    figures: Mapping[str, Sequence[Figure]],
    held: Mapping[str, Claim],
) -> Groups:
    """The claims of all series of each measure that several share."""
    for about, known in sorted(measures.items()):
        some = [figure for id_ in sorted(known) for figure in figures.get(id_, ())]
        if len(known) > 1 and some:
            yield "measure", Group(about, _of_figures(some, held), (), some, known)


def event_groups(claims: Iterable[Claim], context: Context) -> Groups:
    """The claims about each event, as events are decided to be."""
    by_event: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.event:
            by_event[context.canonical(claim.event)].append(claim)
    for event in sorted(by_event):
        yield "event", Group(event, by_event[event])


def claim_groups(claims: Iterable[Claim]) -> Groups:
    """Each claim alone."""
    for claim in claims:
        yield "claim", Group(claim.id, [claim])


def _of_figures(figures: Iterable[Figure], held: Mapping[str, Claim]) -> list[Claim]:
    ids = {sighting.claim for figure in figures for sighting in figure.seen}
    return [held[id_] for id_ in sorted(ids)]
