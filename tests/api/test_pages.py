"""The pages: complete without a script, each link leads somewhere, nothing is worded stronger than it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from api.strings import CHARTS, CLASSES, HOME, READER, SEARCH, STANDINGS, T
from graph.model import ontology
from graph.store.store import Store
from reports.content import statements
from tests.api.conftest import addresses, client, less_scripts, service
from tests.conftest import ROOT

INLINE = re.compile(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
MOST_FOLLOWED = 250


class Links(HTMLParser):
    """Collects addresses and ids, and refuses tags that do not close in order."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "a" and attributes.get("href"):
            self.links.append(str(attributes["href"]))
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


def read(html: str) -> Links:
    links = Links()
    links.feed(html)
    assert not links.open
    assert len(links.ids) == len(set(links.ids)), "an id stands twice"
    return links


def test_each_class_and_standing_has_a_heading() -> None:
    assert tuple(CLASSES) == ontology.PREDICATE_CLASSES
    assert tuple(STANDINGS) == ontology.STANDINGS
    assert set(statements.CLASSES) == set(CLASSES)


def test_every_kind_of_page_is_whole_and_has_no_inline_code(web: TestClient) -> None:
    for kind, path in addresses(web).items():
        answer = web.get(path)
        assert answer.status_code == (404 if kind == "missing" else 200), path
        assert answer.headers["content-type"].startswith("text/html")
        assert not INLINE.search(less_scripts(answer.text)), path
        read(answer.text)


def test_every_link_leads_somewhere(articles: Store) -> None:
    with client(service(articles)) as web:
        follow_links(web)


def follow_links(web: TestClient) -> None:
    waiting, visited = ["/", "/entity/person/chen-zhi?as_of=2026-01-21"], set[str]()
    while waiting and len(visited) < MOST_FOLLOWED:
        path = waiting.pop(0).partition("#")[0]
        if path in visited or not path.startswith("/"):
            continue
        visited.add(path)
        answer = web.get(path)
        while answer.status_code in (307, 308):
            answer = web.get(answer.headers["location"].partition("#")[0])
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        if answer.headers["content-type"].startswith("text/html"):
            waiting += read(answer.text).links
    assert len(visited) == MOST_FOLLOWED


def test_an_accusation_is_worded_as_one_with_its_answer_beside_it(web: TestClient) -> None:
    page = web.get("/entity/person/chen-zhi").text
    assert "Chen Zhi is accused of running internet scams from Cambodia." in page
    assert "no answer is in the sources" in page
    denied = web.get("/entity/government/cambodia").text
    assert "denial" in denied and "Where claims disagree" in denied


def test_no_tie_is_worded_stronger_than_its_claims(web: TestClient) -> None:
    """Wherever all claims of a tie are alleged, its words say so: in the table, and at its other end."""
    alleged_ties = 0
    for id_ in [item["id"] for item in web.get("/api/v1/entities?limit=200").json()["items"]]:
        if id_.startswith(("document/", "event/")):
            continue
        for tie in web.get(f"/api/v1/entities/{id_}/neighbours").json()["counts"]:
            if tie["modality"] == "alleged" and tie["standing"] == "fact":
                alleged_ties += 1
                assert "alleged" in tie["says"] or "accused" in tie["says"], tie
    assert alleged_ties > 3


def test_documents_and_origins_stand_apart(web: TestClient) -> None:
    page = web.get("/figures/indonesians-at-embassy-pp").text
    row = page[page.index("1,440 people") :]
    assert re.search(r'class="n">3</td><td class="n">1</td>', row)


def test_what_no_source_states_is_told(web: TestClient) -> None:
    page = web.get("/entity/compound/poipet-002").text
    assert "What no source states" in page and "No source in this graph says who runs" in page


def test_a_summary_that_leaves_people_out_says_so_and_denies_nothing(web: TestClient) -> None:
    page = web.get("/entity/compound/bavet-001").text
    brief = page[page.index('id="brief"') : page.index('id="stated"')]
    assert "concerns people who may be victims" in brief and "Left out of this summary" in brief
    assert "No source in this graph says anything" not in page


def test_a_summary_links_each_sentence_to_its_words(web: TestClient) -> None:
    page = web.get("/entity/person/chen-zhi").text
    brief = page[page.index('id="brief"') : page.index('id="stated"')]
    assert "Chen Zhi is the head of Prince Group, according to Newser (21 January 2026)." in brief
    assert "These sources carry no reply to this accusation." in brief
    assert re.search(r'href="/document/newser-[^"]+\?claim=([0-9a-f]{32})#c-\1"', brief)


def test_what_no_source_states_is_said_of_the_day(web: TestClient) -> None:
    page = web.get("/entity/compound/bavet-001?as_of=2026-01-21").text
    assert "No source that was certainly published by 21 January 2026 states the place of" in page
    assert "No source in this graph" not in page


def test_a_day_on_which_nothing_was_known_has_no_counts(web: TestClient) -> None:
    assert re.findall(r"<b>(.*?)</b>", web.get("/?as_of=2026-01-20").text) == ["0"] * 5


def test_a_search_that_asks_who_is_answered(web: TestClient) -> None:
    page = web.get("/search?q=who+says+1,440%3F").text
    asked = page[page.index('id="asked"') : page.index('class="searched"')]
    assert 'href="/question/who-says?number=1440"' in asked
    assert "from at least 1 independent origin" in asked
    assert 'id="asked"' not in web.get("/search?q=1440").text


def test_a_fact_page_has_citation_digest_and_cypher(web: TestClient) -> None:
    page = web.get(addresses(web)["fact"]).text
    assert "text not available" in page
    assert re.search(r"<textarea[^>]*>[^<]*sha256 [0-9a-f]{64}", page)
    assert ":param fact =" in page


@pytest.mark.parametrize(
    ("catalogue", "names", "by_name"),
    [
        (T, "t|T", {"documents", "conflicts", "events", "figures", "questions"}),
        (HOME, "h|HOME", {"people", "bodies", "sites", "nationalities"}),
        (READER, "reader_words", set()),
        (SEARCH, "s|search_words", set()),
        (CHARTS, "chart_words|CHARTS", {"documents_lead", "events_lead"}),
    ],
    ids=["general", "home", "reader", "search", "charts"],
)
def test_every_string_of_the_catalogue_is_used(catalogue: object, names: str, by_name: set[str]) -> None:
    sources = " ".join(
        file.read_text("utf-8")
        for folder in ("templates", "pages", ".")
        for file in sorted((ROOT / "api" / folder).glob("*.*"))
        if file.suffix in (".html", ".py")
    )
    unused = {name for name in vars(catalogue) if not re.search(rf"\b(?:{names})\.{name}\b", sources)}
    assert unused <= by_name
