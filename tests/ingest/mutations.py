"""Seeded mistakes in a dossier: in its bytes, YAML, structure, numbers, days, ids and characters."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from ingest.files.yaml_with_lines import parse_yaml

Path_ = tuple[str | int, ...]

_BYTES = (
    b"\x00", b"\t", b"\r", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xae",
    b"\n---\n",
    b"\n...\n", b"\n%YAML 9.9\n", b"&a ", b"*a", b"!!binary ", b"!x ", b"? ", b": ", b"- ", b"{", b"}",
    b"[", b"]", b"'",
    b'"', b"#", b"|", b">", b"\\u", b"<<: *a\n", b"@", b"`", b"key: key\n", b"NaN", b".inf", b"1e999", b"["
    * 200,
)  # fmt: skip
_TEXTS = (
    "", " ", "\n", "x", "\u200b", "\u202e", "\x1b[31m", "\x00", "\ufffe", "\U0010ffff", "é", "e\u0301",
    "ជូន\u200b", "🚢",
    "A" * 5000, "true", "null", "1,440", "1.440", "១៤៤០", "2026-02-30", "2026-13", "9999-12-31",
    "0000-00-00", "..", "/",
    "2026-01-02/2026-01-01", "[2026,2025]", "2026?~", "(2026" * 300, "Y" * 300, "Y170000002", "2026-XX-XX",
    "{2026..",
    "2026-01-01T00:00:00Z", "person/chen-zhi", "person/nobody", "place/cambodia", "document/none",
    "series/none", "?", "/x",
    "x/", "person/chen-zhi?", "a b", "inferred:", "LEFT", "WILL_LEFT", "NOT_LEFT", "HEADS", "GREW", "CLAIM",
    "unknown",
    "https://", "=1+1", "*a", "&a", "!x", "- x", "a: b", "#", "«2»", "%", "percent", "all", "some", "ab" *
    32, "1" * 64,
)  # fmt: skip
_NUMBERS = (
    0, -1, 1, 2, 1.5, -0.0, 1e308, 5e-324, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64, 10**30, 10**4000, 120,
    0.1,
)  # fmt: skip
_DAYS = (
    "2026-01-19", "2199-01-01", "0001-01-01", "1999-12-31", "2026", "2026-21", "2026-01-16/2026-01-20",
    "../2026",
    "2026-01/..", "XXXX-01", "2026~",
)  # fmt: skip


def mutate(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return the suffix and the content of a file that is wrong, or might be, in one to three places."""
    if chance.random() < 0.35:
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            content = chance.choice(_IN_BYTES)(content, chance)
        return ".yaml", content
    data: Any = parse_yaml(content.decode("utf-8")).data
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(_IN_DATA)(data, chance)
    return _write(data, chance)


def _write(data: Any, chance: random.Random) -> tuple[str, bytes]:
    form = chance.choice((".yaml", ".json", ".jsonl"))
    if form == ".jsonl" and isinstance(data, dict):
        claims = data.get("claims")
        head = {key: value for key, value in data.items() if key != "claims"}
        lines = [head, *(claims if isinstance(claims, list) else [claims])]
        return form, "\n".join(_dump(line, chance) for line in lines).encode("utf-8", "surrogatepass")
    if form == ".yaml":
        text = yaml.dump(data, allow_unicode=chance.random() < 0.7, sort_keys=False, width=100)
        return form, text.encode("utf-8", "surrogatepass")
    return ".json", _dump(data, chance).encode("utf-8", "surrogatepass")


def _dump(value: Any, chance: random.Random) -> str:
    return json.dumps(value, ensure_ascii=chance.random() < 0.5)


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(_BYTES) + content[at:]


def _flip(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) or 1)
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + content[at + chance.choice((1, 2, 10, 100, 10_000)) :]


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _shuffle_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    if chance.random() < 0.5:
        lines.insert(one, lines[other])
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _indent(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = (
        chance.choice((b"  ", b" ", b"\t")) + lines[at] if chance.random() < 0.5 else lines[at].lstrip()
    )
    return b"\n".join(lines)


def _convert(content: bytes, chance: random.Random) -> bytes:
    line_end = chance.choice((b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8"))
    encoded = content.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-8-sig", "utf-32")))
    return chance.choice((content.replace(b"\n", line_end), encoded))


_IN_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _insert, _insert, _flip, _cut, _truncate, _shuffle_lines, _indent, _convert,
)  # fmt: skip


def _places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from _places(item, (*path, key))


def _get(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def _put(data: Any, path: Path_, value: Any) -> Any:
    if not path:
        return value
    _get(data, path[:-1])[path[-1]] = value
    return data


def _choose(data: Any, chance: random.Random, form: type | tuple[type, ...] = object) -> Path_:
    paths = [path for path in _places(data) if isinstance(_get(data, path), form)]
    return chance.choice(paths) if paths else ()


def _odd(chance: random.Random) -> Any:
    return chance.choice((
        None, True, [], {}, [[]], [None], {"": ""}, {"claim": "x"}, {"text": "x"}, {"title": "x", "text":
        "y"}, [{"claim": ""}],
        {"value": 1}, {"edtf": "2026"}, {"start": 0, "end": 1, "sha256": "ab" * 32}, {"start": -1, "end":
        2**70, "sha256": ""},
        chance.choice(_TEXTS), chance.choice(_NUMBERS), chance.choice(_DAYS), [chance.choice(_TEXTS)],
        _nested(chance),
    ))  # fmt: skip


def _nested(chance: random.Random) -> Any:
    value: Any = "x"
    for _ in range(chance.choice((5, 45, 300))):
        value = [value] if chance.random() < 0.5 else {"a": value}
    return value


def _replace(data: Any, chance: random.Random) -> Any:
    return _put(data, _choose(data, chance), _odd(chance))


def _replace_text(data: Any, chance: random.Random) -> Any:
    path = _choose(data, chance, str)
    text, mark = _get(data, path), chance.choice(_TEXTS)
    if not isinstance(text, str):
        return data
    at = chance.randint(0, len(text))
    return _put(
        data, path, chance.choice((mark, text[:at] + mark + text[at:], text[:at], text.upper(), text * 3))
    )


def _replace_number(data: Any, chance: random.Random) -> Any:
    path = _choose(data, chance, (int, float))
    return _put(data, path, chance.choice(_NUMBERS)) if path else data


def _replace_day(data: Any, chance: random.Random) -> Any:
    days = [p for p in _places(data) if p and p[-1] in ("edtf", "on", "retrieved")]
    return _put(data, chance.choice(days), chance.choice((*_DAYS, *_TEXTS))) if days else data


def _add_field(data: Any, chance: random.Random) -> Any:
    """Give a record a key it may have, or may not, with a value that may fit."""
    target = _get(data, _choose(data, chance, dict))
    if isinstance(target, dict):
        target[chance.choice(_FIELDS)] = _odd(chance)
    return data


_FIELDS = (
    "retracted", "published", "supersedes", "protected_at", "event", "roles", "by", "occasion", "because",
    "inferred", "also",
    "also_quotes", "quote", "unstated", "place", "duration", "amount", "share", "count", "when", "adds_to",
    "of", "low", "high",
    "currency", "series", "hedge", "polarity", "modality", "why", "note", "claims", "furniture", "coded",
    "entities", "x", "\x1b",
)  # fmt: skip


def _delete(data: Any, chance: random.Random) -> Any:
    path = _choose(data, chance)
    if path:
        del _get(data, path[:-1])[path[-1]]
    return data


def _rename(data: Any, chance: random.Random) -> Any:
    path = _choose(data, chance)
    if path and isinstance(path[-1], str):
        parent = _get(data, path[:-1])
        parent[chance.choice((*_FIELDS, path[-1] + "x", ""))] = parent.pop(path[-1])
    return data


def _repeat(data: Any, chance: random.Random) -> Any:
    path = _choose(data, chance, list)
    items = _get(data, path)
    if isinstance(items, list) and items:
        items.append(copy.deepcopy(chance.choice(items)))
    return data


def _exchange(data: Any, chance: random.Random) -> Any:
    one, other = copy.deepcopy(_get(data, _choose(data, chance))), _choose(data, chance)
    return _put(data, other, one)


def _wrap(data: Any, chance: random.Random) -> Any:
    path = _choose(data, chance)
    value = _get(data, path)
    return _put(data, path, chance.choice(([value], {"value": value}, [value, value], {"claim": value})))


_IN_DATA: tuple[Callable[[Any, random.Random], Any], ...] = (
    _replace, _replace_text, _replace_text, _replace_number, _replace_day, _add_field, _add_field, _delete,
    _rename, _repeat,
    _exchange, _wrap,
)  # fmt: skip
