"""The name index on real engines. Names are invented."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from graph.model.errors import InputError, ScamgraphError, UnknownName
from graph.store.entity_search import PER_KEY, resolve, search_entities
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from graph.write.name_index_writer import NamedNode, delete_keys, rebuild_keys, write_keys

HARBOUR = [
    ("person/ada", "Ada Lovelace", ["艾达", "Countess Lovelace"], "Person"),
    ("person/ada-2", "Ada Lovelace", [], "Person"),
    ("person/grace", "Grace Brewster", [], "Person"),
    ("company/north", "North Harbour Trading", ["海港集团", "N.H.T."], "Company"),
    ("company/north-2", "North Harbour Shipping", [], "Company"),
    ("place/zvolen", "Zvolén Město", ["ទីក្រុង"], "City"),
    ("series/boats", "Boats in the harbour", [], ""),
]


def labels(id_: str, kind: str) -> str:
    if id_.startswith("series/"):
        return "Scamgraph:Series"
    parent = "Place" if kind == "City" else "Actor"
    return f"Scamgraph:Entity:{parent}:{kind}"


def load(store: Store, entities: Iterable[tuple[str, str, list[str], str]]) -> int:
    ensure_schema(store)
    written = 0
    for id_, name, aliases, kind in entities:
        query = f"CREATE (e:{labels(id_, kind)}) SET e = $row"
        row = {"id": id_, "name": name, "aliases": aliases, **({"kind": kind} if kind else {})}
        store.write(lambda tx, query=query, row=row: tx.run(query, row=row))  # type: ignore[misc]
        named = NamedNode(id_, name, tuple(aliases))
        written += store.write(lambda tx, named=named: write_keys(tx, [named]))  # type: ignore[misc]
    return written


@pytest.fixture
def harbour(store: Store) -> Store:
    assert load(store, HARBOUR) > 0
    return store


CASES = [
    ("Grace Brewster", "person/grace", "name"),
    ("grace brewster", "person/grace", "name"),
    ("Brewster Grace", "person/grace", "name"),
    ("person/grace", "person/grace", "id"),
    ("person/grce", "person/grace", "near"),
    ("Grace Brwster", "person/grace", "spelling"),
    ("brewstre grace", "person/grace", "spelling"),
    ("Grcae Brewster", "person/grace", "near"),
    ("Grace", "person/grace", "part"),
    ("Brewstr", "person/grace", "near"),
    ("海港集团", "company/north", "alias"),
    ("海港", "company/north", "part"),
    ("nht", "company/north", "alias"),
    ("North Harbor Trading", "company/north", "spelling"),
    ("zvolen mesto", "place/zvolen", "name"),
    ("ZVOLÉN MĚSTO", "place/zvolen", "name"),
    ("ទីក្រុង", "place/zvolen", "alias"),
    ("boats in harbour", "series/boats", "spelling"),
]


def test_each_way_of_naming_finds(harbour: Store) -> None:
    wrong = []
    for text, id_, how in CASES:
        best = search_entities(harbour, text)[:1]
        if [(m.id, m.how) for m in best] != [(id_, how)]:
            wrong.append((text, best))
    assert wrong == []


def test_nothing_near_finds_nothing(harbour: Store) -> None:
    assert search_entities(harbour, "Qwxyz Vbnmk") == []
    assert search_entities(harbour, "claim/0123") == []


def test_kind_and_limit(harbour: Store) -> None:
    assert {m.id for m in search_entities(harbour, "north", kind="Company")} == {
        "company/north",
        "company/north-2",
    }
    assert search_entities(harbour, "north", kind="Person") == []
    assert len(search_entities(harbour, "lovelace", kind="Actor", limit=1)) == 1
    assert search_entities(harbour, "person/grace", kind="Place") == []
    with pytest.raises(InputError, match="Persona"):
        search_entities(harbour, "ada", kind="Persona")


@pytest.mark.parametrize("text", ["", "  ", "…!"])
def test_nothing_to_look_for(store: Store, text: str) -> None:
    with pytest.raises(InputError, match="nothing to look for"):
        search_entities(store, text)


def test_resolve(harbour: Store) -> None:
    assert resolve(harbour, "Grace Brewster") == "person/grace"
    assert resolve(harbour, "Grace Brewstre") == "person/grace"
    assert resolve(harbour, "person/ada-2") == "person/ada-2"
    assert resolve(harbour, "Countess Lovelace") == "person/ada"
    with pytest.raises(InputError, match="several") as several:
        resolve(harbour, "Ada Lovelace")
    assert "Ada Lovelace (person/ada), Ada Lovelace (person/ada-2)" in several.value.hint
    for text in ("Trading House of the Far North Sea", "North Harbour", "Grace", "Grace Brewster Ltd"):
        with pytest.raises(UnknownName, match="Nothing here is called") as nearest:
            resolve(harbour, text)
        assert {"company/north", "person/grace"} & {each.id for each in nearest.value.candidates}, text
        assert nearest.value.candidates[0].id in nearest.value.hint
    with pytest.raises(InputError, match="nor anything near"):
        resolve(harbour, "Qwxyz")


def test_a_merged_entity_leads_to_the_one_it_is(harbour: Store) -> None:
    row = {"id": "person/byron", "name": "Augusta Byron", "aliases": ["A. A. King"], "kind": "Person"}

    def merge(tx: object) -> None:
        assert hasattr(tx, "run")
        tx.run("CREATE (m:Scamgraph:MergedEntity) SET m = $row", row=row)
        tx.run(
            "MATCH (m:Scamgraph {id: 'person/byron'}) MATCH (e:Scamgraph {id: 'person/grace'}) "
            "CREATE (m)-[:SAME_AS]->(e)"
        )

    harbour.write(merge)
    named = NamedNode("person/byron", "Augusta Byron", ("A. A. King",))
    harbour.write(lambda tx: write_keys(tx, [named]))
    for text in ("Augusta Byron", "augsta byron", "AA King", "person/byron"):
        assert resolve(harbour, text) == "person/grace", text
        assert resolve(harbour, text, kind="Person") == "person/grace", text
    assert search_entities(harbour, "Augusta Byron", kind="Company") == []


def keys(store: Store) -> set[tuple[str, str]]:
    rows = store.read("MATCH (k:NameKey)-[:KEY_OF]->(e) RETURN k.key AS key, e.id AS id")
    assert len(rows) == len({(row["key"], row["id"]) for row in rows})
    return {(row["key"], row["id"]) for row in rows}


def test_writing_again_changes_nothing(harbour: Store) -> None:
    before = keys(harbour)
    named = [NamedNode(id_, name, tuple(aliases)) for id_, name, aliases, _ in HARBOUR]
    assert harbour.write(lambda tx: write_keys(tx, named)) == 0
    assert rebuild_keys(harbour) == 0
    assert keys(harbour) == before


def test_a_new_name_replaces_the_old_one(harbour: Store) -> None:
    renamed = NamedNode("person/grace", "Grace Murray")
    harbour.write(lambda tx: tx.run("MATCH (e:Scamgraph {id: 'person/grace'}) SET e.name = 'Grace Murray'"))
    harbour.write(lambda tx: write_keys(tx, [renamed]))
    assert {key for key, id_ in keys(harbour) if id_ == "person/grace"} == {"=gracemurray", "grace", "murray"}
    assert resolve(harbour, "grace murray") == "person/grace"
    assert harbour.read("MATCH (k:NameKey {key: 'brewster'}) RETURN k.key AS key") == []


def test_deleted_keys_are_gone_and_shared_ones_stay(harbour: Store) -> None:
    harbour.write(lambda tx: delete_keys(tx, ["company/north"]))
    left = {key for key, _ in keys(harbour)}
    assert "trading" not in left and {"north", "harbour", "shipping"} <= left
    nodes = {row["key"] for row in harbour.read("MATCH (k:NameKey) RETURN k.key AS key")}
    assert nodes == left


def test_rebuilding_brings_every_key_back_and_sweeps(harbour: Store) -> None:
    before = keys(harbour)
    harbour.write(lambda tx: tx.run("MATCH (k:NameKey) DETACH DELETE k"))
    harbour.write(lambda tx: tx.run("CREATE (:Scamgraph:NameKey {id: 'key/left', key: 'left'})"))
    assert rebuild_keys(harbour) == len(before)
    assert keys(harbour) == before
    assert harbour.read("MATCH (k:NameKey {key: 'left'}) RETURN k.key AS key") == []


def test_keys_of_what_is_not_there_are_an_error_and_leave_nothing(harbour: Store) -> None:
    before = keys(harbour)
    with pytest.raises(ScamgraphError, match="not in the graph"):
        harbour.write(lambda tx: write_keys(tx, [NamedNode("person/nobody", "Nobody Known")]))
    assert keys(harbour) == before
    assert harbour.read("MATCH (k:NameKey {key: 'nobody'}) RETURN k.key AS key") == []


def many(count: int) -> list[dict[str, str]]:
    """Invented companies whose words repeat: the first words by far most."""
    chance = random.Random(11)
    syllables = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "en", "i", "or", "u")]
    stems = ["".join(chance.choices(syllables, k=chance.choice([2, 3]))).title() for _ in range(3000)]
    weights = [1 / (n + 1) ** 0.7 for n in range(len(stems))]
    names = (" ".join(chance.choices(stems, weights, k=2)) + " Trading House" for _ in range(count))
    return [{"id": f"company/{n}", "name": name, "kind": "Company"} for n, name in enumerate(names)]


def test_among_many_every_name_is_found(store: Store) -> None:
    ensure_schema(store)
    rows = many(3_000)
    for start in range(0, len(rows), 1000):
        some = rows[start : start + 1000]
        store.write(lambda tx, some=some: tx.run(  # type: ignore[misc]
            "UNWIND $rows AS row CREATE (e:Scamgraph:Entity:Company) SET e = row", rows=some))  # fmt: skip
        named = [NamedNode(row["id"], row["name"]) for row in some]
        store.write(lambda tx, named=named: write_keys(tx, named))  # type: ignore[misc]
    chance = random.Random(5)
    asked = chance.sample(rows, 60)
    search_entities(store, asked[0]["name"])
    missed = []
    for row in asked:
        name = row["name"]
        place = chance.randrange(1, len(name) - 1)
        for text in (name, name[:place] + name[place + 1 :]):
            found = search_entities(store, text, limit=PER_KEY)
            if row["id"] not in [match.id for match in found if match.score >= found[0].score - 5]:
                missed.append((text, name))
    assert missed == []
