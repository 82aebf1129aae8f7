"""Life cycle of a local server of either engine: attach, start, stop, status, recovery."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Protocol

import msgspec

from graph.engine.damage_messages import detect_damage_in_log
from graph.engine.driver_errors import build_wrong_password_error
from graph.engine.endpoint import Endpoint
from graph.engine.file_limit import build_file_limit_error, reports_file_limit
from graph.engine.message_cleaning import clean_message
from graph.engine.private_files import ensure_private_folder, measure_folder_size, write_private
from graph.engine.server import process
from graph.engine.server.file_lock import lock_file
from graph.engine.server.health import Health, check_health, wait_for_answer
from graph.engine.server.stale_schema import set_stale_schemas_aside
from graph.model.errors import EnvironmentProblem

ATTEMPTS = 3
RESTART_PATIENCE = 3.0
"""Seconds that a server which no longer answers gets to stop cleanly. What it acknowledged is on disk."""
LOG_LINES = 12
"""Lines of its log that the error for a failed start shows, without frames of a stack."""


class Recipe(Protocol):
    """How to run one engine: what differs between the engines."""

    @property
    def name(self) -> str:
        """Return the engine's name, the same as in `Endpoint.engine`."""

    @property
    def version(self) -> str:
        """Return the version of the server that this recipe starts."""

    @property
    def folder(self) -> Path:
        """Return the folder that holds this engine's files."""

    @property
    def marker(self) -> str:
        """Return the command-line argument that only this folder's server is started with."""

    @property
    def start_patience(self) -> float:
        """Return the number of seconds that a start may take."""

    @property
    def stop_patience(self) -> float:
        """Return the number of seconds that a clean stop may take."""

    def build_endpoint(self, port: int) -> Endpoint:
        """Return the address and logins of a server on the loopback Bolt `port`."""

    def build_command(self, port: int) -> tuple[list[str], dict[str, str]]:
        """Write the configuration for `port`; return the command and its environment."""

    @property
    def password_file(self) -> Path:
        """Return the file that holds the password for notebooks (the reader's where there is one)."""

    @property
    def user(self) -> str:
        """Return the user that the password file belongs to."""

    @property
    def database(self) -> str:
        """Return the database's name."""


@dataclass(frozen=True, slots=True)
class State:
    """Stored state of a server. `created` is as from `process.read_creation_time`.

    `stopped`: someone stopped it on purpose, and nobody has started it since.
    """

    pid: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    created: float
    port: Annotated[int, msgspec.Meta(ge=1, le=2**16 - 1)]
    version: str
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """Output of `store status`: sizes in bytes, uptime in seconds; None where the server is not running."""

    engine: str
    running: bool
    version: str
    folder: str
    size: int
    log: str
    password_file: str
    user: str
    database: str
    uri: str | None = None
    pid: int | None = None
    uptime: float | None = None
    memory: int | None = None


def log_file(recipe: Recipe) -> Path:
    """Return the path of the file for the server's output."""
    return recipe.folder / "server.log"


def attach(recipe: Recipe) -> Endpoint | None:
    """Return the endpoint of a running server, or None if none runs.

    It does not wait and sends no query.
    """
    state = _read_live_state(recipe)
    return recipe.build_endpoint(state.port) if state else None


def ensure_running(recipe: Recipe) -> Endpoint:
    """Attach to the running server, else start it; concurrent processes share one server.

    Raises EnvironmentProblem, with the end of the log, if the server does not start.
    """
    if endpoint := attach(recipe):
        return endpoint
    ensure_private_folder(recipe.folder)
    with lock_file(recipe.folder / "lock"):
        return attach(recipe) or _attach_unrecorded(recipe) or _start(recipe)


def stop(recipe: Recipe) -> bool:
    """Stop the server cleanly, and record that this was on purpose; return whether there was one."""
    if not recipe.folder.exists():
        return False
    with hold_stopped(recipe) as was_running:
        if state := _read_state(recipe):
            _save_state(recipe, replace(state, stopped=True))
        return was_running


@contextmanager
def hold_stopped(recipe: Recipe) -> Iterator[bool]:
    """Stop the server cleanly, and let no process start it during the block.

    The value is whether there was one. The recipe's folder must exist.
    """
    with lock_file(recipe.folder / "lock"):
        state = _read_live_state(recipe)
        pid = state.pid if state else process.find_by_argument(recipe.marker)
        if pid is not None:
            process.stop_process(pid, patience=recipe.stop_patience)
        yield pid is not None


def is_stopped_on_purpose(recipe: Recipe) -> bool:
    """Return whether `stop` ended the server, and nobody has started it since."""
    state = _read_state(recipe)
    return state is not None and state.stopped


def revive(recipe: Recipe, pid: int | None) -> Endpoint | None:
    """Replace the server that runs as process `pid` by a new one, which answers when this returns.

    If another process has replaced it meanwhile, attach to that server. If it was stopped on purpose,
    return None. Raises EnvironmentProblem if the new one does not start.
    """
    ensure_private_folder(recipe.folder)
    with lock_file(recipe.folder / "lock"):
        if is_stopped_on_purpose(recipe):
            return None
        state = _read_live_state(recipe)
        if state is not None and state.pid != pid:
            return recipe.build_endpoint(state.port)
        if state is not None:
            process.stop_process(state.pid, patience=RESTART_PATIENCE)
        return _attach_unrecorded(recipe) or _start(recipe)


def read_pid(recipe: Recipe) -> int | None:
    """Return the process of the running server, None if none runs."""
    state = _read_live_state(recipe)
    return state.pid if state else None


def find_pid(recipe: Recipe, uri: str) -> int | None:
    """Return the process of the running server if it listens at `uri`, else None."""
    state = _read_live_state(recipe)
    return state.pid if state and uri.endswith(f":{state.port}") else None


def read_status(recipe: Recipe) -> Status:
    """Return the status of the server without starting it."""
    state = _read_live_state(recipe)
    return Status(
        engine=recipe.name,
        running=state is not None,
        version=state.version if state else recipe.version,
        folder=str(recipe.folder),
        size=measure_folder_size(recipe.folder),
        log=str(log_file(recipe)),
        password_file=str(recipe.password_file),
        user=recipe.user,
        uri=f"bolt://{process.LOOPBACK}:{state.port}" if state else None,
        database=recipe.database,
        pid=state.pid if state else None,
        uptime=process.measure_uptime(state.pid) if state else None,
        memory=process.measure_resident_memory(state.pid) if state else None,
    )


def state_file(recipe: Recipe) -> Path:
    """Return the path of the file that names the process and port of the server."""
    return recipe.folder / "server.json"


def _read_state(recipe: Recipe) -> State | None:
    """Read the state file; return None for a missing, incomplete or foreign one."""
    try:
        return msgspec.json.decode(state_file(recipe).read_bytes(), type=State)
    except (OSError, ValueError, RecursionError):
        return None


def _read_live_state(recipe: Recipe) -> State | None:
    state = _read_state(recipe)
    return state if state and process.is_same_process(state.pid, state.created) else None


def _attach_unrecorded(recipe: Recipe) -> Endpoint | None:
    """Take over a server of this folder whose state file was lost; stop it if it does not answer."""
    pid = process.find_by_argument(recipe.marker)
    if pid is None:
        return None
    for port in process.list_listening_ports(pid):
        endpoint = recipe.build_endpoint(port)
        if check_health(endpoint) is Health.ANSWERS:
            _write_state(recipe, pid, port)
            return endpoint
    process.stop_process(pid, patience=recipe.stop_patience)
    return None


def _start(recipe: Recipe) -> Endpoint:
    set_stale_schemas_aside(recipe.folder)
    last = _read_state(recipe)
    preferred_port = last.port if last else None  # a notebook with the old address can reconnect
    health = Health.SILENT
    for _ in range(ATTEMPTS):
        port = process.find_free_port(preferred_port)
        command, env = recipe.build_command(port)
        begin = process.rotate_log(log_file(recipe))
        pid = process.start_process(command, folder=recipe.folder, log=log_file(recipe), env=env)
        endpoint = recipe.build_endpoint(port)
        health = wait_for_answer(endpoint, pid, port, patience=recipe.start_patience)
        if health is Health.ANSWERS:
            _write_state(recipe, pid, port)
            return endpoint
        process.stop_process(pid, patience=recipe.stop_patience)
        if problem := _find_cause_in_log(recipe, begin):
            raise problem
        if health is Health.REFUSES:
            break
        preferred_port = None  # the port may have been taken between our check and the server's bind
    raise _build_start_error(recipe, endpoint, health)


def _find_cause_in_log(recipe: Recipe, begin: int) -> EnvironmentProblem | None:
    """Return the error that the log of a failed start from byte `begin` explains, None if there is none."""
    log = log_file(recipe)
    with log.open("rb") as file:
        file.seek(begin)
        text = file.read().decode("utf-8", errors="replace")
    if reports_file_limit(text):
        return build_file_limit_error()
    return detect_damage_in_log(text, recipe.folder)


def _write_state(recipe: Recipe, pid: int, port: int) -> None:
    created = process.read_creation_time(pid) or 0.0
    _save_state(recipe, State(pid=pid, created=created, port=port, version=recipe.version))


def _save_state(recipe: Recipe, state: State) -> None:
    write_private(state_file(recipe), json.dumps(asdict(state)) + "\n")


def _build_start_error(recipe: Recipe, endpoint: Endpoint, health: Health) -> EnvironmentProblem:
    if health is Health.REFUSES:
        return build_wrong_password_error(endpoint, endpoint.writer)
    log = log_file(recipe)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]
    tail = clean_message("\n".join(lines)) if lines else "It is empty."
    return EnvironmentProblem(
        f"The {recipe.name} engine {recipe.version} did not start. The end of its log:\n{tail}",
        hint=f"See {log} and {recipe.folder / 'logs'}; `scamgraph doctor` checks memory, disk and Java.",
    )
