"""Checks of an ontology file: all its problems in one pass, with lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from graph.model.descriptions import LABELS, STRUCTURAL
from graph.model.errors import InputError, Problem
from graph.model.fact_types import DERIVED_PREFIXES, FactType
from graph.model.markers import is_marker
from graph.model.ontology import (
    ANY,
    MODALITIES,
    NOT_ENTITIES,
    PREDICATE_CLASSES,
    STANDINGS,
    Ontology,
    Predicate,
    build_ontology,
)
from graph.model.records import PARTS

STRUCTURAL_TYPES = frozenset(STRUCTURAL)
"""Relationship types of the graph's own structure: no predicate may be called so."""
STRUCTURAL_LABELS = frozenset({*LABELS, "Title", "Any", "Fact"})
"""Labels of the graph's own nodes: no kind may be called so."""
STRUCTURAL_PREFIXES = frozenset({"claim", "fact", "figure", "origin", "conflict", "note", "value"})

_TYPE_NAME = re.compile(r"[A-Z][A-Z0-9_]*").fullmatch
_LABEL = re.compile(r"[A-Z][A-Za-z]*").fullmatch
_PREFIX = re.compile(r"[a-z][a-z-]*").fullmatch
_PASSIVE = re.compile(r"(was|were|is|are) .+").fullmatch

Finding = tuple[str, str, str]
"""Where, what is wrong, what would be right."""


def parse_ontology(text: bytes, file: str) -> tuple[Any, dict[str, int], list[Problem]]:
    """Parse a YAML file.

    Returns its builtins, the line of each path such as `predicates.ARRESTED`, and duplicate keys. A
    file that is not YAML gives None and one problem.
    """
    import yaml  # noqa: PLC0415 - heavy

    from graph.model.strict_yaml import PlainLoader, load_yaml  # noqa: PLC0415

    try:
        root = yaml.compose(text, Loader=PlainLoader)
        raw = load_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        return None, {}, [Problem(file, line, "", f"this is not YAML: {getattr(error, 'problem', error)}")]
    lines: dict[str, int] = {}
    duplicates = [Problem(file, line, where, "it stands twice") for where, line in _walk(root, "", lines)]
    return raw, lines, duplicates


def _walk(node: Any, path: str, lines: dict[str, int]) -> Iterator[tuple[str, int]]:
    if node is None or node.id != "mapping":
        return
    for key, value in node.value:
        where = f"{path}.{key.value}".lstrip(".")
        line = key.start_mark.line + 1
        if where in lines:
            yield where, line
        lines.setdefault(where, line)
        yield from _walk(value, where, lines)


def check_ontology(
    raw: Any, file: str = "ontology.yaml", lines: Mapping[str, int] | None = None
) -> list[Problem]:
    """Return all problems of a parsed ontology file, in reading order.

    `lines` comes from `parse_ontology`.
    """
    line_numbers = lines or {}
    findings = list(_check_shape(raw))
    if not findings:
        try:
            ontology = build_ontology(raw, file)
        except InputError as error:
            findings = [("", error.message, error.hint)]
        else:
            findings = [
                *_check_kinds(ontology), *_check_modalities(ontology), *_check_word_lists(ontology),
                *_check_predicates(ontology),
            ]  # fmt: skip
    problems = [
        Problem(file, _find_line(line_numbers, where), where, what, right) for where, what, right in findings
    ]
    return sorted(problems, key=lambda p: (p.line, p.where, p.what))


def _find_line(lines: Mapping[str, int], where: str) -> int:
    """Return the line of a path, or of the nearest thing around it."""
    while where and where not in lines:
        where = where.rpartition(".")[0]
    return lines.get(where, 0)


def _check_shape(raw: Any) -> Iterator[Finding]:
    """Yield what would stop decoding, for every predicate at once; decoding stops at the first."""
    if not isinstance(raw, dict) or not isinstance(raw.get("predicates"), dict):
        yield "", "an ontology has version, kinds, abstract, modalities and predicates", ""
        return
    words = ("says", "inverse", "infinitive", "negated", "class", "standing", "domain", "range", "ends")
    for name, body in raw["predicates"].items():
        where = f"predicates.{name}"
        if not isinstance(body, dict):
            yield where, "it is not a mapping", ""
            continue
        for key in words:
            if key not in body:
                yield where, f"{key} is missing", ""
        yield from _check_allowed(f"{where}.class", body.get("class"), PREDICATE_CLASSES)
        yield from _check_allowed(f"{where}.standing", body.get("standing"), STANDINGS)
        for modality in body.get("wording") or {}:
            yield from _check_allowed(f"{where}.wording", modality, MODALITIES)


def _check_allowed(where: str, value: Any, allowed: Sequence[str]) -> Iterator[Finding]:
    if value is not None and value not in allowed:
        yield where, f"{value!r} is unknown", f"one of {', '.join(allowed)}"


def _check_kinds(ontology: Ontology) -> Iterator[Finding]:
    prefixes: dict[str, str] = {}
    for name, kind in ontology.kinds.items():
        where = f"kinds.{name}"
        if not _LABEL(name) or name in STRUCTURAL_LABELS:
            yield where, "this label is the graph's own or not a label", "a new word such as Shipyard"
        if not _PREFIX(kind.prefix) or kind.prefix in STRUCTURAL_PREFIXES:
            yield where, f"prefix {kind.prefix!r} is the graph's own or no prefix", "such as shipyard"
        for parent in kind.parents:
            yield from _check_parent(ontology, where, kind.parents, parent)
        owner = prefixes.setdefault(kind.prefix, name)
        related = bool(kind.parents) and kind.parents[:1] == ontology.kinds[owner].parents[:1]
        if owner != name and not related:
            yield (
                where,
                f"prefix {kind.prefix!r} belongs to {owner}",
                "one for kinds of one parent, else its own",
            )
    for name in ontology.abstract:
        if name in ontology.kinds or not _LABEL(name) or name in STRUCTURAL_LABELS:
            yield "abstract", f"{name} cannot be abstract", "a label that is no kind and not the graph's own"


def _check_parent(ontology: Ontology, where: str, parents: Sequence[str], parent: str) -> Iterator[Finding]:
    if parent in ontology.abstract:
        return
    if parent not in ontology.kinds:
        yield where, f"parent {parent} is unknown", "a kind, or a label listed under abstract"
    elif missing := sorted(set(ontology.kinds[parent].parents) - set(parents)):
        yield where, f"the parents of {parent} are missing: {', '.join(missing)}", "list all, outermost first"


def _check_modalities(ontology: Ontology) -> Iterator[Finding]:
    for modality in MODALITIES:
        if modality not in ontology.modalities:
            yield "modalities", f"{modality} is missing", ""
    for modality, words in ontology.modalities.items():
        yield from _check_template(f"modalities.{modality}", words.words)
        yield from _check_markers(f"modalities.{modality}.markers", words.markers)


def _check_word_lists(ontology: Ontology) -> Iterator[Finding]:
    """Check the words that show a hedge, a part of a group, or a reading."""
    for hedge, words in ontology.hedges.items():
        yield from _check_markers(f"hedges.{hedge}", words)
    for part, words in ontology.parts.items():
        if part not in PARTS:
            yield f"parts.{part}", f"{part!r} is no part of a group", f"one of {', '.join(PARTS)}"
        yield from _check_markers(f"parts.{part}", words)
    for thing, readings in ontology.readings.items():
        for name, reading in readings.items():
            where = f"readings.{thing}.{name}"
            yield from _check_markers(f"{where}.words", reading.words)
            yield from _check_markers(f"{where}.texts", reading.texts)
            for predicate in reading.predicates:
                if predicate not in ontology.predicates:
                    nearest = ontology.find_nearest_predicate(predicate)
                    yield f"{where}.predicates", f"{predicate} is not a predicate", nearest


def _check_markers(where: str, markers: Sequence[str]) -> Iterator[Finding]:
    for marker in markers:
        if not is_marker(marker):
            yield where, f"{marker!r} is no marker", 'lower-case words such as "said to", or alleg*'
    for marker in sorted({marker for marker in markers if markers.count(marker) > 1}):
        yield where, f"{marker!r} stands twice", "leave one out"


def _check_template(where: str, template: str) -> Iterator[Finding]:
    try:
        fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    except ValueError as error:
        yield where, f"the wording cannot be read: {error}", ""
        return
    if not fields <= {"says", "infinitive", "negated"}:
        yield where, f"{template!r} asks for what no predicate has", "{says}, {infinitive} or {negated}"


def _check_predicates(ontology: Ontology) -> Iterator[Finding]:
    for name, predicate in ontology.predicates.items():
        where = f"predicates.{name}"
        yield from _check_name(where, name)
        if predicate.promise_of:
            promised = FactType(name, promised=True).name
            yield where, "promise_of is for derived predicates", f"leave it out: {promised} needs no entry"
        yield from _check_wording(where, predicate)
        yield from _check_ends(ontology, where, predicate)
        for excluded in predicate.excludes:
            if excluded == name or excluded not in ontology.predicates:
                yield (
                    f"{where}.excludes",
                    f"{excluded} is not another predicate",
                    ontology.find_nearest_predicate(excluded),
                )
            elif name not in ontology.predicates[excluded].excludes:
                yield f"{where}.excludes", f"{excluded} does not exclude {name}", f"list {name} there too"


def _check_name(where: str, name: str) -> Iterator[Finding]:
    if not _TYPE_NAME(name):
        yield where, "a predicate is written in capitals", "such as MET_WITH"
    elif name in STRUCTURAL_TYPES:
        yield where, "the graph itself has a relationship of this type", "another name"
    elif name.startswith(DERIVED_PREFIXES):
        yield where, f"names with {', '.join(DERIVED_PREFIXES)} in front are derived", "the plain act"


def _check_wording(where: str, predicate: Predicate) -> Iterator[Finding]:
    for key in ("says", "inverse", "infinitive", "negated"):
        if not getattr(predicate, key).strip():
            yield f"{where}.{key}", "the wording is empty", ""
    for template in predicate.wording.values():
        yield from _check_template(f"{where}.wording", template)
    passive = predicate.passive or predicate.inverse
    if predicate.agentless and not _PASSIVE(passive):
        yield where, f"{passive!r} cannot be said without an agent", "passive: 'was freed'"


def _check_ends(ontology: Ontology, where: str, predicate: Predicate) -> Iterator[Finding]:
    places = {"domain": predicate.domain, "range": predicate.range}
    places |= {f"roles.{role}": kinds for role, kinds in predicate.roles.items()}
    names = {*ontology.kinds, *ontology.abstract, *NOT_ENTITIES, ANY}
    for place, kinds in places.items():
        for kind in kinds:
            if kind not in names:
                yield f"{where}.{place}", f"kind {kind!r} is unknown", f"one of {', '.join(sorted(names))}"
    if not predicate.domain:
        yield f"{where}.domain", "nothing can be its subject", f"kinds, or {ANY}"
    if not predicate.range and (predicate.object == "required" or predicate.agentless):
        yield f"{where}.range", "nothing can be its object", "kinds, or `object: optional`"
    if not all(predicate.ends):
        yield f"{where}.ends", "subject and object need a role name each", "such as agent, patient"
