"""One search for everything: groups, numbers in every notation, filters, facets, days, and names withheld."""

from __future__ import annotations

import pytest

from graph.model.errors import InputError
from graph.store.store import Store
from queries.search.model import GROUPS, Filters
from queries.search.passages import Passages
from queries.search.search_words import find_numbers, parse_search_words
from tests.search.conftest import find_group, list_ids, search_for

CHEN_ZHI, PSEUDONYM = "person/chen-zhi", "Lisa"
EMBASSY = "embassy/indonesia-phnom-penh"
AFP = "document/afp-1400-left-2026-01-21"
FIGURE_1440 = "1,440 people"


def test_groups_come_in_one_order_with_exact_totals(loaded: Store) -> None:
    result = search_for(loaded, "released", limit=2)
    assert tuple(group.name for group in result.groups) == GROUPS
    claims = find_group(result, "claims")
    assert len(claims.hits) == 2 and claims.total > 20 and not claims.at_least
    assert result.total == sum(group.total for group in result.groups)
    assert all(any(piece.hit for piece in hit.title) for hit in claims.hits)
    assert (
        list_ids(result, "events") == ["event/bavet-release-001"] or find_group(result, "events").total == 2
    )


@pytest.mark.parametrize(
    "text", ["chen zhi", "Chen Zhi", "chen zi", "陈志", "CHEN ZHI", CHEN_ZHI, "chen zh", "che"]
)
def test_an_entity_is_found_by_name_alias_misspelling_and_beginning(loaded: Store, text: str) -> None:
    assert list_ids(search_for(loaded, text), "entities")[0] == CHEN_ZHI


def test_the_beginning_of_any_word_of_a_name_finds_it(loaded: Store) -> None:
    assert "company/prince-group" in list_ids(search_for(loaded, "prin"), "entities")
    assert EMBASSY in list_ids(search_for(loaded, "embassy indon"), "entities")


@pytest.mark.parametrize(
    "text",
    [
        "1440",
        "1,440",
        "1 440",
        "some 1,440",
        "about 1440 people",
        "~1440",
        "$1,440",
        "who says 1,440?",
        "1.440",
    ],
)
def test_a_number_is_found_in_every_notation(loaded: Store, text: str) -> None:
    result = search_for(loaded, text)
    (figure,) = find_group(result, "figures").hits
    assert figure.title[0].text == FIGURE_1440 and figure.more["documents"] == 3
    assert find_group(result, "claims").total >= 10
    question = find_group(result, "questions").hits[0]
    assert question.more == {"name": "who-says", "params": {"number": "1440"}, "runnable": True}


@pytest.mark.parametrize("text", ["²", "①", "who says ²", "1²", "9" * 40, "9" * 39 + " trillion"])
def test_a_number_that_no_text_prints_finds_nothing_and_breaks_nothing(loaded: Store, text: str) -> None:
    result = search_for(loaded, text, passages=Passages(lambda _: "Some 1,440 people left."))
    assert find_group(result, "figures").total == find_group(result, "passages").total == 0


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("$600", (600,)),
        ("some 100", (100,)),
        ("US$15 billion", (15_000_000_000,)),
        ("100 000", (100_000,)),
        ("100,000", (100_000,)),
        ("80 %", (80,)),
        ("2.5 million people", (2_500_000,)),
        ("1.440", (1440, 1.44)),
        ("-5", (-5,)),
        ("1440 people left", ()),
        ("room 101", ()),
    ],
)
def test_numbers_are_read(text: str, numbers: tuple[float, ...]) -> None:
    words = parse_search_words(text)
    assert words.numbers == numbers
    assert not any(sign in word for word in words.words for sign in "+-$% ")


def test_both_readings_of_an_ambiguous_number_are_named(loaded: Store) -> None:
    assert search_for(loaded, "1.440").notes == ("“1.440” can be read as 1,440 or as 1.44.",)


def test_numbers_in_texts() -> None:
    assert find_numbers("From 1,440 to 2.2 million; 15 billion, 2026") == [
        "n1440", "n2200000", "n15000000000", "n2026",
    ]  # fmt: skip


def test_a_number_among_words_is_found_in_either_notation(loaded: Store) -> None:
    first, second = (search_for(loaded, text) for text in ("1440 indonesians", "1,440 Indonesians"))
    assert list_ids(first, "claims") == list_ids(second, "claims") != []


def test_facets_count_the_claims_found(loaded: Store) -> None:
    result = search_for(loaded, "released")
    assert result.faceted == find_group(result, "claims").total and not result.facets_truncated
    facets = {facet.name: facet for facet in result.facets}
    assert sum(value.count for value in facets["document"].values) == result.faceted
    assert sum(value.count for value in facets["speaker"].values) == result.faceted
    assert {value.value for value in facets["modality"].values} == {"reported"}
    assert [value.count for value in facets["kind"].values] == sorted(
        (value.count for value in facets["kind"].values), reverse=True
    )


@pytest.mark.parametrize("facet", ["kind", "document", "speaker", "modality", "nationality", "place"])
def test_each_value_of_a_facet_leads_to_as_many_claims(loaded: Store, facet: str) -> None:
    values = {each.name: each.values for each in search_for(loaded, "indonesian embassy").facets}[facet]  # type: ignore[index]
    assert values
    for value in values:
        limited = search_for(loaded, "indonesian embassy", **{facet: value.value})
        assert find_group(limited, "claims").total == value.count, value
        active = {each.name: [v.value for v in each.values if v.active] for each in limited.facets}
        assert active[facet] == [value.value]  # type: ignore[index]


def test_a_month_leads_to_as_many_claims(loaded: Store) -> None:
    (january, february) = {f.name: f.values for f in search_for(loaded, "1440").facets}["date"]
    limited = search_for(loaded, "1440", first="2026-02-01")
    assert find_group(limited, "claims").total >= february.count
    assert january.value == "2026-01" and february.value == "2026-02"


def test_filters_limit_every_group(loaded: Store) -> None:
    result = search_for(loaded, "released", document=AFP)
    assert find_group(result, "documents").total == 0
    everywhere = search_for(loaded, "released")
    for name in ("claims", "conflicts", "entities"):
        assert find_group(result, name).total < find_group(everywhere, name).total  # type: ignore[arg-type]


def test_a_kind_limits_the_entities(loaded: Store) -> None:
    result = search_for(loaded, "embassy", kind="Embassy")
    assert {hit.kind for hit in find_group(result, "entities").hits} == {"Embassy"}
    with pytest.raises(InputError, match="no kind"):
        search_for(loaded, "embassy", kind="Embasy")


def test_nothing_is_found_that_was_not_known_on_the_day(loaded: Store) -> None:
    before, later = (search_for(loaded, "chen zhi", day) for day in ("2026-01-20", "2026-01-21"))
    assert {group.name: group.total for group in before.groups if group.total} == {}
    assert before.searched is not None and before.searched.claims == 0
    assert list_ids(later, "entities")[0] == CHEN_ZHI
    today = search_for(loaded, "1440")
    assert (
        find_group(search_for(loaded, "1440", "2026-01-21"), "claims").total
        < find_group(today, "claims").total
    )


def test_an_empty_result_says_what_was_searched(loaded: Store) -> None:
    result = search_for(loaded, "xyzzyplugh")
    assert result.total == 0 and result.facets == ()
    assert result.searched is not None
    assert result.searched.claims == 553 and result.searched.documents == 5 and result.searched.entities > 300
    assert search_for(loaded, "released").searched is None


def test_a_misspelt_name_offers_the_nearest(loaded: Store) -> None:
    assert [each.id for each in search_for(loaded, "prinse grup").nearest][:1] == ["company/prince-group"]
    assert search_for(loaded, "Chen Zhi").nearest == ()


def test_pages_of_a_group_follow_each_other(loaded: Store) -> None:
    whole = list_ids(search_for(loaded, "released", group="claims", limit=200), "claims")
    pages = [search_for(loaded, "released", group="claims", limit=10, skip=skip) for skip in (0, 10, 20, 30)]
    assert [id_ for page in pages for id_ in list_ids(page, "claims")] == whole
    assert all(len(page.groups) == 1 and page.facets == () for page in pages)


@pytest.mark.parametrize("text", ["(", "?!", "  "])
def test_a_text_without_words_is_refused(loaded: Store, text: str) -> None:
    with pytest.raises(InputError, match="nothing to look for"):
        search_for(loaded, text)


def test_stop_words_alone_find_no_claim(loaded: Store) -> None:
    assert find_group(search_for(loaded, "of"), "claims").total == 0


def test_questions_are_offered_with_their_parameters(loaded: Store) -> None:
    hits = find_group(search_for(loaded, "Chen Zhi"), "questions").hits
    assert [(hit.more["name"], hit.more["params"]) for hit in hits[:2]] == [
        ("about", {"entity": CHEN_ZHI}), ("speaker", {"entity": CHEN_ZHI}),
    ]  # fmt: skip
    assert "".join(piece.text for piece in hits[0].title).startswith("What do the sources say about Chen Zhi")
    (hit,) = find_group(search_for(loaded, "who says trafficking"), "questions").hits[:1]
    assert hit.more["params"] == {"word": "trafficking"}
    titled = [
        hit.more["name"] for hit in find_group(search_for(loaded, "independent origins"), "questions").hits
    ]
    assert titled[0] == "origins"


def test_filters_have_no_value_by_default() -> None:
    assert Filters() == Filters(**dict.fromkeys(Filters.__dataclass_fields__, ""))


@pytest.mark.neo4j
@pytest.mark.parametrize("text", ["released", "1440", "embassy", "chen zhi", "scam compound", "thailand"])
def test_both_engines_give_the_same(both: tuple[Store, Store], text: str) -> None:
    first, second = (search_for(store, text, limit=200) for store in both)
    assert [(g.name, g.total) for g in first.groups] == [(g.name, g.total) for g in second.groups]
    assert [{hit.id for hit in group.hits} for group in first.groups] == [
        {hit.id for hit in group.hits} for group in second.groups
    ]
    assert first.facets == second.facets
