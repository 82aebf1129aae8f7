"""Check the registry: entities, occasions and series, in one file and across all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from graph.model.catalogue import Catalogue
from graph.model.errors import Problem
from graph.model.records import EntityEntry, OccasionEntry, Registry, SeriesEntry
from graph.model.reference_fields import ENTITY_REFERENCES, OCCASION_REFERENCES
from ingest.check.claim_references import find_circles
from ingest.check.naming import find_missing_wording, find_naming_faults, find_proper_words
from ingest.files.characters import find_name_faults
from ingest.files.findings import Fault, Findings, describe_unknown_id, find_kind_fault, find_time_faults
from ingest.files.source_location import LocatedRecord
from ingest.files.validation import find_nearest_name


class _Place(NamedTuple):
    """The place of an entry. Its line is looked up only if something is wrong with it."""

    part: LocatedRecord[Registry]
    path: str

    @property
    def line(self) -> tuple[str, int]:
        """Return file and line."""
        return self.part.file, self.part.find_line(self.path)


_SLUG = re.compile(r"[a-z]+/[a-z0-9]+(?:[-.][a-z0-9]+)*").fullmatch
_OCCASION_KINDS = {field.name: field.kinds for field in OCCASION_REFERENCES}
_OWN_LISTS = {"Occasion": "occasions", "Series": "series", "Document": "a dossier"}


def check_registries(located: Sequence[LocatedRecord[Registry]], catalogue: Catalogue) -> Findings:
    """Check the registry; return everything wrong with it, and ids that were not looked up as notices."""
    check = _RegistryChecker(located, catalogue)
    for part in located:
        for index, entity in enumerate(part.record.entities):
            check.check_entity(_Place(part, f"entities[{index}]"), entity)
        for index, occasion in enumerate(part.record.occasions):
            check.check_occasion(_Place(part, f"occasions[{index}]"), occasion)
        for index, series in enumerate(part.record.series):
            check.check_series(_Place(part, f"series[{index}]"), series)
    check.check_names()
    check.check_wording()
    check.check_chains()
    return check.findings


class _RegistryChecker:
    """The state of checking all registry files: little for each entry, since there may be many."""

    def __init__(self, located: Sequence[LocatedRecord[Registry]], catalogue: Catalogue) -> None:
        self.located = located
        self.catalogue = catalogue
        self.kinds = catalogue.ontology.kinds
        self.findings = Findings()
        self.seen: set[str] = set()
        self.bearer: dict[str, str] = {}  # name -> the first entity that has it
        self.later_bearers: dict[str, list[str]] = defaultdict(list)  # name -> the others that have it

    def report(self, place: _Place, where: str, fault: Fault | None) -> None:
        if fault is not None:
            self.findings.problems.append(Problem(*place.line, where, *fault))

    def _report_entry(self, id_: str, what: str, right: str) -> None:
        """Report a fault of an entry that was checked before, or is not in these files."""
        place = self._places.get(id_)
        self.findings.problems.append(Problem(*(place.line if place else ("", 0)), id_, what, right))

    @cached_property
    def _places(self) -> dict[str, _Place]:
        """Return the first place of each id; computed only when two entries conflict."""
        places: dict[str, _Place] = {}
        for part in self.located:
            for name in ("entities", "occasions", "series"):
                for index, entry in enumerate(getattr(part.record, name)):
                    places.setdefault(entry.id, _Place(part, f"{name}[{index}]"))
        return places

    def _check_id(self, place: _Place, id_: str, prefix: str) -> None:
        """Check that the id is well formed, has the prefix of its kind, and is not taken."""
        if not _SLUG(id_) or id_.partition("/")[0] != prefix:
            self.report(
                place, id_, (f"`{id_}` is no id here", f"{prefix}/ and a slug of a-z, 0-9 and hyphens")
            )
        if id_ in self.seen:
            file, line = self._places[id_].line
            self.report(place, id_, (f"the id is taken: {file}:{line}", "one record an id"))
        self.seen.add(id_)

    def check_entity(self, place: _Place, entity: EntityEntry) -> None:
        kind = self.kinds.get(entity.kind)
        if kind is None:
            nearest = find_nearest_name(entity.kind, self.kinds)
            right = f"did you mean `{nearest}`?" if nearest else f"known: {', '.join(self.kinds)}"
            self.report(place, entity.id, (f"unknown kind `{entity.kind}`", right))
        elif entity.kind in _OWN_LISTS:
            fault = (
                f"a {entity.kind} is no entry under `entities`",
                f"it belongs in {_OWN_LISTS[entity.kind]}",
            )
            self.report(place, entity.id, fault)
        self._check_id(place, entity.id, kind.prefix if kind else entity.id.partition("/")[0])
        for fault in self._find_entity_faults(entity):
            self.report(place, entity.id, fault)
        for name in {entity.name, *(alias.name for alias in entity.aliases)}:
            if entity.naming in ("named", "pseudonym") and name.strip():
                folded_name = " ".join(name.casefold().split())
                if self.bearer.setdefault(folded_name, entity.id) != entity.id:
                    self.later_bearers[folded_name].append(entity.id)

    def _find_entity_faults(self, entity: EntityEntry) -> Iterator[Fault]:
        yield from find_name_faults(entity.name, "the name")
        if entity.in_sentence:
            yield from find_name_faults(entity.in_sentence, "`in_sentence`")
        for alias in entity.aliases:
            yield from find_name_faults(alias.name, "an alias")
        for field in ENTITY_REFERENCES:
            id_ = getattr(entity, field.name)
            if id_ and (fault := find_kind_fault(id_, field.kinds, field.name, self.catalogue)):
                yield fault
        sources = [entity.document, entity.source, *(alias.source for alias in entity.aliases)]
        for source in sources:
            yield from self._find_document_faults(source)
        if any(not alias.source.strip() for alias in entity.aliases):
            yield "an alias names no source", "the document that carries it, or `gazetteer: ...`"
        if entity.window is not None:
            for path, what, right in find_time_faults(entity.window):
                yield f"window.{path}: {what}", right
        yield from find_naming_faults(entity)
        yield from _find_coordinate_faults(entity)

    def _find_document_faults(self, source: str) -> Iterator[Fault]:
        if not source.startswith("document/") or source in self.catalogue.documents:
            return
        if self.catalogue.documents:
            yield describe_unknown_id(source, "document", self.catalogue.documents)
        elif not self.findings.notices:
            what = "no dossier is at hand: the documents the registry names are not looked up"
            self.findings.notices.append(Problem("", 0, "", what, "give the dossiers too"))

    def check_occasion(self, place: _Place, occasion: OccasionEntry) -> None:
        self._check_id(place, occasion.id, "occasion")
        for fault in find_name_faults(occasion.name, "the name"):
            self.report(place, occasion.id, fault)
        if not occasion.speakers:
            self.report(place, occasion.id, ("nobody speaks at it", "speakers: [the id of who speaks]"))
        for speaker in occasion.speakers:
            kinds = _OCCASION_KINDS["speakers"]
            self.report(place, occasion.id, find_kind_fault(speaker, kinds, "speaker", self.catalogue))
        if occasion.place:
            kinds = _OCCASION_KINDS["place"]
            self.report(place, occasion.id, find_kind_fault(occasion.place, kinds, "place", self.catalogue))
        if occasion.when is not None:
            for path, what, right in find_time_faults(occasion.when):
                self.report(place, occasion.id, (f"when.{path}: {what}", right))

    def check_series(self, place: _Place, series: SeriesEntry) -> None:
        self._check_id(place, series.id, "series")
        for fault in find_name_faults(series.name, "the name"):
            self.report(place, series.id, fault)
        if not series.unit.strip():
            self.report(place, series.id, ("the series has no unit", "unit: people"))

    def check_names(self) -> None:
        """Report names that several entities have without a decision that allows it."""
        decision_ids: dict[str, set[str]] = defaultdict(set)
        for decision in self.catalogue.decisions:
            if decision.about in ("alias", "entity") and not decision.withdrawn:
                for item in decision.items:
                    decision_ids[item].add(decision.id)
        for name, ids in self.later_bearers.items():
            first_id, *later_ids = sorted(
                {self.catalogue.find_canonical(id_) for id_ in (self.bearer[name], *ids)}
            )
            for later_id in later_ids:
                if decision_ids[first_id].isdisjoint(decision_ids[later_id]):
                    what = f"the name `{name}` is also that of `{first_id}`"
                    self._report_entry(
                        later_id, what, "rename one, or decide it: about: alias, items: [both]"
                    )

    def check_wording(self) -> None:
        """Report entities that a sentence cannot name well, with one notice for each file."""
        proper = find_proper_words(self.catalogue.entities.values())
        for part in self.located:
            missing_ids = find_missing_wording(part.record.entities, proper)
            if missing_ids:
                ids = [entity.id for entity in part.record.entities]
                line = part.find_line(f"entities[{ids.index(missing_ids[0])}]")
                have = "entity has" if len(missing_ids) == 1 else "entities have"
                what = f"{len(missing_ids):,} {have} no name for use in a sentence, `{missing_ids[0]}` first"
                right = "in_sentence: the name with its article; plural: true where verbs are plural"
                self.findings.notices.append(Problem(part.file, line, "", what, right))

    def check_chains(self) -> None:
        """Report principals, wholes and areas that form a circle."""
        for field in (field.name for field in ENTITY_REFERENCES if field.chain):
            links = {
                id_: [getattr(entity, field)]
                for id_, entity in self.catalogue.entities.items()
                if getattr(entity, field)
            }
            for circle in find_circles(links):
                self._report_entry(
                    circle[0],
                    f"`{field}` runs in a circle: {' -> '.join(circle)}",
                    "take it from one of them",
                )


def _find_coordinate_faults(entity: EntityEntry) -> Iterator[Fault]:
    if (entity.lat is None) != (entity.lon is None):
        yield "only one of `lat` and `lon` is given", "both, or none rather than invented"
    if entity.lat is not None and not -90 <= entity.lat <= 90:
        yield f"the latitude {entity.lat} is out of range", "-90 to 90 degrees"
    if entity.lon is not None and not -180 <= entity.lon <= 180:
        yield f"the longitude {entity.lon} is out of range", "-180 to 180 degrees"
    if entity.lat is not None and not entity.precision.strip():
        yield "coordinates without `precision`", "what the point means: city centre, district, site"
    if entity.lat is not None and not entity.source.strip():
        yield "coordinates without `source`", "`gazetteer: ...`, or the document that gives them"
