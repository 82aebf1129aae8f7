"""Deadlines: called when they pass, never when they were given up, by a thread that leaves when idle."""

from __future__ import annotations

import threading
import time

import pytest

from graph.engine.session import deadlines
from graph.engine.session.deadlines import Deadlines


def test_each_is_called_in_its_time() -> None:
    called: list[str] = []
    last = threading.Event()
    some = Deadlines()
    some.add(60, lambda: called.append("late"))
    some.add(0.15, last.set)
    some.add(0.05, lambda: called.append("soon"))
    assert last.wait(5)
    assert called == ["soon"]


def test_what_is_given_up_is_never_called() -> None:
    called: list[str] = []
    some = Deadlines()
    key = some.add(0.05, lambda: called.append("given up"))
    some.remove(key)
    some.remove(key)
    passed = threading.Event()
    some.add(0.1, passed.set)
    assert passed.wait(5)
    assert not called


def test_many_share_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "IDLE_SECONDS", 0.1)
    before = threading.active_count()
    some = Deadlines()
    keys = [some.add(0.3 + n / 1000, lambda: None) for n in range(100)]
    assert threading.active_count() == before + 1
    for key in keys:
        some.remove(key)
    for _ in range(100):
        if threading.active_count() == before:
            break
        time.sleep(0.05)
    assert threading.active_count() == before
    again = threading.Event()
    some.add(0.01, again.set)
    assert again.wait(5)
