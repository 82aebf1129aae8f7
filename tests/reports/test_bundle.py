"""A bundle: the same bytes again, loaded back to the same digest, each form read by its own library."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import jsonschema
import msgspec
import networkx as nx
import pytest
import rdflib

from graph.model.json_schemas import build_schemas
from graph.store.fact_mapping import build_fact_row
from graph.store.store import Store
from queries.export.claims import export_claims
from reports.bundle.write import Bundle, build_bundle, build_zip
from reports.part.closure import Closure
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.output import write_folder
from tests.reports.conftest import CHOICES, made

XSD = rdflib.URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")


def bundled(store: Store, name: str, *, include_protected: bool = True) -> tuple[Closure, Bundle]:
    selection, part, _ = made(store, name)
    return part, build_bundle(selection, part, include_protected=include_protected)


def test_the_same_part_gives_the_same_bytes(loaded: Store, name: str) -> None:
    first, second = (build_zip(bundled(loaded, name)[1].files) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.neo4j
def test_both_engines_give_the_same_bundle(both: tuple[Store, Store]) -> None:
    for name in CHOICES:
        first, second = (bundled(store, name)[1] for store in both)
        assert first.digest == second.digest
        assert build_zip(first.files) == build_zip(second.files), name


def test_claims_are_those_of_the_export(loaded: Store, name: str) -> None:
    part, bundle = bundled(loaded, name)
    exported = {
        claim.id: msgspec.json.encode(claim) for claim in export_claims(loaded, include_protected=True)
    }
    lines = bundle.files["claims.jsonl"].splitlines()
    assert len(lines) == len(part.claims) == bundle.claims
    validator = jsonschema.Draft202012Validator(build_schemas()["exported-claim"])
    for line in lines:
        claim = json.loads(line)
        validator.validate(claim)
        assert line == exported[claim["id"]]


def test_networkx_reads_the_graph_files_without_loss(loaded: Store, name: str, tmp_path: Path) -> None:
    part, bundle = bundled(loaded, name)
    write_folder(tmp_path / "b", bundle.files)
    graphml = nx.read_graphml(tmp_path / "b" / "graph.graphml", force_multigraph=True)
    gexf = nx.read_gexf(tmp_path / "b" / "graph.gexf")
    edges = {
        key: (start, end, properties) for start, end, key, properties in graphml.edges(keys=True, data=True)
    }
    assert edges.keys() == part.facts.keys()
    assert gexf.number_of_edges() == len(part.facts)
    assert set(gexf.nodes) == set(graphml.nodes)
    for fact, claims in part.facts.items():
        row = build_fact_row(fact, claims, part.context)
        start, end, properties = edges[fact]
        assert (start, end, properties["type"]) == (row.start, row.end, row.type)
        for property_ in ("claims", "documents", "origins", "denials", "asserted", "standing", "modality"):
            assert properties[property_] == row.properties[property_]
            assert type(properties[property_]) is type(row.properties[property_])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_reads_the_annotations(loaded: Store, name: str) -> None:
    part, bundle = bundled(loaded, name)
    graph = rdflib.Graph().parse(data=bundle.files["annotations.jsonld"], format="json-ld")
    oa, prov = rdflib.Namespace("http://www.w3.org/ns/oa#"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    annotations = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert {str(annotation) for annotation in annotations} == {f"urn:scamgraph:{id_}" for id_ in part.claims}
    for id_, claim in part.claims.items():
        node = rdflib.URIRef(f"urn:scamgraph:{id_}")
        target = graph.value(node, oa.hasTarget)
        selector = graph.value(target, oa.hasSelector)
        assert (selector, rdflib.RDF.type, oa.TextPositionSelector) in graph
        assert graph.value(selector, oa.start) == rdflib.Literal(claim.start, datatype=XSD)
        assert graph.value(selector, oa.end) == rdflib.Literal(claim.end, datatype=XSD)
        assert str(graph.value(node, prov.wasQuotedFrom)).endswith(claim.document)
        assert len(set(graph.objects(node, prov.wasAttributedTo))) == len(
            {part.context.canonical(by.rstrip("?")) for by in claim.by}
        )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_followthemoney_reads_its_entities(loaded: Store) -> None:
    from followthemoney import model  # noqa: PLC0415

    part, bundle = bundled(loaded, "entity")
    proxies = [
        model.get_proxy(json.loads(line)) for line in bundle.files["followthemoney.jsonl"].splitlines()
    ]
    raw = [json.loads(line) for line in bundle.files["followthemoney.jsonl"].splitlines()]
    for proxy, entity in zip(proxies, raw, strict=True):
        proxy.schema.validate(entity)
        for property_, values in entity["properties"].items():
            assert set(proxy.get(property_)) == set(values), (entity["schema"], property_)
    links = [proxy for proxy in proxies if proxy.schema.name == "UnknownLink"]
    assert links
    ids = {proxy.id for proxy in proxies}
    for link in links:
        assert {*link.get("subject"), *link.get("object"), *link.get("proof")} <= ids
        fact = "fact/" + str(link.id).removeprefix("sg-fact-")
        assert build_fact_row(fact, part.facts[fact], part.context).properties["asserted"]
    accused = {fact for fact, claims in part.facts.items() if claims[0].standing == "accusation"}
    assert accused
    assert not {f"sg-{fact.replace('/', '-')}" for fact in accused} & ids


def test_the_tables_have_every_node_and_link(loaded: Store, name: str) -> None:
    part, bundle = bundled(loaded, name)

    def rows(file: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(bundle.files[file].decode("utf-8-sig"))))

    entities, claims = rows("neo4j-import/entities.csv"), rows("neo4j-import/claims.csv")
    ids = {row["id:ID"] for row in (*entities, *claims)}
    assert len(ids) == len(entities) + len(claims)
    assert {row["id:ID"] for row in claims} == part.claims.keys()
    for file in ("facts", "links"):
        for row in rows(f"neo4j-import/{file}.csv"):
            assert {row[":START_ID"], row[":END_ID"]} <= ids, row
    assert {row["fact:string"] for row in rows("neo4j-import/facts.csv")} == part.facts.keys()
    sheet = bundle.files["claims.csv"]
    assert sheet.startswith(b"\xef\xbb\xbf")
    sheet_rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert {row["claim"] for row in sheet_rows} == part.claims.keys()
    assert not any(cell.startswith(("=", "+", "@")) for row in sheet_rows for cell in row.values())


def test_a_reduced_bundle_says_so_and_has_no_digest_of_its_records(loaded: Store) -> None:
    selection = create_selection_builder(loaded).select_question("journey", {})
    part = load_closure(loaded, selection.claims)
    full, quiet = (build_bundle(selection, part, include_protected=include) for include in (True, False))
    assert full.records_digest
    assert not quiet.records_digest
    manifest = json.loads(quiet.files["MANIFEST.json"])
    assert manifest["digest"] is None
    assert manifest["reduced"] == list(quiet.left_out)
    assert quiet.claims < full.claims
    people = [entity for entity in part.entities.values() if entity.protected and entity.kind == "Person"]
    names = [entity.name for entity in people if entity.naming in ("named", "pseudonym")]
    assert names
    for name in names:
        assert any(name.encode() in data for data in full.files.values())
        for file, data in quiet.files.items():
            assert name.encode() not in data, (name, file)
