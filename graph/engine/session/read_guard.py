"""Guard for user queries: it limits what a query may use, whatever the server's own configuration.

On both engines it first refuses what no engine could stop, then checks the words: how the query
begins, and which functions and procedures it calls. The embedded engine then refuses a reader's
writes and files itself. A Neo4j is asked for the plan, which must be of type `r` and consist of
operators on an allow-list. A text admitted once stays admitted.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.allowlists import (
    BEFORE_BRACKET,
    BEGINS,
    CHANGES,
    COMMANDED,
    COMMANDS,
    FUNCTIONS,
    OPERATORS,
    PROCEDURES,
    WRITES,
)
from graph.engine.session.cypher_tokens import Token, parse_tokens
from graph.engine.session.loop_caps import check_loops
from graph.engine.session.query_caps import check_caps, check_length, check_parameters
from graph.engine.session.regex_caps import check_patterns
from graph.model.errors import InputError

if TYPE_CHECKING:
    import neo4j

ADMITTED = 2000
"""How many texts a guard remembers."""

_EXPLAIN = "EXPLAIN\n"  # on a line of its own, so that columns in errors are the user's
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: (\d+)\)\)")
_NAMES = ("name", "quoted")
_CLOSING = (")", "]", "}")
_OPENING = ("{", "|")
_BRANCH = ("UNION", "ALL", "DISTINCT")
READ_ONLY = "Queries are read-only. To change the graph, use `scamgraph ingest` or `scamgraph remove`."
END = Token("mark", "", 0, 0)


class Guard:
    """Guard for the user queries of one engine; any thread may use it. It remembers admitted texts."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._admitted: dict[str, None] = {}
        self._lock = threading.Lock()

    def check_user_query(
        self, session: neo4j.Session, text: str, params: Mapping[str, Any], *, timeout: float | None
    ) -> None:
        """Raise InputError, with line and column, if `text` uses anything that is not allowed.

        On a Neo4j the text is explained through `session`, which only reads; none of it is executed, and
        it is stopped after `timeout` seconds.
        """
        tokens = check_size(text, params)
        if text in self._admitted:
            return
        check_words(tokens)
        if self._endpoint.engine != "embedded":
            _check_plan(self._explain(session, text, params, timeout))
        with self._lock:
            if len(self._admitted) >= ADMITTED:
                self._admitted.pop(next(iter(self._admitted)))
            self._admitted[text] = None

    def _explain(
        self, session: neo4j.Session, text: str, params: Mapping[str, Any], timeout: float | None
    ) -> neo4j.ResultSummary:
        from neo4j import Query  # noqa: PLC0415 - heavy, and already loaded
        from neo4j.exceptions import ClientError  # noqa: PLC0415 - heavy, and already loaded

        with translate_driver_errors(self._endpoint.uri):
            try:
                return session.run(Query(_EXPLAIN + text, timeout=timeout), dict(params)).consume()
            except ClientError as error:
                message = error.message or ""
                if _PLACE.search(message) is None:
                    raise
                raise _translate_syntax_error(message) from error


def check_size(text: str, params: Mapping[str, Any]) -> list[Token]:
    """Refuse what no engine could stop, in a query or in its parameters; return the query's tokens.

    Raises InputError.
    """
    check_length(text)
    check_parameters(params)
    tokens = parse_tokens(text)
    check_caps(tokens)
    check_patterns(tokens, params)
    check_loops(tokens, params)
    return tokens


def check_words(tokens: Sequence[Token]) -> None:
    """Refuse a query by its words: administration, LOAD CSV, functions and procedures not on the lists.

    Raises InputError with line and column. Names, properties and strings that merely look alike pass.
    """
    if not tokens:
        raise InputError("The query is empty.")
    start = _find_first_clause(tokens)
    if start.word not in BEGINS:
        raise InputError(
            f"A question cannot begin with {start.text}. {start.place}",
            hint=f"It begins with one of: {', '.join(sorted(BEGINS))}.",
        )
    for before, token, following in zip(tokens, tokens[1:], [*tokens[2:], END], strict=False):
        _check_neighbours(before, token, following)
    _check_calls(tokens)


def _find_first_clause(tokens: Sequence[Token]) -> Token:
    """Return the first token after a `CYPHER 5 option=value` prefix."""
    if tokens[0].word != "CYPHER":
        return tokens[0]
    place = 1
    if place < len(tokens) and tokens[place].kind == "number":
        place += 1
    while place + 2 < len(tokens) and tokens[place + 1].text == "=":
        place += 3
    return tokens[min(place, len(tokens) - 1)]


def _check_neighbours(before: Token, token: Token, following: Token) -> None:
    """Refuse by three tokens in a row; `before` is at first the query's first word."""
    if before.text == ";" and before.kind == "mark":
        raise InputError(f"One statement at a time, please. {token.place}")
    if before.word == "LOAD" and token.word == "CSV":
        raise _build_refusal("LOAD CSV", before)
    if before.word in COMMANDS and token.word in COMMANDED:
        raise _build_refusal(f"{before.word} {token.word}", before)
    if token.word == "USE" and following.kind in _NAMES and (before.text == "{" or before.word in _BRANCH):
        raise _build_refusal("USE", token, "Questions are put to one database.")
    if token.word in CHANGES and _is_clause(before, token, following):
        raise _build_refusal(token.word, token)


def _is_clause(before: Token, token: Token, following: Token) -> bool:
    """Return whether a word that may change the graph can only be a clause here, and not a name."""
    if before.text in _CLOSING or (token.word in WRITES and following.text == "("):
        return True
    return before.text in _OPENING and following.kind in _NAMES


def _check_calls(tokens: Sequence[Token]) -> None:
    """Refuse calls that are not on the lists: a dotted name before a bracket, or after CALL."""
    for name, before, after in _iter_dotted_names(tokens):
        text = ".".join(token.text for token in name).lower()
        if before is not None and before.word == "CALL" and not _is_keyword(name):
            if text not in PROCEDURES:
                allowed = ", ".join(sorted(PROCEDURES))
                raise _build_refusal(f"The procedure {text}", name[0], f"Allowed are: {allowed}.")
        elif _is_call(name, before, after) and text not in FUNCTIONS:
            raise _build_refusal(f"The function {text}", name[0], "Only functions of Cypher itself are.")


def _iter_dotted_names(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], Token | None, Token | None]]:
    """Yield each name with the names that dots join to it, the token before and the token after."""
    place = 0
    while place < len(tokens):
        if tokens[place].kind not in _NAMES:
            place += 1
            continue
        end = place + 1
        while end + 1 < len(tokens) and tokens[end].text == "." and tokens[end + 1].kind in _NAMES:
            end += 2
        before = tokens[place - 1] if place else None
        after = tokens[end] if end < len(tokens) else None
        yield [token for token in tokens[place:end] if token.kind in _NAMES], before, after
        place = end


def _is_keyword(name: Sequence[Token]) -> bool:
    """Return whether the name after CALL is a word of the language and not a procedure."""
    return len(name) == 1 and name[0].word in {"IN", "AS"}


def _is_call(name: Sequence[Token], before: Token | None, after: Token | None) -> bool:
    """Return whether a name calls a function.

    It then stands before a bracket, and is neither a word of the language nor a label in an index
    hint.
    """
    if after is None or after.text != "(":
        return False
    if before is not None and before.text == ":" and before.kind == "mark":
        return False
    return len(name) > 1 or name[0].word.lower() not in BEFORE_BRACKET


def _check_plan(summary: neo4j.ResultSummary) -> None:
    if summary.query_type != "r":
        raise InputError(
            f"This does more than read (the server calls its type {summary.query_type!r}): refused.",
            hint=READ_ONLY,
        )
    if summary.plan is None:
        raise InputError("The server gave no plan for this: refused.", hint=READ_ONLY)
    for operator, details in _iter_operators(summary.plan):
        if operator not in OPERATORS:
            raise InputError(f"The server would run this with {operator}: refused.", hint=READ_ONLY)
        procedure = re.split(r"[\s(]", details, maxsplit=1)[0].lower()
        if operator == "ProcedureCall" and procedure not in PROCEDURES:
            raise InputError(f"The procedure {procedure} is not allowed in a query.")


def _iter_operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = re.split(r"[@(]", str(plan["operatorType"]), maxsplit=1)[0]
    yield name, str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", ()):
        yield from _iter_operators(child)


def _translate_syntax_error(message: str) -> InputError:
    """Translate the server's error; its positions become those in the user's text."""

    def move_place(match: re.Match[str]) -> str:
        line, offset = max(1, int(match[1]) - 1), max(0, int(match[3]) - len(_EXPLAIN))
        return f"(line {line}, column {match[2]} (offset: {offset}))"

    text = _PLACE.sub(move_place, message)
    place = _PLACE.search(text)
    where = f" [line {place[1]}, column {place[2]}]" if place else ""
    return InputError(f"The query was refused: {text}{where}")


def _build_refusal(what: str, token: Token, hint: str = READ_ONLY) -> InputError:
    return InputError(f"{what} is not allowed in a query. {token.place}", hint=hint)
