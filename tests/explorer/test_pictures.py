"""Pages in a real Chromium compared with recorded pictures, on the desktop and on a phone, light and dark.

Pictures depend on the browser and on the fonts: pictures/pinned.json names those they were taken with, and on
another machine these tests are left out by name. WRITE_PICTURES=1 takes them again.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tests.api.conftest import Live
from tests.machine import PICTURES, describe_rendering

pytestmark = [
    pytest.mark.browser,
    pytest.mark.pictures,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
PAGES = {
    "home": "/",
    "entity": "/entity/person/chen-zhi",
    "conflicts": "/conflicts",
    "document": "/document/afp-1400-left-2026-01-21",
    "search": "/search?q=deported",
    "figures": "/figures/indonesians-at-embassy-pp",
    "timeline": "/timeline",
    "map": "/map",
}
WINDOWS = {"desktop": (1440, 900), "tablet": (768, 1024), "phone": (390, 844)}
LOOKS = [(page, window, "light") for page in PAGES for window in WINDOWS]
LOOKS += [(page, "desktop", "dark") for page in PAGES]
FAR = 64
"""Out of 255, by how much a channel of a pixel may differ."""
MOST_PIXELS = 0.005
"""Share of the pixels that may differ by more: at half size, letters fall between pixels (0.3 % seen)."""


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_page_looks_as_recorded(
    browser: Browser, live: Live, tmp_path: Path, look: tuple[str, str, Any]
) -> None:
    name, window, scheme = look
    width, height = WINDOWS[window]
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    context = browser.new_context(
        **options, device_scale_factor=0.5, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.goto(live.url + PAGES[name])
    page.wait_for_load_state("networkidle")
    shot = page.screenshot(animations="disabled", caret="hide")
    context.close()
    recorded = PICTURES / f"{name}-{window}-{scheme}.png"
    if os.environ.get("WRITE_PICTURES"):
        recorded.write_bytes(shot)
    difference = compare(recorded.read_bytes(), shot)
    if difference > MOST_PIXELS:
        (tmp_path / recorded.name).write_bytes(shot)
    assert difference <= MOST_PIXELS, (
        f"{difference:.2%} of {recorded.name} differs: {tmp_path / recorded.name}"
    )


def compare(first: bytes, second: bytes) -> float:
    """The share of pixels that differ by more than FAR in a channel; 1 for pictures of different sizes."""
    one, other = (Image.open(io.BytesIO(data)).convert("RGB") for data in (first, second))
    if one.size != other.size:
        return 1.0
    channels = ImageChops.difference(one, other).split()
    far = [channel.point(lambda value: 255 if value > FAR else 0) for channel in channels]
    either = ImageChops.lighter(ImageChops.lighter(far[0], far[1]), far[2])
    return either.histogram()[255] / (one.width * one.height)


def test_a_changed_picture_is_noticed() -> None:
    recorded = next(PICTURES.glob("home-desktop-light.png")).read_bytes()
    picture = Image.open(io.BytesIO(recorded)).convert("RGB")
    picture.paste((163, 54, 26), (40, 40, 100, 80))
    changed = io.BytesIO()
    picture.save(changed, "PNG")
    assert compare(recorded, changed.getvalue()) > MOST_PIXELS
    assert compare(recorded, recorded) == 0.0


def test_the_pictures_were_taken_with_what_is_pinned() -> None:
    pinned = json.loads((PICTURES / "pinned.json").read_text("utf-8"))
    assert pinned == describe_rendering()
