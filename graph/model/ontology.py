"""The vocabulary: kinds of entity, predicates with their standing and wording, modalities.

It is data (`graph/model/ontology.yaml`); a new predicate needs only an entry there. The predicates of
promised acts and the further relationship types are derived (`graph.model.fact_types`) and never
written down there.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from graph.model.errors import InputError
from graph.model.fact_types import FactType, build_denied_type
from graph.model.grammar import add_adverb, to_future, to_plural
from graph.model.records import Modality, Polarity

PredicateClass = Literal[
    "DOC_META", "LEGAL_ACTION", "ACCUSATION", "EXPLOITATION", "EXIT", "PRESENCE", "COMMITMENT", "COOPERATION",
    "FINANCE", "QUANTITY", "EVIDENCE", "CAUSAL_TEMPORAL", "STATUS", "LOCATION", "ATTRIBUTE", "SPEECH",
]  # fmt: skip
Standing = Literal["fact", "accusation", "proceeding", "finding"]

PREDICATE_CLASSES: tuple[PredicateClass, ...] = get_args(PredicateClass)
"""In order of precedence: where two fit, the earlier one wins."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)
MODALITIES: tuple[Modality, ...] = get_args(Modality)

NOT_ENTITIES = ("Value", "Title", "Claim")
"""What an end of a claim can be besides an entity: a number or words, a job title, another claim."""
ANY = "Any"
"""In a domain, range or role: an entity of any kind."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all records in the ontology file."""


class Kind(Entry, frozen=True):
    """A kind of entity: its parent labels, the prefix of its ids, and what sources are expected to state."""

    prefix: str
    parents: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    about: str = ""


class ModalityWords(Entry, frozen=True):
    """A modality's strength (more is stronger) and its wording, with {says}, {infinitive} or {negated}.

    Any of the `markers` shows the modality in a sentence; see `graph.model.markers` for how they are written.
    """

    strength: int
    words: str
    markers: tuple[str, ...] = ()


class Predicate(Entry, frozen=True, rename={"predicate_class": "class"}):
    """One predicate. `domain`, `range` and `roles` hold kinds; `ends` names the roles of subject and object.

    An `agentless` one may befall its subject without a named agent: the subject is then of the range, and
    the wording is `passive` (by default the inverse wording without its "by").
    """

    name: str
    predicate_class: PredicateClass
    standing: Standing
    domain: tuple[str, ...]
    range: tuple[str, ...]
    ends: tuple[str, str]
    says: str
    inverse: str
    infinitive: str
    negated: str
    object: Literal["required", "optional"] = "required"
    roles: dict[str, tuple[str, ...]] = {}
    agentless: bool = False
    passive: str = ""
    wording: dict[Modality, str] = {}
    excludes: tuple[str, ...] = ()
    ftm: str = ""
    about: str = ""
    promise_of: str = ""

    @property
    def is_commitment(self) -> bool:
        """Whether the act is promised, planned or predicted."""
        return self.predicate_class == "COMMITMENT"


class ReadingWords(Entry, frozen=True):
    """One of several rival readings of one thing, such as "released" where others read "fled".

    A claim has the reading whose `words` are in its verb, else the one that lists its predicate. `texts` are
    words of a description (DESCRIBED_AS) that have the reading. `says` is the reading in a sentence.
    """

    says: str
    predicates: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


class Ontology(Entry, frozen=True, dict=True):
    """The whole vocabulary. Lookups are dictionary lookups; unknown names raise InputError.

    `hedges` and `parts` hold the words that show a kind of hedge, or a part of a group, in a sentence.
    `readings` holds, for each thing that sources read in rival ways, its readings.
    """

    version: int
    kinds: dict[str, Kind]
    abstract: tuple[str, ...]
    modalities: dict[Modality, ModalityWords]
    predicates: dict[str, Predicate]
    hedges: dict[str, tuple[str, ...]] = {}
    parts: dict[str, tuple[str, ...]] = {}
    readings: dict[str, dict[str, ReadingWords]] = {}

    @cached_property
    def vocabulary(self) -> Mapping[str, Predicate]:
        """All predicates that a claim may use, including the derived `WILL_` ones."""
        promises = (_build_promise(p) for p in self.predicates.values() if not p.is_commitment)
        return {**self.predicates, **{p.name: p for p in promises}}

    @cached_property
    def _labels(self) -> Mapping[str, tuple[str, ...]]:
        def count_parents(label: str) -> int:
            return len(self.kinds[label].parents) if label in self.kinds else 0

        return {k: (k, *sorted(v.parents, key=count_parents, reverse=True)) for k, v in self.kinds.items()}

    @cached_property
    def _kind_by_prefix(self) -> Mapping[str, str]:
        kinds: dict[str, str] = {}
        for name, kind in self.kinds.items():
            kinds[kind.prefix] = kind.parents[0] if kind.prefix in kinds else name
        return kinds

    def list_labels(self, kind: str) -> tuple[str, ...]:
        """Return the labels of an entity of this kind, leaf first: ("Embassy", "Organization", "Actor").

        Raises InputError for an unknown kind.
        """
        labels = self._labels.get(kind)
        if labels is None:
            raise InputError(f"Unknown kind {kind!r}", hint=f"Known are: {', '.join(self.kinds)}.")
        return labels

    def find_kind_of_id(self, entity: str) -> str:
        """Return the kind for an id prefix; "Place" where several kinds share it, "" if none has it."""
        return self._kind_by_prefix.get(entity.partition("/")[0], "")

    def is_allowed(self, kind: str, allowed: Sequence[str]) -> bool:
        """Return whether a kind (or Value, Title, Claim) or one of its parents is allowed.

        Any stands for all entities.
        """
        if kind in allowed:
            return True
        if kind in NOT_ENTITIES:
            return False
        return ANY in allowed or not set(self._labels.get(kind, ())).isdisjoint(allowed)

    def find_predicate(self, name: str) -> Predicate:
        """Return the predicate of this name; `WILL_X` is X promised: a COMMITMENT with the ends of X.

        Raises InputError for an unknown name.
        """
        predicate = self.vocabulary.get(name)
        if predicate is None:
            nearest = self.find_nearest_predicate(name)
            raise InputError(f"Unknown predicate {name!r}", hint=f"Nearest is {nearest}." if nearest else "")
        return predicate

    def find_nearest_predicate(self, name: str) -> str:
        """Return the known predicate with the most similar name, "" if none resembles it."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only wrong input needs it

        match = process.extractOne(name.upper(), sorted(self.vocabulary), scorer=fuzz.ratio, score_cutoff=60)
        return str(match[0]) if match else ""

    def build_relationship_type(
        self, predicate: str, *, denied_only: bool = False, agentless: bool = False
    ) -> str:
        """Return the relationship type of a fact.

        ARRESTED, WAS_ARRESTED (agentless), NOT_ARRESTED (no claim affirms it).
        """
        entry = self.find_predicate(predicate)
        promised = bool(entry.promise_of)
        return FactType(entry.promise_of or entry.name, promised, agentless, denied_only).name

    @cached_property
    def fact_types(self) -> tuple[str, ...]:
        """Every relationship type that an affirmed fact can have, in alphabetical order."""
        types = set(self.vocabulary)
        types |= {
            self.build_relationship_type(n, agentless=True) for n, p in self.vocabulary.items() if p.agentless
        }
        return tuple(sorted(types))

    @cached_property
    def denied_fact_types(self) -> tuple[str, ...]:
        """Every relationship type of facts that no claim affirms."""
        return tuple(map(build_denied_type, self.fact_types))

    def build_wording(
        self,
        predicate: str,
        modality: Modality,
        polarity: Polarity = "affirm",
        *,
        agentless: bool = False,
        plural: bool = False,
    ) -> str:
        """Return the words between subject and object.

        Examples are "was allegedly tortured" and "has promised not to deport". With `agentless` the
        subject is whom the act befell: "was arrested"; with `plural`: "were arrested".
        """
        entry = self.find_predicate(predicate)
        says, infinitive, negated = entry.says, entry.infinitive, entry.negated
        if agentless:
            says, infinitive, negated = _build_passive_forms(entry)
        template = self.modalities[modality].words if agentless else entry.wording.get(modality, "")
        template = template or self.modalities[modality].words
        if polarity == "deny":
            template = template.replace("to {infinitive}", "not to {infinitive}")
            says = negated
        adverb, separator, rest = template.partition(" {says}")
        if separator and not rest:
            return add_adverb(adverb, to_plural(says, infinitive) if plural else says)
        words = template.format(says=says, infinitive=infinitive, negated=negated)
        return to_plural(words, infinitive) if plural else words

    def build_inverse_wording(self, predicate: str, modality: Modality, *, plural: bool = False) -> str:
        """Return the words between object and subject.

        Examples are "is allegedly headed by" and "are expected to be screened by". A predicate with its
        own wording for the modality carries it in its inverse: "was accused by".
        """
        entry = self.find_predicate(predicate)
        words = entry.inverse
        if modality not in entry.wording:
            adverb, separator, rest = self.modalities[modality].words.partition(" {says}")
            if separator and not rest:
                words = add_adverb(adverb, words)
            elif modality in ("predicted", "promised"):
                words = to_future(words, "is expected to" if modality == "predicted" else "is to")
        return to_plural(words) if plural else words


def _build_promise(base: Predicate) -> Predicate:
    """Return the predicate of the promised or predicted act."""
    return msgspec.structs.replace(
        base,
        name=FactType(base.name, promised=True).name,
        predicate_class="COMMITMENT",
        standing="fact",
        says=f"will {base.infinitive}",
        negated=f"will not {base.infinitive}",
        inverse=_build_future_phrase(base.inverse),
        passive=_build_future_phrase(_find_passive(base)) if base.agentless else "",
        excludes=(),
        ftm="",
        about=f"{base.name} as something promised or predicted.",
        promise_of=base.name,
    )


def _build_future_phrase(phrase: str) -> str:
    """Return a phrase in the future: "was arrested by" becomes "will be arrested by".

    A phrase that is not passive keeps its words, after "in future".
    """
    verb, _, rest = phrase.partition(" ")
    return f"will be {rest}" if verb in ("was", "were", "is", "are") else f"in future {phrase}"


def _find_passive(predicate: Predicate) -> str:
    return predicate.passive or predicate.inverse.removesuffix(" by")


def _build_passive_forms(predicate: Predicate) -> tuple[str, str, str]:
    """Return the finite, infinitive and negated wording with the patient as subject."""
    passive = _find_passive(predicate)
    if predicate.promise_of:
        rest = passive.removeprefix("will be ")
        return passive, f"be {rest}", f"will not be {rest}"
    verb, _, rest = passive.partition(" ")
    return passive, f"be {rest}", f"{verb} not {rest}"


# msgspec prepares a type when it is first used, and crashes the process if two threads do so at once.
_CONVERTING = threading.Lock()


def build_ontology(raw: Any, where: str = "ontology.yaml") -> Ontology:
    """Return the ontology of an already parsed file.

    Raises InputError with the path of the first misfit.
    """
    try:
        predicates = {name: {**body, "name": name} for name, body in raw["predicates"].items()}
        with _CONVERTING:
            return msgspec.convert({**raw, "predicates": predicates}, type=Ontology)
    except (msgspec.ValidationError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{where} is not an ontology: {error}", hint="docs/ontology.md shows what an entry holds."
        ) from error


def build_compiled_ontology(source: bytes) -> bytes:
    """Return the JSON stored beside the packaged ontology.

    Reading the YAML takes a tenth of a command's time. The JSON names the digest of the `source` that
    it was made of, and is valid for that one alone.
    """
    compiled = {"of": hashlib.sha256(source).hexdigest(), "ontology": _parse_yaml(source)}
    return msgspec.json.format(msgspec.json.encode(compiled), indent=1) + b"\n"


@cache
def load_ontology(path: Path | None = None) -> Ontology:
    """Return the packaged ontology, or the one in `path` (YAML).

    `ontology_lint` reports the problems in one.

    Raises InputError if it cannot be read.
    """
    source = path or files("graph.model").joinpath("ontology.yaml")
    try:
        text = source.read_bytes()
    except OSError as error:
        raise _build_read_error(source, error) from error
    raw = _read_compiled(text) if path is None else None
    return build_ontology(_parse_yaml(text, source) if raw is None else raw, str(source))


def _read_compiled(source: bytes) -> Any:
    """Return the packaged ontology as compiled, None where it was compiled from another text."""
    file = files("graph.model").joinpath("ontology.json")
    compiled = msgspec.json.decode(file.read_bytes()) if file.is_file() else {"of": ""}
    return compiled["ontology"] if compiled["of"] == hashlib.sha256(source).hexdigest() else None


def _parse_yaml(text: bytes, source: Any = "ontology.yaml") -> Any:
    from yaml import YAMLError  # noqa: PLC0415 - heavy

    from graph.model.strict_yaml import load_yaml  # noqa: PLC0415

    try:
        return load_yaml(text)
    except YAMLError as error:
        raise _build_read_error(source, error) from error


def _build_read_error(source: Any, error: Exception) -> InputError:
    return InputError(f"Cannot read the ontology: {error}", hint=f"Look at {source}.")
