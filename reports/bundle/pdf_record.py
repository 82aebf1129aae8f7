"""The record attached to a PDF report: the report as data, read with poppler's `pdfdetach`."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

from graph.model.errors import EnvironmentProblem
from reports.bundle.compare import compare_json
from reports.bundle.file_limits import LIMITS

RECORD = "report.json"
_SECONDS = 20


def compare_record(file: Path, expected_pdf: bytes) -> Iterator[str]:
    """List the fields of the record attached to a PDF that differ from those in the PDF as remade.

    Raises EnvironmentProblem if pdfdetach is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        remade = Path(folder) / "report.pdf"
        remade.write_bytes(expected_pdf)
        expected = read_record(remade)
    attached, name = read_record(file), f"{file.name}: attached {RECORD}"
    if not attached:
        yield f"{name}: missing, or cannot be read"
    else:
        yield from compare_json(name, attached, expected, "the records")


def read_record(file: Path) -> bytes:
    """Return the record attached to a PDF, b"" if there is none; no more than a report may have is read.

    Raises EnvironmentProblem if pdfdetach is not installed.
    """
    command = ["pdfdetach", "-savefile", RECORD, "-o", "/dev/stdout", str(file.absolute())]
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - a fixed program, no shell
    except OSError:
        raise EnvironmentProblem("Reading what is attached to a PDF needs pdfdetach (poppler).") from None
    timer = Timer(_SECONDS, process.kill)
    timer.start()
    with process:
        data = process.stdout.read(LIMITS.file_bytes + 1) if process.stdout else b""
        if len(data) > LIMITS.file_bytes:
            process.kill()
    timer.cancel()
    is_complete = process.returncode == 0 and len(data) <= LIMITS.file_bytes
    return data if is_complete else b""
