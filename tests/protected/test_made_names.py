"""No surface shows the name of a protected person: invented names in an invented harbour, with its text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import scamgraph
from graph.store.store import Store
from ingest.files.seal import seal
from ingest.load import load
from tests.api.conftest import client, service
from tests.articles import empty
from tests.command_line import run_inside
from tests.ingest.harbour import Harbour, build
from tests.machine import SOAK
from tests.protected.surfaces import (
    INCLUDE,
    find_leaks,
    show_commands,
    show_files,
    show_notebook,
    show_routes,
)
from tests.protected.test_surfaces import holding
from tests.quotes.harbour_graph import DOCUMENT

pytestmark = pytest.mark.embedded
ID, TWIN, SILENT = "person/p1f0c5e9a7b3d", "person/p22222222222b", "person/p33333333333c"
MORE = """\
entities:
  - {{id: {twin}, kind: Person, name: {second}, protected: true, about: cooks on the Halcyon}}
  - {{id: {silent}, kind: Person, name: {third}, protected: true, note: mended the Halcyon}}
"""
SAME = """\
decisions:
  - id: one-cook
    about: entity
    items: [%s, %s]
    judgement: same
    reason: one cook
    by: editor
    on: 2031-03-06
"""
SYLLABLES = st.sampled_from([
    "zor", "mivra", "tjenk", "Ọlá", "łucza", "ñandu", "O'Drell", "xu-quist", "സീതാ", "វិបុល", "鹮鷺", "Ждрх"
])  # fmt: skip
NAMES = st.lists(SYLLABLES, min_size=2, max_size=3, unique=True).map(lambda parts: " ".join(parts).title())


def make_harbour(folder: Path, names: tuple[str, str, str]) -> Harbour:
    """A harbour with three protected people: the cook, another who is the same, and one without claims."""
    shutil.rmtree(folder, ignore_errors=True)
    harbour = build(folder, names[0])
    second, third = (json.dumps(name) for name in names[1:])
    harbour.write("more.yaml", MORE.format(twin=TWIN, silent=SILENT, second=second, third=third))
    harbour.write("decisions.yaml", SAME % (ID, TWIN))
    seal(harbour.dossier, harbour.texts)
    return harbour


def hold(store: Store, harbour: Harbour, *, include_protected: bool) -> None:
    """Make the database hold this harbour."""
    empty(store)
    paths = [p for p in harbour.folder.iterdir() if p.suffix == ".yaml"]
    load(store, paths, texts_dir=harbour.folder / "texts", fresh=True, include_protected=include_protected)


@settings(
    max_examples=20 if SOAK else 1,
    phases=[Phase.reuse, Phase.generate],  # an example takes many commands: none is made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=st.tuples(NAMES, NAMES, NAMES).filter(lambda n: len(set(" ".join(n).split())) > 5))
def test_a_made_name_is_nowhere(
    embedded_session: Store, tmp_path_factory: pytest.TempPathFactory, names: tuple[str, str, str]
) -> None:
    folder = tmp_path_factory.mktemp("made")
    harbour = make_harbour(folder / "harbour", names)
    store, texts = embedded_session, harbour.folder / "texts"
    hold(store, harbour, include_protected=False)
    words = (*names, "Halcyon")
    assert [word for word in words if holding(store, word)] == []
    for include_protected in (False, True):
        hold(store, harbour, include_protected=include_protected)
        where = folder / str(include_protected)
        where.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SCAMGRAPH_TEXTS", str(texts))
            for id_ in (ID, SILENT):
                assert find_leaks(show_commands(store.engine, id_, names[0], DOCUMENT), *words) == {}
            assert find_leaks(show_files(store.engine, ID, where / "files"), *words) == {}
            with client(service(store, texts=texts)) as web:
                assert find_leaks(show_routes(web, ID, names[0], DOCUMENT), *words) == {}
            with scamgraph.connect("embedded", start=False, texts=texts) as g:
                assert find_leaks(show_notebook(g, ID, DOCUMENT), *words) == {}


def test_asked_for_it_is_shown_and_only_a_flag_asks(embedded_session: Store, tmp_path: Path) -> None:
    names = ("Zor Mivra", "Tjenk Łucza", "Ñandu Quist")
    harbour = make_harbour(tmp_path / "harbour", names)
    hold(embedded_session, harbour, include_protected=True)
    engine = embedded_session.engine
    env = {"SCAMGRAPH_ENGINE": engine}
    for id_, name in ((ID, names[0]), (SILENT, names[2])):
        assert name in run_inside("show", id_, INCLUDE, env=env).stdout
        assert name not in run_inside("show", id_, env=env).stdout
    report = ("report", "--entity", SILENT, "--to", str(tmp_path / "silent.md"))
    run_inside(*report, env=env)
    assert names[2] not in (tmp_path / "silent.md").read_text("utf-8")


def test_a_dossier_is_unsealed_without_the_name_unless_asked_for(tmp_path: Path) -> None:
    name = "Zor Mivra"
    harbour = make_harbour(tmp_path / "harbour", (name, "Tjenk Łucza", "Ñandu Quist"))
    texts = ("--texts", str(harbour.folder / "texts"))
    withheld = run_inside("unseal", str(harbour.dossier), *texts)
    assert withheld.returncode == 0
    assert "said (name withheld)" in withheld.stdout and name not in withheld.stdout
    sealed = harbour.dossier.read_text("utf-8")
    shown = run_inside("unseal", str(harbour.dossier), *texts, INCLUDE)
    assert f"said {name}" in shown.stdout
    harbour.dossier.write_text(shown.stdout, "utf-8")
    seal(harbour.dossier, harbour.texts)
    assert harbour.dossier.read_text("utf-8") == sealed


def test_coverage_and_check_name_nobody(tmp_path: Path) -> None:
    name = "Zor Mivra"
    harbour = make_harbour(tmp_path / "harbour", (name, "Tjenk Łucza", "Ñandu Quist"))
    harbour.change(harbour.dossier, f"    subject: {ID}\n", "    subject: cohort/sailors\n")
    harbour.change(harbour.dossier, f"    by: [{ID}]\n", "")
    texts = ("--texts", str(harbour.folder / "texts"))
    result = run_inside("coverage", str(harbour.folder), *texts)
    assert "(name withheld)" in result.stdout
    assert name not in result.stdout + result.stderr
    harbour.change(harbour.dossier, "says: A cook says", "says: Mivra says")
    checked = run_inside("check", str(harbour.folder), *texts)
    assert checked.returncode == 1 and "may be a victim" in checked.stderr
    assert "Mivra" not in checked.stdout + checked.stderr
