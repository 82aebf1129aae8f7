"""What is prepared in a thread comes out the same, errors too."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from graph.write.prefetch import prefetch


def test_the_same_items_in_their_order() -> None:
    assert list(prefetch(range(100))) == list(range(100))
    assert list(prefetch([])) == []
    assert list(prefetch([None, 0, ""])) == [None, 0, ""]


def test_the_next_is_prepared_while_one_is_used() -> None:
    begun = [threading.Event() for _ in range(3)]

    def items() -> Iterator[int]:
        for number, event in enumerate(begun):
            event.set()
            yield number

    coming = prefetch(items())
    assert next(coming) == 0
    assert begun[1].wait(5)
    assert not begun[2].is_set()


def test_an_error_comes_where_it_belongs() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("two")

    coming = prefetch(items())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="two"):
        next(coming)
