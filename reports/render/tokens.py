"""The visual language of pages, pictures, and reports: colours, type scale, and spacing, from tokens.json.

Colours have a light and a dark form. Pages get them as CSS custom properties (`--ink`), pictures and reports
as values of the light form. tests/reports/test_tokens.py checks their contrast (WCAG 2.2, AA) and how far
standings stay apart for readers who are colour-blind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def load_tokens() -> Mapping[str, Mapping[str, str]]:
    """Return the tokens by group: `light` and `dark` colours, and `shape`."""
    text = files("reports").joinpath("render", "tokens.json").read_text(encoding="utf-8")
    return MappingProxyType({group: MappingProxyType(tokens) for group, tokens in json.loads(text).items()})


PAPER = load_tokens()["light"]
"""Colours on paper: of pictures and reports."""
_COLOUR = re.compile(r'="(#[0-9a-f]{6})"')
_NAMES = {colour: name for name, colour in reversed(list(PAPER.items()))}


def render_tokens_css() -> str:
    """Render the tokens as custom properties; a reader's colour scheme chooses between light and dark."""
    tokens = load_tokens()
    light = _render_properties({**tokens["shape"], **tokens["light"]})
    dark = _render_properties(tokens["dark"])
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{_render_properties(tokens['light'])}}}}}\n"
    )


def _render_properties(tokens: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())


def use_custom_properties(svg: str) -> str:
    """Return a picture whose colours are custom properties, so that a page shows it light or dark.

    Tokens that share a light colour share the dark one, so that the first of them serves.
    """
    return _COLOUR.sub(lambda match: f'="var(--{_NAMES[match[1]]})"' if match[1] in _NAMES else match[0], svg)
