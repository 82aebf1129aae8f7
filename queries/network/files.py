"""Graph files: GraphML, GEXF, CSV edge lists and node-link JSON, read back without loss.

Roll-ups are attributes. Lists (`said_by`, `verbs`) become one text, joined by "; ", since three
of the formats have no lists. An unknown value is left out, never written as a value. GEXF keeps
`type` for its own use, so the type of a fact is `relation` there.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from graph.model.characters import make_storable_in_xml, make_visible
from graph.model.errors import EnvironmentProblem, InputError
from graph.model.export_records import WITHHELD
from queries.export.csv_table import BOM, iter_csv_lines, read_csv_rows

if TYPE_CHECKING:
    import networkx as nx

    from queries.export.claims import Lookup
    from queries.network.graph import Network

GraphFormat = Literal["graphml", "gexf", "csv", "node-link"]
FORMATS: tuple[GraphFormat, ...] = get_args(GraphFormat)
JOINED_BY = "; "
_NUMBERS = frozenset({"claims", "documents", "origins", "denials", "denial_origins"})
_TRUTHS = frozenset({"asserted", "hedged", "protected"})


def build_export_graph(network: Network, lookup: Lookup) -> nx.MultiDiGraph:
    """Build the graph that is exported, with withheld names left out.

    Attributes are simple values; each entity has `protected`. Nodes, edges and attributes are in the order of
    their names, since each engine has its own.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    original = network.graph
    graph = nx.MultiDiGraph(
        projection=network.selection.words,
        as_of=network.as_of or "today",
    )
    for id_, attributes in sorted(original.nodes(data=True)):
        entity = lookup.build_entity(id_)
        name = entity.name if entity.name is not None else WITHHELD
        graph.add_node(id_, **{**attributes, "name": name, "protected": entity.protected})
    for start, end, key, attributes in sorted(
        original.edges(keys=True, data=True), key=lambda edge: edge[:3]
    ):
        graph.add_edge(start, end, key=key, **_build_edge_attributes(attributes, lookup))
    return graph


def _build_edge_attributes(attributes: Mapping[str, Any], lookup: Lookup) -> dict[str, Any]:
    exported: dict[str, Any] = {}
    for name, value in sorted(attributes.items(), key=lambda item: (item[0] != "type", item[0])):
        if isinstance(value, list | tuple):
            if value:
                exported[name] = lookup.mask_names(JOINED_BY.join(value))
        elif value is not None:
            exported[name] = value
    return exported


def write(graph: nx.MultiDiGraph, form: GraphFormat, target: Path) -> tuple[Path, ...]:
    """Write a graph to a new file and return the paths of the files.

    CSV makes two files: the edges and, beside them, the nodes. A partly written file is removed.
    Raises InputError if a file exists, EnvironmentProblem if one cannot be written.
    """
    texts = dict(_iter_files(graph, form, target))
    for path in texts:
        if path.exists():
            raise InputError(f"{path} exists already.", hint="Name another file, or move that one away.")
    with _move_when_complete(texts) as parts:
        for path, text in texts.items():
            parts[path].write_bytes(text())
    return tuple(texts)


def to_nodes_path(target: Path) -> Path:
    """Return the path of the nodes of a CSV edge list: `ties.nodes.csv` for `ties.csv`."""
    return target.with_name(f"{target.stem}.nodes{target.suffix}")


def encode_graph(graph: nx.MultiDiGraph, form: GraphFormat) -> bytes:
    """Encode the graph in one of the formats, for standard output; for CSV the edges alone."""
    return next(iter(dict(_iter_files(graph, form, Path("-"))).values()))()


def read(source: Path, form: GraphFormat) -> nx.MultiDiGraph:
    """Read a graph that `write` wrote: the same nodes, edges, keys and attributes, with their types.

    Raises InputError for a file that is not of this form.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    try:
        if form == "graphml":
            return nx.read_graphml(source, force_multigraph=True)
        if form == "gexf":
            return _from_gexf(nx.read_gexf(source))
        if form == "node-link":
            return nx.node_link_graph(json.loads(source.read_bytes()), edges="edges")
        return _read_csv(source)
    except (OSError, ValueError, KeyError, SyntaxError, nx.NetworkXException) as error:
        raise InputError(f"{source} is no graph in the form {form}: {error}") from error


def _iter_files(
    graph: nx.MultiDiGraph, form: GraphFormat, target: Path
) -> Iterator[tuple[Path, Callable[[], bytes]]]:
    if form == "csv":
        yield (
            target,
            lambda: _encode_csv(
                _iter_edge_rows(graph), ("source", "target", "key", *_list_columns(graph.edges))
            ),
        )
        yield (
            to_nodes_path(target),
            lambda: _encode_csv(_iter_node_rows(graph), ("id", *_list_columns(graph.nodes))),
        )
    else:
        yield target, lambda: _WRITERS[form](graph)


def _encode_graphml(graph: nx.MultiDiGraph) -> bytes:
    import networkx as nx  # noqa: PLC0415 - heavy

    out = io.BytesIO()
    # `write_graphml` uses lxml where that is installed, and gives other bytes there.
    nx.write_graphml_xml(_escape_graph(graph), out)
    return out.getvalue()


def _encode_gexf(graph: nx.MultiDiGraph) -> bytes:
    import networkx as nx  # noqa: PLC0415 - heavy

    storable = _escape_graph(graph)
    renamed = nx.MultiDiGraph()
    for id_, attributes in storable.nodes(data=True):
        renamed.add_node(id_, label=attributes["name"], **attributes)
    for start, end, key, attributes in storable.edges(keys=True, data=True):
        renamed.add_edge(start, end, key=key, id=key, **{_GEXF.get(n, n): v for n, v in attributes.items()})
    return _TODAY.sub("", "\n".join(nx.generate_gexf(renamed))).encode()


def _escape_graph(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Copy a graph with an escape for each character that XML cannot hold: an older graph may have some."""
    import networkx as nx  # noqa: PLC0415 - heavy

    storable = nx.MultiDiGraph(**_escape_attributes(graph.graph))
    for id_, attributes in graph.nodes(data=True):
        storable.add_node(_escape_value(id_), **_escape_attributes(attributes))
    for edge in graph.edges(keys=True, data=True):
        start, end, key = map(_escape_value, edge[:3])
        storable.add_edge(start, end, key=key, **_escape_attributes(edge[3]))
    return storable


def _escape_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {make_storable_in_xml(name): _escape_value(value) for name, value in attributes.items()}


def _escape_value(value: Any) -> Any:
    return make_storable_in_xml(value) if isinstance(value, str) else value


_TODAY = re.compile(' lastmodifieddate="[^"]*"')
_GEXF = {"type": "relation"}
_GEXF_OWN = frozenset({"id", "label", "networkx_key"})


def _from_gexf(gexf_graph: nx.DiGraph) -> nx.MultiDiGraph:
    """Convert a graph read from GEXF to our names, without what GEXF adds."""
    import networkx as nx  # noqa: PLC0415 - heavy

    our_names = {gexf_name: name for name, gexf_name in _GEXF.items()}
    graph = nx.MultiDiGraph()
    for id_, gexf_attributes in gexf_graph.nodes(data=True):
        graph.add_node(id_, **{n: v for n, v in gexf_attributes.items() if n not in _GEXF_OWN})
    # The keys are attributes: networkx reads no keys where no two ties are parallel.
    for start, end, gexf_attributes in gexf_graph.edges(data=True):
        attributes = {our_names.get(n, n): v for n, v in gexf_attributes.items() if n not in _GEXF_OWN}
        graph.add_edge(start, end, key=gexf_attributes["id"], **attributes)
    return graph


def _encode_node_link(graph: nx.MultiDiGraph) -> bytes:
    import networkx as nx  # noqa: PLC0415 - heavy

    data = nx.node_link_data(graph, edges="edges")
    return make_visible(json.dumps(data, ensure_ascii=False, indent=1)).encode()


_WRITERS: Mapping[str, Callable[[nx.MultiDiGraph], bytes]] = {
    "graphml": _encode_graphml,
    "gexf": _encode_gexf,
    "node-link": _encode_node_link,
}


def _list_columns(view: Any) -> list[str]:
    """List the attributes of nodes or edges in the order of their first appearance."""
    return list(dict.fromkeys(name for *_, attributes in view(data=True) for name in attributes))


def _iter_edge_rows(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        yield {"source": start, "target": end, "key": key, **attributes}


def _iter_node_rows(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for id_, attributes in graph.nodes(data=True):
        yield {"id": id_, **attributes}


def _encode_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> bytes:
    """Encode CSV with a byte order mark, so that spreadsheets open Khmer and Chinese intact."""
    header = list(columns)
    cells = ([_format_cell(row.get(name)) for name in header] for row in rows)
    return (BOM + "".join(iter_csv_lines(header, cells))).encode()


def _format_cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _read_csv(source: Path) -> nx.MultiDiGraph:
    import networkx as nx  # noqa: PLC0415 - heavy

    graph = nx.MultiDiGraph()
    for row in _read_rows(to_nodes_path(source)):
        graph.add_node(row.pop("id"), **row)
    for row in _read_rows(source):
        graph.add_edge(row.pop("source"), row.pop("target"), key=row.pop("key"), **row)
    return graph


def _read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in read_csv_rows(file):
            yield {name: _parse_value(name, text) for name, text in row.items() if text != ""}


def _parse_value(name: str, text: str) -> Any:
    if name in _NUMBERS:
        return int(text)
    return text == "true" if name in _TRUTHS else text


@contextmanager
def _move_when_complete(targets: Iterable[Path]) -> Iterator[dict[Path, Path]]:
    """Yield part files to write in place of the targets, and move them there when all are written.

    On any failure the part files are removed. Raises EnvironmentProblem if one cannot be written.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in targets}
    try:
        yield parts
        for path, part in parts.items():
            part.rename(path)
    except OSError as error:
        where = next(iter(parts))
        raise EnvironmentProblem(f"{where} cannot be written: {error.strerror or error}") from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
