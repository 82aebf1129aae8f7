"""Where an engine answers and who may ask: what the store needs to open its two doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Login:
    """A user and its password; the password never shows in a repr, and so in no log."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A Bolt address with its logins.

    `engine` is "embedded" or "neo4j"; `named` is the database, None for the login's home database; `reader`
    is None where the engine has no roles and the session's access mode is the only guard. `folder` holds
    the data of a local engine. `find_database`, where there is one, tells the database that is in use now:
    a load may put another one in its place.
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
        """Give the name of the database to ask."""
        return self.find_database() if self.find_database else self.named
