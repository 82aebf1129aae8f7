"""Positions on the map and drawings of windows: nothing more precise than known, nothing added up."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from graph.model.records import EntityEntry
from reports.content.places import (
    NOWHERE_WORDS,
    Spot,
    compute_centroid,
    describe_spots,
    find_spots,
    load_shapes,
)
from reports.render.axis_svg import LONGEST_GAP, Bar, Track, render_axis_svg
from reports.render.map_svg import CAMBODIA, MOST_AROUND, REGION, Pin, render_map_svg

ENTRIES = {
    entry.id: entry
    for entry in (
        EntityEntry("place/land", "Country", "Land", iso="KH"),
        EntityEntry("place/far", "Country", "Far", iso="TH"),
        EntityEntry("place/shire", "Province", "Shire", within="place/land", iso="KH-20"),
        EntityEntry("place/new-shire", "Province", "New Shire", within="place/land", iso="KH-25"),
        EntityEntry(
            "place/town", "City", "Town", within="place/shire", lat=11.1, lon=106.1, precision="town centre"
        ),
        EntityEntry("place/hamlet", "City", "Hamlet", within="place/land"),
        EntityEntry("compound/gate", "Compound", "Gate", lat=11.2, lon=106.0, precision="building"),
        EntityEntry("compound/hidden", "Compound", "Hidden"),
        EntityEntry("place/round", "Region", "Round", within="place/round"),
    )
}
NAMES = {id_: entry.name for id_, entry in ENTRIES.items()}


def where(id_: str, stated: dict[str, set[str]] | None = None) -> tuple[Spot, ...]:
    return find_spots(id_, ENTRIES, stated or {})


def test_a_point_stands_only_for_what_is_one() -> None:
    assert [s.how for s in where("compound/gate")] == ["point"]
    assert [s.how for s in where("place/town")] == ["town"]
    assert not where("place/town")[0].somewhere


def test_a_site_lies_only_somewhere_in_what_it_is_said_to_be_in() -> None:
    (spot,) = where("compound/hidden", {"compound/hidden": {"place/town"}})
    assert (spot.how, spot.place, spot.somewhere, spot.said) == ("town", "place/town", True, True)
    assert describe_spots((spot,), NAMES) == "somewhere in Town, as a source says"


def test_of_two_places_the_smaller_counts_and_of_two_apart_both() -> None:
    stated = {"compound/hidden": {"place/town", "place/shire", "place/land"}}
    assert [s.place for s in where("compound/hidden", stated)] == ["place/town"]
    stated = {"compound/hidden": {"place/town", "place/far"}}
    assert [s.place for s in where("compound/hidden", stated)] == ["place/town", "place/far"]


def test_what_nobody_places_lies_nowhere_even_where_the_registry_turns_in_a_circle() -> None:
    assert where("compound/hidden") == () == where("place/round") == where("place/unknown")
    assert describe_spots((), NAMES) == NOWHERE_WORDS


def test_a_place_without_whereabouts_is_named_with_what_it_is_within() -> None:
    spots = where("compound/hidden", {"compound/hidden": {"place/hamlet"}})
    assert describe_spots(spots, NAMES) == "in Hamlet, as a source says: somewhere in Land"
    # What is somewhere in a country could be anywhere in it: it has no mark.
    for frame in (CAMBODIA, REGION):
        assert 'class="mark' not in render_map_svg(
            frame, [Pin("compound/hidden", "Hidden", "Compound", spots, "t")]
        )


def test_every_province_has_a_shape_and_a_missing_one_is_drawn_with_its_holder() -> None:
    assert {f"KH-{n}" for n in range(1, 26)} <= load_shapes().keys()
    assert load_shapes()["KH-25"] == load_shapes()["KH-3"]
    lat, lon = compute_centroid("KH-20")
    assert 10.9 < lat < 11.5 and 105.5 < lon < 106.3


def test_a_map_is_whole_and_escapes_what_it_is_told() -> None:
    town = where("place/town")
    evil = Pin("place/town", '<script>"&', "City", town, '"><script>', link='/entity/"><script>')
    tree = ElementTree.fromstring(render_map_svg(CAMBODIA, [evil]))  # noqa: S314 - our own
    assert not [part for part in tree.iter() if part.tag.endswith("script")]
    assert next(part for part in tree.iter() if part.get("href")).get("href") == '/entity/"><script>'


def test_too_many_sites_in_one_place_are_one_mark_with_their_number() -> None:
    spots = where("compound/hidden", {"compound/hidden": {"place/town"}})
    pins = [Pin(f"compound/{n}", f"Site {n}", "Compound", spots, "t") for n in range(MOST_AROUND + 1)]
    assert render_map_svg(CAMBODIA, pins[:-1]).count('class="mark site"') == MOST_AROUND
    assert render_map_svg(CAMBODIA, pins).count('class="mark site"') == 1
    assert f">{MOST_AROUND + 1}</text>" in render_map_svg(CAMBODIA, pins)


def bars(*windows: tuple[str, str]) -> Track:
    return Track("", tuple(Bar(f"bar {n}", "", a, b) for n, (a, b) in enumerate(windows)))


def test_an_open_end_has_an_arrow_and_no_stroke() -> None:
    picture = render_axis_svg("a", "t", [bars(("2026-01-01", ""), ("", "2026-01-20"))])
    first, second = re.findall(r'class="edge figure" d="([^"]+)"', picture)
    assert "L" in first and "L" in second
    closed = render_axis_svg("a", "t", [bars(("2026-01-01", "2026-01-20"))])
    assert "L" not in re.findall(r'class="edge figure" d="([^"]+)"', closed)[0]


def test_days_that_windows_share_are_shaded_and_equal_windows_share_none() -> None:
    separate = [bars(("2026-01-01", "2026-01-05"), ("2026-01-06", "2026-01-09"))]
    same = [bars(("2026-01-01", "2026-01-05"), ("2026-01-01", "2026-01-05"))]
    over = [bars(("2026-01-01", "2026-01-05"), ("2026-01-05", "2026-01-09"))]
    counted = [
        render_axis_svg("a", "t", t, shade=True).count('class="shared"') for t in (separate, same, over)
    ]
    assert counted == [0, 0, 1]


@pytest.mark.parametrize(("days", "squeezed"), [(LONGEST_GAP, 0), (LONGEST_GAP + 40, 1)])
def test_only_a_long_stretch_in_which_nothing_begins_is_squeezed(days: int, squeezed: int) -> None:
    from datetime import date, timedelta  # noqa: PLC0415

    last = date(2026, 1, 1) + timedelta(days=days - 1)
    picture = render_axis_svg("a", "t", [bars(("2026-01-01", last.isoformat()))])
    assert picture.count('class="squeezed"') == squeezed


def test_without_any_day_there_is_no_picture() -> None:
    assert render_axis_svg("a", "t", [bars(("", ""))]) == "" == render_axis_svg("a", "t", [])
