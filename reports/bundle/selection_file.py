"""The file `selection.json` of a bundle: what was selected and how, so that every file can be remade."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from graph.model.errors import InputError
from graph.rules.as_of import parse_day
from reports.part.closure import Closure
from reports.part.recompute_selection import build_moment
from reports.part.selection_model import Group, Kind, NameReading, Selection

SELECTION = "selection.json"


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """What a bundle is made from, besides the records.

    `unfinished` says why the graph was incomplete, "" if it was complete. `withheld_claims` counts the claims
    left out because they name single people who may be victims.
    """

    selection: Selection
    include_protected: bool = False
    unfinished: str = ""
    withheld_claims: int = 0


class _Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: str
    possibly: bool


class _SelectionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    title: str
    question: str
    item: str
    about: tuple[str, ...]
    ids: tuple[str, ...]
    query: str
    params: tuple[tuple[str, str], ...]
    readings: tuple[NameReading, ...]
    as_of: _Day | None
    answer: tuple[str, ...]
    cautions: tuple[str, ...]
    is_nearest: bool
    groups: tuple[Group, ...]
    claims: tuple[str, ...]
    include_protected: bool
    unfinished: str
    withheld_claims: int


def encode_selection(request: BundleRequest) -> bytes:
    """Encode what a bundle is made from."""
    selection, moment = request.selection, request.selection.moment
    content = _SelectionFile(
        kind=selection.kind,
        title=selection.title,
        question=selection.question,
        item=selection.item,
        about=selection.about,
        ids=selection.ids,
        query=selection.query,
        params=selection.params,
        readings=selection.readings,
        as_of=_Day(moment.day, moment.perhaps) if moment else None,
        answer=selection.answer,
        cautions=selection.cautions,
        is_nearest=selection.is_nearest,
        groups=selection.groups,
        claims=selection.claims,
        include_protected=request.include_protected,
        unfinished=request.unfinished,
        withheld_claims=request.withheld_claims,
    )
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def decode_selection(data: bytes, part: Closure) -> BundleRequest:
    """Decode what a bundle is made from; what was known on its day is recomputed from the part.

    Raises InputError for a file that is no selection.
    """
    try:
        content = msgspec.json.decode(data, type=_SelectionFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{SELECTION}: cannot be read: {error}") from None
    if content.withheld_claims < 0:
        raise InputError(f"{SELECTION}: cannot be read: withheld_claims is negative")
    selection = Selection(
        kind=content.kind,
        title=content.title,
        question=content.question,
        claims=content.claims,
        about=content.about,
        groups=content.groups,
        answer=content.answer,
        cautions=content.cautions,
        is_nearest=content.is_nearest,
        item=content.item,
        ids=content.ids,
        query=content.query,
        params=content.params,
        readings=content.readings,
    )
    if content.as_of:
        _check_day(content.as_of.day)
        moment = build_moment(part, content.as_of.day, perhaps=content.as_of.possibly)
        selection = replace(selection, moment=moment)
    return BundleRequest(selection, content.include_protected, content.unfinished, content.withheld_claims)


def _check_day(day: str) -> None:
    try:
        if parse_day(day) != day:
            raise InputError(f"{day!r} is not written as a day")
    except InputError as error:
        raise InputError(f"{SELECTION}: cannot be read: {error.message}") from None
