"""References between claims: which claim refers to which, and circles among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.model.records import NUMBER_FIELDS, ClaimEntry, End


def find_claim_references(entry: ClaimEntry) -> Iterator[tuple[str, str]]:
    """Yield each claim that `entry` refers to, as path and key: ends, `because`, `adds_to`."""
    for side, ends in (("subject", entry.subject), ("object", entry.object)):
        if isinstance(ends, str) or ends is None:
            continue
        for end in ends if isinstance(ends, list) else (ends,):
            if isinstance(end, End) and end.claim:
                yield side, end.claim
    for number, key in enumerate(entry.because):
        yield f"because[{number}]", key
    for field in NUMBER_FIELDS:
        quantity = getattr(entry, field)
        if quantity is not None and quantity.adds_to:
            yield f"{field}.adds_to", quantity.adds_to


def find_circles(answers: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the circles in `answers` (key: keys it refers to), the first key repeated at the end.

    Each step is walked once, so a circle is yielded for every reference that closes one.
    """
    on_trail: dict[str, bool] = {}
    for start in answers:
        trail: list[str] = []
        stack = [iter([start])]
        while stack:
            key = next(stack[-1], None)
            if key is None:
                stack.pop()
                if trail:
                    on_trail[trail.pop()] = False
            elif on_trail.get(key):
                yield [*trail[trail.index(key) :], key]
            elif key not in on_trail and key in answers:
                on_trail[key] = True
                trail.append(key)
                stack.append(iter(answers[key]))
