"""Values by position, as a person would type them."""

from __future__ import annotations

import pytest

from graph.model.errors import InputError, UsageError
from queries.ask.positions import bind_positions, describe_positions
from queries.ask.query_library import GROUPS, find_query, group_queries, load_library, parse_query

FACT = "fact/" + "0" * 32


@pytest.mark.parametrize(
    ("question", "values", "bound"),
    [
        ("evidence", ["Chen Zhi", "Prince Group"], {"a": "Chen Zhi", "b": "Prince Group"}),
        ("evidence", [FACT], {"fact": FACT}),
        ("evidence", ["0" * 32], {"fact": "0" * 32}),
        ("evidence", ["Chen Zhi"], {"a": "Chen Zhi"}),
        ("paths", ["Chen Zhi", "Indonesian embassy"], {"from": "Chen Zhi", "to": "Indonesian embassy"}),
        ("who-says", ["1440"], {"number": "1440"}),
        ("who-says", ["12.5 billion"], {"number": "12.5 billion"}),
        ("who-says", ["80%"], {"number": "80%"}),
        ("who-says", ["theft"], {"word": "theft"}),
        ("who-says", [FACT], {"fact": FACT}),
        ("known-on", ["2026-01-20"], {"day": "2026-01-20"}),
        ("known-on", ["2026-01-20", "Chen Zhi"], {"day": "2026-01-20", "entity": "Chen Zhi"}),
        ("timeline", ["2026-01-01", "2026-01-31"], {"from": "2026-01-01", "to": "2026-01-31"}),
        ("timeline", ["Chen Zhi", "2026-01-01"], {"entity": "Chen Zhi", "from": "2026-01-01"}),
        ("origins", ["Chen Zhi"], {"entity": "Chen Zhi"}),
        ("figures", ["Indonesians"], {"about": "Indonesians"}),
        ("compounds", [], {}),
    ],
)
def test_values_go_where_they_belong(question: str, values: list[str], bound: dict[str, str]) -> None:
    assert bind_positions(find_query(question), values) == bound


def test_what_is_named_is_not_bound_by_position() -> None:
    assert bind_positions(find_query("paths"), ["China"], {"from"}) == {"to": "China"}


@pytest.mark.parametrize(
    ("question", "takes"), [("evidence", "FACT, or A B"), ("about", "ENTITY"), ("paths", "FROM TO")]
)
def test_too_many_values_name_what_the_question_takes(question: str, takes: str) -> None:
    with pytest.raises(UsageError) as wrong:
        bind_positions(find_query(question), ["x"] * 5)
    assert wrong.value.hint == f"It takes {takes}."
    assert describe_positions(find_query(question)) == takes


def test_every_question_is_in_a_group_and_no_group_is_empty() -> None:
    listed = group_queries()
    assert [group for group, _ in listed] == list(GROUPS)
    assert all(queries for _, queries in listed)
    assert sorted(query.name for _, queries in listed for query in queries) == sorted(load_library())


def test_titles_are_asked_as_a_person_would() -> None:
    assert [query.name for query in load_library().values() if not query.title.endswith("?")] == []


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("// group: Odds and ends", "there is no group 'Odds and ends'"),
        ("// positions: entity or nobody", "`positions` names 'nobody'"),
        ("// positions: given_one", "`positions` names 'given_one'"),
    ],
)
def test_headers_are_checked_when_a_file_is_read(header: str, says: str) -> None:
    source = (
        f"// title: A question?\n{header}\n// answer: x\n// none: y\n// param: entity entity - whom\n"
        "// param: given_one given - worked out\n// column: claims - ids\n:param entity => 'x'\n"
        ":param given_one => 1\n:param limit => 10\nRETURN $entity, $given_one AS claims LIMIT $limit;\n"
    )
    with pytest.raises(InputError, match=says):
        parse_query("made", source)
