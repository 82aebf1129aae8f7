"""From plain values to records, naming everything that does not fit.

`msgspec` stops at the first misfit; a person who mends a file wants them all. The fast way is one
conversion of the whole; only where it fails is the value walked field by field.
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
class Fault:
    """What is wrong at one path inside a record (`count.unit`), and what would be right."""

    path: str
    what: str
    right: str = ""


def convert(value: Any, form: type[R]) -> tuple[R | None, list[Fault]]:
    """`value` as a record of type `form`; or None with all that is wrong in it."""
    try:
        return msgspec.convert(value, form), []
    except msgspec.ValidationError as error:
        return None, list(faults(value, form)) or [Fault("", _plain(error), _FITTING)]


def faults(value: Any, form: Any, path: str = "") -> Iterator[Fault]:
    """Everything in `value` that keeps it from being of type `form`."""
    form = _alternative(value, form)
    item_form = _item_form(form)
    if isinstance(form, type) and issubclass(form, msgspec.Struct):
        yield from _record_faults(value, form, path)
    elif item_form is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(item, item_form, f"{path}[{index}]")
    elif get_origin(form) is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from faults(item, get_args(form)[1], join(path, key))
    else:
        yield from _leaf_faults(value, form, path)


def _item_form(form: Any) -> Any:
    """The type of the items of a list of any length; None if `form` is no such list."""
    arguments = get_args(form)
    if get_origin(form) is list or (get_origin(form) is tuple and arguments[-1] is Ellipsis):
        return arguments[0]
    return None


def join(path: str, key: str) -> str:
    """The path of `key` inside the mapping at `path`."""
    return f"{path}.{key}" if path else key


def nearest(name: str, known: Iterable[str], *, cutoff: float = 60) -> str:
    """The known name most like `name`, or "" where none is like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is wrong

    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=cutoff)
    return str(found[0]) if found else ""


def problem_of(file: str, line: int, value: Any, fault: Fault) -> Problem:
    """A fault in a record as a problem of its file; it names the record by its key or id."""
    name = value.get("key") or value.get("id") if isinstance(value, dict) else ""
    where = " ".join(str(part) for part in (name, fault.path) if part)
    return Problem(file, line, where, fault.what, fault.right)


def not_utf8(data: bytes, offset: int = 0) -> tuple[str, str]:
    """What is wrong with `data`, which begins at byte `offset` of its file, and what is right."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = offset + error.start
        return f"not UTF-8: byte 0x{data[error.start]:02x} at offset {at} bytes", "save the file as UTF-8"
    return "not UTF-8: half of a surrogate pair stands alone", "write the character out"


def _alternative(value: Any, form: Any) -> Any:
    """The member of a union that `value` was most likely meant to be."""
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


def _record_faults(value: Any, form: type[msgspec.Struct], path: str) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    if not isinstance(value, dict):
        example = _example(form, value)
        yield Fault(path, f"expected a mapping, found {_of(value)}", f"write a mapping such as `{example}`")
        return
    for key, item in value.items():
        if key in fields:
            yield from faults(item, fields[key].type, join(path, key))
        else:
            like = nearest(key, fields)
            yield Fault(
                join(path, key),
                f"unknown key `{key}`",
                f"did you mean `{like}`?" if like else f"keys: {', '.join(fields)}",
            )
    for key, field in fields.items():
        if field.required and key not in value:
            yield Fault(path, f"the key `{key}` is missing", f"{key}: {_wanted(field.type)}")


def _leaf_faults(value: Any, form: Any, path: str) -> Iterator[Fault]:
    try:
        msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        if get_origin(form) is Literal:
            words = [str(word) for word in get_args(form) if word != ""]
            like = nearest(value, words) if isinstance(value, str) else ""
            hint = f"did you mean `{like}`? " if like else ""
            yield Fault(
                path, f"{_of(value)} is not one of the words allowed", f"{hint}one of: {', '.join(words)}"
            )
        elif _same_kind(value, form):
            yield Fault(path, _plain(error), _FITTING)
        else:
            yield Fault(path, f"expected {_wanted(form)}, found {_of(value)}", _remedy(value, form))


def _same_kind(value: Any, form: Any) -> bool:
    return isinstance(form, type) and type(value) is form


def _remedy(value: Any, form: Any) -> str:
    if value is None:
        return "leave the key out where there is nothing to say"
    members = {form, *get_args(form)}
    if isinstance(value, (int, float)) and not isinstance(value, bool) and str in members:
        return f'put it in quotes: "{_shorten(str(value))}"'
    if isinstance(value, str) and {int, float} & members:
        return number_remedy(value)
    return _form_remedy(value, form)


def _form_remedy(value: Any, form: Any) -> str:
    """What a list, a pair or a plain value looks like."""
    item_form = _item_form(form)
    if item_form is not None:
        record = _is_record(item_form)
        return f"write it in brackets: [{_example(item_form, '') if record else '...'}]"
    if get_origin(form) is tuple:
        return "write them in brackets: [start, end]"
    if isinstance(value, (dict, list)):
        return f"write {_wanted(form)} here, without {'keys' if isinstance(value, dict) else 'a list'} inside"
    return f"write {_wanted(form)} here"


def number_remedy(written: str) -> str:
    """Return how a number should be written that stands as text, such as `1,440` or `1.440`."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in written.strip())
    if not _GROUPED(digits):
        return "write it in digits"
    whole = re.sub(r"\D", "", digits)
    parts = re.split(r"\D", digits)
    if len(parts) == 2 and "." in digits:
        return f"write {whole}, or {digits} if the point begins a fraction; without quotes"
    return f"write {whole}, without quotes and marks between the digits"


def _example(form: type[msgspec.Struct], value: Any) -> str:
    """A record of this form with the keys it needs; a text that was given stands for the first of them."""
    names = [field.encode_name for field in msgspec.structs.fields(form) if field.required]
    names = names or [msgspec.structs.fields(form)[0].encode_name]
    first = _shorten(value) if isinstance(value, str) and value.strip() else "..."
    pairs = [f"{names[0]}: {first}", *(f"{name}: ..." for name in names[1:])]
    return f"{{{', '.join(pairs)}}}"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _of(value: Any) -> str:
    if isinstance(value, str):
        return f"`{_shorten(value)}`"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return f"`{_shorten(str(value).lower() if isinstance(value, bool) else _digits(value))}`"


def _digits(number: float) -> str:
    """A number as text. Python writes no whole number of thousands of digits out."""
    try:
        return str(number)
    except ValueError:
        return "a number of thousands of digits"


def _wanted(form: Any) -> str:
    if form in _KIND_WORDS:
        return _KIND_WORDS[form]
    if get_origin(form) in (Union, UnionType):
        return " or ".join(dict.fromkeys(_wanted(m) for m in get_args(form) if m is not NoneType))
    if get_origin(form) is Literal:
        return "one of " + ", ".join(str(word) for word in get_args(form) if word != "")
    item_form = _item_form(form)
    if item_form is None:
        return "two whole numbers" if get_origin(form) is tuple else "a mapping"
    return f"a list of {'mappings' if _is_record(item_form) else _wanted(item_form).removeprefix('a ')}"


def _plain(error: msgspec.ValidationError) -> str:
    return re.sub(r" - at `.*`$", "", str(error))
