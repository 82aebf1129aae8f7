"""A bundle: the same bytes again, loaded back to the same digest, each form read by its own library."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import jsonschema
import msgspec
import networkx as nx
import pytest
import rdflib

from graph.derive import fact_row
from graph.engine.assemble import jars
from graph.engine.choose import local_engine
from graph.engine.local_neo4j import LocalNeo4j
from graph.schemas import schemas
from graph.store import Store
from ingest.load import load
from queries.export import export_claims
from reports.bundle.write import Bundle, bundle_files, zipped
from reports.choose import chooser
from reports.closure import Closure
from reports.digest import part_digest
from reports.output import write_folder
from reports.reading import close, every_claim
from tests.conftest import ROOT, empty
from tests.reports.conftest import CHOICES, made

XSD = rdflib.URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")


def bundled(store: Store, name: str, *, include_protected: bool = True) -> tuple[Closure, Bundle]:
    choice, part, _ = made(store, name)
    return part, bundle_files(choice, part, include_protected=include_protected)


def test_the_same_part_gives_the_same_bytes(loaded: Store, name: str) -> None:
    once, again = (zipped(bundled(loaded, name)[1].files) for _ in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.neo4j
def test_both_engines_give_the_same_bundle(both: tuple[Store, Store]) -> None:
    for name in CHOICES:
        one, other = (bundled(store, name)[1] for store in both)
        assert one.digest == other.digest
        assert zipped(one.files) == zipped(other.files), name


@pytest.mark.parametrize(
    "engine",
    [pytest.param("embedded", marks=pytest.mark.embedded), pytest.param("neo4j", marks=pytest.mark.neo4j)],
)
def test_a_full_bundle_loaded_back_gives_its_digest(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store: Store = request.getfixturevalue(f"{engine}_session")
    load(store, [ROOT / "data"], fresh=True)
    bundles = {name: bundled(store, name)[1] for name in CHOICES}
    choice = chooser(store).everything()
    bundles["everything"] = bundle_files(choice, close(store, choice.claims), include_protected=True)
    for name, bundle in bundles.items():
        write_folder(tmp_path / name, bundle.files)
        report = load(store, [tmp_path / name / "load"], fresh=True)
        assert report.outcome.new == bundle.claims
        assert str(part_digest(close(store, every_claim(store)))) == bundle.digest, name
        assert not report.unfinished
    empty(store)


def test_claims_are_those_of_the_export(loaded: Store, name: str) -> None:
    part, bundle = bundled(loaded, name)
    exported = {
        claim.id: msgspec.json.encode(claim) for claim in export_claims(loaded, include_protected=True)
    }
    lines = bundle.files["claims.jsonl"].splitlines()
    assert len(lines) == len(part.claims) == bundle.claims
    validator = jsonschema.Draft202012Validator(schemas()["exported-claim"])
    for line in lines:
        claim = json.loads(line)
        validator.validate(claim)
        assert line == exported[claim["id"]]


def test_networkx_reads_the_graph_files_without_loss(loaded: Store, name: str, tmp_path: Path) -> None:
    part, bundle = bundled(loaded, name)
    write_folder(tmp_path / "b", bundle.files)
    graphml = nx.read_graphml(tmp_path / "b" / "graph.graphml", force_multigraph=True)
    gexf = nx.read_gexf(tmp_path / "b" / "graph.gexf")
    edges = {key: (start, end, told) for start, end, key, told in graphml.edges(keys=True, data=True)}
    assert edges.keys() == part.facts.keys()
    assert gexf.number_of_edges() == len(part.facts)
    assert set(gexf.nodes) == set(graphml.nodes)
    for fact, claims in part.facts.items():
        drawn = fact_row(fact, claims, part.context)
        start, end, told = edges[fact]
        assert (start, end, told["type"]) == (drawn.start, drawn.end, drawn.type)
        for property_ in ("claims", "documents", "origins", "denials", "asserted", "standing", "modality"):
            assert told[property_] == drawn.properties[property_]
            assert type(told[property_]) is type(drawn.properties[property_])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_reads_the_annotations(loaded: Store, name: str) -> None:
    part, bundle = bundled(loaded, name)
    graph = rdflib.Graph().parse(data=bundle.files["annotations.jsonld"], format="json-ld")
    oa, prov = rdflib.Namespace("http://www.w3.org/ns/oa#"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    annotations = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert {str(one) for one in annotations} == {f"urn:scamgraph:{id_}" for id_ in part.claims}
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
    for proxy, given in zip(proxies, raw, strict=True):
        proxy.schema.validate(given)
        for property_, values in given["properties"].items():
            assert set(proxy.get(property_)) == set(values), (given["schema"], property_)
    links = [proxy for proxy in proxies if proxy.schema.name == "UnknownLink"]
    assert links
    ids = {proxy.id for proxy in proxies}
    for link in links:
        assert {*link.get("subject"), *link.get("object"), *link.get("proof")} <= ids
        fact = "fact/" + str(link.id).removeprefix("sg-fact-")
        assert fact_row(fact, part.facts[fact], part.context).properties["asserted"]
    accused = {f for f, claims in part.facts.items() if claims[0].standing == "accusation"}
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
    told = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert {row["claim"] for row in told} == part.claims.keys()
    assert not any(cell.startswith(("=", "+", "@")) for row in told for cell in row.values())


def test_the_script_makes_the_part_in_an_empty_database(store: Store) -> None:
    load(store, [ROOT / "data"], fresh=True)
    part, bundle = bundled(store, "entity")
    empty(store)
    script = bundle.files["graph.cypher"].decode()
    statements = [one for one in script.split(";\n") if one.strip()]
    for _ in range(2):
        for statement in statements:
            store.write(lambda tx, statement=statement: tx.run(statement))  # type: ignore[misc]
        facts = store.read("MATCH ()-[r]->() WHERE r.fact IS NOT NULL RETURN count(r) AS n")[0]["n"]
        claims = store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"]
        assert (facts, claims) == (len(part.facts), len(part.claims))
    row = store.read(
        "MATCH (p:Person {id: 'person/chen-zhi'})-[r:HEADS]->(o) RETURN o.name AS name, r.claims AS n"
    )
    assert row == [{"name": "Prince Group", "n": 1}]
    empty(store)


def test_a_reduced_bundle_says_so_and_promises_no_digest(loaded: Store) -> None:
    choice = chooser(loaded).ask("journey", {})
    part = close(loaded, choice.claims)
    full, quiet = (bundle_files(choice, part, include_protected=told) for told in (True, False))
    assert full.digest
    assert not quiet.digest
    manifest = json.loads(quiet.files["MANIFEST.json"])
    assert manifest["digest"] is None
    assert manifest["reduced"] == list(quiet.left_out)
    assert quiet.claims < full.claims
    people = [e for e in part.entities.values() if e.protected and e.kind == "Person"]
    borne = [e.name for e in people if e.naming in ("named", "pseudonym")]
    assert borne
    for name in borne:
        assert any(name.encode() in data for data in full.files.values())
        for file, data in quiet.files.items():
            assert name.encode() not in data, (name, file)


@pytest.mark.neo4j
@pytest.mark.slow
def test_neo4j_admin_imports_the_tables(both: tuple[Store, Store], tmp_path: Path) -> None:
    part, bundle = bundled(both[0], "path")
    write_folder(tmp_path / "bundle", bundle.files)
    tables = tmp_path / "bundle" / "neo4j-import"
    home = tmp_path / "home"
    (home / "conf").mkdir(parents=True)
    recipe = local_engine("neo4j", home=home)
    assert isinstance(recipe, LocalNeo4j)
    done = subprocess.run(
        [
            str(recipe.java.command), "-cp", f"{jars(recipe.version)}/*", f"-Dbasedir={home}",
            "org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j",
            *(f"--nodes={tables / name}.csv" for name in ("entities", "claims")),
            *(f"--relationships={tables / name}.csv" for name in ("facts", "links")),
        ],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = " ".join(done.stdout.split())
    nodes = sum(bundle.files[f"neo4j-import/{n}.csv"].count(b"\n") - 1 for n in ("entities", "claims"))
    links = sum(bundle.files[f"neo4j-import/{n}.csv"].count(b"\n") - 1 for n in ("facts", "links"))
    assert f"{nodes} nodes" in told, told
    assert f"{links} relationships" in told, told
    assert len(part.claims) < nodes
