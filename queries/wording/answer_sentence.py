"""The answer in a sentence: a template of the library filled with counts and names.

`{rows:claim}` counts ("1 claim", "3 claims"; `{rows:embassy|embassies}` where the plural is its own word);
`{actor: by %}` puts in what was asked for, or nothing; `{accused:%|anyone}` has a word for when it was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

NAMES_SHOWN = 5


class Count(int):
    """A number that takes its noun along; one that is not `exact` says "at least"."""

    exact: bool

    def __new__(cls, number: int, *, exact: bool = True) -> Count:
        """Make a count."""
        count = super().__new__(cls, number)
        count.exact = exact
        return count

    def __format__(self, spec: str) -> str:
        one, _, more = spec.partition("|")
        number = f"{int(self):,}" if self.exact else f"at least {int(self):,}"
        if not one:
            return number
        return f"{number} {one}" if self == 1 else f"{number} {more or one + 's'}"


class Asked(str):
    """What was asked for, empty where it was not."""

    def __format__(self, spec: str) -> str:
        given, _, otherwise = spec.partition("|")
        if not self:
            return otherwise
        return given.replace("%", self) if given else str(self)


def listed(names: Iterable[str]) -> str:
    """Some names in a sentence; from the sixth on only how many."""
    known = list(dict.fromkeys(name for name in names if name))
    shown, more = known[:NAMES_SHOWN], len(known) - NAMES_SHOWN
    return "; ".join(shown) + (f"; and {more:,} more" if more > 0 else "")


def join_items(items: Sequence[str]) -> str:
    """The items of a cell in one line; whole sentences follow one another without a semicolon."""
    return (" " if all(item.endswith(".") for item in items) else "; ").join(items)


def sentence(
    template: str, asked: Mapping[str, str], counts: Mapping[str, int], lists: Mapping[str, str]
) -> str:
    """Fill a template; a name that it uses and nobody gave reads as not asked for."""
    known: dict[str, object] = {name: Asked(value) for name, value in (*asked.items(), *lists.items())}
    known.update(
        {name: count if isinstance(count, Count) else Count(count) for name, count in counts.items()}
    )
    text = template.format_map(_Known(known))
    return text[:1].upper() + text[1:]


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return Asked("")
