"""The findings of a check: problems, which stop a load, and notices, which do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.model.catalogue import Catalogue
from graph.model.errors import InputError, Problem
from graph.model.records import When
from ingest.files.validation import find_nearest_name

HEX = frozenset("0123456789abcdef")


@dataclass(slots=True)
class Findings:
    """The problems and notices of one record or file."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def add(self, findings: Findings) -> None:
        """Add the findings of another check."""
        self.problems += findings.problems
        self.notices += findings.notices


Fault = tuple[str, str]  # what is wrong, what would be right


def is_digest(text: str) -> bool:
    """Return whether `text` is a SHA-256 as 64 lower-case hex digits."""
    return len(text) == 64 and HEX.issuperset(text)


def describe_unknown_id(id_: str, what: str, existing_ids: Iterable[str]) -> Fault:
    """Return the fault of an id that does not exist, with the id most like it among `existing_ids`."""
    if not id_:
        return f"{what} is empty", "name one, or leave the key out"
    prefix = id_.partition("/")[0] + "/"
    names = list(existing_ids)
    nearest = find_nearest_name(
        id_, [name for name in names if name.startswith(prefix)]
    ) or find_nearest_name(id_, names)
    place = "give its dossier, too" if what == "document" else "add it to the registry"
    return f"unknown {what} `{id_}`", f"did you mean `{nearest}`?" if nearest else place


def find_kind_fault(id_: str, allowed: tuple[str, ...], what: str, catalogue: Catalogue) -> Fault | None:
    """Return the fault of `id_` where an entity of the kinds `allowed` belongs; None if it fits."""
    kind = catalogue.kinds.get(id_)
    if kind is None:
        return describe_unknown_id(id_, f"{what}:" if what.startswith("role") else what, catalogue.kinds)
    if catalogue.ontology.is_allowed(kind, allowed):
        return None
    return f"`{id_}` is a {kind}", f"as {what} belongs {' or '.join(allowed)}"


def find_time_faults(when: When) -> Iterator[tuple[str, str, str]]:
    """Yield the faults of a time: the key in it, what is wrong, what would be right."""
    if fault := find_date_fault(when.edtf):
        yield "edtf", *fault
    if when.known != "stated" and not (when.known.startswith("inferred:") and when.known[9:].strip()):
        yield "known", f"`{when.known}` does not say how the time is known", "stated, or `inferred: why`"


def find_date_fault(edtf: str) -> Fault | None:
    """Return the fault of a text that should be EDTF; None if it is."""
    from graph.model.edtf import parse_bounds  # noqa: PLC0415 - not every command checks

    try:
        parse_bounds(edtf)
    except InputError as error:
        return error.message, error.hint
    return None
