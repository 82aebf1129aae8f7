"""A report as one self-contained HTML file, without external scripts, fonts, or pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.content.model import Report
from reports.render.bidi import isolate_rtl
from reports.render.map_pins import build_pins
from reports.render.map_svg import FRAMES, NOTE, render_map_svg, select_pins
from reports.render.network_plan import plan_picture
from reports.render.network_svg import render_figures_svg, render_picture_svg


class FootnoteMarks:
    """Footnote marks in the text, each with its own id as a target for links back."""

    def __init__(self) -> None:
        self._uses: dict[int, int] = defaultdict(int)

    def __call__(self, notes: Iterable[int]) -> Markup:
        """Return the marks of these footnotes, as they follow a sentence."""
        return Markup("").join(self._build_mark(number) for number in notes)

    def _build_mark(self, number: int) -> Markup:
        self._uses[number] += 1
        return Markup(
            '<sup><a id="ref-{n}-{u}" href="#fn-{n}" aria-label="Footnote {n}">[{n}]</a></sup>'
        ).format(n=number, u=self._uses[number])

    def list_uses(self, number: int) -> range:
        """Return the numbers of the marks of a footnote so far, counted from 1."""
        return range(1, self._uses[number] + 1)


def _isolate_text(value: object) -> object:
    """Isolate right-to-left words of a text; markup and addresses stay as they are."""
    if isinstance(value, str) and not isinstance(value, Markup) and "://" not in value:
        return isolate_rtl(value)
    return value


def render_html(report: Report) -> str:
    """Render the whole report as one HTML page."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_isolate_text,
    )
    picture = plan_picture(report.network)
    on_map = build_pins(report.places)
    return environment.get_template("report.html").render(
        r=report,
        marks=FootnoteMarks(),
        names={node.id: node.name for node in report.network.nodes},
        picture=Markup(render_picture_svg(picture)) if picture else "",  # noqa: S704 - escaped in there
        bars=[Markup(render_figures_svg(block, n)) for n, block in enumerate(report.figures)],  # noqa: S704
        maps=[Markup(render_map_svg(frame, on_map)) for frame in FRAMES if select_pins(frame, on_map)],  # noqa: S704
        map_note=NOTE,
        picture_caption=picture.caption if picture else "",
    )
