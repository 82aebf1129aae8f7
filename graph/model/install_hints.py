"""How to install an optional part of scamgraph in the environment that runs now."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def describe_install(extra: str) -> str:
    """Return the command that installs an extra, such as `pdf`, where this Python finds it.

    A checkout is installed in place, a package from the index; with pip, else with uv.
    """
    if (ROOT / "pyproject.toml").is_file():
        folder = "." if Path.cwd() == ROOT else str(ROOT)
        return f"{_find_installer()} -e {shlex.quote(f'{folder}[{extra}]')}"
    return f"{_find_installer()} {shlex.quote(f'scamgraph[{extra}]')}"


def describe_package_install(name: str) -> str:
    """Return the command that installs a package outside the extras, where this Python finds it."""
    return f"{_find_installer()} {shlex.quote(name)}"


def _find_installer() -> str:
    python = _format_path(Path(sys.executable))
    with_pip = importlib.util.find_spec("pip")
    return f"{python} -m pip install" if with_pip else f"uv pip install --python {python}"


def _format_path(path: Path) -> str:
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
