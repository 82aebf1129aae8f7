"""Figures and the timeline of a report: each number and each fact with its own days."""

from collections.abc import Iterable, Iterator, Sequence

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.date_windows import format_window
from graph.rules.figures import Figure
from graph.store.fact_mapping import build_figure_row
from queries.wording.answer_sentence import Count
from reports.content.agreement import split_versions
from reports.content.footnotes import Footnotes
from reports.content.model import (
    CitedText,
    FigureBlock,
    FigureLine,
    TimelineLine,
)
from reports.content.statements import describe_support
from reports.content.wording import Wording, describe_time
from reports.part.closure import Closure

NO_DAYS = "Days not given"


def build_figures(
    part: Closure, wording: Wording, notes: Footnotes, claims: set[str]
) -> tuple[FigureBlock, ...]:
    """Return every figure of the series of which one of these claims has a number."""
    series_ids = {s for id_ in claims for s in part.claims[id_].series}
    return tuple(_build_figure_block(part, wording, notes, series) for series in sorted(series_ids))


def _build_figure_block(part: Closure, wording: Wording, notes: Footnotes, series: str) -> FigureBlock:
    figures = [figure for figure in part.figures.values() if figure.series == series]
    ordered = sorted(
        figures,
        key=lambda figure: (
            figure.window[0] or figure.window[1] or "9999",
            figure.window[1] or "9999",
            -(figure.quantity.value or 0),
            figure.id,
        ),
    )
    lines = []
    for figure in ordered:
        row = build_figure_row(figure, part.claims, part.context)
        value = figure.quantity.value
        lines.append(
            FigureLine(
                number=row["name"],
                value=float(value) if value is not None else None,
                window_from=figure.window[0],
                window_to=figure.window[1],
                window=format_window(figure.window) if any(figure.window) else NO_DAYS,
                said=tuple(_list_sightings(part, wording, notes, figure)),
                support=describe_support(row["documents"], row["origins"]),
                denied=not any(part.claims[sighting.claim].affirms for sighting in figure.seen),
            )
        )
    entry = part.series.get(series)
    scope = "; ".join(text for text in (entry.scope, entry.note) if text) if entry else ""
    return FigureBlock(series, entry.name if entry else series, scope, tuple(lines))


def _list_sightings(part: Closure, wording: Wording, notes: Footnotes, figure: Figure) -> Iterator[CitedText]:
    """List one statement for each wording of a number and each window given for it, and how many more."""
    by_wording: dict[tuple[str, str], list[Claim]] = {}
    for sighting in figure.seen:
        key = format_quantity(sighting.quantity), format_window(sighting.window)
        by_wording.setdefault(key, []).append(part.claims[sighting.claim])
    name = format_quantity(figure.quantity)
    ordered = sorted(by_wording.items(), key=lambda pair: pair[0][0] != name)
    for (number, _), claims in ordered:
        first, *rest = split_versions(claims)
        lead = "" if number == name else f"As {number}: "
        yield CitedText(lead + wording.format_version(first), notes.add_notes(first.claims))
        more = [
            claim
            for version in rest
            for claim in version.claims
            if not any(_has_common_passage(claim, other) for other in first.claims)
        ]
        if more:
            words = f"{Count(len(more)):more passage gives|more passages give} {number}."
            yield CitedText(words, notes.add_notes(more))


def _has_common_passage(one: Claim, other: Claim) -> bool:
    """Return whether two claims read the same words of a document."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def build_timeline(
    wording: Wording, notes: Footnotes, facts: Iterable[Sequence[Claim]]
) -> tuple[TimelineLine, ...]:
    """Return affirmed facts that have a time, ordered by time; one line for each time of a fact."""
    lines = []
    for claims in facts:
        times: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.when_edtf and claim.affirms and claim.predicate_class != "DOC_META":
                times.setdefault(claim.when_edtf, []).append(claim)
        for timed in times.values():
            sentence = CitedText(wording.format_sentence(timed), notes.add_notes(timed))
            first = timed[0]
            lines.append(TimelineLine(first.when_from, first.when_to, describe_time(first), sentence))
    return tuple(
        sorted(lines, key=lambda line: (line.first or line.last, line.last or "9999", line.said.text))
    )
