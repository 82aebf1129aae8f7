"""Recomputing a selection from the records of its part alone, without a graph.

Title, question and claims of an entity, event, series, of ids and of the whole graph follow from the
records. Which claims answer a question or lie on a path depends on the whole graph: of these, only the title,
the question, and that the claims are in the records are recomputed. What is not is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.model.claims import Claim
from graph.model.edtf import parse_bounds
from graph.model.errors import InputError
from graph.model.name_matching import Candidate, rank_candidates
from graph.rules.as_of import AsOf, build_as_of, find_first_day_in_hand
from graph.rules.conflicts.registry import RULES
from graph.rules.derive import list_secondary_roles
from queries.ask.query_library import find_query
from reports.part.closure import Closure
from reports.part.selection_model import (
    EVERYTHING,
    Heading,
    NameForms,
    NameReading,
    Selection,
    describe_conflict,
    describe_entity,
    describe_event,
    describe_ids,
    describe_path,
    describe_question,
    describe_series,
    keep_claims,
    list_group_claims,
    replace_heading,
)

_NAMED_KINDS: Mapping[str, Callable[[NameForms, Iterable[NameReading]], Heading]] = {
    "entity": describe_entity,
    "event": describe_event,
    "series": describe_series,
}
_WITHOUT_SUBJECT = ("claim", "fact", "conflict", "series", "document")
"""Prefixes of ids that select claims, and that a report is not about."""


@dataclass(frozen=True, slots=True)
class RecomputedSelection:
    """A selection as the records give it.

    `faults` are contradictions between the stored selection and the records. `unproved` names what the
    records cannot prove.
    """

    selection: Selection
    faults: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()


def recompute_selection(selection: Selection, part: Closure, *, complete: bool) -> RecomputedSelection:
    """Recompute from the records of a part what they determine of a selection.

    Args:
        selection: The stored selection. What cannot be recomputed is kept.
        part: The closed part of the graph.
        complete: Whether nothing was left out of the part, so that its conflicts are those of the graph.
    """
    complete = complete and selection.moment is None
    faults = [
        *_check_claims(selection, part),
        *_check_readings(selection, part),
        *_check_moment(selection, part),
    ]
    kept = keep_claims(_clear_unused(selection), part.claims)
    recomputed = _recompute_claims(kept, part, complete=complete)
    heading = _recompute_heading(selection, part, faults)
    if heading is not None:
        recomputed = replace_heading(recomputed, heading)
    unproved = _list_unproved(recomputed, part, heading, complete=complete)
    return RecomputedSelection(recomputed, tuple(faults), tuple(unproved))


def build_moment(part: Closure, day: str, *, perhaps: bool) -> AsOf:
    """Return what was known of a part on a day."""
    documents = (
        (
            dossier.document.id,
            find_first_day_in_hand(dossier.document.retrieved, [reading.on for reading in dossier.coded]),
        )
        for dossier in part.records.dossiers
    )
    begun = (
        occasion.id
        for occasion in part.records.occasions
        if occasion.when and (parse_bounds(occasion.when.edtf).lower or "9999") <= day
    )
    aliases = {id_: part.context.canonical(id_) for id_ in part.occasions}
    merged = {id_: canonical for id_, canonical in aliases.items() if id_ != canonical}
    return replace(build_as_of(day, documents, begun, merged), perhaps=perhaps)


def find_names(part: Closure, id_: str) -> NameForms | None:
    """Return the names of an entity, document, series, or occasion; None if the records do not have it."""
    if entity := part.entities.get(id_):
        return NameForms(entity.name, entity.in_sentence or entity.name)
    if dossier := part.dossiers.get(id_):
        document = dossier.document
        return NameForms(document.label, document.in_sentence or document.label)
    record = part.series.get(id_) or part.occasions.get(id_)
    return NameForms(record.name, record.name) if record else None


def _recompute_heading(selection: Selection, part: Closure, faults: list[str]) -> Heading | None:
    """Recompute title and question; None if the records do not have the names that they use."""
    kind, readings = selection.kind, selection.readings
    if kind in _NAMED_KINDS:
        named = find_names(part, selection.item)
        return _NAMED_KINDS[kind](named, readings) if named else None
    if kind == "path":
        names = [find_names(part, id_) for id_ in selection.about]
        known = [name for name in names if name is not None]
        found = len(known) == len(names) == 2
        return describe_path(known, readings, is_nearest=selection.is_nearest) if found else None
    if kind == "ask":
        try:
            query = find_query(selection.query)
        except InputError as error:
            faults.append(f"query: {error.message}")
            return None
        return describe_question(query.title, query.heading, selection.params)
    if kind == "conflict":
        return _recompute_conflict_heading(selection, part, faults)
    return describe_ids(selection.ids) if kind == "ids" and selection.ids else EVERYTHING


def _recompute_conflict_heading(selection: Selection, part: Closure, faults: list[str]) -> Heading:
    kinds = [conflict.kind for conflict in part.conflicts if conflict.id == selection.item]
    headings = [describe_conflict(kind) for kind in kinds or [rule.kind for rule in RULES]]
    if any(heading.title == selection.title for heading in headings):
        return next(heading for heading in headings if heading.title == selection.title)
    if not kinds:
        faults.append(f"title: no kind of conflict has the title “{selection.title}”")
    return headings[0]


def _clear_unused(selection: Selection) -> Selection:
    """Return the selection without what its kind does not use."""
    kind = selection.kind
    item = selection.item if kind in (*_NAMED_KINDS, "conflict") else ""
    return replace(
        selection,
        about=selection.about if kind == "path" else (),
        groups=selection.groups if kind == "path" else (),
        answer=selection.answer if kind in ("path", "ask") else (),
        cautions=selection.cautions if kind in ("path", "ask") else (),
        is_nearest=selection.is_nearest and kind == "path",
        item=item,
        ids=selection.ids if kind == "ids" else (),
        query=selection.query if kind == "ask" else "",
        params=selection.params if kind == "ask" else (),
        readings=selection.readings if kind in (*_NAMED_KINDS, "path") else (),
    )


def _recompute_claims(selection: Selection, part: Closure, *, complete: bool) -> Selection:
    """Return the selection with the claims that its kind selects among the records, if they determine it."""
    if selection.kind == "path":
        return replace(selection, claims=list_group_claims(selection.groups))
    if selection.kind == "ask":
        return selection
    if selection.kind == "everything":
        return replace(selection, claims=tuple(sorted(part.claims)))
    ids = selection.ids if selection.kind == "ids" else (selection.item,)
    about = tuple(id_ for id_ in ids if id_.partition("/")[0] not in _WITHOUT_SUBJECT)
    selection = replace(selection, about=ids if selection.kind == "entity" else about)
    if _has_unknown_sides(ids, part, complete=complete):
        return selection
    select = _select_about if selection.kind == "entity" else _select_by_id
    return replace(
        selection, claims=tuple(dict.fromkeys(claim for id_ in ids for claim in select(id_, part)))
    )


def _has_unknown_sides(ids: Iterable[str], part: Closure, *, complete: bool) -> bool:
    """Return whether one of these ids is a conflict whose sides the records do not determine."""
    conflicts = {id_ for id_ in ids if id_.startswith("conflict/")}
    return bool(conflicts) and not (complete and conflicts <= {conflict.id for conflict in part.conflicts})


def _select_by_id(id_: str, part: Closure) -> list[str]:
    """Return the claims that an id selects, sorted, as `SelectionBuilder.select_ids` does."""
    is_selected: dict[str, Callable[[Claim], bool]] = {
        "claim": lambda claim: claim.id == id_,
        "fact": lambda claim: claim.fact == id_,
        "document": lambda claim: claim.document == id_,
        "series": lambda claim: id_ in claim.series,
        "event": lambda claim: part.context.canonical(claim.event) == id_,
        "conflict": lambda claim: claim.id in _list_sides(id_, part),
    }
    prefix = id_.partition("/")[0]
    return _select_claims(part, is_selected[prefix]) if prefix in is_selected else _select_about(id_, part)


def _list_sides(id_: str, part: Closure) -> set[str]:
    sides = (conflict.sides for conflict in part.conflicts if conflict.id == id_)
    return {claim for claims in sides for side in claims for claim in side}


def _select_about(id_: str, part: Closure) -> list[str]:
    """Return the claims that name an entity as an end, in a role, or as their event, sorted."""
    canonical = part.context.canonical
    return _select_claims(part, lambda claim: id_ in {canonical(end) for end in _list_ends(claim) if end})


def _select_claims(part: Closure, is_selected: Callable[[Claim], bool]) -> list[str]:
    return sorted(id_ for id_, claim in part.claims.items() if is_selected(claim))


def _list_ends(claim: Claim) -> Iterator[str]:
    yield from (claim.subject, claim.object, claim.event)
    yield from (entity for _, entity in list_secondary_roles(claim))


def _check_claims(selection: Selection, part: Closure) -> Iterator[str]:
    chosen = {*selection.claims, *(id_ for group in selection.groups for id_ in group.claims)}
    for id_ in sorted(chosen - part.claims.keys())[:5]:
        yield f"claims: {id_} is not in the records"


def _check_readings(selection: Selection, part: Closure) -> Iterator[str]:
    """List remarks on typed names that contradict the names in the records."""
    subjects = {*selection.about, selection.item}
    for reading in selection.readings:
        named = find_names(part, reading.id)
        if reading.id not in subjects or bool(reading.others) == bool(reading.spelled_for):
            yield f"readings: “{reading.text}” is no remark on a name of this selection"
        elif named and not _fits_reading(reading, named, part):
            yield f"readings: “{reading.text}” is not a name of {reading.id}, or a spelling of one"


def _fits_reading(reading: NameReading, named: NameForms, part: Closure) -> bool:
    entities = [entity for id_, entity in part.entities.items() if part.context.canonical(id_) == reading.id]
    if any(entity.protected for entity in entities):
        return True
    aliases = [
        name for entity in entities for name in (entity.name, *(alias.name for alias in entity.aliases))
    ]
    match = rank_candidates(reading.text, [Candidate(reading.id, named.name, tuple(aliases), "")])[0]
    if reading.others:
        return match.is_name_match
    return match.how == "spelling" and reading.spelled_for == named.name


def _check_moment(selection: Selection, part: Closure) -> Iterator[str]:
    if selection.moment is None:
        return
    unknown = [id_ for id_, claim in sorted(part.claims.items()) if not selection.moment.is_included(claim)]
    for id_ in unknown[:5]:
        yield f"as_of: {id_} was not known on {selection.moment.day}"


def _list_unproved(
    selection: Selection, part: Closure, heading: Heading | None, *, complete: bool
) -> Iterator[str]:
    """List what the records cannot prove of a selection."""
    if heading is None:
        yield f"title and question (“{selection.question}”): the records do not have the names in them"
    if selection.moment is not None:
        yield f"that nothing else was known on {selection.moment.day}"
    for reading in selection.readings:
        yield f"the remark on what was typed:{reading}"
    if selection.kind == "path":
        yield "that these are the best paths: this depends on the whole graph"
        yield from (f"the heading of a step: “{group.heading}”" for group in selection.groups)
        yield from (f"the ends of a step: {group.start} and {group.end}" for group in selection.groups)
        yield from (f"a remark on a step: “{note}”" for group in selection.groups for note in group.notes)
    if selection.kind == "ask":
        yield "that these claims answer the question, and that no other does: this depends on the whole graph"
        yield from (f"a parameter of the question: “{name}: {value}”" for name, value in selection.params)
    if _has_unknown_sides((selection.item, *selection.ids), part, complete=complete):
        yield "the kind and the sides of the conflict: these records do not determine them"
    sentences = (*selection.answer, *selection.cautions)
    yield from (f"a sentence of the answer: “{sentence}”" for sentence in sentences)
