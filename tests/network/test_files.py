"""A file preserves all text of a graph: names in any script, quotes, commas, markup."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.characters import make_visible
from queries.network import files
from tests.machine import choose_amount

# What XML cannot hold no registry holds either: control characters, and halves of characters.
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\u2028\u2029\x85"),
    min_size=1,
    max_size=12,
).map(lambda text: f"x{text}x")


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    ids = [f"person/{n}" for n in range(draw(st.integers(2, 5)))]
    for id_ in ids:
        graph.add_node(id_, name=draw(WORDS), kind="Person", protected=draw(st.booleans()))
    for n in range(draw(st.integers(1, 8))):
        attributes = {
            "type": "HEADS",
            "fact": f"fact/{n}",
            "claims": draw(st.integers(1, 10**6)),
            "asserted": draw(st.booleans()),
        }
        if draw(st.booleans()):
            attributes["said_by"] = draw(WORDS)
        if draw(st.booleans()):
            attributes["happened_from"] = "2026-01-20"
        graph.add_edge(draw(st.sampled_from(ids)), draw(st.sampled_from(ids)), key=f"fact/{n}", **attributes)
    return graph


@pytest.mark.parametrize("form", files.FORMATS)
@settings(max_examples=choose_amount(25, 500))
@given(graph=graphs())
def test_what_goes_out_comes_back(form: files.GraphFormat, graph: nx.MultiDiGraph) -> None:
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"graph.{form}"
        files.write(graph, form, target)
        back = files.read(target, form)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {(a, b, k): t for a, b, k, t in back.edges(keys=True, data=True)} == {
        (a, b, k): t for a, b, k, t in graph.edges(keys=True, data=True)
    }
    for *_, attributes in back.edges(data=True):
        assert type(attributes["claims"]) is int and type(attributes["asserted"]) is bool


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_what_xml_cannot_hold_is_escaped(tmp_path: Path, form: files.GraphFormat) -> None:
    graph = nx.MultiDiGraph(projection="actors\x0b")
    graph.add_node("person/1", name="Ada\x1b[31m\ufffe\x00 Quill\u202e", kind="Person", protected=False)
    graph.add_node("person/2", name="ជូន\u200b ណារ៉ា", kind="Person", protected=False)
    graph.add_edge(
        "person/1",
        "person/2",
        key="fact/1",
        type="HEADS",
        fact="fact/1",
        claims=1,
        asserted=True,
        verbs="a\x08b",
    )
    target = tmp_path / f"graph.{form}"
    files.write(graph, form, target)
    back = files.read(target, form)
    assert back.nodes["person/1"]["name"] == "Ada\\u001b[31m\\ufffe\\u0000 Quill\u202e"
    assert back.nodes["person/2"]["name"] == "ជូន\u200b ណារ៉ា"
    assert next(iter(back.edges(data=True)))[2]["verbs"] == "a\\u0008b"


HARMFUL = st.sampled_from("\x00\x0b\x1b\x85\x9b\ufffe\uffff\ud800\r\n\t<>&\"']")
HOSTILE = st.text(HARMFUL | st.characters(), max_size=20)


@pytest.mark.parametrize("form", files.FORMATS)
@given(texts=st.lists(HOSTILE, min_size=4, max_size=4, unique_by=make_visible))
def test_any_text_makes_a_file_that_can_be_read(form: files.GraphFormat, texts: list[str]) -> None:
    graph = nx.MultiDiGraph(projection=texts[0])
    for id_ in texts[:2]:
        graph.add_node(f"person/{id_}", name=texts[2], kind="Person", protected=False)
    graph.add_edge(*graph, key=f"fact/{texts[3]}", type="HEADS", verbs=texts[3])
    with TemporaryDirectory() as folder:
        target = Path(folder) / "graph"
        files.write(graph, form, target)
        back = files.read(target, form)
    assert (back.number_of_nodes(), back.number_of_edges()) == (2, 1)


@pytest.mark.parametrize("form", files.FORMATS)
def test_the_bytes_depend_on_nothing_but_the_graph(
    form: files.GraphFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", name="Ada", kind="Person", protected=False)
    graph.add_edge("a", "a", key="k", type="HEADS", claims=1)
    before = files.encode_graph(graph, form)
    monkeypatch.setattr(time, "strftime", lambda *_: "2001-01-01")
    # Without the extra `docx` there is no lxml, and networkx falls back to another writer.
    monkeypatch.setattr(nx, "write_graphml", nx.write_graphml_xml)
    assert files.encode_graph(graph, form) == before
