"""The seed of all campaigns; SCAMGRAPH_SOAK_SEED takes up other ones."""

from __future__ import annotations

import os

SEED = int(os.environ.get("SCAMGRAPH_SOAK_SEED", "7"))
