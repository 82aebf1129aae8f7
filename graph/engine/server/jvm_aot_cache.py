"""Start cache for the Java of the embedded engine (JDK 25 AOT cache, successor of AppCDS archives).

The very first start makes a recording; its clean stop writes it into the data folder. The next
start lets Java check that file once and copies it to where every data folder of this user finds
it. A broken or missing cache only costs time: Java then starts without it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from graph.engine.private_files import ensure_cache_folder
from graph.model.errors import EnvironmentProblem

_QUIET = ("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:aot*=off", "-Xlog:cds*=off")


def build_options(java: Path, code: list[str], folder: Path) -> list[str]:
    """Return the Java options that use the cache, or record one into `folder`.

    `code` are the options that say which classes are loaded and opened: a cache fits only the same
    options. An empty list means that the cache folder or Java cannot be used.

    Call it only while no server uses the folder: it puts a finished recording in place.
    """
    try:
        key = hashlib.sha256(f"{java}|{java.stat().st_mtime_ns}|{code}".encode()).hexdigest()[:16]
        cache = ensure_cache_folder() / f"start-{key}.aot"
    except (EnvironmentProblem, OSError):
        return []
    recorded = folder / "start.aot.new"
    if recorded.exists():
        with suppress(OSError):
            _install_recording(java, code, recorded, cache)
    if cache.exists():
        return [f"-XX:AOTCache={cache}", *_QUIET]
    return [f"-XX:AOTCacheOutput={recorded}", *_QUIET]


def _install_recording(java: Path, code: list[str], recorded: Path, cache: Path) -> None:
    """Publish a recording if Java can read it in full; a kill may leave half of one."""
    check = [f"-XX:AOTCache={recorded}", "-XX:AOTMode=on", "-XX:+VerifySharedSpaces", *code]
    checked = subprocess.run(  # noqa: S603 - the wheel's own Java
        [str(java), *check, "-version"], capture_output=True, check=False
    )
    if checked.returncode == 0:
        beside = cache.with_name(f"{cache.name}.{recorded.stat().st_ino}")
        shutil.copyfile(recorded, beside)  # the cache may lie on another file system
        beside.replace(cache)
    recorded.unlink()
