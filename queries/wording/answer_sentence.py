"""The sentence of an answer: a template of the library filled with counts and names.

`{rows:claim}` counts ("1 claim", "3 claims"; `{rows:embassy|embassies}` for an irregular plural);
`{actor: by %}` inserts a parameter's value, or nothing; `{accused:%|anyone}` has a word for a
missing value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

NAMES_SHOWN = 5


class Count(int):
    """A number that is formatted with its noun; one that is not `exact` says "at least"."""

    exact: bool

    def __new__(cls, number: int, *, exact: bool = True) -> Count:
        """Make a count."""
        count = super().__new__(cls, number)
        count.exact = exact
        return count

    def __format__(self, spec: str) -> str:
        singular, _, plural = spec.partition("|")
        number = f"{int(self):,}" if self.exact else f"at least {int(self):,}"
        if not singular:
            return number
        return f"{number} {singular}" if self == 1 else f"{number} {plural or singular + 's'}"


class ParameterText(str):
    """The text of a parameter; empty if it was not asked for."""

    def __format__(self, spec: str) -> str:
        template, _, otherwise = spec.partition("|")
        if not self:
            return otherwise
        return template.replace("%", self) if template else str(self)


def join_names(names: Iterable[str]) -> str:
    """Join names for a sentence; from the sixth on only their number is given."""
    unique = list(dict.fromkeys(name for name in names if name))
    shown, more = unique[:NAMES_SHOWN], len(unique) - NAMES_SHOWN
    return "; ".join(shown) + (f"; and {more:,} more" if more > 0 else "")


def join_items(items: Sequence[str]) -> str:
    """Join the items of a cell in one line; whole sentences follow one another without a semicolon."""
    return (" " if all(item.endswith(".") for item in items) else "; ").join(items)


def render_sentence(
    template: str, params: Mapping[str, str], counts: Mapping[str, int], lists: Mapping[str, str]
) -> str:
    """Fill a template; a name that it uses and that has no value reads as not asked for."""
    values: dict[str, object] = {
        name: ParameterText(value) for name, value in (*params.items(), *lists.items())
    }
    values.update(
        {name: count if isinstance(count, Count) else Count(count) for name, count in counts.items()}
    )
    text = template.format_map(_TemplateValues(values))
    return text[:1].upper() + text[1:]


class _TemplateValues(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return ParameterText("")
