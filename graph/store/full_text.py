"""Search texts by their words, with the engine's own full-text index, the same on both engines.

Both engines index with Lucene's English analyzer: `released` finds `release`, and words such as "the"
are not indexed. A query is built here from plain words, so that nothing a user types acts as Lucene
syntax; both engines receive it as a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.engine.databases import send_command
from graph.model.errors import InputError, ScamgraphError

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.store.protocols import ReadStore
    from graph.store.store import Store

MOST_WORDS = 12
"""Maximum number of words of a query that count; the others are ignored."""
SHORTEST_PREFIX = 3
"""Minimum length of a word that also finds longer words: shorter ones begin half of a language."""

# Both engines split Chinese and Japanese into characters, but only one keeps their order, so each is a word.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,]\d+)*|[^\W\d_](?:\.[^\W\d_])+(?!\w)"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff])[^\W_]|[\u0300-\u036f\u0e31-\u0e4e\u17b4-\u17dd])+(?:['’][^\W_]+)*"
)
_NO_INDEX = ("no such fulltext schema index", "Error executing procedure: db.index.fulltext")
"""What the engines say of an index that does not exist."""


@dataclass(frozen=True, slots=True)
class TextIndex:
    """A full-text index: its name, the label of its nodes, and the properties whose words it has."""

    name: str
    label: str
    properties: tuple[str, ...]


CLAIMS = TextIndex("scamgraph_claim_text", "Claim", ("says", "verb"))
CONFLICTS = TextIndex("scamgraph_conflict_text", "Conflict", ("explanation",))
DOCUMENTS = TextIndex("scamgraph_document_text", "Document", ("label", "title"))
EVENTS = TextIndex("scamgraph_event_text", "Event", ("name",))
ENTITIES = TextIndex("scamgraph_entity_text", "Entity", ("about",))
"""Descriptions. Names have search keys, which protected names lack."""
TEXT_INDEXES = (CLAIMS, CONFLICTS, DOCUMENTS, EVENTS, ENTITIES)


class NoTextIndex(InputError):
    """The graph has no full-text index yet: it was loaded by an older version."""


def ensure_text_indexes(store: Store) -> None:
    """Create the missing full-text indexes. Raises EnvironmentProblem if the engine refuses them."""
    statements = [store.dialect.build_text_index(i.name, i.label, i.properties) for i in TEXT_INDEXES]
    if store.dialect.schema_at_once:
        store.write(lambda tx: [tx.run(statement) for statement in statements])
        return
    path = f"/api/v1/command/{store.database}"
    send_command(store.endpoint, path, {"language": "sqlscript", "command": "\n".join(statements)})


def split_words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, each once, at most MOST_WORDS of them."""
    return list(dict.fromkeys(match[0].lower() for match in _WORD.finditer(text)))[:MOST_WORDS]


def build_text_query(words: Sequence[str], spellings: Mapping[str, Iterable[str]] | None = None) -> str:
    """Build the Lucene query for texts that have all of these words; the last may be unfinished.

    `spellings` are further ways to write a word, such as `1,440` for `1440`. Words and spellings must come
    from `split_words`: in lower case and without punctuation, none means anything to Lucene. A spelling
    of several words needs all of them, in any order: the embedded engine knows no phrases.
    """
    clauses = []
    for number, word in enumerate(words):
        forms = [
            _build_clause(form)
            for form in dict.fromkeys((word, *_list_acronyms(word), *(spellings or {}).get(word, ())))
        ]
        if number == len(words) - 1 and len(word) >= SHORTEST_PREFIX and word.isalpha():
            forms.append(f"{word}*")
        clauses.append(f"+({' '.join(forms)})")
    return " ".join(clauses)


def _list_acronyms(word: str) -> list[str]:
    """Return "us" for "u.s"; the numbers have their own spellings."""
    plain = word.replace(".", "")
    return [plain] if plain.isalpha() else []


def _build_clause(form: str) -> str:
    words = form.split()
    return words[0] if len(words) == 1 else "(" + " ".join(f"+{word}" for word in words) + ")"


def search_text(
    store: ReadStore, index: TextIndex, query: str, returned: str, params: Mapping[str, Any]
) -> list[Row]:
    """Run a full-text query and return rows; the Cypher `returned` follows `c` and its `score`.

    Args:
        store: The store, or a filtered view of it: only claims that it shows are found.
        index: The index to search.
        query: A query of `build_text_query`.
        returned: The rest of the statement, from its first WITH or RETURN on. Never a user's text.
        params: Further parameters.

    Raises:
        NoTextIndex: The graph has no such index.
    """
    mark = "/* AS OF c */" if index is CLAIMS else ""
    call = (
        "CALL db.index.fulltext.queryNodes($text_index, $text_query) YIELD node, score "
        f"WITH node AS c, score WHERE c:Scamgraph WITH c, score {mark} {returned}"
    )
    try:
        return store.read(call, {**params, "text_index": index.name, "text_query": query})
    except ScamgraphError as error:
        if not any(text in error.message for text in _NO_INDEX):
            raise
        raise NoTextIndex(
            "The words of claims cannot be searched: this graph has no full-text index yet.",
            hint="Load any file with `scamgraph ingest`; that creates the index.",
        ) from error
