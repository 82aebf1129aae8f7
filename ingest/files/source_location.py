"""What was read from a file, with the place each piece of it stands at."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from graph.model.errors import Problem
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry
from ingest.files.yaml_with_lines import Parsed, steps

R_co = TypeVar("R_co", bound="Dossier | Registry | Decisions | Notes | Lineages", covariant=True)


class Lines(Protocol):
    """Finds the line of a path such as `claims[3].count.unit`."""

    def line_of(self, path: str) -> int:
        """The line, counted from 1; of the nearest place known where the path itself is not."""


@dataclass(frozen=True, slots=True)
class YamlLines:
    """Lines of a YAML file. `kept` gives, per list, the places of the items that could be read."""

    parsed: Parsed
    kept: Mapping[str, array[int]] = field(default_factory=dict)

    def line_of(self, path: str) -> int:
        """The line of `path`, whose indexes count only the items that could be read."""
        first, *rest = [*steps(path), ""]
        if first in self.kept and rest and isinstance(rest[0], int) and rest[0] < len(self.kept[first]):
            head = f"{first}[{rest[0]}]"
            path = f"{first}[{self.kept[first][rest[0]]}]{path.removeprefix(head)}"
        return self.parsed.line_of(path)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Lines of one run of JSON Lines: `first` for the head, and one line per item of each list."""

    first: int
    items: Mapping[str, array[int]]

    def line_of(self, path: str) -> int:
        """The line of the item `path` begins with, else of the head."""
        name, *rest = [*steps(path), ""]
        lines = self.items.get(str(name))
        if lines is not None and isinstance(rest[0], int) and rest[0] < len(lines):
            return lines[rest[0]]
        return self.first


@dataclass(frozen=True, slots=True)
class HeadLines:
    """The lines of a document's record alone: what is kept of a dossier that is read later."""

    lines: Mapping[str, int]

    @classmethod
    def of(cls, lines: Lines) -> HeadLines:
        """Take from the lines of a dossier those of its document."""
        return cls({path: lines.line_of(path) for path in ("document", *_OF_HEAD)})

    def line_of(self, path: str) -> int:
        """The line of a part of the document's record, else of the record."""
        return self.lines.get(path, self.lines["document"])


_OF_HEAD = tuple(f"document.{name}" for name in ("id", "text_sha256", "supersedes"))


@dataclass(frozen=True, slots=True)
class Located(Generic[R_co]):
    """A record read from `file`, with what of it could not be read (`problems`)."""

    record: R_co
    file: str
    lines: Lines
    problems: tuple[Problem, ...] = ()

    def line_of(self, path: str) -> int:
        """The line of a path inside the record, such as `claims[3].count.unit`."""
        return self.lines.line_of(path)


@dataclass(frozen=True, slots=True)
class LocatedDossier(Located[Dossier]):
    """A dossier with its file and lines. Where `problems` is not empty it holds only what could be read."""

    @property
    def dossier(self) -> Dossier:
        """The record."""
        return self.record


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a stretch of one, of which nothing could be made."""

    file: str
    problems: tuple[Problem, ...]


Content = (
    LocatedDossier | Located[Registry] | Located[Decisions] | Located[Notes] | Located[Lineages] | Unreadable
)
