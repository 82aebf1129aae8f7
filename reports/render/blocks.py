"""A report as blocks: what every format prints, in order. Each format renders these and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reports.content.model import Footnote, Report

TEXT_WIDTH_CM = 17.0
"""Width of the text on an A4 page, for which pictures are drawn."""
Style = Literal["plain", "standfirst", "meta", "small"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their footnotes: bold words before (`lead`), small words after (`tail`).

    `links` lead to anchors of the same report, as pairs of label and anchor.
    """

    text: str
    notes: tuple[int, ...] = ()
    lead: str = ""
    tail: str = ""
    links: tuple[tuple[str, str], ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 4; level 1 is the title."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list; `standing` decides its mark, `children` are lines below it."""

    text: Text
    children: tuple[Text, ...] = ()
    standing: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    style: Literal["summary", "statements", "plain", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first row of `header` names the columns."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that `draw` returns as SVG.

    `name` is a file name without suffix; `alt` is read out to those who cannot see it.
    """

    name: str
    draw: Callable[[], str]
    alt: str
    width_cm: float = TEXT_WIDTH_CM


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures side by side, and their caption."""

    pictures: tuple[Picture, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class NoteList:
    """Every footnote in short, by number, under a heading; Word has footnotes of its own instead."""

    heading: Heading
    notes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """The start of the appendix, on a new page."""

    title: str = "Appendix"


Block = Heading | Paragraph | Items | Table | Pictures | NoteList | Appendix


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """A report for print: what stands under its title, and the rest.

    `report` is the report with its notes numbered in the order of print. `running` and `date` stand in the
    header of each page, `status` in its footer.
    """

    report: Report
    opening: tuple[Paragraph, ...]
    running: str
    date: str
    status: str
    blocks: tuple[Block, ...]


def iter_texts(blocks: Iterable[Block]) -> Iterator[Text]:
    """Iterate over every text of the blocks, in the order of print."""
    for block in blocks:
        match block:
            case Paragraph(text):
                yield text
            case Items(items):
                for item in items:
                    yield from (item.text, *item.children)
            case Table(rows=rows):
                for row in rows:
                    yield from row
            case _:
                pass


def iter_pictures(blocks: Iterable[Block]) -> Iterator[Picture]:
    """Iterate over every picture of the blocks."""
    for block in blocks:
        if isinstance(block, Pictures):
            yield from block.pictures
