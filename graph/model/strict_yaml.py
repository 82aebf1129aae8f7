"""Strict YAML loading: `on`, `no` and dates stay text; only true, false, null and numbers convert.

Importing this module imports `yaml`, which takes a while: import it where a file is read.
"""

from __future__ import annotations

import re
from typing import Any

import yaml


class PlainLoader(yaml.CSafeLoader):
    """The safe C loader, resolving words as YAML 1.2 does."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - yaml keeps its resolvers on the class


PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(null|~|)$"), ["n", "~", ""])
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9]*)$"), list("-0123456789")
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")
)


def load_yaml(text: bytes) -> Any:
    """Return the builtins that a YAML text encodes. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=PlainLoader)  # noqa: S506 - a subclass of the safe loader
