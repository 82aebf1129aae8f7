"""A local Neo4j Community, assembled from Maven Central and run as a child server on loopback."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from graph.engine.endpoint import Endpoint, Login
from graph.engine.private_files import (
    ensure_home_folder,
    ensure_private_folder,
    read_or_create_secret,
    write_private,
)
from graph.engine.server import neo4j_jars
from graph.engine.server.java import Java, find_java, list_installations
from graph.engine.server.java_argfile import ARGFILE, write_argfile
from graph.engine.server.memory import resolve_memory_limit, to_megabytes
from graph.engine.server.process import LOOPBACK, select_environment
from graph.model.errors import EnvironmentProblem, UsageError

LONG_TERM = "5.26.30"
NEWEST = "2026.08.1"
_OPENED = tuple(
    f"java.base/{package}"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
)
# The calendar versions have no entry point for the community edition in their jars; this one is ours.
_LAUNCHER = """\
import org.neo4j.server.BlockingBootstrapper;
import org.neo4j.server.CommunityBootstrapper;
import org.neo4j.server.NeoBootstrapper;

public class Launch {
    public static void main(String[] arguments) {
        int code = NeoBootstrapper.start(new BlockingBootstrapper(new CommunityBootstrapper()), arguments);
        if (code != 0) System.exit(code);
    }
}
"""


@dataclass(frozen=True, slots=True)
class LocalNeo4j:
    """Recipe of a local Neo4j for one data folder (see `lifecycle.Recipe`)."""

    folder: Path
    version: str
    java: Java
    memory: str
    name: str = "neo4j"
    user: str = "neo4j"
    database: str = "neo4j"
    start_patience: float = 180.0
    stop_patience: float = 120.0

    @property
    def _argfile(self) -> Path:
        return self.folder / ARGFILE

    @property
    def marker(self) -> str:
        """Return the command-line argument that only this folder's server is started with."""
        return f"@{self._argfile}"

    @property
    def password_file(self) -> Path:
        """Return the file with the password; the Community edition has one account and no roles."""
        return self.folder / "neo4j.password"

    def build_endpoint(self, port: int) -> Endpoint:
        """Return the address and login of the server on the loopback Bolt `port`."""
        return Endpoint(
            engine=self.name,
            uri=f"bolt://{LOOPBACK}:{port}",
            writer=Login(self.user, read_or_create_secret(self.password_file)),
            named=self.database,
            folder=self.folder,
        )

    def build_command(self, port: int) -> tuple[list[str], dict[str, str]]:
        """Write the settings for `port`; return the command and its environment.

        Fetches the jars if they are missing.
        """
        lib = neo4j_jars.ensure_jars(self.version)
        write_private(ensure_private_folder(self.folder / "conf") / "neo4j.conf", self._build_settings(port))
        home = {"NEO4J_HOME": str(self.folder), "NEO4J_CONF": str(self.folder / "conf")}
        env = select_environment() | home
        self._set_first_password(lib, env)
        arguments = [
            f"-Xmx{self.memory}",
            *(f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED),
            "-cp",
            f"{lib}/*",
            self._resolve_entry_point(),
            f"--home-dir={self.folder}",
            f"--config-dir={self.folder / 'conf'}",
        ]
        return [str(self.java.command), write_argfile(self._argfile, arguments)], env

    def _resolve_entry_point(self) -> str:
        if _parse_series(self.version) == 5:
            return "org.neo4j.server.CommunityEntryPoint"
        source = self.folder / "Launch.java"
        write_private(source, _LAUNCHER)
        return str(source)

    def _build_settings(self, port: int) -> str:
        settings = {
            "server.default_listen_address": LOOPBACK,
            "server.bolt.listen_address": f"{LOOPBACK}:{port}",
            "server.bolt.advertised_address": f"{LOOPBACK}:{port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": f"{max(64, to_megabytes(self.memory) // 4)}m",
            # A question ends with an error before it ends the server.
            "db.memory.transaction.max": f"{to_megabytes(self.memory) // 2}m",
            "dbms.memory.transaction.total.max": f"{to_megabytes(self.memory) * 3 // 4}m",
            "db.transaction.timeout": "1h",
            "db.tx_log.preallocate": "false",  # else half a gigabyte for an empty database
            "db.tx_log.rotation.retention_policy": "256M size",
            # No one else uses this server: without these a stop waits ten seconds after the data is safe.
            "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
            "dbms.usage_report.enabled": "false",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        }
        return "".join(f"{key}={value}\n" for key, value in settings.items())

    def _set_first_password(self, lib: Path, env: dict[str, str]) -> None:
        """Set the password before the first start, so that the default one never opens the server."""
        if (self.folder / "data" / "databases" / "system").exists():
            return
        password = read_or_create_secret(self.password_file)
        argfile = self.folder / "first-password.args"
        tool = ["-cp", f"{lib}/*", f"-Dbasedir={self.folder}", "org.neo4j.cli.AdminTool"]
        reference = write_argfile(argfile, [*tool, "dbms", "set-initial-password", password])
        done = subprocess.run(  # noqa: S603 - the user's own Java
            [str(self.java.command), reference], env=env, capture_output=True, text=True, check=False
        )
        argfile.unlink()
        if done.returncode != 0:
            raise EnvironmentProblem(
                f"Neo4j's first password could not be set: {(done.stderr or done.stdout).strip()}",
                hint=f"Remove {self.folder} if nothing in it is needed, and start again.",
            )


def build_neo4j_recipe(
    home: Path | None = None, *, memory: str | None = None, version: str | None = None
) -> LocalNeo4j:
    """Return the recipe of a local Neo4j for `home` (default: `private_files.ensure_home_folder`).

    Without `version`: SCAMGRAPH_NEO4J_VERSION, else the version last run in this home, else 2026.08.1
    where the preferred Java is a JDK 21 or later, else 5.26.30. Raises UsageError for a version that
    is not supported, EnvironmentProblem if no suitable Java is installed.
    """
    base = ensure_home_folder(home)
    requested = version or os.environ.get("SCAMGRAPH_NEO4J_VERSION")
    chosen = requested or _find_last_version(base) or _choose_default_version()
    return LocalNeo4j(
        folder=base / f"neo4j-{chosen}",
        version=chosen,
        java=_choose_java(chosen),
        memory=resolve_memory_limit(memory),
    )


def _find_last_version(base: Path) -> str | None:
    ran = sorted(base.glob("neo4j-*/server.json"), key=lambda state: state.stat().st_mtime)
    return ran[-1].parent.name.removeprefix("neo4j-") if ran else None


def _choose_default_version() -> str:
    preferred = next(iter(list_installations()), None)
    return NEWEST if preferred and preferred.major >= 21 and preferred.compiles else LONG_TERM


def _choose_java(version: str) -> Java:
    if _parse_series(version) == 5:
        return find_java(17, 21, compiler=False, package="openjdk-17-jre-headless")
    return find_java(21, None, compiler=True, package="openjdk-21-jdk-headless")


def _parse_series(version: str) -> int:
    match = re.fullmatch(r"(5)\.(\d+)\.\d+|(20\d\d)\.\d+\.\d+", version)
    if not match or (match[1] and int(match[2]) < 26):
        raise UsageError(
            f"{version!r} is no Neo4j version that scamgraph runs.",
            hint=f"Choose {LONG_TERM}, {NEWEST} or another from 5.26.0 on.",
        )
    return int(match[1] or match[3])
