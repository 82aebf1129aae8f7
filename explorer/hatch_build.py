"""Packaging hook: a wheel and an editable install contain the built scripts of the explorer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
import building  # beside this file, which is no package


class ExplorerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hook that builds the scripts.

    A wheel without them is refused; an editable install prints a warning and continues.
    """

    def dependencies(self) -> list[str]:
        """Return the wheel that provides Node, if the system has none."""
        return [] if self.target_name == "sdist" or building.find_system_node() else [building.WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts before the files are gathered."""
        if self.target_name == "sdist":
            return
        try:
            if not building.is_fresh():
                building.build()
        except building.BuildError as problem:
            if version != "editable":
                raise
            self.app.display_warning(f"The pages work without their scripts, which were not built: {problem}")
        build_data["artifacts"].extend(f"/api/static/{path.name}" for path in building.BUILT)
