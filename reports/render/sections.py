"""Parts of a report as blocks, one function a part. The words are those of the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from graph.rules.conflicts.registry import find_rule_title
from reports.content.model import CitedText, ConflictBlock, FigureLine, Network, Report, Section, Statement
from reports.content.statements import NO_ANSWER
from reports.render.blocks import (
    Block,
    Heading,
    Item,
    Items,
    Paragraph,
    Picture,
    Pictures,
    Table,
    Text,
)
from reports.render.map_pins import build_pins
from reports.render.map_svg import FRAMES, NOTE, render_map_svg, select_pins
from reports.render.network_plan import plan_picture
from reports.render.network_svg import render_figures_svg, render_picture_svg

_STANDINGS = {"fact": "as reported", "event": "part in an event", "together": "named together"}
"""Words for the standing of a tie; other standings are words themselves."""
NOT_TO_BE_ADDED = (
    "Each number has its own days. Add none to another unless a source says that it is a part of it."
)
MOST_CONFLICTS = 3
"""Maximum number of disagreements before the appendix."""
MOST_OF_AN_ENTITY = 2
"""The same for an entity, whose first pages are two."""
MOST_MARKS = 3
"""Maximum number of notes at a line of a picture."""
MOST_PER_HOP = 2
"""Maximum number of statements of a hop before the appendix."""


def build_summary(report: Report, level: int) -> Iterator[Block]:
    """Return the sentences that matter most."""
    yield Heading(level, "In brief", "summary")
    items = (
        Item(
            Text(item.said.text, item.said.notes, item.label),
            (*map(_build_text, item.others), *_list_answers(item.answer, item.label)),
        )
        for item in report.summary
    )
    yield Items(tuple(items), "summary")
    yield from (Paragraph(Text(caution), "small") for caution in report.cautions)


def build_hops(report: Report, level: int) -> Iterator[Block]:
    """Return the hops of the best path, or of the nearest chain."""
    if report.hops:
        yield Heading(level, "What the sources say at each hop", "hops")
    for section in report.hops:
        yield Heading(level + 1, section.heading)
        yield from (Paragraph(Text(note), "small") for note in section.notes)
        yield Items(tuple(map(_build_item, section.statements[:MOST_PER_HOP])), "statements")
        if (more := len(section.statements) - MOST_PER_HOP) > 0:
            yield Paragraph(Text(f"{more:,} more in the appendix."), "small")


def build_statements(report: Report, level: int) -> Iterator[Block]:
    """Return every statement, by class or hop."""
    sections = (*_list_cut_hops(report), *report.sections)
    if sections:
        yield Heading(level, "All statements" if not report.hops else "Further statements", "statements")
    for section in sections:
        yield Heading(level + 1, section.heading)
        yield from (Paragraph(Text(note), "small") for note in section.notes)
        yield Items(tuple(map(_build_item, section.statements)), "statements")


def _list_cut_hops(report: Report) -> Iterator[Section]:
    """List what the hops on the first pages leave out."""
    for section in report.hops:
        if rest := section.statements[MOST_PER_HOP:]:
            yield Section(section.heading, section.notes, rest)


def _build_item(statement: Statement) -> Item:
    links = tuple((f"D{number}", f"conflict-{number}") for number in statement.conflicts)
    text = Text(statement.sentence, statement.notes, tail=_describe_standing(statement), links=links)
    children = [_build_text(cited) for cited in (*statement.others, *statement.differences)]
    children += [Text(cited.text, cited.notes, "Denied:") for cited in statement.denials]
    children += _list_answers(statement.answer, "Accusation")
    return Item(text, tuple(children), statement.standing)


def _build_text(cited: CitedText) -> Text:
    return Text(cited.text, cited.notes)


def _describe_standing(statement: Statement) -> str:
    """Return what a reader must know beside the sentence: "accusation; 2 documents, 1 origin"."""
    standing = "" if statement.standing == "fact" else statement.standing
    return "; ".join(text for text in (standing, statement.support) if text)


def _list_answers(answers: Iterable[CitedText], label: str) -> Iterator[Text]:
    for answer in answers:
        lead = "" if answer.text == NO_ANSWER else "Answer:" if label == "Accusation" else "Denied:"
        yield Text(answer.text, answer.notes, lead)


def build_remarks(report: Report, level: int) -> Iterator[Block]:
    """Return denials of the accused that answer none of the accusations."""
    if report.remarks:
        yield Heading(level, "Other denials by the accused", "remarks")
        yield Items(tuple(Item(Text(cited.text, cited.notes)) for cited in report.remarks))


def build_network(report: Report, level: int) -> Iterator[Block]:
    """Return the picture of the ties, or of the best chain of a path."""
    if picture := plan_picture(_choose_drawn(report.network)):
        title = "Network"
        if report.network.chains:
            title = "The nearest chain, which is not a connection" if report.empty else "The best path"
        yield Heading(level, title, "network")
        drawing = Picture(
            "network", partial(render_picture_svg, picture), f"{report.network.size}, listed in the appendix"
        )
        chosen = f"{picture.caption} The appendix lists all." if picture.is_cut else picture.caption
        yield Pictures((drawing,), chosen)


def _choose_drawn(network: Network) -> Network:
    """Return the network with its best chain, and with the notes of statements that only name two ends."""
    lines = tuple(
        replace(line, words=f"{line.words} {''.join(f'[{n}]' for n in line.notes[:MOST_MARKS])}")
        if line.style == "together"
        else line
        for line in network.lines
    )
    return replace(network, lines=lines, chains=network.chains[:1])


def build_ties(report: Report, level: int) -> Iterator[Block]:
    """Return every tie of the picture as a table."""
    names = {node.id: node.name for node in report.network.nodes}
    rows = tuple(
        (
            Text(names[line.start]),
            Text(line.words, line.notes),
            Text(names[line.end]),
            Text(_STANDINGS.get(line.style, line.style)),
        )
        for line in report.network.lines
    )
    if rows:
        yield Heading(level, "All ties", "ties")
        yield Table("Every tie of this report", ("From", "Tie", "To", "Standing"), rows)


def build_figures(report: Report, level: int) -> Iterator[Block]:
    """Return numbers, each with its own days: as sentences, so that nobody adds up a column."""
    if report.figures:
        yield Heading(level, "Figures", "figures")
        yield Paragraph(Text(NOT_TO_BE_ADDED), "small")
    for number, block in enumerate(report.figures):
        yield Heading(level + 1, block.name)
        yield from [Paragraph(Text(block.scope), "small")] if block.scope else []
        if sum(bool(line.window_from or line.window_to) for line in block.lines) > 1:
            alt = f"{block.name}: numbers on their days, as listed below"
            picture = Picture(f"figures-{number}", partial(render_figures_svg, block, number), alt)
            yield Pictures((picture,), "")
        yield Items(tuple(map(_build_figure, block.lines)), "small")


def _build_figure(line: FigureLine) -> Item:
    first, *others = (Text(cited.text, cited.notes) for cited in line.said)
    return Item(replace(first, lead=f"{line.window}: {line.number}.", tail=line.support), tuple(others))


def build_timeline(report: Report, level: int) -> Iterator[Block]:
    """Return dated facts by time."""
    if report.timeline:
        yield Heading(level, "Timeline", "timeline")
        lines = (Item(Text(line.said.text, line.said.notes, f"{line.when}:")) for line in report.timeline)
        yield Items(tuple(lines), "small")


def build_map(report: Report, level: int) -> Iterator[Block]:
    """Return maps of the places and where each lies."""
    if not report.places:
        return
    yield Heading(level, "Map", "map")
    pins = build_pins(report.places)
    frames = [frame for frame in FRAMES if select_pins(frame, pins)]
    pictures = tuple(
        Picture(
            f"map-{frame.name}",
            partial(render_map_svg, frame, pins),
            f"{frame.title}, as listed below",
            frame.print_width,
        )
        for frame in frames
    )
    if pictures:
        yield Pictures(pictures, NOTE)
    rows = ((Text(p.name, p.notes), Text(p.kind), Text(p.where), Text(p.support)) for p in report.places)
    caption = "Where each place and site lies, as precisely as is known"
    yield Table(caption, ("What", "Kind", "Where", "Support"), tuple(rows))


def build_conflicts(report: Report, level: int) -> Iterator[Block]:
    """Return the disagreements that matter most; one that the summary explains is not explained again."""
    conflicts = report.conflicts[: _count_first_conflicts(report)]
    explained = {item.said.text for item in report.summary}
    if conflicts:
        yield Heading(level, "Where sources differ", "conflicts")
        yield Items(tuple(_build_conflict(conflict, explained) for conflict in conflicts))
    if (more := len(report.conflicts) - len(conflicts)) > 0:
        yield Paragraph(Text(f"{more:,} more in the appendix."), "small")


def build_further_conflicts(report: Report, level: int) -> Iterator[Block]:
    """Return the disagreements that `build_conflicts` leaves out."""
    if conflicts := report.conflicts[_count_first_conflicts(report) :]:
        yield Heading(level, "Further differences", "further-conflicts")
        yield Items(tuple(_build_conflict(conflict, ()) for conflict in conflicts), "small")


def _count_first_conflicts(report: Report) -> int:
    return MOST_OF_AN_ENTITY if report.kind == "entity" else MOST_CONFLICTS


def _build_conflict(conflict: ConflictBlock, explained: Collection[str]) -> Item:
    title = find_rule_title(conflict.kind)
    sides = (Text(side.text, side.notes) for side in conflict.sides)
    settle = Text(f"{conflict.settles} Ask: {conflict.ask}. {conflict.judgement}", lead="To settle it:")
    explanation = "" if conflict.explanation in explained else conflict.explanation
    text = Text(explanation, lead=f"D{conflict.number}. {title}.")
    return Item(text, (*sides, settle), anchor=f"conflict-{conflict.number}")


def build_absences(report: Report, level: int) -> Iterator[Block]:
    """Return what no source states."""
    if report.not_stated:
        yield Heading(level, "What no source states", "not-stated")
        yield Items(tuple(Item(Text(cited.text, cited.notes)) for cited in report.not_stated))
