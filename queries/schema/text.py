"""The schema as lines of text for people: all of it in groups, or one item in full."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graph.model.descriptions import NUMBER_PARTS
from graph.model.fact_types import parse_fact_type
from graph.model.records import NUMBER_FIELDS

if TYPE_CHECKING:
    from queries.schema.graph_schema import GraphSchema, SchemaItem

WIDTH = 80
NUMBERS = tuple(f"{field}_" for field in NUMBER_FIELDS)
SHOWN_ENDS = 2
"""How many pairs of labels a line of the overview shows."""


def render_overview(schema: GraphSchema) -> Iterator[str]:
    """Yield the schema as lines of at most 80 columns: what this graph uses, in groups."""
    yield "Labels of entities. A label nests in the one it is indented under."
    yield from _render_labels(schema.labels, "entities")
    yield ""
    yield "Labels of evidence."
    yield from _render_labels(schema.labels, "evidence")
    yield ""
    yield "Relationships between claims, documents, events and entities."
    structure = (item for item in schema.types if item.group == "structure" and item.name != "KEY_OF")
    yield from _render_types(structure)
    yield ""
    yield from _render_facts(schema.types)
    yield "Properties. `scamgraph schema NAME` says what each one means."
    yield from _render_properties(schema)
    yield ""
    yield "Closed values."
    for item in schema.values:
        if item.name not in ("predicate", "relation", "kind", "role"):
            yield from _wrap_lines(f"  {item.name}: ", ", ".join(item.values))
    yield ""
    yield from _render_examples(schema)
    yield ""
    yield "More: scamgraph schema Compound, schema HEADS, schema modality"


def describe_item(item: SchemaItem) -> Iterator[str]:
    """Yield one item of the schema as lines."""
    count = "" if item.count is None else f"  ({item.count:,} in this graph)"
    yield f"{item.name}: {_WHAT[item.what]}{count}"
    if item.about:
        yield from _wrap_lines("  ", item.about)
    pairs = (("nests in", item.nests_in), ("from", item.starts), ("to", item.ends))
    for heading, names in pairs:
        if names:
            yield from _wrap_lines(f"  {heading}: ", ", ".join(names))
    if item.seen:
        yield from _wrap_lines(
            "  in this graph: ", "; ".join(f"{start} -> {end}" for start, end in item.seen)
        )
    if item.values:
        yield from _wrap_lines("  values: ", ", ".join(item.values))
    if item.used_by:
        yield from _wrap_lines("  on: ", ", ".join(item.used_by))
    if item.properties:
        yield ""
        width = max(len(prop.name) for prop in item.properties)
        for prop in item.properties:
            yield from _wrap_lines(f"  {prop.name:<{width}}  {prop.form:<6}  ", prop.about)
    yield ""
    yield "Example:"
    yield from _wrap_lines("  ", item.example)


_WHAT = {
    "label": "label of a node",
    "relationship": "relationship type",
    "values": "property with a closed list of values",
    "property": "property",
}


def _render_labels(labels: Iterable[SchemaItem], group: str) -> Iterator[str]:
    group_items = [item for item in labels if item.group == group and item.name != "Scamgraph"]
    for item, depth in _walk_labels(group_items):
        name = f"{'  ' * (depth + 1)}{item.name}"
        yield from _wrap_lines(f"{name:<24}{item.count or 0:>7,}  ", item.about)


def _walk_labels(items: Sequence[SchemaItem]) -> Iterator[tuple[SchemaItem, int]]:
    """Yield labels, each below the one it nests in, with its depth."""
    below: dict[str, list[SchemaItem]] = defaultdict(list)
    names = {item.name for item in items}
    for item in items:
        below[next((up for up in item.nests_in if up in names), "")].append(item)

    def walk(name: str, depth: int) -> Iterator[tuple[SchemaItem, int]]:
        for item in below[name]:
            yield item, depth
            yield from walk(item.name, depth + 1)

    return walk("", 0)


def _render_facts(types: Sequence[SchemaItem]) -> Iterator[str]:
    yield from _wrap_lines(
        "",
        "Facts, by class. A type that starts with WAS_ names nobody who did it, WILL_ is promised or "
        "predicted, NOT_ is denied by every claim.",
    )
    groups: dict[str, list[SchemaItem]] = defaultdict(list)
    for item in types:
        if item.group != "structure":
            groups[item.group].append(item)
    for group, items in groups.items():
        used = [item for item in items if item.count]
        unused = [item for item in items if not item.count and not parse_fact_type(item.name).is_derived]
        yield f"  {group}"
        yield from _render_types(used, indent=4)
        if unused:
            yield from _wrap_lines("    not used here: ", ", ".join(item.name for item in unused))
        yield ""


def _render_types(items: Iterable[SchemaItem], indent: int = 2) -> Iterator[str]:
    for item in items:
        pairs = item.seen or tuple((start, end) for start in item.starts for end in item.ends)
        shown = "; ".join(f"{start} -> {end}" for start, end in pairs[:SHOWN_ENDS])
        more = "; ..." if len(pairs) > SHOWN_ENDS else ""
        yield from _wrap_lines(f"{' ' * indent}{item.name:<25}{item.count or 0:>6,}  ", shown + more)


def _render_properties(schema: GraphSchema) -> Iterator[str]:
    by_name = {item.name: item for item in schema.labels}
    for item in schema.labels:
        if item.group == "internal" or item.name in ("Scamgraph", "MergedEntity"):
            continue
        ups = [by_name[up] for up in item.nests_in if item.group == "entities" or up != "Entity"]
        inherited = {prop.name for up in ups for prop in up.properties}
        own = [prop.name for prop in item.properties if prop.name not in inherited]
        if own:
            yield from _wrap_lines(f"  {item.name}: ", ", ".join(_collapse_numbers(own)))
    fact = next(item for item in schema.types if item.name == "HEADS")
    yield from _wrap_lines("  every fact: ", ", ".join(prop.name for prop in fact.properties))
    yield from _wrap_lines(f"  A number such as {NUMBERS[0]}* has: ", ", ".join(NUMBER_PARTS))


def _collapse_numbers(names: Iterable[str]) -> list[str]:
    """Return the names, with those of one number as one: `count_*`."""
    short = (next((f"{prefix}*" for prefix in NUMBERS if name.startswith(prefix)), name) for name in names)
    return list(dict.fromkeys(short))


def _render_examples(schema: GraphSchema) -> Iterator[str]:
    yield "Examples."
    names = ("Compound", "Claim", "Document", "Event", "SAID_BY", "HEADS", "modality")
    by_name = {item.name: item for item in schema.items}
    for name in names:
        yield from _wrap_lines("  ", by_name[name].example)


def _wrap_lines(first: str, text: str) -> Iterator[str]:
    """Yield lines of `text` behind `first`.

    The later lines are indented as far as `first` reaches, but not too far.
    """
    rest = " " * min(len(first), WIDTH // 2)
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from lines or [first.rstrip()]
