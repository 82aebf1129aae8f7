"""What people read of an engine's message: what is wrong and where, without its classes, ids and queries."""

from __future__ import annotations

import errno

import pytest
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from graph.engine.driver_errors import translate_error
from graph.engine.file_limit import has_hit_file_limit
from graph.engine.message_cleaning import NO_REASON, clean_message
from graph.model.errors import EnvironmentProblem, GraphDamaged, InputError

URI = "bolt://127.0.0.1:1"
SYNTAX = "Neo.ClientError.Statement.SyntaxError"
FORBIDDEN = "Neo.ClientError.Security.Forbidden"
UNKNOWN = "Neo.DatabaseError.General.UnknownError"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("java.lang.NullPointerException: Cannot read field", "Cannot read field"),
        ("com.arcadedb.exception.CommandExecutionException: wrong\n\tat com.arcadedb.X.y(X.java:1)", "wrong"),
        ("java.lang.Long cannot be cast to java.lang.String", "Long cannot be cast to String"),
        ("Record #12:-3 was deleted", "Record was deleted"),
        ("NODE 4:752916ae-993e-4125-904a-0c7501ed3830:181 is gone", "NODE is gone"),
        ("toInteger() cannot convert ArrayList", "toInteger() cannot convert list"),
        ("Neo.DatabaseError.General.UnknownError: broken", "broken"),
        ('Invalid input (line 1, column 10 (offset: 9))\n"MATCH (our:Secret"\n          ^', "Invalid input"),
        ("Syntax error at line 1:9 - no viable alternative", "Syntax error - no viable alternative"),
        ("Unknown property n.Name of person/chen-zhi", "Unknown property n.Name of person/chen-zhi"),
        ("java.lang.NullPointerException", NO_REASON),
        ("", NO_REASON),
    ],
)  # fmt: skip
def test_a_message_keeps_what_it_says_to_people(message: str, shown: str) -> None:
    assert clean_message(message) == shown


@pytest.mark.parametrize("code", [SYNTAX, UNKNOWN, FORBIDDEN, "Neo.TransientError.X.Y"])
def test_no_error_shows_code_class_or_record(code: str) -> None:
    message = 'com.arcadedb.exception.X: no #1:2 (line 3, column 4 (offset: 9))\n"MATCH (n"\n    ^'
    ours = translate_error(Neo4jError._hydrate_neo4j(code=code, message=message), URI)
    assert ours is not None
    for part in ("com.", "#1:2", "Neo.", "MATCH", "offset"):
        assert part not in str(ours)
    assert ("[line 3, column 4]" in str(ours)) is (code == SYNTAX)


def test_damage_is_reported_without_the_record() -> None:
    ours = translate_error(Neo4jError._hydrate_neo4j(code=UNKNOWN, message="Record #12:0 not found"), URI)
    assert type(ours) is GraphDamaged
    assert "#12" not in str(ours)


def test_too_few_open_files_are_named_with_the_limit() -> None:
    refused = ServiceUnavailable("no")
    refused.__cause__ = OSError(errno.EMFILE, "Too many open files")
    assert has_hit_file_limit(refused)
    assert not has_hit_file_limit(OSError(errno.ENOENT, "No such file"))
    ours = translate_error(refused, URI)
    assert type(ours) is EnvironmentProblem
    assert ours.message.startswith("Too few open files are allowed (limit ")
    assert "ulimit -n" in ours.hint
    message = "java.io.IOException: Too many open files"
    theirs = translate_error(Neo4jError._hydrate_neo4j(code=UNKNOWN, message=message), URI)
    assert theirs is not None and "may open too few files" in theirs.message


def test_a_refused_query_stays_the_fault_of_the_question() -> None:
    assert type(translate_error(Neo4jError._hydrate_neo4j(code=SYNTAX, message="x"), URI)) is InputError
