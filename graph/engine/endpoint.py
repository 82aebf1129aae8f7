"""Address and logins of an engine: what the store needs to open its two connections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Login:
    """A user and its password; the password never appears in a repr, and so in no log.

    `file` is the file with the password of a local engine.
    """

    user: str
    password: str = field(repr=False)
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A Bolt address with its logins.

    `engine` is "embedded" or "neo4j"; `named` is the database, None for the login's home database;
    `reader` is None where the engine has no roles and the session's access mode is the only guard.
    `folder` holds the data of a local engine. `find_database`, if set, returns the database that is
    active now: a load may replace it by another one.
    """

    engine: str
    uri: str
    writer: Login
    named: str | None
    reader: Login | None = None
    folder: Path | None = None
    find_database: Callable[[], str] | None = None

    @property
    def database(self) -> str | None:
        """Return the name of the database to query."""
        return self.find_database() if self.find_database else self.named
