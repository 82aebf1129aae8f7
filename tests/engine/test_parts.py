"""Private files, locks, argument files, Java installations, and errors in our words."""

from __future__ import annotations

import multiprocessing
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from graph.engine.driver_errors import translate_driver_errors, translate_error
from graph.engine.endpoint import Endpoint, Login
from graph.engine.private_files import measure_folder_size, read_or_create_secret, write_private
from graph.engine.server import java, process
from graph.engine.server.arcadedb import build_embedded_recipe
from graph.engine.server.file_lock import lock_file
from graph.engine.server.java_argfile import write_argfile
from graph.model.errors import EngineGone, EnvironmentProblem, InputError, LoginRefused, ScamgraphError

URI = "bolt://127.0.0.1:7687"


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "state"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_write_that_does_not_fit_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on file sizes refuses the bytes as a full disk does."""
    script = (
        "import resource, pathlib, sys; from graph.engine.private_files import write_private\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "write_private(pathlib.Path(sys.argv[1]), 'x' * 1000)"
    )
    file = tmp_path / "state"
    file.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=False
    )
    assert f"EnvironmentProblem: {file} cannot be written" in done.stderr
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        write_private(tmp_path / "gone" / "state", "x")


def test_a_secret_is_kept_and_private(tmp_path: Path) -> None:
    file = tmp_path / "x.password"
    first = read_or_create_secret(file)
    assert len(first) == 64
    file.chmod(0o644)
    assert read_or_create_secret(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"\xff\xfe")
    assert read_or_create_secret(file) not in ("", first)


def test_folder_size_counts_all_files(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one").write_bytes(b"x" * 10)
    (tmp_path / "a" / "b" / "two").write_bytes(b"x" * 5)
    assert measure_folder_size(tmp_path) == 15
    assert measure_folder_size(tmp_path / "none") == 0


def _append(lock: Path, log: Path, name: str) -> None:
    for _ in range(5):
        with lock_file(lock), log.open("a") as file:
            file.write(f"{name} in\n")
            file.flush()
            time.sleep(0.01)
            file.write(f"{name} out\n")


def test_only_one_process_holds_the_lock(tmp_path: Path) -> None:
    lock, log = tmp_path / "lock", tmp_path / "log"
    spawn = multiprocessing.get_context("spawn")
    children = [spawn.Process(target=_append, args=(lock, log, str(number))) for number in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    lines = log.read_text().splitlines()
    assert len(lines) == 30
    for entered, left in zip(lines[::2], lines[1::2], strict=True):
        assert entered.replace(" in", " out") == left


def test_a_held_lock_is_reported_and_a_dead_holder_s_is_free(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    hold = (
        "import sys, time, pathlib; from graph.engine.server.file_lock import lock_file\n"
        "with lock_file(pathlib.Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hold, str(lock)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentProblem, match="lock"), lock_file(lock, patience=0.2):
            pytest.fail("the lock was given twice")
        holder.kill()
    with lock_file(lock, patience=5.0):
        pass


def test_an_argument_file_is_read_by_java_as_it_was_meant(tmp_path: Path) -> None:
    """The paths of a home may hold spaces, quotes, backslashes, hashes."""
    odd = r"""a b "c" \d #e 'f'"""
    command = build_embedded_recipe(tmp_path / "home").package / "jre" / "bin" / "java"
    reference = write_argfile(tmp_path / "args", [f"-Dodd={odd}", "-XshowSettings:properties", "-version"])
    done = subprocess.run([str(command), reference], capture_output=True, text=True, check=True)
    assert f"odd = {odd}\n" in done.stderr
    assert stat.S_IMODE((tmp_path / "args").stat().st_mode) == 0o600


def test_java_installations_are_found_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(name: str, version: str, *, jdk: bool) -> Path:
        home = tmp_path / name
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "java").touch()
        if jdk:
            (home / "bin" / "javac").touch()
        (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
        return home

    system = tmp_path / "jvm"
    install("jvm/a-8", "1.8.0_402", jdk=True)
    install("jvm/b-21", "21.0.2", jdk=True)
    (system / "alias").symlink_to(system / "b-21")
    (system / "empty").mkdir()
    preferred = install("mine", "17.0.15", jdk=False)
    monkeypatch.setattr(java, "SYSTEM_FOLDER", system)
    monkeypatch.setenv("JAVA_HOME", str(preferred))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert [(j.major, j.compiles) for j in java.list_installations()] == [(17, False), (8, True), (21, True)]
    assert java.find_java(17, 21, compiler=False, package="p").major == 17
    assert java.find_java(17, 21, compiler=True, package="p").major == 21
    with pytest.raises(EnvironmentProblem, match="Java 25 or later"):
        java.find_java(25, None, compiler=False, package="p")


def test_a_pid_used_again_is_another_process() -> None:
    created = process.read_creation_time(os.getpid())
    assert created is not None
    assert process.is_same_process(os.getpid(), created)
    assert not process.is_same_process(os.getpid(), created - 60)
    assert process.read_creation_time(2**22 + 1) is None


def test_a_clock_that_is_set_back_makes_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel gives the start of a process since that of the machine, and the latter as a time of day."""
    created = process.read_creation_time(os.getpid())
    assert created is not None
    started = psutil.boot_time()
    for module in (psutil, psutil._psplatform):
        monkeypatch.setattr(module, "boot_time", lambda: started - 3_600)
    assert abs(psutil.Process().create_time() - time.time()) > 3_000
    assert process.is_same_process(os.getpid(), created)


def test_a_password_shows_in_no_repr() -> None:
    login = Login("root", "open sesame")
    assert "sesame" not in repr(Endpoint("embedded", URI, login, "kg", reader=login))


def server_error(code: str, message: str = "what the server says") -> Exception:
    return Neo4jError._hydrate_neo4j(code=code, message=message)


@pytest.mark.parametrize(
    ("error", "kind", "exit_code", "says"),
    [
        (server_error("Neo.ClientError.Security.Unauthorized"), LoginRefused, 3, "refused the login"),
        (server_error("Neo.ClientError.Security.Forbidden"), InputError, 1, "does not allow"),
        (server_error("Neo.ClientError.Statement.SyntaxError"), InputError, 1, "what the server says"),
        (server_error("Neo.ClientError.Database.DatabaseNotFound"), EnvironmentProblem, 3, "NEO4J_DATABASE"),
        (server_error("Neo.TransientError.General.X", "out of memory"), EnvironmentProblem, 3, "MEMORY"),
        (server_error("Neo.TransientError.X.Y", "heap budget exceeded"), EnvironmentProblem, 3, "MEMORY"),
        (server_error("Neo.DatabaseError.General.X", "No space left"), EnvironmentProblem, 3, "disk"),
        (server_error("Neo.ClientError.Transaction.TransactionNotFound"), EnvironmentProblem, 3, "log"),
        (server_error("Neo.TransientError.General.DatabaseUnavailable"), EngineGone, 3, "not available"),
        (server_error("Neo.DatabaseError.General.UnknownError"), EnvironmentProblem, 3, "server says"),
        (server_error("Neo.DatabaseError.General.UnknownError", "kg2"), EngineGone, 3, "was stopped"),
        (
            server_error("Neo.DatabaseError.X.Y", "encountered a critical error, and needs to be restarted"),
            EnvironmentProblem, 3, "store down",
        ),
        (ServiceUnavailable("gone"), EngineGone, 3, "does not answer"),
        (ConnectionResetError("reset"), EngineGone, 3, "does not answer"),
    ],
)  # fmt: skip
def test_driver_errors_in_our_words(
    error: Exception, kind: type[ScamgraphError], exit_code: int, says: str
) -> None:
    ours = translate_error(error, URI)
    assert type(ours) is kind
    assert ours.exit_code == exit_code
    assert says in str(ours)


def test_other_exceptions_stay_what_they_are() -> None:
    for error in (KeyError("mine"), InputError("mine")):
        with pytest.raises(type(error), match="mine"), translate_driver_errors(URI):
            raise error
