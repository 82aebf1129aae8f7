"""Selections: what a report or bundle is about, and the words of its title and question.

The words are made here from ids and names alone, so that a bundle's title and question can be made again
from its records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from graph.rules.conflicts.registry import find_rule_title
from queries.wording.answer_sentence import render_sentence

if TYPE_CHECKING:
    from graph.rules.as_of import AsOf
    from queries.browse.scope import NameRedactor

Kind = Literal["entity", "path", "event", "series", "conflict", "ask", "ids", "everything"]


class NameForms(NamedTuple):
    """The name of something in tables and headings, and inside a sentence."""

    name: str
    in_sentence: str


@dataclass(frozen=True, slots=True)
class NameReading:
    """A typed name that needs a remark: what it was taken for, and what else it can mean.

    `spelled_for` is the name of which it is a spelling, "" for an exact name. `others` are ids of other
    entities that have the name.
    """

    text: str
    id: str
    spelled_for: str = ""
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.others:
            return f" “{self.text}” can also mean {' or '.join(self.others)}."
        return f" “{self.text}” is taken for {self.spelled_for}."


@dataclass(frozen=True, slots=True)
class Group:
    """Claims to present in one section, under the heading that selected them.

    A hop of a path has the number of its path, counted from 1, and the ids of its two ends.
    """

    heading: str
    claims: tuple[str, ...]
    notes: tuple[str, ...] = ()
    path: int = 0
    start: str = ""
    end: str = ""


class Heading(NamedTuple):
    """The title and the question of a selection."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The subject of a report and the claims that answer it; empty if none does.

    `about` are the entities it is about; `groups` are set if the question orders its claims (a path's
    hops). `answer` has the sentences of the answer itself, and `cautions` what qualifies it. `is_nearest`
    says that nothing answers, and that the claims are those of the nearest thing that is known.

    Title and question can be made again from `item`, the id of the one thing selected, `ids`, the ids of a
    selection by ids, `query` and `params`, the named question and its parameters as shown, and `readings`,
    the remarks on typed names.
    """

    kind: Kind
    title: str
    question: str
    claims: tuple[str, ...]
    about: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    answer: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    is_nearest: bool = False
    moment: AsOf | None = None
    item: str = ""
    ids: tuple[str, ...] = ()
    query: str = ""
    params: tuple[tuple[str, str], ...] = ()
    readings: tuple[NameReading, ...] = ()


EVERYTHING = Heading("The whole graph", "What do the sources say?")


def describe_entity(named: NameForms, readings: Iterable[NameReading] = ()) -> Heading:
    """Describe the selection of an entity and its surroundings."""
    question = f"What do the sources say about {named.in_sentence}?"
    return Heading(named.name, question + _join_remarks(readings))


def describe_path(
    names: Sequence[NameForms], readings: Iterable[NameReading] = (), *, is_nearest: bool = False
) -> Heading:
    """Describe the selection of the paths between two entities; `is_nearest` says that there is none.

    A title that names the two without a word would suggest a connection.
    """
    start, end = names
    question = f"Does any source connect {start.in_sentence} with {end.in_sentence}, and by which steps?"
    title = f"{start.name} and {end.name}"
    if is_nearest:
        title = f"No source connects {start.in_sentence} with {end.in_sentence}"
    return Heading(title, question + _join_remarks(readings))


def describe_event(named: NameForms, readings: Iterable[NameReading] = ()) -> Heading:
    """Describe the selection of the claims about an event."""
    question = f"What do the sources say about the event “{named.name}”?"
    return Heading(named.name, question + _join_remarks(readings))


def describe_series(named: NameForms, readings: Iterable[NameReading] = ()) -> Heading:
    """Describe the selection of the numbers of a series."""
    question = f"Which numbers do the sources give for “{named.name}”, and for which days?"
    return Heading(named.name, question + _join_remarks(readings))


def describe_conflict(kind: str) -> Heading:
    """Describe the selection of the sides of a conflict."""
    question = "What does each side of this disagreement say, and what would settle it?"
    return Heading(find_rule_title(kind), question)


def describe_question(title: str, heading: str, params: Iterable[tuple[str, str]]) -> Heading:
    """Describe the selection of the claims that answer a named question with this title and heading.

    `params` are the parameters that were given, as shown.
    """
    given = dict(params)
    shown_params = "; ".join(f"{key}: {value}" for key, value in given.items())
    filled = render_sentence(heading, given, {}, {})
    question = filled or f"{title}{f' ({shown_params})' if shown_params else ''}"
    return Heading(filled or title, question)


def describe_ids(ids: Sequence[str]) -> Heading:
    """Describe a selection by ids."""
    title = f"{len(ids)} selected ids" if len(ids) > 1 else ids[0]
    return Heading(title, f"What do the sources say about these: {', '.join(ids)}?")


def list_group_claims(groups: Iterable[Group]) -> tuple[str, ...]:
    """Return the claims of groups in their order, each once."""
    return tuple(dict.fromkeys(claim for group in groups for claim in group.claims))


def redact_selection(selection: Selection, names: NameRedactor) -> Selection:
    """Return the selection with these names removed from its words."""
    return replace(
        selection,
        title=names.redact(selection.title),
        question=names.redact(selection.question),
        groups=tuple(
            replace(group, heading=names.redact(group.heading), notes=tuple(names.redact(group.notes)))
            for group in selection.groups
        ),
        answer=tuple(names.redact(selection.answer)),
        cautions=tuple(names.redact(selection.cautions)),
        params=tuple((name, names.redact(value)) for name, value in selection.params),
        readings=tuple(_redact_reading(reading, names) for reading in selection.readings),
    )


def _redact_reading(reading: NameReading, names: NameRedactor) -> NameReading:
    return replace(reading, text=names.redact(reading.text), spelled_for=names.redact(reading.spelled_for))


def replace_heading(selection: Selection, heading: Heading) -> Selection:
    """Return the selection with this title and question."""
    return replace(selection, title=heading.title, question=heading.question)


def keep_claims(selection: Selection, claims: Mapping[str, object]) -> Selection:
    """Return the selection without the claims that are not among `claims`."""
    return replace(
        selection,
        claims=tuple(id_ for id_ in selection.claims if id_ in claims),
        groups=tuple(
            replace(group, claims=tuple(id_ for id_ in group.claims if id_ in claims))
            for group in selection.groups
        ),
    )


def _join_remarks(readings: Iterable[NameReading]) -> str:
    return "".join(map(str, readings))
