"""A load that replaces conflicts between two reads of one page."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store.store import Store
from queries.browse import evidence
from tests.api.conftest import client, service


@pytest.mark.parametrize(("name", "nothing"), [("load_sides", {}), ("list_citations", [])])
def test_a_conflict_that_is_gone_when_its_sides_are_read_is_503(
    articles: Store, monkeypatch: pytest.MonkeyPatch, name: str, nothing: Any
) -> None:
    monkeypatch.setattr(evidence, name, lambda *_: nothing)
    with client(service(articles)) as web:
        answer = web.get("/conflicts")
    assert answer.status_code == 503
    assert "The graph changed while this was read." in answer.text
