"""Relationship types of facts: the prefixes that say promised, without an agent, or denied.

`ARRESTED` is the plain predicate. `WAS_ARRESTED` has no named agent, `WILL_ARRESTED` is promised or
predicted, `WILL_BE_ARRESTED` is both; `NOT_` before any of them says that no claim affirms the fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_DENIED, _PROMISED, _AGENTLESS, _PROMISED_AGENTLESS = "NOT_", "WILL_", "WAS_", "WILL_BE_"

DERIVED_PREFIXES = (_DENIED, _PROMISED, _AGENTLESS, "BE_")
"""No predicate in the ontology's file begins with one of these, so a type has only one reading."""


@dataclass(frozen=True, slots=True)
class FactType:
    """A relationship type in its parts; `predicate` is the plain one, as in the ontology's file."""

    predicate: str
    promised: bool = False
    agentless: bool = False
    denied: bool = False

    @property
    def name(self) -> str:
        """The relationship type, such as `NOT_WILL_BE_ARRESTED`."""
        prefix = _DENIED if self.denied else ""
        if self.promised:
            prefix += _PROMISED_AGENTLESS if self.agentless else _PROMISED
        elif self.agentless:
            prefix += _AGENTLESS
        return prefix + self.predicate

    @property
    def claim_predicate(self) -> str:
        """The predicate of the claims: `WILL_ARRESTED` for `NOT_WILL_BE_ARRESTED`."""
        return FactType(self.predicate, self.promised).name

    @property
    def is_derived(self) -> bool:
        """Whether the type has a prefix."""
        return self.promised or self.agentless or self.denied


@lru_cache(maxsize=4096)
def parse_fact_type(name: str) -> FactType:
    """Return the parts of a relationship type. A name without a prefix is a plain predicate, known or not."""
    affirmed = name.removeprefix(_DENIED)
    denied = affirmed != name
    if affirmed.startswith(_PROMISED_AGENTLESS):
        return FactType(affirmed.removeprefix(_PROMISED_AGENTLESS), True, True, denied)
    if affirmed.startswith(_PROMISED):
        return FactType(affirmed.removeprefix(_PROMISED), True, False, denied)
    return FactType(affirmed.removeprefix(_AGENTLESS), False, affirmed.startswith(_AGENTLESS), denied)


def build_denied_type(name: str) -> str:
    """Return the type of a fact that no claim affirms, by its affirmed type."""
    return _DENIED + name
