"""Options that select a part of the graph, for reports and bundles, and loading that part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

import typer

from cli.completion.entities import complete_entities, complete_events, complete_series
from cli.completion.questions import complete_questions
from cli.open_store import open_as_is, report_unfinished
from cli.options import parse_pairs
from graph.model.errors import UsageError
from graph.store.store import Store
from graph.store.wholeness import check_wholeness
from queries.browse.scope import load_protected_names
from reports.part.closure import Closure
from reports.part.closure_reader import load_closure
from reports.part.selection import Selection, create_selection_builder, redact_selection

EntityOption = Annotated[
    str | None,
    typer.Option(
        "--entity",
        help="Cover an entity and its surroundings.",
        autocompletion=complete_entities,
        show_default=False,
    ),
]
PathOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--path",
        metavar="A B",
        help="Cover the best paths between two entities.",
        autocompletion=complete_entities,
        show_default=False,
    ),
]
EventOption = Annotated[
    str | None,
    typer.Option("--event", help="Cover an event.", autocompletion=complete_events, show_default=False),
]
SeriesOption = Annotated[
    str | None,
    typer.Option(
        "--series", help="Cover a series of figures.", autocompletion=complete_series, show_default=False
    ),
]
ConflictOption = Annotated[
    str | None, typer.Option("--conflict", help="Cover the conflict with this id.", show_default=False)
]
AskOption = Annotated[
    str | None,
    typer.Option(
        "--ask",
        metavar="NAME",
        help="Cover the answer to a named question.",
        autocompletion=complete_questions,
        show_default=False,
    ),
]
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", help="With --ask: set a parameter, NAME=VALUE.", show_default=False),
]
IdOption = Annotated[
    list[str] | None,
    typer.Option("--id", help="Cover what has this id; repeat for several.", show_default=False),
]
PartProtectedOption = Annotated[
    bool, typer.Option("--include-protected", help="Include single people who may be victims.")
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Overwrite an existing file; write even if the graph is not complete."),
]


@dataclass(frozen=True, slots=True)
class PartRequest:
    """Options of a command that select a part of the graph."""

    entity: str | None = None
    path: tuple[str, str] | None = None
    event: str | None = None
    series: str | None = None
    conflict: str | None = None
    ask: str | None = None
    param: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def validate(self) -> None:
        """Raise UsageError unless exactly one thing is selected."""
        ways = (self.entity, self.path, self.event, self.series, self.conflict, self.ask, self.ids)
        if sum(bool(way) for way in ways) != 1:
            raise UsageError(
                "Ask for exactly one part of the graph.",
                hint="--entity, --path A B, --event, --series, --conflict, --ask NAME or --id.",
            )

    def build_selection(self, store: Store, as_of: str | None, *, perhaps: bool) -> Selection:
        """Return the selection of this request. Raises InputError for what the graph does not hold."""
        choose = create_selection_builder(store, as_of, perhaps=perhaps)
        if self.path:
            return choose.select_path(*self.path)
        if self.ask:
            return choose.select_question(self.ask, parse_pairs(self.param))
        if self.ids:
            return choose.select_ids(self.ids)
        ways = (
            (self.entity, choose.select_entity),
            (self.event, choose.select_event),
            (self.series, choose.select_series),
        )
        for text, chosen in ways:
            if text:
                return chosen(text)
        return choose.select_conflict(self.conflict or "")


class LoadedPart(NamedTuple):
    """A part of the graph at a revision; `unfinished` is why the graph is not complete, "" if it is."""

    selection: Selection
    closure: Closure
    unfinished: str
    revision: int


def load_part(  # noqa: PLR0913 - each is an option of the command
    request: PartRequest | None,
    engine: str | None,
    *,
    as_of: str | None,
    possibly: bool,
    include_protected: bool,
    force: bool,
) -> LoadedPart:
    """Load what a report or bundle covers; without a request, the whole graph.

    Raises GraphUnfinished for a graph that is not complete, unless `force`; InputError for what it does not
    hold; GraphDamaged.
    """
    with open_as_is(engine) as store:
        state = check_wholeness(store)
        if force:
            report_unfinished(state)
        else:
            state.require(
                "A report or bundle of it would lack what a source says; --force writes one that says so."
            )
        if request is None:
            selection = create_selection_builder(store, as_of, perhaps=possibly).select_all()
        else:
            selection = request.build_selection(store, as_of, perhaps=possibly)
            if not include_protected:
                selection = redact_selection(selection, load_protected_names(store))
        closure = load_closure(store, selection.claims, selection.moment)
    return LoadedPart(selection, closure, state.unfinished, state.revision)
