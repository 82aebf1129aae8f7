"""There is always a way back: reset drops a store however damaged, a backup is known to restore."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.engine.server import lifecycle
from graph.engine.server.file_lock import LOAD_LOCK, lock_file
from graph.engine.server.lifecycle import Recipe
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import EnvironmentProblem, GraphDamaged, GraphUnfinished, UsageError
from graph.store.cypher_dialect import Link
from graph.store.digest import digest
from graph.store.indexes import GRAPH_FORMAT, ensure_schema
from graph.store.metadata import ID, read_state
from graph.store.store import Store, Tx, open_store
from graph.store.wholeness import check_wholeness
from graph.write.backups import create_backup, find_newest, list_backups
from graph.write.dump import restore
from graph.write.dump_file import check_dump
from graph.write.statements import create_nodes, create_relationships
from graph.write.upgrade import upgrade_graph
from tests.cli.running import good, run

TWO_DAYS_DUMP = Path(__file__).parent / "data" / "dump-of-format-1-two-days.jsonl.gz"
OLD_DUMP = Path(__file__).parent / "data" / "dump-of-format-1.jsonl.gz"


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recipe]:
    """An embedded engine with its own home, which the environment names too; ended afterwards."""
    monkeypatch.setenv("SCAMGRAPH_HOME", str(tmp_path))
    recipe = select_local_engine("embedded")
    yield recipe
    pid = lifecycle.read_status(recipe).pid
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


def fill() -> str:
    with open_store() as store:
        return str(restore(store, OLD_DUMP))


def lose_dictionary(database: Path) -> None:
    next(database.glob("dictionary*")).unlink()


def cut_schema(database: Path) -> None:
    file = database / "schema.json"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.slow
@pytest.mark.parametrize("damage", [lose_dictionary, cut_schema])
def test_a_damaged_store_is_reset_and_filled_again(recipe: Recipe, damage: Callable[[Path], None]) -> None:
    before = fill()
    lifecycle.stop(recipe)
    damage(recipe.folder / "databases" / "kg")
    if damage is lose_dictionary:
        with pytest.raises(GraphDamaged, match="cannot be opened") as caught:
            open_store()
        assert "Exception" not in str(caught.value)
    assert "The graph is empty." in good("store", "reset", "--yes")
    assert not list(recipe.folder.glob("*dropped*"))
    with open_store(start=False) as store:
        assert digest(store).nodes == 0
        assert read_state(store).revision == 0
        assert str(restore(store, OLD_DUMP)) == before == str(digest(store))


def test_reset_asks_and_needs_an_idle_store(recipe: Recipe) -> None:
    refused = run("store", "reset")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Add `--yes`." in refused.stderr
    assert not recipe.folder.exists()
    assert run("store", "reset", "--yes", "--engine", "neo4j").returncode == 2
    recipe.folder.mkdir(parents=True)
    with (
        lock_file(recipe.folder / LOAD_LOCK),
        subprocess.Popen(
            [sys.executable, "-m", "cli.main", "store", "reset", "--yes"], stderr=subprocess.PIPE, text=True
        ) as child,
    ):
        err = child.communicate(timeout=60)[1]
    assert (child.returncode, "A load is running." in err) == (3, True)
    assert not lifecycle.read_status(recipe).running


@pytest.mark.slow
def test_a_backup_is_verified_listed_and_restored(recipe: Recipe) -> None:
    before = fill()
    with open_store() as store:
        folder = recipe.folder.parent / "backups"
        folder.mkdir()
        for day in (1, 2, 3):
            (folder / f"graph-embedded-2026010{day}T000000Z-revision-1.jsonl.gz").write_bytes(b"old")
        (folder / "graph-neo4j-20260101T000000Z-revision-1.jsonl.gz").write_bytes(b"of another engine")
        (folder / ".unverified-graph-embedded-20260101T000000Z-revision-1.jsonl.gz").write_bytes(b"killed")
        kept, total = create_backup(store, keep=2)
        assert str(total) == before
        assert kept.revision == read_state(store).revision
    names = sorted(path.name for path in folder.iterdir() if path.name != "lock")
    assert names == [
        "graph-embedded-20260103T000000Z-revision-1.jsonl.gz",
        kept.path.name,
        "graph-neo4j-20260101T000000Z-revision-1.jsonl.gz",
    ]
    assert not list(recipe.folder.parent.glob(".rehearsal*"))
    assert list_backups()[0] == find_newest() == kept
    listed = json.loads(good("store", "backup", "--list", "--format", "json"))
    assert listed[0]["file"] == str(kept.path)

    assert str(kept.path) in good("store", "reset", "--yes")
    assert before in good("store", "restore", str(kept.path))
    with open_store() as store:
        assert str(digest(store)) == before


def test_no_backup_is_kept_of_a_graph_that_is_not_whole(embedded_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        create_backup(embedded_store, keep=0, home=tmp_path)
    with pytest.raises(GraphUnfinished):
        create_backup(embedded_store, home=tmp_path)
    restore(embedded_store, OLD_DUMP)
    query = "MATCH (c:Claim) WITH c LIMIT 1 SET c.says = 'changed by a flipped byte'"
    embedded_store.write(lambda tx: tx.run(query))
    with pytest.raises(GraphDamaged, match="digest"):
        create_backup(embedded_store, home=tmp_path)
    assert list_backups(tmp_path) == []
    assert not list((tmp_path / "backups").glob(".*"))


def test_a_restore_killed_between_batches_is_taken_up_again(store: Store) -> None:
    script = (
        "import sys, os; from pathlib import Path\n"
        "from graph.write import dump; from graph.store.store import open_store\n"
        "dump.BATCH = 40; written = []; write = dump._write\n"
        "def write_and_die(tx, store, items):\n"
        "    if len(written) == 4: os.kill(os.getpid(), 9)\n"
        "    written.append(1); write(tx, store, items)\n"
        "dump._write = write_and_die\n"
        "dump.restore(open_store(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, store.engine, str(OLD_DUMP)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert read_state(store).loading
    assert digest(store).nodes == 160
    if store.engine == "neo4j":  # its lock would expire after a minute
        store.write(lambda tx: tx.run("MATCH (l {id: 'meta/load-lock'}) SET l.expires = 0"))
    restored = restore(store, OLD_DUMP)
    assert str(digest(store)) == str(restored)
    assert not read_state(store).loading


def test_a_graph_that_was_loaded_is_not_taken_out_by_a_restore(embedded_store: Store) -> None:
    restore(embedded_store, OLD_DUMP)
    done = run("store", "restore", str(OLD_DUMP))
    assert (done.returncode, "The graph is not empty." in done.stderr) == (1, True)


def test_a_store_of_the_version_before_is_upgraded_and_a_newer_one_refused(store: Store) -> None:
    restored = restore(store, OLD_DUMP)

    def set_format(number: int | None) -> None:
        query = "MATCH (m {id: $id}) SET m.format = $format"
        store.write(lambda tx: tx.run(query, id=ID, format=number))

    set_format(None)
    ensure_schema(store)
    query = "MATCH (m {id: $id}) RETURN m.format AS format"
    assert store.read(query, {"id": ID}) == [{"format": GRAPH_FORMAT}]
    set_format(GRAPH_FORMAT + 1)
    with pytest.raises(EnvironmentProblem, match="The graph was made by a newer scamgraph"):
        ensure_schema(store)
    assert str(digest(store)) == str(restored)


def test_happenings_that_an_older_version_folded_into_one_fact_are_two_again(store: Store) -> None:
    query = "MATCH (c:Claim {predicate: 'DETAINED'}) RETURN count(DISTINCT c.fact) AS facts"
    folded = check_dump(TWO_DAYS_DUMP)
    assert str(restore(store, TWO_DAYS_DUMP)) != str(folded)
    assert store.read(query) == [{"facts": 2}]
    restored = str(digest(store))
    assert check_wholeness(store).is_whole
    store.write(fold)
    assert store.read(query) == [{"facts": 1}]
    upgrade_graph(store)
    assert store.read(query) == [{"facts": 2}]
    assert str(digest(store)) == restored


def fold(tx: Tx) -> None:
    """Make the graph what the version before made of the same files, from its own words on both."""
    with gzip.open(TWO_DAYS_DUMP, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file][1:-1]
    tx.run("MATCH (n:Scamgraph) WHERE NOT n:Meta AND NOT n:NameKey DETACH DELETE n")
    for item in items:
        if "labels" in item:
            create_nodes(tx, item["labels"], [item["properties"]])
    links = (Link(i["start"], i["end"], i["type"], i["properties"]) for i in items if "type" in i)
    create_relationships(tx, tx.dialect, links)
    tx.run("MATCH (m:Meta {id: $id}) SET m.format = null", id=ID)


RESTORE_SLOWLY = """
import sys
from cli.main import main
from graph.write import dump
written, write = [], dump._write
def write_slowly(tx, store, items):
    written.append(1)
    if len(written) == 3:
        print("in the middle", flush=True)
        sys.stdin.readline()
    write(tx, store, items)
dump.BATCH, dump._write = 40, write_slowly
sys.argv = ["scamgraph", "store", "restore", sys.argv[1]]
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["stopped", "started again", "terminated"])
def test_what_ends_in_the_middle_ends_in_a_sentence(recipe: Recipe, how: str) -> None:
    lifecycle.ensure_running(recipe)
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", RESTORE_SLOWLY, str(OLD_DUMP)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "in the middle\n"
        if how == "terminated":
            child.terminate()
        else:
            lifecycle.stop(recipe)
        if how == "started again":
            lifecycle.ensure_running(recipe)
        out, err = child.communicate("\n", timeout=120)
    assert (child.returncode, out) == (143 if how == "terminated" else 3, "")
    assert "run the command again" in err.lower() or "running the command again" in err
    assert not [word for word in ("Traceback", "UNWIND", "Cypher", "neo4j", "credentials") if word in err]
    assert len(err.splitlines()) <= 3
    assert "nodes" in good("store", "restore", str(OLD_DUMP))
