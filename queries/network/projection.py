"""Projections: which entities and facts a network is made of. Pure, by the vocabulary alone.

A projection has a name and is kept in a file (`projections.yaml`, or one of the user's); filters
narrow it for one question. No projection has values, documents, topics, or facts that no claim
affirms.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.model.errors import InputError
from graph.model.fact_types import parse_fact_type
from graph.model.ontology import Ontology

FILE_VARIABLE = "SCAMGRAPH_PROJECTIONS"
NEVER = ("Document", "Topic", "Occasion", "Series", "Value")
"""Kinds through which nothing is connected."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The labels of entities and the predicates (or classes, or types) of facts that are in or out.

    Without `predicates` it has all facts but those of documents about themselves. With `events` an
    act that names an event is in it as participation in the event. `min_origins` counts independent
    origins.
    """

    name: str
    about: str = ""
    labels: tuple[str, ...] = ()
    without_labels: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    events: bool = False
    asserted: bool = False
    min_origins: int = 1


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters that one question adds to the definition of a projection.

    `labels` replaces the projection's labels, `with_labels` brings left-out ones back.
    """

    labels: tuple[str, ...] = ()
    with_labels: tuple[str, ...] = ()
    without_labels: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    asserted: bool = False
    min_origins: int = 1

    @property
    def words(self) -> tuple[str, ...]:
        """The filters that are set, as a command line has them."""
        return tuple(
            _format_option(f.name, getattr(self, f.name)) for f in fields(self) if self._is_set(f.name)
        )

    def iter_leave_one_out(self) -> Iterator[tuple[str, Filters]]:
        """Yield each set filter in words, with the filters that are left without it."""
        empty = Filters()
        for f in fields(self):
            if self._is_set(f.name):
                words = _format_option(f.name, getattr(self, f.name))
                yield words, replace(self, **{f.name: getattr(empty, f.name)})

    def _is_set(self, name: str) -> bool:
        return bool(getattr(self, name) != getattr(Filters(), name))


def _format_option(name: str, value: Any) -> str:
    flag = f"--{name.replace('_', '-')}"
    if value is True:
        return flag
    return f"{flag} {','.join(value) if isinstance(value, tuple) else value}"


@dataclass(frozen=True, slots=True)
class Selection:
    """A projection with filters, resolved to kinds of entity and relationship types."""

    projection: Projection
    filters: Filters
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    asserted: bool
    min_origins: int

    @property
    def events(self) -> bool:
        """Whether acts that name an event stand as participation in it."""
        return self.projection.events

    @property
    def words(self) -> str:
        """The projection with its filters, in words."""
        options = " ".join(self.filters.words)
        return f"the projection {self.projection.name!r}" + (f" with {options}" if options else "")


def build_selection(projection: Projection, filters: Filters, ontology: Ontology) -> Selection:
    """Resolve a projection with filters to kinds of entity and relationship types.

    Raises InputError for an unknown label, predicate or class, for one that is never part of a
    projection, and for filters that leave no kind or no type.
    """
    for label in (*filters.labels, *filters.with_labels, *filters.without_labels):
        _check_label(label, ontology)
    labels = (*(filters.labels or projection.labels), *filters.with_labels)
    left_out = {*projection.without_labels, *filters.without_labels} - {*filters.with_labels, *filters.labels}
    kinds = [
        kind
        for kind in ontology.kinds
        if kind not in NEVER
        and ontology.is_allowed(kind, labels)
        and not ontology.is_allowed(kind, tuple(left_out))
    ]
    if not kinds:
        raise InputError(
            f"These labels leave no entity of {projection.name!r}: {' '.join(filters.words)}.",
            hint=f"Without them it has: {', '.join(projection.labels)}.",
        )
    return Selection(
        projection=projection,
        filters=filters,
        kinds=tuple(kinds),
        types=tuple(_select_types(projection, filters, ontology)),
        asserted=projection.asserted or filters.asserted,
        min_origins=max(projection.min_origins, filters.min_origins, 1),
    )


def _select_types(projection: Projection, filters: Filters, ontology: Ontology) -> list[str]:
    projection_types = (
        resolve_types(projection.predicates, ontology) if projection.predicates else _list_all_types(ontology)
    )
    projection_types -= resolve_types(projection.without, ontology)
    filter_types = resolve_types(filters.predicates, ontology) if filters.predicates else projection_types
    types = (projection_types & filter_types) - resolve_types(filters.without, ontology)
    if not types:
        has = ", ".join(projection.predicates) or "all facts but those of documents about themselves"
        raise InputError(
            f"These filters leave no predicate of {projection.name!r}: {' '.join(filters.words)}.",
            hint=f"Without it the projection has: {has}.",
        )
    return sorted(types)


def _list_all_types(ontology: Ontology) -> set[str]:
    return {type_ for type_, class_ in _build_class_by_type(ontology).items() if class_ != "DOC_META"}


def _build_class_by_type(ontology: Ontology) -> Mapping[str, str]:
    """Map the relationship types of all affirmed facts to classes of predicate."""
    return {
        type_: ontology.vocabulary[parse_fact_type(type_).claim_predicate].predicate_class
        for type_ in ontology.fact_types
    }


def resolve_types(words: Iterable[str], ontology: Ontology) -> set[str]:
    """Return the relationship types that the predicates, classes or types in `words` include.

    A predicate includes its facts without a named agent. Raises InputError for an unknown word, and
    for what no claim affirms.
    """
    classes = _build_class_by_type(ontology)
    types: set[str] = set()
    for word in words:
        name = word.strip().upper().replace("-", "_").replace(" ", "_")
        if name in classes.values():
            types |= {type_ for type_, class_ in classes.items() if class_ == name}
        elif name in ontology.vocabulary:
            types.add(name)
            if ontology.vocabulary[name].agentless:
                types.add(ontology.build_relationship_type(name, agentless=True))
        elif name in classes:
            types.add(name)
        elif parse_fact_type(name).denied:
            raise InputError(
                f"{name} is never part of a projection: no claim affirms such a fact.",
                hint="`scamgraph ask denials` lists denials.",
            )
        else:
            raise InputError(
                f"There is no predicate or class {word!r}.", hint=_build_predicate_hint(name, classes)
            )
    return types


def _build_predicate_hint(name: str, classes: Mapping[str, str]) -> str:
    near = find_similar_names(name, [*classes, *set(classes.values())])
    return (f"Nearest: {', '.join(near)}. " if near else "") + "docs/ontology.md lists them."


def _check_label(label: str, ontology: Ontology) -> None:
    labels = [*ontology.kinds, *ontology.abstract]
    if label in NEVER:
        raise InputError(
            f"{label} is never part of a projection: two entities are not connected through one.",
            hint=f"Labels are: {', '.join(k for k in labels if k not in NEVER)}.",
        )
    if label not in labels:
        near = find_similar_names(label, [k for k in labels if k not in NEVER])
        hint = f"Nearest: {', '.join(near)}." if near else f"Known are: {', '.join(labels)}."
        raise InputError(f"There is no label {label!r}.", hint=hint)


def find_similar_names(word: str, names: Iterable[str]) -> list[str]:
    """Return up to three of `names` that are spelled most alike; none if none resembles `word`."""
    from rapidfuzz import process  # noqa: PLC0415 - only wrong input needs it

    return [match[0] for match in process.extract(word, sorted(names), limit=3, score_cutoff=55)]


def find_projection(name: str, file: Path | None = None) -> Projection:
    """Return the projection of this name; `file` (else SCAMGRAPH_PROJECTIONS) holds the user's own.

    Raises InputError that names the nearest if there is none, and for a file that does not describe
    projections.
    """
    projections = load_projections(file)
    if name not in projections:
        near = find_similar_names(name, projections)
        hint = f"Nearest: {', '.join(near)}. " if near else f"Known are: {', '.join(projections)}. "
        raise InputError(
            f"There is no projection {name!r}.", hint=hint + "`scamgraph projections` lists them."
        )
    return projections[name]


def load_projections(file: Path | None = None) -> dict[str, Projection]:
    """Load every projection by name: ours, and those of `file` or SCAMGRAPH_PROJECTIONS.

    A projection of the file takes precedence over ours of the same name.
    """
    shipped = _parse_projections(
        files("queries.network").joinpath("projections.yaml").read_bytes(), "projections.yaml"
    )
    path = file or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    if path is None:
        return shipped
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The file of projections {path} cannot be read: {error.strerror}.",
            hint=f"It comes from --projections or {FILE_VARIABLE}.",
        ) from None
    return {**shipped, **_parse_projections(content, str(path))}


def _parse_projections(raw: bytes, where: str) -> dict[str, Projection]:
    import msgspec  # noqa: PLC0415
    from yaml import YAMLError  # noqa: PLC0415 - heavy

    from graph.model.ontology import load_ontology  # noqa: PLC0415
    from graph.model.strict_yaml import load_yaml  # noqa: PLC0415

    ontology = load_ontology()
    try:
        entries = load_yaml(raw) or {}
        projections = {
            str(name): msgspec.convert({**body, "name": str(name)}, type=Projection)
            for name, body in entries.items()
        }
        unknown = {key for body in entries.values() for key in body} - {f.name for f in fields(Projection)}
    except (YAMLError, msgspec.ValidationError, AttributeError, TypeError) as error:
        raise InputError(
            f"{where} does not describe projections: {error}",
            hint="`scamgraph projections --help` shows one.",
        ) from error
    if unknown:
        allowed = ", ".join(f.name for f in fields(Projection) if f.name != "name")
        raise InputError(
            f"{where}: unknown key {sorted(unknown)[0]!r}.", hint=f"A projection has: {allowed}."
        )
    for projection in projections.values():
        for label in (*projection.labels, *projection.without_labels):
            _check_label(label, ontology)
        resolve_types((*projection.predicates, *projection.without), ontology)
    return projections
