"""The embedded engine's two databases: one is active, the next graph is built in the other.

A file names the active one. Replacing that file atomically is the switch: readers query either
the old graph or the new one. A database that is not active is left over from an interrupted load,
and is deleted.
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
from graph.engine.message_cleaning import NO_REASON, clean_message
from graph.engine.private_files import write_private
from graph.model.errors import EngineGone, EnvironmentProblem

NAMES = ("kg", "kg2")
PATIENCE = 120.0  # seconds; dropping a large database takes a while
_HTTP_PORT = re.compile(r"server\.httpIncomingPort=(\d+)")


def find_active(folder: Path) -> str:
    """Return the name of the active database; without the file that names it, an existing one."""
    try:
        stored_name = (folder / "database").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        stored_name = ""
    if stored_name in NAMES:
        return stored_name
    return next((name for name in NAMES if (folder / "databases" / name).is_dir()), NAMES[0])


def find_inactive(folder: Path) -> str:
    """Return the name of the database that is not active."""
    return next(name for name in NAMES if name != find_active(folder))


def set_active(folder: Path, name: str) -> None:
    """Make database `name` the active one for all later queries."""
    write_private(folder / "database", name + "\n")


def create_database(endpoint: Endpoint, name: str) -> None:
    """Create an empty database on the running server. Raises EnvironmentProblem if it refuses."""
    _send_server_command(endpoint, f"create database {name}")


def delete_database(endpoint: Endpoint, name: str) -> None:
    """Delete a database from the running server, and its folder, if they exist. Raises EngineGone.

    The server does not know a database that it could not finish creating (on a full disk, for
    example) or cannot open. The folder of such a database would prevent the creation of another.
    """
    folder = _require_folder(endpoint) / "databases" / name
    if folder.exists():
        try:
            _send_server_command(endpoint, f"drop database {name}")
        except EngineGone:
            raise
        except EnvironmentProblem:
            pass
        shutil.rmtree(folder, ignore_errors=True)


def delete_unused_folders(folder: Path) -> None:
    """Delete the folder of the inactive database, which an interrupted load left.

    Call it only while no server runs.
    """
    shutil.rmtree(folder / "databases" / find_inactive(folder), ignore_errors=True)


def _require_folder(endpoint: Endpoint) -> Path:
    if endpoint.folder is None:
        raise ValueError("only a local engine has a folder")
    return endpoint.folder


def _send_server_command(endpoint: Endpoint, command: str) -> None:
    send_command(endpoint, "/api/v1/server", {"command": command})


def send_command(endpoint: Endpoint, path: str, body: Mapping[str, str]) -> str:
    """Send one command to the server's HTTP port, on loopback; return the answer.

    Raises EnvironmentProblem if the server refuses it, EngineGone if it does not answer.
    """
    arguments = (_require_folder(endpoint) / "java.args").read_text(encoding="utf-8")
    match = _HTTP_PORT.search(arguments)
    if match is None:
        raise EnvironmentProblem("The engine's HTTP port is unknown.", hint="Run `scamgraph store down`.")
    login = f"{endpoint.writer.user}:{endpoint.writer.password}".encode()
    headers = {
        "Authorization": f"Basic {base64.b64encode(login).decode()}",
        "Content-Type": "application/json",
    }
    connection = HTTPConnection("127.0.0.1", int(match[1]), timeout=PATIENCE)
    try:
        connection.request("POST", path, json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        raise EngineGone(
            f"The engine at {endpoint.uri} does not answer: {clean_message(str(error))}",
            hint="Run the command again.",
        ) from error
    finally:
        connection.close()
    if answer.status != 200:
        raise EnvironmentProblem(
            f"The engine refused a command: {_read_reason(text)}",
            hint="See its log: `scamgraph store status`.",
        )
    return text


def _read_reason(answer: str) -> str:
    """Return the reason in an error's answer: its detail, else its error."""
    try:
        fields = json.loads(answer)
        return clean_message(str(fields.get("detail") or fields.get("error")))
    except (ValueError, AttributeError):
        return NO_REASON
