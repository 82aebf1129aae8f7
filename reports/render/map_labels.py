"""Places names on a map beside their marks, without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from reports.render.bidi import isolate_rtl
from reports.render.text_width import balance_text, compute_width
from reports.render.tokens import PAPER

SIZE = 18
"""Font size of a map: 7 points where two maps share the width of a page."""
_LEAD = 20
_WIDEST = 190
_Box = tuple[float, float, float, float]


class LabelPlacer:
    """Places names beside marks where there is room.

    A name without room is left to the table and the title.
    """

    def __init__(self, size: tuple[int, int], names: Iterable[tuple[str, float, float]]) -> None:
        self._size = size
        self._taken: list[_Box] = []
        for name, x, y in names:
            half = compute_width(name, SIZE) / 2
            self._taken.append((x - half, y - SIZE, x + half, y + 6))

    def add_box(self, at: tuple[float, float], across: float, down: float) -> None:
        """Reserve room around a mark."""
        self._taken.append((at[0] - across, at[1] - down, at[0] + across, at[1] + down))

    def draw_label(self, at: tuple[float, float], name: str, gap: float) -> str:
        """Draw a name where there is room: right, left, below, above; "" without room.

        The text is placed relative to `at`.
        """
        lines = balance_text(name, _WIDEST, SIZE)
        wide = max(compute_width(line, SIZE) for line in lines)
        high = len(lines) * _LEAD
        for x, first, anchor, left in _list_places(gap, wide, high):
            box = (
                at[0] + left,
                at[1] + first - SIZE + 2,
                at[0] + left + wide,
                at[1] + first - SIZE + 2 + high,
            )
            inside = (
                box[0] >= 2 and box[2] <= self._size[0] - 2 and box[1] >= 2 and box[3] <= self._size[1] - 2
            )
            if inside and not any(_has_overlap(box, taken) for taken in self._taken):
                self._taken.append(box)
                return "".join(
                    f'<text class="label" x="{x:g}" y="{first + number * _LEAD:g}" text-anchor="{anchor}" '
                    f'fill="{PAPER["ink"]}" stroke="{PAPER["surface"]}" stroke-width="3" '
                    f'paint-order="stroke">'
                    f"{escape(isolate_rtl(line))}</text>"
                    for number, line in enumerate(lines)
                )
        return ""


def _list_places(gap: float, wide: float, high: float) -> Iterator[tuple[float, float, str, float]]:
    """List places around a mark: x, the baseline of the first line, the anchor, and the left edge."""
    level = SIZE - 2 - high / 2
    yield gap, level, "start", gap
    yield -gap, level, "end", -gap - wide
    yield 0, gap + SIZE - 2, "middle", -wide / 2
    yield 0, SIZE - 2 - gap - high, "middle", -wide / 2
    yield gap, SIZE + 6 - high, "start", gap
    yield gap, SIZE - 10, "start", gap


def _has_overlap(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
