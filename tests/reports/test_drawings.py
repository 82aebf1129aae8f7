"""Positions on the map and drawings of windows: nothing more precise than known, nothing added up."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from graph.model.records import EntityEntry
from graph.store.store import Store
from reports.content.build import build_report
from reports.content.chains import NO_CONNECTION
from reports.content.model import Line, Network, Node
from reports.content.places import (
    NOWHERE_WORDS,
    Spot,
    compute_centroid,
    describe_spots,
    find_spots,
    load_shapes,
)
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.axis_svg import LONGEST_GAP, Bar, Track, render_axis_svg
from reports.render.map_svg import CAMBODIA, MOST_AROUND, REGION, Pin, render_map_svg
from reports.render.network_plan import MOST_NODES, Picture, plan_picture, select_ids
from reports.render.network_svg import render_network_svg, render_picture_svg
from reports.render.shapes import STYLE_WORDS
from reports.render.text_width import compute_width
from tests.reports.conftest import made

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


def measure_texts(svg: ElementTree.Element) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The words and the box of every text of a picture of a network or of an axis."""
    boxes = []
    default = float(svg.get("font-size", "16"))
    for text in svg.iter("{http://www.w3.org/2000/svg}text"):
        size = float(text.get("font-size", default))
        words = "".join(text.itertext())
        width = compute_width(words, size, bold=text.get("font-weight") == "700")
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        left = {"middle": x - width / 2, "end": x - width}.get(text.get("text-anchor", ""), x)
        boxes.append((words, (left, y - 0.8 * size, left + width, y + 0.22 * size)))
    return boxes


def has_overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] - 0.1 and b[0] < a[2] - 0.1 and a[1] < b[3] - 0.1 and b[1] < a[3] - 0.1


def check_picture(picture: Picture) -> None:
    """Check that no text or box of a picture overlaps another or leaves it, and that it can be read."""
    svg = ElementTree.fromstring(render_picture_svg(picture))  # noqa: S314 - our own
    left, top, width, height = map(float, svg.get("viewBox", "").split())
    points = 17 / 2.54 * 72 / width
    texts = measure_texts(svg)
    areas = [(box.node.name, box.area) for box in picture.scene.boxes]
    for words, (x1, y1, x2, y2) in (*texts, *areas):
        assert left <= x1 and x2 <= left + width and top <= y1 and y2 <= top + height, words
    for (name_a, a), (name_b, b) in combinations(texts, 2):
        assert not has_overlap(a, b), (name_a, name_b)
    for (name_a, a), (name_b, b) in combinations(areas, 2):
        assert not has_overlap(a, b), (name_a, name_b)
    labels = [e for e in svg.iter("{http://www.w3.org/2000/svg}text") if e.get("class") != "name"]
    outside = [
        box for e, box in zip(svg.iter("{http://www.w3.org/2000/svg}text"), texts, strict=True) if e in labels
    ]
    for words, box in outside:
        for name, area in areas:
            assert not has_overlap(box, area), (words, name)
    for text in svg.iter("{http://www.w3.org/2000/svg}text"):
        assert float(text.get("font-size", svg.get("font-size", "0"))) * points >= 7
    for box in picture.scene.boxes:
        assert " ".join(box.lines).replace(" ", "") == box.node.name.replace(" ", "")
        for line in box.lines:
            assert compute_width(line, 16, bold=box.node.asked) <= box.area[2] - box.area[0]


WORDS = (
    "announced or imposed sanctions on", "took part in a joint operation with", "heads", "came to",
    "is allegedly complicit or involved in", "are said to have admitted involvement with",
)  # fmt: skip
LONG_NAMES = (
    "The 1,440 Indonesians of 16 to 20 January 2026 (text of 21 January)",
    "Releases and departures from scam sites in Cambodia, January 2026",
    "Indonesia's Ministry for the Protection of Migrant Workers", "Li", "陈志太子集团柬埔寨园区",
    "Regierungsverantwortungsträgerschaft", "ក្រុមហ៊ុន ព្រីនស៍", "مجموعة الأمير القابضة",
)  # fmt: skip
KINDS = ("Person", "Company", "City", "Cohort", "Event")


def generate_network(nodes: int, ties: int, seed: int, *, asked: int = 1) -> Network:
    """A network with long names and labels, and ties between any two."""
    chance = random.Random(seed)
    made = tuple(
        Node(
            f"thing/{n:02}",
            f"{LONG_NAMES[(n + seed) % len(LONG_NAMES)]} {n}",
            KINDS[n % len(KINDS)],
            n < asked,
        )
        for n in range(nodes)
    )
    lines = []
    for n in range(ties):
        start, end = chance.sample(range(nodes), 2)
        style = chance.choice([*STYLE_WORDS])
        words = chance.choice(WORDS)
        lines.append(
            Line(f"fact/{n}", f"thing/{start:02}", f"thing/{end:02}", words, "s", style, n % 2 > 0, (n,))
        )
    return Network(made, tuple(lines))


@pytest.mark.parametrize("nodes", range(2, 15))
def test_no_text_of_a_picture_overlaps_another(nodes: int) -> None:
    for seed, ties in enumerate((1, nodes - 1, nodes, 2 * nodes, nodes * nodes)):
        for asked in (0, 1, 2):
            picture = plan_picture(generate_network(nodes, ties, seed, asked=asked))
            assert picture
            check_picture(picture)


@pytest.mark.parametrize("length", range(2, 10))
def test_no_text_of_a_chain_overlaps_another(length: int) -> None:
    base = generate_network(length, 3 * length, length)
    links = tuple(
        Line(f"fact/c{n}", f"thing/{n:02}", f"thing/{n + 1:02}", WORDS[n % 6], "s", "fact", True, ())
        for n in range(length - 1)
    )
    chain = tuple(node.id for node in base.nodes)
    network = dataclasses.replace(
        base, lines=(*base.lines, *links), chains=(chain, chain), no_tie="None is a tie."
    )
    picture = plan_picture(network)
    assert picture
    check_picture(picture)
    assert picture.caption == "None is a tie."
    assert len(picture.scene.boxes) == 2 * length


def test_the_pictures_of_reports_have_no_overlap(loaded: Store, name: str) -> None:
    picture = plan_picture(made(loaded, name)[2].network)
    if picture:
        check_picture(picture)


def test_a_path_without_a_tie_shows_the_nearest_chain_and_says_why_it_is_none(loaded: Store) -> None:
    selection = create_selection_builder(loaded).select_path("Prince Group", "Bavet")
    report = build_report(selection, load_closure(loaded, selection.claims, None))
    assert report.empty
    picture = plan_picture(report.network)
    assert picture
    check_picture(picture)
    names = [box.node.name for box in picture.scene.boxes]
    assert (names[0], names[-1]) == ("Prince Group", "Bavet")
    assert picture.caption == NO_CONNECTION
    for start, end in pairwise(report.network.chains[0]):
        assert any({line.start, line.end} == {start, end} and line.notes for line in report.network.lines)


def test_the_legend_names_only_what_the_picture_has() -> None:
    nodes = Node("person/a", "A", "Person", True), Node("company/b", "B", "Company", False)
    lines = (Line("fact/1", "person/a", "company/b", "allegedly runs", "s", "accusation", False, ()),)
    svg = render_network_svg(Network(nodes, lines))
    assert "accusation, not a finding" in svg and "person" in svg and "organisation" in svg
    assert "proceeding" not in svg and "event" not in svg and "denied" not in svg


def test_facts_between_two_are_one_line_with_three_labels_and_a_count() -> None:
    nodes = Node("person/a", "A", "Person", True), Node("company/b", "B", "Company", False)
    lines = tuple(
        Line(f"fact/{n}", "person/a", "company/b", f"verb {n}", "s", "fact", True, ()) for n in range(5)
    )
    accused = Line("fact/x", "person/a", "company/b", "allegedly robbed", "s", "accusation", False, ())
    picture = plan_picture(Network(nodes, (*lines, accused)))
    assert picture
    labels = {route.tie.style: route.tie.labels for route in picture.scene.routes}
    assert labels["fact"] == ("verb 0", "verb 1", "verb 2", "and 2 more")
    assert labels["accusation"] == ("allegedly robbed",)


def test_the_nearest_to_what_is_asked_about_are_drawn_first() -> None:
    nodes = tuple(Node(f"person/{n:02}", f"P{n}", "Person", n == 20) for n in range(40))
    lines = tuple(
        Line(f"fact/{n}", f"person/{n:02}", f"person/{n + 1:02}", "met", "s", "fact", True, (n,))
        for n in range(39)
    )
    ids = select_ids(Network(nodes, lines))
    assert len(ids) == MOST_NODES
    assert {f"person/{n}" for n in range(15, 26)} <= ids


def test_a_denied_number_is_struck_through_and_the_legend_says_so() -> None:
    track = Track("", (Bar("5 people", "A; B", "2026-01-01", "2026-01-02", denied=True),))
    picture = render_axis_svg("a", "t", [track])
    assert "Denied: 5 people" in picture and 'class="strike"' in picture and ">denied<" in picture
    plain = render_axis_svg("a", "t", [bars(("2026-01-01", "2026-01-20"))])
    assert "strike" not in plain and "denied" not in plain


def test_speakers_of_a_number_are_whole_words_and_the_rest_is_counted() -> None:
    speakers = "; ".join(f"the Ministry of Foreign Affairs, as reported by paper {n}" for n in range(6))
    picture = render_axis_svg("a", "t", [Track("", (Bar("5", speakers, "2026-01-01", "2026-01-02"),))])
    assert "…" not in picture
    words = " ".join(re.findall(r">([^<>]+)</text>", picture))
    assert re.search(r"as reported by paper \d; and \d more", words)
    svg = ElementTree.fromstring(picture)  # noqa: S314 - our own
    for (a, box_a), (b, box_b) in combinations(measure_texts(svg), 2):
        assert not has_overlap(box_a, box_b), (a, b)


def place_texts(
    element: ElementTree.Element, at: tuple[float, float]
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The words and the box of each text of a map, moved as its groups are."""
    moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
    x, y = (at[0] + float(moved[1]), at[1] + float(moved[2])) if moved else at
    if element.tag.endswith("text"):
        wrapper = ElementTree.Element("svg", {"font-size": "18"})
        wrapper.append(element)
        ((words, (left, top, right, bottom)),) = measure_texts(wrapper)
        yield words, (left + x, top + y, right + x, bottom + y)
    for child in element:
        yield from place_texts(child, (x, y))


def test_labels_of_a_map_do_not_overlap_and_its_legend_has_only_its_marks() -> None:
    town, site = where("place/town"), where("compound/hidden", {"compound/hidden": {"place/town"}})
    pins = [Pin("place/town", "Town", "City", town, "t")]
    pins += [Pin(f"compound/{n}", f"Long name of a site {n}", "Compound", site, "t") for n in range(6)]
    picture = render_map_svg(CAMBODIA, pins)
    svg = ElementTree.fromstring(picture)  # noqa: S314 - our own
    texts = list(place_texts(svg, (0.0, 0.0)))
    assert sum(words.startswith("Long name") for words, _ in texts) >= 2
    for (a, box_a), (b, box_b) in combinations(texts, 2):
        assert not has_overlap(box_a, box_b), (a, b)
    assert "centre of a town" in picture and "somewhere in that place" in picture
    assert "exact position" not in picture and "a province" not in picture
    assert "exact position" in render_map_svg(
        CAMBODIA, [Pin("compound/gate", "Gate", "Compound", where("compound/gate"), "t")]
    )
