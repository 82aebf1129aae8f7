"""`scamgraph search`: everything that a text finds, in groups, as `/api/v1/search` gives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.completion.entities import complete_documents, complete_entities
from cli.open_store import find_passages_file, open_store_for_command
from cli.options import AsOfOption, EngineOption, FormatOption, PossiblyOption, ProtectedOption, TextsOption
from cli.output import Format, print_line, print_record, print_rows, print_stderr, print_text
from graph.model.errors import UsageError
from graph.rules.as_of import parse_day
from graph.rules.rollup import STRENGTH
from graph.store.entity_search import check_kind
from graph.store.store import Store
from ingest.texts.text_store import find_texts
from queries.search.model import FIRST_HITS, GROUPS, Filters, GroupName, SearchRequest
from queries.values.nearest_names import build_suggestion

CSV_ROWS = ("group", "id", "kind", "title", "snippet", "url")


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    text: Annotated[
        str,
        typer.Argument(help="Words, a name, or a number.", metavar="TEXT", autocompletion=complete_entities),
    ],
    group: Annotated[
        str | None, typer.Option(help=f"Only one group: {', '.join(GROUPS)}.", show_default=False)
    ] = None,
    kind: Annotated[str, typer.Option(help="Only entities of this kind, and claims about them.")] = "",
    document: Annotated[
        str, typer.Option(help="Only claims of this document.", autocompletion=complete_documents)
    ] = "",
    speaker: Annotated[str, typer.Option(help="Only what this speaker says, by its id.")] = "",
    first: Annotated[str, typer.Option("--from", help="Only documents published on this day or later.")] = "",
    last: Annotated[str, typer.Option("--to", help="Only documents published on this day or earlier.")] = "",
    modality: Annotated[str, typer.Option(help="Only claims of this modality, such as alleged.")] = "",
    nationality: Annotated[str, typer.Option(help="Only claims about people of it, by its id.")] = "",
    place: Annotated[str, typer.Option(help="Only claims about this place, by its id.")] = "",
    limit: Annotated[
        int, typer.Option(min=1, max=200, help="Maximum number of hits of a group.")
    ] = FIRST_HITS,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    include_protected: ProtectedOption = False,
    texts: TextsOption = None,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Search everything: entities, figures, claims, documents, events, conflicts, passages.

    Words are found in every form: "release" also finds "released". A number is found however it is written.

    \b
    Examples:
      scamgraph search "1,440"
      scamgraph search released --speaker international/amnesty-international
      scamgraph search embassy --group claims --limit 50
    """
    filters = Filters(
        kind=kind and check_kind(kind),
        document=document,
        speaker=speaker,
        first=first and parse_day(first),
        last=last and parse_day(last),
        modality=check_choice(modality, [*STRENGTH], "modality") if modality else "",
        nationality=nationality,
        place=place,
    )
    name = _find_group(group) if group else None
    request = SearchRequest(text, filters, name, limit)
    # The search withholds the names itself: what a user typed is repeated as it is.
    with open_store_for_command(engine, include_protected=True) as store:
        answer = load_answer(store, request, (as_of, possibly), texts, include_protected=include_protected)
    print_answer(answer, form)


def check_choice(value: str, known: list[str], what: str) -> str:
    """Return a value if it is known. Raises UsageError that names the nearest."""
    if value not in known:
        suggestion = build_suggestion(value, known)
        raise UsageError(f"There is no {what} {value!r}.", hint=f"{suggestion}Known are: {', '.join(known)}.")
    return value


def _find_group(name: str) -> GroupName:
    check_choice(name, [*GROUPS], "group")
    return next(group for group in GROUPS if group == name)


def load_answer(
    store: Store,
    request: SearchRequest,
    day: tuple[str | None, bool],
    texts: Path | None,
    *,
    include_protected: bool,
) -> dict[str, Any]:
    """Return the answer to a search as data, as of a day if one is given."""
    from api.search_answer import build_search_answer  # noqa: PLC0415 - help and completion do without
    from queries.browse.scope import load_protected_names, open_scope  # noqa: PLC0415
    from queries.search.passages import Passages  # noqa: PLC0415
    from queries.search.search import search  # noqa: PLC0415

    library = find_texts(texts)
    passages = Passages(library.get, find_passages_file(library.paths))
    try:
        scope = open_scope(store, day[0], perhaps=day[1])
        names = None if include_protected else load_protected_names(store)
        return build_search_answer(scope, request, search(scope, request, passages, names))
    finally:
        passages.close()


def print_answer(answer: dict[str, Any], form: Format) -> None:
    """Print an answer: JSON is that of the HTTP interface, the other formats have a row for each hit."""
    if form is Format.json:
        print_record(answer, form)
        return
    rows = [*_list_rows(answer)]
    if form is not Format.table:
        print_rows(rows, CSV_ROWS, form)
        return
    for note in answer["notes"]:
        print_stderr(note)
    if not rows:
        print_text(describe_nothing(answer))
        return
    for group in answer["groups"]:
        group_rows = [row for row in rows if row["group"] == group["name"]]
        if group_rows:
            least = "at least " if group["at_least"] else ""
            shown = f"showing {len(group_rows)} of {least}{group['total']:,}"
            column = "snippet" if group["name"] == "passages" else "title"
            print_rows(group_rows, (column, "id"), form, title=f"{group['name'].capitalize()}: {shown}")
            print_line()


def describe_nothing(answer: dict[str, Any]) -> str:
    """Return a sentence on what was searched in vain, and the nearest names."""
    searched = answer["searched"]
    where = "only one group was searched."
    if searched:
        counts = ", ".join(f"{searched[name]:,} {name}" for name in ("entities", "claims", "documents"))
        where = f"{counts}, and the texts of {searched['passages']:,} of them were searched."
    near = ", ".join(suggestion["text"] for suggestion in answer["nearest"])
    return f"Nothing here matches “{answer['query']}”: {where}" + (f" Nearest: {near}." if near else "")


def _list_rows(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for group in answer["groups"]:
        for item in group["items"]:
            title, snippet = ("".join(piece["text"] for piece in item[name]) for name in ("title", "snippet"))
            yield {"group": group["name"], **item, "title": title, "snippet": snippet}
