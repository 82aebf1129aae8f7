"""Views of the graph as JSON: what is in them, what is left out and counted, and positions."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

CHEN_ZHI = "person/chen-zhi"


def view(web: TestClient, **params: Any) -> dict[str, Any]:
    """A view; it must be answered."""
    answer = web.get("/api/v1/view", params=params)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()
    return data


def ids(data: dict[str, Any]) -> set[str]:
    """The entities of a view."""
    return {node["id"] for node in data["nodes"]}


def test_without_seeds_it_shows_who_and_what_has_most_origins(web: TestClient) -> None:
    small = view(web, limit=40)
    assert 20 < len(small["nodes"]) <= 40 and small["left_out"]["nodes"] > 0
    assert "government/cambodia" in ids(small)
    ends = {end for line in small["lines"] for end in (line["start"], line["end"])}
    assert ends == ids(small), "an entity without a line says nothing in a picture"
    full = view(web)
    assert len(full["nodes"]) <= 300 and ids(small) <= ids(full)
    assert not any(line["type"].startswith("PUBLISHED") for line in full["lines"])


def test_lines_carry_what_their_facts_say(web: TestClient) -> None:
    data = view(web, seed=CHEN_ZHI)
    for line in data["lines"]:
        if line["fact"] is None:
            assert line["style"] == "event" and line["type"] in ("INVOLVES", "AT")
            continue
        fact = web.get(f"/api/v1/facts/{line['fact'].partition('/')[2]}").json()
        assert line["statement"] == fact["statement"]
        for name in ("standing", "modality", "documents", "origins", "denials", "said_by"):
            assert line[name] == fact[name], line["statement"]
    accusations = [line for line in data["lines"] if line["style"] == "accusation"]
    assert accusations and not any(line["asserted"] for line in accusations)


def test_the_same_view_has_the_same_places_none_taken_twice(web: TestClient) -> None:
    for params in ({}, {"seed": CHEN_ZHI, "depth": 2}):
        first, second = view(web, **params), view(web, possibly=False, **params)
        assert first["nodes"] == second["nodes"]
        places = [(node["x"], node["y"]) for node in first["nodes"]]
        assert len(set(places)) == len(places)


def test_a_late_day_knows_what_is_known_today(web: TestClient) -> None:
    today, then = view(web), view(web, as_of="2027-01-01")
    assert today["lines"] == then["lines"] and today["nodes"] == then["nodes"]
    early = view(web, as_of="2026-01-21")
    assert 0 < len(early["lines"]) < len(today["lines"])
    assert all(line["first_published"] <= "2026-01-21" for line in early["lines"] if line["first_published"])


def test_filters_keep_only_what_fits(web: TestClient) -> None:
    assert {line["standing"] for line in view(web, standing="accusation")["lines"]} == {"accusation"}
    assert {line["modality"] for line in view(web, modality="alleged,promised")["lines"]} == {
        "alleged",
        "promised",
    }
    assert {n["kind"] for n in view(web, kind="Person,Place")["nodes"]} <= {
        "Person", "Country", "Province", "City", "BorderCrossing", "Region",
    }  # fmt: skip
    supported = view(web, origins=2)["lines"]
    assert supported and all(
        (line["denial_origins"] if line["denied"] else line["origins"]) >= 2 for line in supported
    )
    timed = view(web, happened="2026-01-19")["lines"]
    assert timed and all((line["happened_from"] or "") <= "2026-01-19" for line in timed)
    assert all((line["happened_to"] or "9999") >= "2026-01-19" for line in timed)
    assert {line["type"] for line in view(web, predicate="HEADS")["lines"]} == {"HEADS"}
    of_bavet = view(web, place="Bavet")
    assert "place/bavet" in ids(of_bavet) and len(of_bavet["lines"]) < len(view(web)["lines"]) / 3
    assert len(view(web, nationality="nationality/indonesian")["lines"]) > 3


def test_what_unfolds_is_counted_before_and_shown_after(web: TestClient) -> None:
    expansion = web.get("/api/v1/view/expand", params={"entity": CHEN_ZHI}).json()
    assert expansion["nodes"] == [] and "MATCH" in expansion["cypher"]
    for count in expansion["counts"]:
        expansion_param = f"{CHEN_ZHI}~{count['type']}~{count['side']}"
        data = view(web, seed=CHEN_ZHI, depth=0, open=expansion_param)
        assert len(data["nodes"]) == count["neighbours"] + 1, count
        tie_lines = [
            n for n in data["lines"] if n["type"] == count["type"] and CHEN_ZHI in (n["start"], n["end"])
        ]
        assert len(tie_lines) >= count["ties"]
    heads = web.get("/api/v1/view/expand", params={"entity": CHEN_ZHI, "predicate": "HEADS"}).json()
    assert [n["id"] for n in heads["nodes"]] == [CHEN_ZHI, "company/prince-group"]


def test_what_does_not_fit_or_is_hidden_is_not_there_and_counted(web: TestClient) -> None:
    full, cut = view(web, seed=CHEN_ZHI), view(web, seed=CHEN_ZHI, limit=4)
    assert len(cut["nodes"]) == 4
    assert cut["left_out"]["nodes"] == len(full["nodes"]) - 4
    hidden = view(web, seed=CHEN_ZHI, hide="company/prince-group")
    assert ids(full) - ids(hidden) == {"company/prince-group"}


def test_a_path_is_told_with_its_weakest_hop_or_as_not_stated(web: TestClient) -> None:
    data = view(web, **{"from": "Chen Zhi", "to": "embassy/indonesia-phnom-penh"})
    assert sum(hop["weakest"] for hop in data["path"]["rows"] if hop["path"] == 1) == 1
    assert [n["id"] for n in data["nodes"] if n["seed"]] == [CHEN_ZHI, "embassy/indonesia-phnom-penh"]
    none = view(web, **{"from": "company/prince-group", "to": "place/bavet"})
    assert (
        not none["path"]["stated"]
        and "No source in this graph ties" in none["path"]["answer"]
        and none["lines"] == []
    )


@pytest.mark.parametrize(
    ("params", "status", "field"),
    [
        ({"seed": "person/chen-zi"}, 404, None),
        ({"seed": "Nobody of that sort"}, 404, "seed"),
        ({"kind": "Ghost"}, 400, "kind"),
        ({"predicate": "HAUNTS"}, 400, "predicate"),
        ({"predicate": "NOT_HAUNTS"}, 400, "predicate"),
        ({"standing": "rumour"}, 400, "standing"),
        ({"modality": "shouted"}, 400, "modality"),
        ({"happened": "soon"}, 400, "happened"),
        ({"open": "person/chen-zhi~HAUNTS"}, 400, "open"),
        ({"open": "person/chen-zhi~HEADS~ASIDE"}, 400, "open"),
        ({"limit": "100000"}, 422, "limit"),
        ({"depth": "9"}, 422, "depth"),
        ({"seed": ",".join(f"x/{n}" for n in range(400))}, 400, "seed"),
        ({"as_of": "soon"}, 400, "as_of"),
        ({"from": "Chen Zhi", "to": "Chen Zhi"}, 400, None),
    ],
)
def test_wrong_questions_are_refused_by_the_field_at_fault(
    web: TestClient, params: dict[str, str], status: int, field: str | None
) -> None:
    answer = web.get("/api/v1/view", params=params)
    assert answer.status_code == status, answer.text
    if field:
        assert answer.json()["errors"][0]["field"] == field
    assert web.get("/graph", params=params).status_code == status
