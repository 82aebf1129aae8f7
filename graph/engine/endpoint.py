"""Where an engine answers and who may ask: what the store needs to open its two doors."""

from __future__ import annotations

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

    `engine` is "embedded" or "neo4j"; `database` None means the login's home database; `reader` is
    None where the engine has no roles and the session's access mode is the only guard. `folder` holds
    the data of a local engine.
    """

    engine: str
    uri: str
    writer: Login
    database: str | None
    reader: Login | None = None
    folder: Path | None = None
