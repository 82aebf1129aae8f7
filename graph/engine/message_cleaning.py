"""Messages of both engines, cleaned for people: no names of classes, ids of records, or text of a query.

The exception that is raised for one has the engine's own as its cause, which `--debug` prints.
"""

from __future__ import annotations

import re

NO_REASON = "it gave no reason"
# The line of the query that Neo4j repeats can be ours; a user's own is shown where the query is known.
_PLACE = re.compile(
    r"\s*\(line \d+, column \d+ \(offset: \d+\)\)(?:\n\".*\"\n *\^)?| at line \d+(?::|, column )\d+",
    re.DOTALL,
)
_FRAME = re.compile(r"^\s*(?:at \S+\(.*|Caused by: .*|\.\.\. \d+ more)$", re.MULTILINE)
_CODE = re.compile(r"\bNeo(?:\.\w+){3}:?\s*")
_PLAIN_TYPE = re.compile(r"\bjava\.lang\.(?=(?:String|Long|Integer|Double|Float|Boolean|Number)\b)")
_CLASS = re.compile(
    r"\b(?:java|javax|jdk|sun|com|org|io|scala|neo4j)(?:\.\w+)*\.[A-Z]\w*(?:\$\w+)*(?:@[0-9a-f]+)?:?\s*"
    r"|\b[A-Z]\w*(?:Exception|Throwable)\b:?\s*"
)
_RECORD = re.compile(
    r"\s*(?:#-?\d+:-?\d+|\b\d+:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}:\d+)\b"  # embedded; Neo4j
)
_COLLECTION = re.compile(
    r"\b(?:Array|Linked|Singleton|Immutable|Unmodifiable|Hash|Tree)+(List|Map|Set)(?:N|12)?\b"
)
# "(arcadedb.command.regexTimeout)", "allowed by the setting `arcadedb.queryMaxRangeSize`"
_SETTING = re.compile(r"(?: allowed by the setting)? ?[(`]?(?<![\w.])arcadedb\.[\w.]+[)`]?")
_OWN_WORDS = {"ImmutableVertex": "node", "ImmutableEdge": "relationship", "TraversalPath": "path"}
_OWN_WORD = re.compile("|".join(_OWN_WORDS))
_BLANKS = re.compile(r"[ \t]{2,}")


def clean_message(message: str) -> str:
    """Return what an engine's message says to people; NO_REASON if nothing is left of it."""
    for pattern in (_PLACE, _FRAME, _CODE, _SETTING, _PLAIN_TYPE, _CLASS, _RECORD):
        message = pattern.sub("", message)
    message = _OWN_WORD.sub(lambda match: _OWN_WORDS[match[0]], message)
    message = _COLLECTION.sub(lambda match: match[1].lower(), message)
    lines = (_BLANKS.sub(" ", line).strip() for line in message.splitlines())
    return "\n".join(line for line in lines if line).strip(" :-") or NO_REASON
