"""What checking finds: problems, which stop a load, and notices, which do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.model.catalogue import Catalogue
from graph.model.errors import InputError, Problem
from graph.model.records import When
from ingest.files.validation import nearest

HEX = frozenset("0123456789abcdef")


@dataclass(slots=True)
class Findings:
    """Collects while one record or file is checked."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def add(self, other: Findings) -> None:
        """Take over what another check found."""
        self.problems += other.problems
        self.notices += other.notices


Fault = tuple[str, str]  # what is wrong, what would be right


def is_digest(text: str) -> bool:
    """Whether `text` is a SHA-256 as 64 lower-case hex digits."""
    return len(text) == 64 and HEX.issuperset(text)


def unknown_id(id_: str, what: str, known: Iterable[str]) -> Fault:
    """The fault of naming something that does not exist, with the name most like it among `known`."""
    if not id_:
        return f"{what} is empty", "name one, or leave the key out"
    prefix = id_.partition("/")[0] + "/"
    names = list(known)
    like = nearest(id_, [name for name in names if name.startswith(prefix)]) or nearest(id_, names)
    place = "give its dossier, too" if what == "document" else "add it to the registry"
    return f"unknown {what} `{id_}`", f"did you mean `{like}`?" if like else place


def kind_fault(id_: str, allowed: tuple[str, ...], what: str, catalogue: Catalogue) -> Fault | None:
    """What is wrong with `id_` where an entity of the kinds `allowed` belongs; None if nothing is."""
    kind = catalogue.kinds.get(id_)
    if kind is None:
        return unknown_id(id_, f"{what}:" if what.startswith("role") else what, catalogue.kinds)
    if catalogue.ontology.fits(kind, allowed):
        return None
    return f"`{id_}` is a {kind}", f"as {what} belongs {' or '.join(allowed)}"


def time_faults(when: When) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a time: key in it, what, right."""
    if fault := date_fault(when.edtf):
        yield "edtf", *fault
    if when.known != "stated" and not (when.known.startswith("inferred:") and when.known[9:].strip()):
        yield "known", f"`{when.known}` does not say how the time is known", "stated, or `inferred: why`"


def date_fault(edtf: str) -> Fault | None:
    """What is wrong with a text that should be EDTF; None if nothing is."""
    from graph.model.edtf import bounds  # noqa: PLC0415 - not every command checks

    try:
        bounds(edtf)
    except InputError as error:
        return error.message, error.hint
    return None
