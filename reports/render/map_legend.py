"""The legend of a map: only the marks that the map has."""

from __future__ import annotations

from collections.abc import Collection

from reports.render.map_labels import SIZE
from reports.render.text_width import compute_width
from reports.render.tokens import PAPER

_SURFACE = PAPER["surface"]
_SOFT = PAPER["soft"]

_WORDS = {
    "point": "exact position",
    "town": "centre of a town, not a building",
    "somewhere": "somewhere in that place; no source says where",
    "province": "a province that is named",
    "country": "a country that is named",
}
_ROW = 28
_SAMPLE = 34


def draw_legend(id_: str, marks: Collection[str], width: int, top: int) -> tuple[list[str], int]:
    """Draw what the marks of a map mean, below it; return the drawing and its bottom."""
    x, y = 4.0, top + 6
    drawn: list[str] = []
    for mark, words in _WORDS.items():
        if mark not in marks:
            continue
        wide = _SAMPLE + compute_width(words, SIZE)
        if x > 4 and x + wide > width:
            x, y = 4.0, y + _ROW
        drawn.append(f'<g transform="translate({x + 13:g} {y + 14})">{_draw_sample(id_, mark)}</g>')
        drawn.append(f'<text class="soft" x="{x + _SAMPLE:g}" y="{y + 20}" fill="{_SOFT}">{words}</text>')
        x += wide + 16
    return drawn, y + _ROW if drawn else top


def _draw_sample(id_: str, mark: str) -> str:
    if mark == "point":
        return f'<circle r="5" fill="{PAPER["accusation"]}" stroke="{_SURFACE}" stroke-width="1.5"/>'
    if mark == "town":
        return f'<circle r="8" fill="{_SURFACE}" stroke="{PAPER["accent"]}" stroke-width="2.5"/>'
    if mark == "somewhere":
        return (
            f'<rect x="-5.5" y="-5.5" width="11" height="11" fill="{_SURFACE}" stroke="{_SOFT}" '
            'stroke-width="1.8" stroke-dasharray="3 2"/>'
        )
    fill = f"url(#{id_}-h)" if mark == "province" else PAPER["named-area"]
    return f'<rect x="-11" y="-8" width="22" height="16" fill="{fill}" stroke="{_SOFT}"/>'
