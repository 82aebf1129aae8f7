"""The embedded engine's two databases: one is in use, the other is where the next graph is built.

A file names the one in use. Writing that file, whole, is the switch: readers ask either the old graph or the
new one. A database that is not in use is what a broken-off load left, and goes.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from graph.engine.endpoint import Endpoint
from graph.engine.private_files import write_private
from graph.model.errors import EngineGone, EnvironmentProblem

NAMES = ("kg", "kg2")
PATIENCE = 120.0  # seconds; dropping a large database takes a while
_HTTP_PORT = re.compile(r"server\.httpIncomingPort=(\d+)")


def find_active(folder: Path) -> str:
    """Return the name of the database in use. Without the file that names it: the one that is there."""
    try:
        named = (folder / "database").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        named = ""
    if named in NAMES:
        return named
    return next((name for name in NAMES if (folder / "databases" / name).is_dir()), NAMES[0])


def find_other(folder: Path) -> str:
    """Return the name of the database that is not in use."""
    return next(name for name in NAMES if name != find_active(folder))


def activate(folder: Path, name: str) -> None:
    """Put database `name` in use, for whoever asks from now on."""
    write_private(folder / "database", name + "\n")


def create_database(endpoint: Endpoint, name: str) -> None:
    """Create an empty database on the running server. Raises EnvironmentProblem if it refuses."""
    _command(endpoint, f"create database {name}")


def drop_database(endpoint: Endpoint, name: str) -> None:
    """Drop a database from the running server, and its folder, if they are there. Raises EngineGone.

    The server knows nothing of a database that it could not finish creating, on a full disk say, and of one
    that it cannot open: their folders would keep it from creating another.
    """
    folder = _folder(endpoint) / "databases" / name
    if folder.exists():
        try:
            _command(endpoint, f"drop database {name}")
        except EngineGone:
            raise
        except EnvironmentProblem:
            pass
        shutil.rmtree(folder, ignore_errors=True)


def delete_unused_folders(folder: Path) -> None:
    """Delete what a broken-off load left of the database not in use. Call it only while no server runs."""
    shutil.rmtree(folder / "databases" / find_other(folder), ignore_errors=True)


def _folder(endpoint: Endpoint) -> Path:
    if endpoint.folder is None:
        raise ValueError("only a local engine has a folder")
    return endpoint.folder


def _command(endpoint: Endpoint, command: str) -> None:
    send_command(endpoint, "/api/v1/server", {"command": command})


def send_command(endpoint: Endpoint, path: str, body: Mapping[str, str]) -> str:
    """Send one command to the server's HTTP port, on loopback; gives the answer.

    Raises EnvironmentProblem if the server refuses it, EngineGone if it does not answer.
    """
    arguments = (_folder(endpoint) / "java.args").read_text(encoding="utf-8")
    found = _HTTP_PORT.search(arguments)
    if found is None:
        raise EnvironmentProblem("The engine's HTTP port is unknown.", hint="Run `scamgraph store down`.")
    login = f"{endpoint.writer.user}:{endpoint.writer.password}".encode()
    headers = {
        "Authorization": f"Basic {base64.b64encode(login).decode()}",
        "Content-Type": "application/json",
    }
    connection = HTTPConnection("127.0.0.1", int(found[1]), timeout=PATIENCE)
    try:
        connection.request("POST", path, json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        raise EngineGone(
            f"The engine at {endpoint.uri} does not answer: {error}",
            hint="Run the command again.",
        ) from error
    finally:
        connection.close()
    if answer.status != 200:
        raise EnvironmentProblem(
            f"The engine refused `{body['command']}`: {text[:300]}",
            hint="See its log: `scamgraph store status`.",
        )
    return text
