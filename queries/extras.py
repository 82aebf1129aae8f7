"""How to install an optional part of scamgraph in the environment that runs now."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def describe_install(extra: str) -> str:
    """Return the command that installs an extra, such as `pdf`, where this Python finds it.

    A checkout is installed as it lies there, a package from the index; with pip, else with uv.
    """
    python = _shorten(Path(sys.executable))
    pip = (
        f"{python} -m pip install" if importlib.util.find_spec("pip") else f"uv pip install --python {python}"
    )
    if (ROOT / "pyproject.toml").is_file():
        folder = "." if Path.cwd() == ROOT else str(ROOT)
        return f"{pip} -e {shlex.quote(f'{folder}[{extra}]')}"
    return f"{pip} {shlex.quote(f'scamgraph[{extra}]')}"


def _shorten(path: Path) -> str:
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
