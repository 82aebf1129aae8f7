"""A report as one HTML file that needs nothing beside it: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.content.model import Report
from reports.render.map_pins import pins
from reports.render.map_svg import FRAMES, NOTE, drawn_in, map_svg
from reports.render.network_svg import MOST_NODES, figures_svg, network_svg


class Marks:
    """Marks of footnotes in the text, each with an id of its own to come back to."""

    def __init__(self) -> None:
        self._uses: dict[int, int] = defaultdict(int)

    def __call__(self, notes: Iterable[int]) -> Markup:
        """The marks of these footnotes, as they stand behind a sentence."""
        return Markup("").join(self._mark(number) for number in notes)

    def _mark(self, number: int) -> Markup:
        self._uses[number] += 1
        return Markup(
            '<sup><a id="ref-{n}-{u}" href="#fn-{n}" aria-label="Footnote {n}">[{n}]</a></sup>'
        ).format(n=number, u=self._uses[number])

    def uses(self, number: int) -> range:
        """The marks that a footnote has had so far, counted from 1."""
        return range(1, self._uses[number] + 1)


def html(report: Report) -> str:
    """The whole report as one HTML page."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pictured = bool(report.network.lines) and len(report.network.nodes) <= MOST_NODES
    on_map = pins(report.places)
    return environment.get_template("report.html").render(
        r=report,
        marks=Marks(),
        names={node.id: node.name for node in report.network.nodes},
        picture=Markup(network_svg(report.network)) if pictured else "",  # noqa: S704 - escaped in there
        bars=[Markup(figures_svg(block, n)) for n, block in enumerate(report.figures)],  # noqa: S704
        maps=[Markup(map_svg(frame, on_map)) for frame in FRAMES if drawn_in(frame, on_map)],  # noqa: S704
        map_note=NOTE,
        most_nodes=MOST_NODES,
    )
