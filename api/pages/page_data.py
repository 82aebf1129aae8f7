"""Data of the pages of an entity and a question: statements in groups, with evidence and answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api.pages.report_parts import load_entity_excerpt
from api.strings import CLASSES, T
from queries.ask.ask import ask
from queries.ask.parameters import ResolvedEntity
from queries.ask.serialize import as_rows, list_facts
from queries.browse.entity import count_ties, list_conflicts_of, list_unstated, load_names
from queries.browse.entity import list_neighbours as neighbours_by

if TYPE_CHECKING:
    from api.service import Service
    from queries.ask.ask import Answer
    from queries.browse.scope import Scope

ACCUSED = ("accusation",)
MOST_NEIGHBOURS = 100
_OPTION = re.compile(r"--limit [\d,]+ shows all|a higher --limit shows more")


def load_entity_data(
    service: Service, scope: Scope, record: dict[str, Any], tie: tuple[str, str] | None
) -> dict[str, Any]:
    """Load all that the page of an entity shows; `tie` is the tie whose neighbours are listed."""
    id_ = record["id"]
    entity = ResolvedEntity(id_, record["name"])
    about = _ask_question(service, scope, "about", {"entity": entity})
    rows = _build_rows(about)
    _add_answers(service, scope, entity, rows)
    excerpt = load_entity_excerpt(service, scope, id_)
    principal = [record[name] for name in ("principal", "within", "part_of", "city") if record.get(name)]
    return {
        "record": record,
        "answer": about.sentence,
        "notes": about.notes,
        "excerpt": excerpt,
        "accusations": [row for row in rows if row["standing"] in ACCUSED],
        "groups": _group_rows([row for row in rows if row["standing"] not in ACCUSED]),
        "apart": [(heading, _build_rows(answer)) for heading, answer in about.apart],
        "ties": count_ties(scope, id_),
        "tie": tie,
        "tied": neighbours_by(scope, id_, tie, 0, MOST_NEIGHBOURS) if tie else [],
        "conflicts": _load_conflicts(service, scope, id_),
        "not_stated": [] if excerpt.not_stated else list_unstated(scope, record),
        "names": load_names(service.store, principal),
    }


def build_answer_data(answer: Answer) -> dict[str, Any]:
    """Return an answer as the page of its question shows it."""
    return {
        "sentence": answer.sentence,
        "notes": [_word_note(note) for note in answer.notes],
        "columns": answer.columns,
        "rows": _build_rows(answer),
        "cypher": answer.cypher,
        "documents": answer.documents,
        "lineages": answer.lineages,
        "speakers": answer.speakers,
    }


def _word_note(note: str) -> str:
    """Return a note without the options of the command line: a page has an address instead."""
    return _OPTION.sub(T.more_rows, note)


def _ask_question(service: Service, scope: Scope, name: str, params: dict[str, Any]) -> Answer:
    seconds = service.settings.query_seconds
    return ask(service.store, name, params, text_of=service.text_of, timeout=seconds, as_of=scope.day)


def _build_rows(answer: Answer) -> list[dict[str, Any]]:
    """Return the rows of an answer, each with the facts that its claims make."""
    rows = list(as_rows(answer))
    for row in rows:
        row["facts"] = list_facts(row)
        row["answered"] = None
    return rows


def _group_rows(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group rows by class, in the vocabulary's order."""
    return [
        (class_, class_rows)
        for class_ in CLASSES
        if (class_rows := [row for row in rows if row["class"] == class_])
    ]


def _add_answers(service: Service, scope: Scope, entity: ResolvedEntity, rows: list[dict[str, Any]]) -> None:
    """Add the answer of the accused to each allegation; `answered` stays None without one."""
    if not any(_is_allegation(row) for row in rows):
        return
    denials = list(as_rows(_ask_question(service, scope, "denials", {"accused": entity})))
    by_claim = {claim: row for row in denials for claim in row["claims"]}
    for row in rows:
        answer = next((by_claim[claim] for claim in row["claims"] if claim in by_claim), None)
        if answer is not None and _is_allegation(row):
            row["answered"] = answer


def _is_allegation(row: dict[str, Any]) -> bool:
    alleged = any(citation["modality"] == "alleged" for citation in row["citations"])
    return row["standing"] in ACCUSED or alleged


def _load_conflicts(service: Service, scope: Scope, id_: str) -> list[dict[str, Any]]:
    """Return the conflicts about an entity.

    Those as of a day are recomputed, and have a page only if they still exist today.
    """
    if scope.day is None:
        return list_conflicts_of(service.store, id_)
    rows = as_rows(_ask_question(service, scope, "conflicts", {"entity": id_}))
    current_ids = {
        conflict["explanation"]: conflict["id"] for conflict in list_conflicts_of(service.store, id_)
    }
    return [
        {"id": current_ids.get(row["conflict"]), "kind": row["kind"], "explanation": row["conflict"]}
        for row in rows
    ]
