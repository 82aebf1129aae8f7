"""Convert plain values to records, and name everything that does not fit.

`msgspec` stops at the first fault; a person who corrects a file needs all of them. The fast way is
one conversion of the complete value; only where it fails is the value checked field by field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from graph.model.errors import Problem

R = TypeVar("R")

_LONGEST_SHOWN = 60
_FITTING = "docs/claims.md shows what each key takes"
_GROUPED = re.compile(r"[0-9]{1,18}(?:[.,'’ \u00a0\u202f_][0-9]{1,18}){0,6}").fullmatch
"""Digits in groups, parted as any country does."""

_KIND_WORDS = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    NoneType: "nothing",
}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong at one path inside a record (`count.unit`), and what would be right."""

    path: str
    what: str
    right: str = ""


def convert(value: Any, form: type[R]) -> tuple[R | None, list[FieldFault]]:
    """Return `value` as a record of type `form`; or None with all that is wrong in it."""
    try:
        return msgspec.convert(value, form), []
    except msgspec.ValidationError as error:
        return None, list(find_faults(value, form)) or [FieldFault("", _format_error(error), _FITTING)]


def find_faults(value: Any, form: Any, path: str = "") -> Iterator[FieldFault]:
    """Yield everything in `value` that keeps it from being of type `form`."""
    form = _choose_member(value, form)
    item_form = _find_item_type(form)
    if isinstance(form, type) and issubclass(form, msgspec.Struct):
        yield from _find_record_faults(value, form, path)
    elif item_form is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from find_faults(item, item_form, f"{path}[{index}]")
    elif get_origin(form) is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from find_faults(item, get_args(form)[1], join_path(path, key))
    else:
        yield from _find_leaf_faults(value, form, path)


def _find_item_type(form: Any) -> Any:
    """Return the item type of a list of any length; None if `form` is not such a list."""
    arguments = get_args(form)
    if get_origin(form) is list or (get_origin(form) is tuple and arguments[-1] is Ellipsis):
        return arguments[0]
    return None


def join_path(path: str, key: str) -> str:
    """Return the path of `key` inside the mapping at `path`."""
    return f"{path}.{key}" if path else key


def find_nearest_name(name: str, names: Iterable[str], *, cutoff: float = 60) -> str:
    """Return the known name most like `name`, or "" where none is like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is wrong

    match = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=cutoff)
    return str(match[0]) if match else ""


def build_problem(file: str, line: int, value: Any, fault: FieldFault) -> Problem:
    """Return a fault in a record as a problem of its file, with the record's key or id."""
    name = value.get("key") or value.get("id") if isinstance(value, dict) else ""
    where = " ".join(str(part) for part in (name, fault.path) if part)
    return Problem(file, line, where, fault.what, fault.right)


def explain_not_utf8(data: bytes, offset: int = 0) -> tuple[str, str]:
    """Return the fault of `data`, which begins at byte `offset` of its file, and what is right."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = offset + error.start
        return f"not UTF-8: byte 0x{data[error.start]:02x} at offset {at} bytes", "save the file as UTF-8"
    return "not UTF-8: half of a surrogate pair stands alone", "write the character out"


def _choose_member(value: Any, form: Any) -> Any:
    """Return the member of a union that `value` was most likely meant to be."""
    if get_origin(form) not in (Union, UnionType):
        return form
    members = get_args(form)
    for member in members:
        shape = get_origin(member) or member
        if isinstance(value, dict) and (shape is dict or _is_record(shape)):
            return member
        if isinstance(value, list) and shape is list:
            return member
    rest = [m for m in members if m is not NoneType]
    return rest[0] if len(rest) == 1 else form


def _is_record(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, msgspec.Struct)


def _find_record_faults(value: Any, form: type[msgspec.Struct], path: str) -> Iterator[FieldFault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    if not isinstance(value, dict):
        example = _format_example(form, value)
        yield FieldFault(
            path,
            f"expected a mapping, found {_describe_value(value)}",
            f"write a mapping such as `{example}`",
        )
        return
    for key, item in value.items():
        if key in fields:
            yield from find_faults(item, fields[key].type, join_path(path, key))
        else:
            nearest = find_nearest_name(key, fields)
            yield FieldFault(
                join_path(path, key),
                f"unknown key `{key}`",
                f"did you mean `{nearest}`?" if nearest else f"keys: {', '.join(fields)}",
            )
    for key, field in fields.items():
        if field.required and key not in value:
            yield FieldFault(path, f"the key `{key}` is missing", f"{key}: {_describe_type(field.type)}")


def _find_leaf_faults(value: Any, form: Any, path: str) -> Iterator[FieldFault]:
    try:
        msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        if get_origin(form) is Literal:
            words = [str(word) for word in get_args(form) if word != ""]
            nearest = find_nearest_name(value, words) if isinstance(value, str) else ""
            hint = f"did you mean `{nearest}`? " if nearest else ""
            yield FieldFault(
                path,
                f"{_describe_value(value)} is not one of the words allowed",
                f"{hint}one of: {', '.join(words)}",
            )
        elif _is_same_type(value, form):
            yield FieldFault(path, _format_error(error), _FITTING)
        else:
            yield FieldFault(
                path,
                f"expected {_describe_type(form)}, found {_describe_value(value)}",
                _find_remedy(value, form),
            )


def _is_same_type(value: Any, form: Any) -> bool:
    return isinstance(form, type) and type(value) is form


def _find_remedy(value: Any, form: Any) -> str:
    if value is None:
        return "leave the key out where there is nothing to say"
    members = {form, *get_args(form)}
    if isinstance(value, (int, float)) and not isinstance(value, bool) and str in members:
        return f'put it in quotes: "{_limit_length(str(value))}"'
    if isinstance(value, str) and {int, float} & members:
        return explain_number_form(value)
    return _describe_form(value, form)


def _describe_form(value: Any, form: Any) -> str:
    """Describe how a list, a pair or a plain value is written."""
    item_form = _find_item_type(form)
    if item_form is not None:
        record = _is_record(item_form)
        return f"write it in brackets: [{_format_example(item_form, '') if record else '...'}]"
    if get_origin(form) is tuple:
        return "write them in brackets: [start, end]"
    if isinstance(value, (dict, list)):
        inside = "keys" if isinstance(value, dict) else "a list"
        return f"write {_describe_type(form)} here, without {inside} inside"
    return f"write {_describe_type(form)} here"


def explain_number_form(written: str) -> str:
    """Return how to write a number that is given as text, such as `1,440` or `1.440`."""
    digits = "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in written.strip()
    )
    if not _GROUPED(digits):
        return "write it in digits"
    integer = re.sub(r"\D", "", digits)
    parts = re.split(r"\D", digits)
    if len(parts) == 2 and "." in digits:
        return f"write {integer}, or {digits} if the point begins a fraction; without quotes"
    return f"write {integer}, without quotes and marks between the digits"


def _format_example(form: type[msgspec.Struct], value: Any) -> str:
    """Return a record of this form with the keys it needs; a given text becomes the value of the first."""
    names = [field.encode_name for field in msgspec.structs.fields(form) if field.required]
    names = names or [msgspec.structs.fields(form)[0].encode_name]
    first = _limit_length(value) if isinstance(value, str) and value.strip() else "..."
    pairs = [f"{names[0]}: {first}", *(f"{name}: ..." for name in names[1:])]
    return f"{{{', '.join(pairs)}}}"


def _limit_length(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _describe_value(value: Any) -> str:
    if isinstance(value, str):
        return f"`{_limit_length(value)}`"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return f"`{_limit_length(str(value).lower() if isinstance(value, bool) else _format_number(value))}`"


def _format_number(number: float) -> str:
    """Return a number as text. Python does not write integers of thousands of digits."""
    try:
        return str(number)
    except ValueError:
        return "a number of thousands of digits"


def _describe_type(form: Any) -> str:
    if form in _KIND_WORDS:
        return _KIND_WORDS[form]
    if get_origin(form) in (Union, UnionType):
        return " or ".join(dict.fromkeys(_describe_type(m) for m in get_args(form) if m is not NoneType))
    if get_origin(form) is Literal:
        return "one of " + ", ".join(str(word) for word in get_args(form) if word != "")
    item_form = _find_item_type(form)
    if item_form is None:
        return "two whole numbers" if get_origin(form) is tuple else "a mapping"
    return (
        f"a list of {'mappings' if _is_record(item_form) else _describe_type(item_form).removeprefix('a ')}"
    )


def _format_error(error: msgspec.ValidationError) -> str:
    return re.sub(r" - at `.*`$", "", str(error))
