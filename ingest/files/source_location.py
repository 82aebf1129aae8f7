"""Records read from a file, with the line of each part."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from graph.model.errors import Problem
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry
from ingest.files.yaml_with_lines import ParsedYaml, split_path

R_co = TypeVar("R_co", bound="Dossier | Registry | Decisions | Notes | Lineages", covariant=True)


class Lines(Protocol):
    """A lookup of the line of a path such as `claims[3].count.unit`."""

    def find_line(self, path: str) -> int:
        """Return the line, counted from 1; that of the nearest known place if the path is unknown."""


@dataclass(frozen=True, slots=True)
class YamlLines:
    """Lines of a YAML file. `kept` gives, for each list, the places of the items that could be read."""

    parsed: ParsedYaml
    kept: Mapping[str, array[int]] = field(default_factory=dict)

    def find_line(self, path: str) -> int:
        """Return the line of `path`, whose indexes count only the items that could be read."""
        first, *rest = [*split_path(path), ""]
        if first in self.kept and rest and isinstance(rest[0], int) and rest[0] < len(self.kept[first]):
            head = f"{first}[{rest[0]}]"
            path = f"{first}[{self.kept[first][rest[0]]}]{path.removeprefix(head)}"
        return self.parsed.find_line(path)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Lines of one run of JSON Lines: `first` for the head, and one line per item of each list."""

    first: int
    items: Mapping[str, array[int]]

    def find_line(self, path: str) -> int:
        """Return the line of the item that `path` begins with, else of the head."""
        name, *rest = [*split_path(path), ""]
        lines = self.items.get(str(name))
        if lines is not None and isinstance(rest[0], int) and rest[0] < len(lines):
            return lines[rest[0]]
        return self.first


@dataclass(frozen=True, slots=True)
class HeadLines:
    """The lines of a document's record alone, for a dossier that is read later."""

    lines: Mapping[str, int]

    @classmethod
    def from_lines(cls, lines: Lines) -> HeadLines:
        """Take the lines of the document from those of its dossier."""
        return cls({path: lines.find_line(path) for path in ("document", *_OF_HEAD)})

    def find_line(self, path: str) -> int:
        """Return the line of a part of the document's record, else of the record."""
        return self.lines.get(path, self.lines["document"])


_OF_HEAD = tuple(f"document.{name}" for name in ("id", "text_sha256", "supersedes"))


@dataclass(frozen=True, slots=True)
class LocatedRecord(Generic[R_co]):
    """A record read from `file`, with the `problems` of the parts that could not be read."""

    record: R_co
    file: str
    lines: Lines
    problems: tuple[Problem, ...] = ()

    def find_line(self, path: str) -> int:
        """Return the line of a path inside the record, such as `claims[3].count.unit`."""
        return self.lines.find_line(path)


@dataclass(frozen=True, slots=True)
class LocatedDossier(LocatedRecord[Dossier]):
    """A dossier with its file and lines. Where `problems` is not empty, it holds only readable parts."""

    @property
    def dossier(self) -> Dossier:
        """Return the record."""
        return self.record


@dataclass(frozen=True, slots=True)
class UnreadableContent:
    """A file, or a part of one, from which no record could be made."""

    file: str
    problems: tuple[Problem, ...]


Content = (
    LocatedDossier
    | LocatedRecord[Registry]
    | LocatedRecord[Decisions]
    | LocatedRecord[Notes]
    | LocatedRecord[Lineages]
    | UnreadableContent
)
