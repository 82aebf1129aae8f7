"""Checking the registry: entities, occasions and series, in one file and across all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from graph.model.catalogue import Catalogue
from graph.model.errors import Problem
from graph.model.records import EntityEntry, OccasionEntry, Registry, SeriesEntry
from ingest.check.claim_references import circles
from ingest.check.naming import find_naming_faults, find_proper_words, find_unworded
from ingest.files.characters import find_name_faults
from ingest.files.findings import Fault, Findings, kind_fault, time_faults, unknown_id
from ingest.files.source_location import Located
from ingest.files.validation import nearest


class _Place(NamedTuple):
    """Where an entry stands. Its line is looked up only if something is wrong with it."""

    part: Located[Registry]
    path: str

    @property
    def line(self) -> tuple[str, int]:
        """File and line."""
        return self.part.file, self.part.line_of(self.path)


_SLUG = re.compile(r"[a-z]+/[a-z0-9]+(?:[-.][a-z0-9]+)*").fullmatch
_REFERENCES: dict[str, tuple[str, ...]] = {
    "principal": ("Actor", "Place"),
    "part_of": ("Any",),
    "within": ("Place",),
    "sending_state": ("Country",),
    "city": ("Place",),
    "nationality": ("Nationality",),
}
_CHAINS = ("principal", "part_of", "within")
_OWN_LISTS = {"Occasion": "occasions", "Series": "series", "Document": "a dossier"}


def check_registries(located: Sequence[Located[Registry]], catalogue: Catalogue) -> Findings:
    """Everything wrong with the registry, and what could not be looked up, as notices."""
    check = _Check(located, catalogue)
    for part in located:
        for index, entity in enumerate(part.record.entities):
            check.entity(_Place(part, f"entities[{index}]"), entity)
        for index, occasion in enumerate(part.record.occasions):
            check.occasion(_Place(part, f"occasions[{index}]"), occasion)
        for index, series in enumerate(part.record.series):
            check.series(_Place(part, f"series[{index}]"), series)
    check.names()
    check.wording()
    check.chains()
    return check.findings


class _Check:
    """The state of checking all registry files together: little an entry, for there may be many."""

    def __init__(self, located: Sequence[Located[Registry]], catalogue: Catalogue) -> None:
        self.located = located
        self.catalogue = catalogue
        self.kinds = catalogue.ontology.kinds
        self.findings = Findings()
        self.seen: set[str] = set()
        self.bearer: dict[str, str] = {}  # name -> who bears it first
        self.others: dict[str, list[str]] = defaultdict(list)  # name -> who else does

    def say(self, place: _Place, where: str, fault: Fault | None) -> None:
        if fault is not None:
            self.findings.problems.append(Problem(*place.line, where, *fault))

    def _say_of(self, id_: str, what: str, right: str) -> None:
        """Say what is wrong with an entry that was checked before, or is not of these files."""
        place = self._places.get(id_)
        self.findings.problems.append(Problem(*(place.line if place else ("", 0)), id_, what, right))

    @cached_property
    def _places(self) -> dict[str, _Place]:
        """Where each id stands first; asked for only when two entries are at odds."""
        places: dict[str, _Place] = {}
        for part in self.located:
            for name in ("entities", "occasions", "series"):
                for index, entry in enumerate(getattr(part.record, name)):
                    places.setdefault(entry.id, _Place(part, f"{name}[{index}]"))
        return places

    def _own(self, place: _Place, id_: str, prefix: str) -> None:
        """The id: well formed, of its kind, given once."""
        if not _SLUG(id_) or id_.partition("/")[0] != prefix:
            self.say(place, id_, (f"`{id_}` is no id here", f"{prefix}/ and a slug of a-z, 0-9 and hyphens"))
        if id_ in self.seen:
            file, line = self._places[id_].line
            self.say(place, id_, (f"the id is taken: {file}:{line}", "one record an id"))
        self.seen.add(id_)

    def entity(self, place: _Place, entity: EntityEntry) -> None:
        kind = self.kinds.get(entity.kind)
        if kind is None:
            like = nearest(entity.kind, self.kinds)
            right = f"did you mean `{like}`?" if like else f"known: {', '.join(self.kinds)}"
            self.say(place, entity.id, (f"unknown kind `{entity.kind}`", right))
        elif entity.kind in _OWN_LISTS:
            fault = (
                f"a {entity.kind} is no entry under `entities`",
                f"it belongs in {_OWN_LISTS[entity.kind]}",
            )
            self.say(place, entity.id, fault)
        self._own(place, entity.id, kind.prefix if kind else entity.id.partition("/")[0])
        for fault in self._entity_faults(entity):
            self.say(place, entity.id, fault)
        for name in {entity.name, *(alias.name for alias in entity.aliases)}:
            if entity.naming in ("named", "pseudonym") and name.strip():
                plain = " ".join(name.casefold().split())
                if self.bearer.setdefault(plain, entity.id) != entity.id:
                    self.others[plain].append(entity.id)

    def _entity_faults(self, entity: EntityEntry) -> Iterator[Fault]:
        yield from find_name_faults(entity.name, "the name")
        if entity.in_sentence:
            yield from find_name_faults(entity.in_sentence, "`in_sentence`")
        for alias in entity.aliases:
            yield from find_name_faults(alias.name, "an alias")
        for field, kinds in _REFERENCES.items():
            id_ = getattr(entity, field)
            if id_ and (fault := kind_fault(id_, kinds, field, self.catalogue)):
                yield fault
        sources = [entity.document, entity.source, *(alias.source for alias in entity.aliases)]
        for source in sources:
            yield from self._document(source)
        if any(not alias.source.strip() for alias in entity.aliases):
            yield "an alias names no source", "the document that carries it, or `gazetteer: ...`"
        if entity.window is not None:
            for path, what, right in time_faults(entity.window):
                yield f"window.{path}: {what}", right
        yield from find_naming_faults(entity)
        yield from _coordinate_faults(entity)

    def _document(self, source: str) -> Iterator[Fault]:
        if not source.startswith("document/") or source in self.catalogue.documents:
            return
        if self.catalogue.documents:
            yield unknown_id(source, "document", self.catalogue.documents)
        elif not self.findings.notices:
            what = "no dossier is at hand: the documents the registry names are not looked up"
            self.findings.notices.append(Problem("", 0, "", what, "give the dossiers too"))

    def occasion(self, place: _Place, occasion: OccasionEntry) -> None:
        self._own(place, occasion.id, "occasion")
        for fault in find_name_faults(occasion.name, "the name"):
            self.say(place, occasion.id, fault)
        if not occasion.speakers:
            self.say(place, occasion.id, ("nobody speaks at it", "speakers: [the id of who speaks]"))
        for speaker in occasion.speakers:
            self.say(place, occasion.id, kind_fault(speaker, ("Actor",), "speaker", self.catalogue))
        if occasion.place:
            kinds = ("Place", "Facility", "Compound", "Organization")
            self.say(place, occasion.id, kind_fault(occasion.place, kinds, "place", self.catalogue))
        if occasion.when is not None:
            for path, what, right in time_faults(occasion.when):
                self.say(place, occasion.id, (f"when.{path}: {what}", right))

    def series(self, place: _Place, series: SeriesEntry) -> None:
        self._own(place, series.id, "series")
        for fault in find_name_faults(series.name, "the name"):
            self.say(place, series.id, fault)
        if not series.unit.strip():
            self.say(place, series.id, ("the series has no unit", "unit: people"))

    def names(self) -> None:
        """Names that several entities bear without a decision that they may."""
        settled: dict[str, set[str]] = defaultdict(set)
        for decision in self.catalogue.decisions:
            if decision.about in ("alias", "entity") and not decision.withdrawn:
                for item in decision.items:
                    settled[item].add(decision.id)
        for name, ids in self.others.items():
            first, *others = sorted({self.catalogue.canonical(id_) for id_ in (self.bearer[name], *ids)})
            for other in others:
                if settled[first].isdisjoint(settled[other]):
                    what = f"the name `{name}` is also that of `{first}`"
                    self._say_of(other, what, "rename one, or decide it: about: alias, items: [both]")

    def wording(self) -> None:
        """Entities that a sentence cannot name well: one notice for each file, for there may be many."""
        proper = find_proper_words(self.catalogue.entities.values())
        for part in self.located:
            unworded = find_unworded(part.record.entities, proper)
            if unworded:
                ids = [entity.id for entity in part.record.entities]
                line = part.line_of(f"entities[{ids.index(unworded[0])}]")
                have = "entity has" if len(unworded) == 1 else "entities have"
                what = f"{len(unworded):,} {have} no name for use in a sentence, `{unworded[0]}` first"
                right = "in_sentence: the name with its article; plural: true where verbs are plural"
                self.findings.notices.append(Problem(part.file, line, "", what, right))

    def chains(self) -> None:
        """Principals, wholes and areas that lead back to where they began."""
        for field in _CHAINS:
            up = {id_: [getattr(e, field)] for id_, e in self.catalogue.entities.items() if getattr(e, field)}
            for circle in circles(up):
                self._say_of(
                    circle[0],
                    f"`{field}` runs in a circle: {' -> '.join(circle)}",
                    "take it from one of them",
                )


def _coordinate_faults(entity: EntityEntry) -> Iterator[Fault]:
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
