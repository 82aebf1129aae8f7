"""The embedded default: ArcadeDB from its wheel, with the wheel's own Java, as a child server on loopback."""

from __future__ import annotations

import importlib.util
import os
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.engine import databases
from graph.engine.endpoint import Endpoint
from graph.engine.private_files import ensure_home_folder, ensure_private_folder
from graph.engine.server import accounts, jvm_aot_cache
from graph.engine.server.java_argfile import ARGFILE, write_argfile
from graph.engine.server.memory import resolve_memory_limit
from graph.engine.server.process import LOOPBACK, find_free_port, select_environment
from graph.model.errors import EnvironmentProblem
from graph.model.install_hints import describe_package_install

# Outer limit for every statement, ingest and digest included; a user's query has its own limit.
COMMAND_TIMEOUT_MS = 3_600_000
_OPENED = (
    ("--add-exports", "java.management/sun.management=ALL-UNNAMED"),
    ("--add-opens", "java.base/java.util.concurrent.atomic=ALL-UNNAMED"),
    ("--add-opens", "java.base/java.nio.channels.spi=ALL-UNNAMED"),
    ("--add-opens", "java.base/java.lang=ALL-UNNAMED"),
)


@dataclass(frozen=True, slots=True)
class EmbeddedRecipe:
    """Recipe of the embedded engine for one data folder (see `lifecycle.Recipe`)."""

    folder: Path
    memory: str
    package: Path
    version: str
    name: str = "embedded"
    user: str = "reader"
    start_patience: float = 60.0
    stop_patience: float = 30.0

    @property
    def _argfile(self) -> Path:
        return self.folder / ARGFILE

    @property
    def marker(self) -> str:
        """Return the command-line argument that only this folder's server is started with."""
        return f"@{self._argfile}"

    @property
    def password_file(self) -> Path:
        """Return the file with the reader's password."""
        return accounts.reader_password_file(self.folder)

    @property
    def database(self) -> str:
        """Return the name of the active database."""
        return databases.find_active(self.folder)

    def build_endpoint(self, port: int) -> Endpoint:
        """Return the address and logins of the server on the loopback Bolt `port`."""
        root, reader = accounts.load_logins(ensure_private_folder(self.folder))
        return Endpoint(
            engine=self.name,
            uri=f"bolt://{LOOPBACK}:{port}",
            writer=root,
            reader=reader,
            named=None,
            folder=self.folder,
            find_database=partial(databases.find_active, self.folder),
        )

    def build_command(self, port: int) -> tuple[list[str], dict[str, str]]:
        """Write the accounts and settings for `port`; return the command and its environment."""
        ensure_private_folder(self.folder / "log")  # the engine's own event log; it does not make the folder
        accounts.write_accounts(self.folder, databases.NAMES)
        databases.delete_unused_folders(self.folder)
        java = self.package / "jre" / "bin" / "java"
        jars = sorted(str(jar) for jar in (self.package / "jars").glob("*.jar"))
        code = [*(part for pair in _OPENED for part in pair), "-cp", os.pathsep.join(jars)]
        arguments = [
            f"-Xmx{self.memory}",
            # After running out of memory it keeps locks that are never released: it is better restarted.
            "-XX:+ExitOnOutOfMemoryError",
            *jvm_aot_cache.build_options(java, code, self.folder),
            *code,
            *(f"-Darcadedb.{key}={value}" for key, value in self._build_settings(port).items()),
            "com.arcadedb.server.ArcadeDBServer",
        ]
        return [str(java), write_argfile(self._argfile, arguments)], select_environment()

    def _build_settings(self, port: int) -> dict[str, str]:
        http_port = find_free_port()
        while http_port == port:
            http_port = find_free_port()
        return {
            "server.rootPath": str(self.folder),
            "server.rootPasswordPath": str(accounts.root_password_file(self.folder)),
            "server.mode": "development",  # production hides what is wrong with a query
            "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "server.defaultDatabases": f"{self.database}[root]",
            "server.httpIncomingHost": LOOPBACK,
            "server.httpIncomingPort": str(http_port),
            "bolt.host": LOOPBACK,
            "bolt.port": str(port),
            "command.timeout": str(COMMAND_TIMEOUT_MS),
            # Anyone with the reader's password can lock a type for 20 s: a load waits longer than that.
            "commitLockTimeout": "30000",
            # By default twice the cores: a few queries that cannot be ended would stop everyone else's.
            "queryMaxConcurrent": "0",
            "polyglotEngineEnabled": "false",  # scripts of other languages: nothing here needs them
            "opencypher.loadCsv.allowFileUrls": "false",
            "opencypher.loadCsv.allowRemoteUrls": "false",
        }


def build_embedded_recipe(home: Path | None = None, *, memory: str | None = None) -> EmbeddedRecipe:
    """Return the embedded engine's recipe for `home` (default: `private_files.ensure_home_folder`).

    Raises EnvironmentProblem if the wheel is not installed or has no Java for this machine.
    """
    spec = importlib.util.find_spec("arcadedb_embedded")
    package = Path(spec.origin).parent if spec and spec.origin else None
    if package is None or not (package / "jre" / "bin" / "java").exists():
        raise EnvironmentProblem(
            "The embedded engine is not installed.",
            hint=f"Run `{describe_package_install('arcadedb-embedded')}`, or set NEO4J_URI to a server.",
        )
    return EmbeddedRecipe(
        folder=ensure_home_folder(home) / "embedded",
        memory=resolve_memory_limit(memory),
        package=package,
        version=_read_version(package),
    )


def _read_version(package: Path) -> str:
    """Read the server's version from its jar's name: the wheel's own number has a packaging suffix."""
    for jar in (package / "jars").glob("arcadedb-server-*.jar"):
        if match := re.fullmatch(r"arcadedb-server-([\w.]+?)\.jar", jar.name):
            return match[1]
    return "unknown"
