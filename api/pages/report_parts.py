"""Parts of a report that pages show: sentences with links to their passages, and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.responses import build_claim_url, build_page_url
from graph.model.errors import InputError, TooLong
from graph.rules.as_of import parse_day
from reports.content.build import ReportOptions, build_report
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder, redact_selection
from reports.render.network_plan import plan_picture
from reports.render.network_svg import render_figures_svg, render_picture_svg
from reports.render.tokens import use_custom_properties

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.service import Service
    from queries.browse.scope import Scope
    from reports.content.model import CitedText, Report
    from reports.part.selection import SelectionBuilder
    from reports.part.selection_model import Selection

MOST_CLAIMS = 400
"""Claims of an entity up to which a page summarises it: a reader waits for it."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a page shows of a report, and what the report leaves out.

    `too_many` claims: then there is nothing else in it. `picture_note`
    says what the picture lacks.
    """

    summary: tuple[dict[str, Any], ...] = ()
    figures: tuple[dict[str, Any], ...] = ()
    picture: str = ""
    picture_note: str = ""
    documents: tuple[dict[str, Any], ...] = ()
    not_stated: tuple[dict[str, Any], ...] = ()
    left_out: tuple[str, ...] = ()
    too_many: int = 0
    unreadable: bool = False


def load_entity_excerpt(service: Service, scope: Scope, id_: str) -> Excerpt:
    """Return the summary, figures, picture, and documents of an entity's report."""
    return _load_excerpt(service, scope, ("entity", id_), lambda builder: builder.select_entity(id_))


def load_facts_excerpt(service: Service, scope: Scope, facts: Sequence[str]) -> Excerpt:
    """Return the same of a report on these facts."""
    return _load_excerpt(service, scope, ("ids", *facts), lambda builder: builder.select_ids(facts))


def _load_excerpt(
    service: Service, scope: Scope, key: tuple[str, ...], select: Callable[[SelectionBuilder], Selection]
) -> Excerpt:
    unfinished = (
        service.describe_unfinished()
    )  # a load that begins changes no version, but what may be denied
    return service.cache_by_version(
        ("excerpt", *key, str(scope.day), str(scope.perhaps), unfinished),
        lambda: _build_excerpt(service, scope, select, unfinished),
    )


def _build_excerpt(
    service: Service, scope: Scope, select: Callable[[SelectionBuilder], Selection], unfinished: str
) -> Excerpt:
    day = parse_day(scope.day) if scope.day else None
    builder = create_selection_builder(service.store, day, perhaps=scope.perhaps)
    selection = redact_selection(select(builder), service.load_protected_names())
    if len(selection.claims) > MOST_CLAIMS:
        return Excerpt(too_many=len(selection.claims))
    try:
        part = load_closure(service.store, selection.claims, selection.moment)
        options = ReportOptions(service.text_of, unfinished=unfinished)
        report = build_report(selection, part, options)
    except TooLong:
        raise
    except InputError:  # a day of a record that somebody changed in the database is none
        return Excerpt(unreadable=True)
    return _take_excerpt(report, scope.day)


def _take_excerpt(report: Report, day: str | None) -> Excerpt:
    notes = {note.number: note for note in report.footnotes}

    sources = {note.document: note.short.partition(", char.")[0] for note in report.footnotes}

    def link(text: CitedText) -> dict[str, Any]:
        """Return a sentence with the passages behind it."""
        cited = [notes[number] for number in text.notes if number in notes]
        return {
            "text": text.text,
            "notes": [
                {
                    "number": note.number,
                    "href": build_claim_url(note.document, note.claim, day),
                    "words": note.short,
                    "claim": note.claim,
                    "document": note.document,
                    "start": note.start,
                    "end": note.end,
                }
                for note in cited
            ],
        }

    picture = plan_picture(report.network)
    return Excerpt(
        summary=()
        if report.empty and not report.left_out
        else tuple(
            {
                "label": item.label,
                "said": link(item.said),
                "others": [link(other) for other in item.others],
                "answer": [link(answer) for answer in item.answer],
            }
            for item in report.summary
        ),
        figures=tuple(
            {
                "id": block.series,
                "name": block.name,
                "picture": use_custom_properties(render_figures_svg(block, number)),
                "lines": [
                    {"number": line.number, "window": line.window, "said": [link(one) for one in line.said]}
                    for line in block.lines
                ],
            }
            for number, block in enumerate(report.figures)
        ),
        picture=use_custom_properties(render_picture_svg(picture, lambda id_: build_page_url(id_, day)))
        if picture
        else "",
        picture_note=picture.caption if picture else "",
        documents=tuple(
            {
                "id": document.id,
                "label": document.label,
                "source": sources.get(document.id, ""),
                "retracted": document.retracted,
            }
            for document in report.documents
        ),
        not_stated=tuple(link(text) for text in report.not_stated),
        left_out=report.left_out,
    )
