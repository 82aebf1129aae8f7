"""What a process holds of the machine, sampled over time: memory, open files and threads."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MEMORY_GROWTH = 1.2
"""By how much memory may grow from the second quarter of the time to the last."""
FILES_SLACK, THREADS_SLACK = 8, 8
"""How many more files and threads there may be then: a moment's work differs from another's."""
FEWEST = 16
"""Samples below which quarters say nothing."""
_FIELD = re.compile(r"^(VmRSS|Threads):\s+(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process held at one moment; memory in KiB."""

    memory: int
    files: int
    threads: int


def take_sample(pid: int) -> Sample:
    """Return what a process holds now. Raises OSError if there is no such process."""
    process = Path("/proc") / str(pid)
    fields = {name: int(value) for name, value in _FIELD.findall((process / "status").read_text())}
    return Sample(fields["VmRSS"], len(list((process / "fd").iterdir())), fields["Threads"])


def find_growth(samples: Sequence[Sample], *, is_memory_flat: bool = True) -> list[str]:
    """Return what grew from the second quarter of the samples to the last, as sentences.

    A process fills its caches in the first quarter. Without `is_memory_flat`, memory may grow: that of a Java
    virtual machine does, up to its limit.
    """
    if len(samples) < FEWEST:
        raise ValueError(f"{len(samples)} samples are too few")
    quarter = len(samples) // 4
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]

    def compare(name: str, read: Callable[[Sample], int], most: Callable[[float], float]) -> list[str]:
        before, after = median(map(read, early)), median(map(read, late))
        return [f"{name}: {before:,.0f}, then {after:,.0f}"] if after > most(before) else []

    return [
        *compare("files", lambda sample: sample.files, lambda before: before + FILES_SLACK),
        *compare("threads", lambda sample: sample.threads, lambda before: before + THREADS_SLACK),
        *(
            compare("memory in KiB", lambda sample: sample.memory, lambda before: before * MEMORY_GROWTH)
            if is_memory_flat
            else ()
        ),
    ]


def format_range(samples: Sequence[Sample]) -> str:
    """Return the first, highest and last of each kind."""
    parts = []
    for name, unit in (("memory", 1024), ("files", 1), ("threads", 1)):
        values = [getattr(sample, name) // unit for sample in samples]
        parts.append(f"{name} {values[0]}, at most {max(values)}, at last {values[-1]}")
    return "; ".join(parts)
