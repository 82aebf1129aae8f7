"""Warnings about a user's query: names that nothing in the graph has, and values that cannot be found.

A query with a misspelt label returns no rows, without an error. Warnings come after the rows and
never stop a query. Known names are those of the model, and whatever else the database holds: in a
shared database the names of others are not unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.engine.session.cypher_tokens import Token, parse_tokens
from graph.model.errors import ScamgraphError
from graph.model.fact_types import parse_fact_type
from graph.store.graph_model import GraphModel, Property, RelationshipType, load_graph_model
from queries.cypher.assumptions import find_hint
from queries.cypher.database_names import DatabaseNames
from queries.cypher.names import Element, NamesUsed, PropertyUse, Step, find_names, unquote_string
from queries.schema.graph_schema import find_nearest_names

if TYPE_CHECKING:
    from graph.store.store import Store

JOINING = 8
"""How many types are named as joining two labels; more would be no hint."""


def check_query(store: Store, query: str) -> list[str]:
    """Return what is doubtful about a query that the engine takes, in the order of its text.

    Names that cannot be placed for certain give no warning. Raises nothing: where the database does not
    answer a look-up, a warning is left out.
    """
    try:
        used = find_names(parse_tokens(query))
    except ScamgraphError:
        return []
    return check_names(store, used)


def check_names(store: Store, used: NamesUsed) -> list[str]:
    """Return what is doubtful about the names that a query uses; see `check_query`."""
    check = _NameChecker(DatabaseNames(store), load_graph_model(), used)
    warnings = sorted(check.list_warnings(), key=lambda warning: (warning.token.line, warning.token.column))
    return list(dict.fromkeys(f"{warning.text} {warning.token.place}" for warning in warnings))


@dataclass(frozen=True, slots=True)
class _Warning:
    token: Token
    text: str


@dataclass(frozen=True, slots=True)
class _NameChecker:
    present: DatabaseNames
    model: GraphModel
    used: NamesUsed

    def list_warnings(self) -> Iterator[_Warning]:
        """Yield every warning, in no order."""
        yield from self._check_labels()
        yield from self._check_types()
        for use in self.used.properties:
            yield from self._check_property(use)
        for step in self.used.steps:
            yield from self._check_ends(step)

    def _check_labels(self) -> Iterator[_Warning]:
        for token in self.used.labels:
            if token.text not in self.model.labels and token.text not in self.present.labels:
                if token.text in self.model.types:
                    yield _Warning(
                        token, f"{token.text} is a relationship type, not a label: [:{token.text}]."
                    )
                else:
                    yield self._build_unknown_warning("label", token, self._list_label_names())
        for token in self.used.either:
            is_known = token.text in self.model.labels or token.text in self.model.types
            if not is_known and token.text not in self.present.labels | self.present.types:
                yield self._build_unknown_warning("label", token, self._list_label_names())

    def _check_types(self) -> Iterator[_Warning]:
        for token in self.used.types:
            if token.text in self.model.types or token.text in self.present.types:
                continue
            if token.text in self.model.labels:
                yield _Warning(token, f"{token.text} is a label, not a relationship type: (:{token.text}).")
            else:
                yield self._build_unknown_warning(
                    "relationship type", token, self._list_type_names(token.text)
                )

    def _list_label_names(self) -> list[str]:
        return [label.name for label in self.model.labels.values() if not label.internal]

    def _list_type_names(self, name: str) -> list[str]:
        """Return types to suggest: derived ones only for a name that looks like one."""
        derived = parse_fact_type(name.upper()).is_derived
        return [t for t in self.model.types if derived or not parse_fact_type(t).is_derived]

    def _build_unknown_warning(self, what: str, token: Token, names: Sequence[str]) -> _Warning:
        text = f"There is no {what} {token.text} in this graph."
        hint = find_hint(what, token.text)
        near = find_nearest_names(token.text, names)
        if near and not (hint and near[0].lower() != token.text.lower()):
            text += f" Nearest: {', '.join(near)}."
        return _Warning(token, f"{text} {hint}".rstrip())

    def _check_property(self, use: PropertyUse) -> Iterator[_Warning]:
        name = use.name.text
        properties = self._find_properties(use.owner, name)
        if not properties:
            if name not in self.present.properties or self._is_ours(name):
                yield from self._check_missing_property(use)
            return
        yield from self._check_value(use, properties)

    def _is_ours(self, name: str) -> bool:
        return bool(self.model.find_property_owners(name))

    def _find_properties(self, owner: Element, name: str) -> list[Property]:
        """Return the property as the labels or types of its owner have it.

        Where the owner has none, as any label or type has it.
        """
        candidates = list(self._list_owners(owner))
        return [candidate.properties[name] for candidate in candidates if name in candidate.properties]

    def _list_owners(self, owner: Element) -> Iterator[_HasProperties]:
        model_names = self.model.labels if owner.what == "node" else self.model.types
        words = [word for word in owner.list_words() if word in model_names]
        if owner.what == "relationship":
            yield from (self.model.types[word] for word in words or model_names)
            return
        related = {name for word in words for name in self.model.find_related_labels(word)}
        yield from (self.model.labels[name] for name in (related or model_names))

    def _check_missing_property(self, use: PropertyUse) -> Iterator[_Warning]:
        """Warn of a property that the model does not have there. Named labels of others may have it."""
        name, owner = use.name.text, use.owner
        words = owner.list_words()
        model_names = self.model.labels if owner.what == "node" else self.model.types
        if owner.is_open or any(word not in model_names for word in words):
            return
        if words and owner.what == "node" and self.present.has_property(words, name):
            return
        elsewhere = [label for label in self.model.find_property_owners(name) if label != "MergedEntity"]
        if elsewhere and not words:
            return
        hint = find_hint("property", name)
        whose = f"{' or '.join(words)} has no property {name}" if words else f"There is no property {name}"
        text = f"{whose} in this graph."
        if elsewhere:
            text += f" It is on: {', '.join(elsewhere[:4])}."
        if hint:
            text += f" {hint}"
        elif near := [near for near in self._find_near_properties(owner, name) if near != name]:
            text += f" Nearest: {', '.join(near)}."
        yield _Warning(use.name, text)

    def _find_near_properties(self, owner: Element, name: str) -> list[str]:
        """Return properties with similar names: of the owner, else of any other node or relationship."""
        candidates = self.model.labels if owner.what == "node" else self.model.types
        all_properties = {name for candidate in candidates.values() for name in candidate.properties}
        owner_properties = {name for candidate in self._list_owners(owner) for name in candidate.properties}
        return find_nearest_names(name, owner_properties) or find_nearest_names(name, all_properties)

    def _check_value(self, use: PropertyUse, properties: Sequence[Property]) -> Iterator[_Warning]:
        """Check what a property is compared with, if all its possible meanings have the same form."""
        compared = use.comparison
        forms = {prop.form for prop in properties}
        if compared is None or len(forms) > 1:
            return
        name, form = use.name.text, forms.pop()
        if compared.kind == "time":
            if form in ("day", "text"):
                yield _Warning(use.name, f"{name} is text such as '2026-01-20': compare it with a string.")
            return
        strings = [(token, unquote_string(token)) for token in compared.values]
        if form == "list" and compared.how in ("=", "CONTAINS", "STARTS", "ENDS"):
            yield _Warning(
                use.name, f"{name} is a list: write {strings[0][0].text} IN {_format_property(use)}."
            )
        elif form in ("flag", "number"):
            yield _Warning(use.name, f"{name} is {_FORMS[form]}, never a string.")
        elif form == "id" and compared.how in ("=", "IN") and (wrong := _find_non_id(strings)):
            yield _Warning(
                wrong, f"{name} holds ids such as {_EXAMPLES.get(name, 'person/chen-zhi')}, not names."
            )
        elif compared.how in ("=", "<>", "IN"):
            yield from self._check_allowed_values(use, properties, strings)

    def _check_allowed_values(
        self, use: PropertyUse, properties: Sequence[Property], strings: Sequence[tuple[Token, str]]
    ) -> Iterator[_Warning]:
        if not all(prop.values for prop in properties):
            return
        values = list(dict.fromkeys(value for prop in properties for value in prop.values))
        for token, text in strings:
            if text and text not in values:
                near = find_nearest_names(text, values)
                hint = f"Nearest: {', '.join(near)}." if near else f"It is one of: {', '.join(values[:12])}."
                yield _Warning(token, f"{use.name.text} is never {token.text}. {hint}")

    def _check_ends(self, step: Step) -> Iterator[_Warning]:
        """Warn of a relationship between labels that none of its types can join."""
        words = step.relationship.list_words()
        if not words or step.relationship.is_open or any(word not in self.model.types for word in words):
            return
        types = [self.model.types[word] for word in words]
        if any(self._is_joinable(type_, step.start, step.end) for type_ in types):
            return
        turned = any(self._is_joinable(type_, step.end, step.start) for type_ in types)
        if turned and not step.directed:
            return
        first = types[0]
        text = f"{first.name} leads from {_join_names(first.starts)} to {_join_names(first.ends)}."
        yield _Warning(
            step.place, text + (" Turn the arrow round." if turned else self._describe_joining_types(step))
        )

    def _describe_joining_types(self, step: Step) -> str:
        """Return the facts that can join the labels of a step, as a hint; "" where a label is not given."""
        if not (step.start.list_words() and step.end.list_words()):
            return ""
        facts = (t for t in self.model.types.values() if t.is_fact and not parse_fact_type(t.name).is_derived)
        names = [t.name for t in facts if self._is_joinable(t, step.start, step.end)]
        if not 0 < len(names) <= JOINING:
            return ""
        labels = f"{step.start.list_words()[0]} and {step.end.list_words()[0]}"
        return f" {labels} are joined by {', '.join(names)}."

    def _is_joinable(self, type_: RelationshipType, start: Element, end: Element) -> bool:
        return self._is_allowed(start, type_.starts) and self._is_allowed(end, type_.ends)

    def _is_allowed(self, node: Element, allowed: Sequence[str]) -> bool:
        """Return whether a node can have one of the allowed labels, by those of its own that are known."""
        words = node.list_words()
        if node.is_open or not words or any(word not in self.model.labels for word in words):
            return True
        return any(not self.model.find_related_labels(word).isdisjoint(allowed) for word in words)


if TYPE_CHECKING:
    from graph.store.graph_model import Label

    _HasProperties = Label | RelationshipType

_FORMS = {"flag": "true or false", "number": "a number"}
_EXAMPLES = {
    "nationality": "nationality/indonesian",
    "document": "document/afp-1400-left-2026-01-21",
    "publisher": "media/afp",
    "within": "place/cambodia",
    "place": "place/bavet",
}


def _find_non_id(strings: Sequence[tuple[Token, str]]) -> Token | None:
    """Return the first string that cannot be an id."""
    return next((token for token, text in strings if text and "/" not in text and text != "unknown"), None)


def _format_property(use: PropertyUse) -> str:
    return f"{use.owner.variable}.{use.name.text}" if use.owner.variable else use.name.text


def _join_names(names: Sequence[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
