"""The visual tokens: the only colours, readable on their grounds, and apart for colour-blind readers."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from reports.render.shapes import DASHES, WIDTHS
from reports.render.tokens import PAPER, load_tokens, use_custom_properties
from tests.conftest import ROOT

HEX = re.compile(r"""(?<!&)#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![0-9a-zA-Z_-])""")
GROUNDS = ("bg", "surface", "sunken")
TEXT = {
    "ink": (*GROUNDS, "mark", "mark2", "mark3", "accent-soft", "accusation-soft", "denied-soft", "shared"),
    "soft": (*GROUNDS, "land", "far", "sea", "shared"),
    "accent": (*GROUNDS, "accent-soft"),
    "link": GROUNDS,
    "accusation": (*GROUNDS, "accusation-soft"),
    "denied": (*GROUNDS, "denied-soft"),
    "green": GROUNDS,
    "violet": GROUNDS,
}
"""Colours of text, with the grounds on which pages and pictures set it: at least 4.5 to 1."""
LINES = {
    "accent": ("bar",),
    "green": ("bar-event",),
    "violet": ("bar-published",),
    "accusation": ("bar-accusation",),
    "ink": ("bar-finding",),
    "focus": GROUNDS,
    "thread": ("bg", "surface"),
    "rule": ("bg", "surface"),
}
"""Lines that carry meaning, with what they bound: at least 3 to 1."""
STANDINGS = ("fact", "accusation", "proceeding", "finding", "denied")
# Machado, Oliveira and Fernandes 2009, at full severity, in linear RGB.
SIGHTS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def to_linear(colour: str) -> tuple[float, ...]:
    """The linear RGB of a colour in hexadecimal."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def find_contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""
    lights = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), to_linear(x), strict=True))
                    for x in (one, other))  # fmt: skip
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def to_lab(linear: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour in linear RGB, under D65."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in linear)
    white = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in white)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def find_distance(one: str, other: str, sight: str) -> float:
    """How far two colours are apart (CIE76) for a reader who sees like that; some 2 is just noticeable."""
    labs = [
        to_lab(
            tuple(sum(w * c for w, c in zip(row, to_linear(x), strict=True)) for row in SIGHTS[sight])
        )
        for x in (one, other)
    ]  # fmt: skip
    return float(sum((a - b) ** 2 for a, b in zip(*labs, strict=True)) ** 0.5)


def test_no_colour_stands_anywhere_else() -> None:
    roots = ("reports", "api/static/style", "api/templates", "explorer/src")
    files = [path for root in roots for path in (ROOT / root).rglob("*") if path.is_file()]
    kept = [
        path for path in [*files, *(ROOT / "api/static").glob("*.css")]
        if path.suffix in {".py", ".html", ".css", ".ts", ".tsx", ".typ"}
    ]  # fmt: skip
    assert len(kept) > 80
    found = [
        f"{path.relative_to(ROOT)}: {colour}"
        for path in kept
        for colour in HEX.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "a colour belongs into reports/render/tokens.json"


def test_light_and_dark_name_the_same_colours() -> None:
    tokens = load_tokens()
    assert tokens["light"].keys() == tokens["dark"].keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_lines_can_be_read_on_their_grounds(scheme: str) -> None:
    colours = load_tokens()[scheme]
    pale = [
        (name, ground, round(contrast, 2))
        for needed, pairs in ((4.5, TEXT), (3.0, LINES))
        for name, grounds in pairs.items()
        for ground in grounds
        if (contrast := find_contrast(colours[name], colours[ground])) < needed
    ]
    assert pale == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_standings_stay_apart_for_every_reader(scheme: str, sight: str) -> None:
    """By their colour, or by the dashes or the thickness of their line."""
    colours = load_tokens()[scheme]
    alike = [
        (one, other)
        for one, other in combinations(STANDINGS, 2)
        if find_distance(colours[one], colours[other], sight) < 10
        and (DASHES.get(one), WIDTHS.get(one)) == (DASHES.get(other), WIDTHS.get(other))
    ]
    assert alike == []
    assert find_distance(colours["accusation"], colours["fact"], sight) > 10


def test_colours_that_are_one_on_paper_are_one_in_the_dark() -> None:
    tokens = load_tokens()
    pairs = combinations(tokens["light"], 2)
    split = [
        pair
        for pair in pairs
        if len({tokens["light"][name] for name in pair}) == 1 != len({tokens["dark"][name] for name in pair})
    ]
    assert split == [], "a picture names its colours by their light value alone"


def test_a_picture_on_a_page_names_its_colours() -> None:
    picture = f'<rect fill="{PAPER["ink"]}" stroke="#123456"/>'
    assert use_custom_properties(picture) in {
        f'<rect fill="var(--{name})" stroke="#123456"/>' for name in ("ink", "fact", "finding")
    }
