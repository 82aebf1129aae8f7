"""Output of a report or bundle to its target: complete or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from graph.model.errors import EnvironmentProblem, InputError, UsageError
from reports.content.model import Report

FORMS = (".html", ".md", ".pdf")


def render_report(report: Report, suffix: str) -> bytes:
    """Render a report in the format of a file's suffix.

    Raises UsageError for another suffix, EnvironmentProblem if the extra for PDF is missing.
    """
    if suffix == ".html":
        from reports.render.html import render_html  # noqa: PLC0415 - only this form needs it

        return render_html(report).encode()
    if suffix == ".md":
        from reports.render.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(report).encode()
    if suffix == ".pdf":
        from reports.render.pdf import render_pdf  # noqa: PLC0415 - brings an extra

        return render_pdf(report)
    raise UsageError(
        f"A report is not written to {suffix or 'a file without suffix'}.", hint=f"Forms: {', '.join(FORMS)}."
    )


def check_target(target: Path, *, force: bool = False) -> None:
    """Refuse a target that exists, unless forced, and one in a folder that does not exist.

    A folder is overwritten only if it is a bundle, and never by a single file. Raises InputError.
    """
    if target.is_dir() and (target.suffix in (*FORMS, ".zip") or not (target / "MANIFEST.json").is_file()):
        raise InputError(f"{target} is a folder, and no bundle.", hint="Name another; it is left as it is.")
    if target.exists() and not force:
        raise InputError(f"{target} exists already.", hint="Name another, move it away, or give --force.")
    if not target.absolute().parent.is_dir():
        raise InputError(f"{target}: there is no such folder.", hint="Make the folder first.")


def write_file(target: Path, data: bytes) -> None:
    """Write a file beside its target and move it there when it is complete.

    Raises EnvironmentProblem.
    """

    def write_part(part: Path) -> None:
        part.write_bytes(data)

    _move_into_place(target, write_part)


def write_folder(target: Path, files: dict[str, bytes]) -> None:
    """Write a folder beside its target and move it there when it is complete.

    Raises EnvironmentProblem.
    """

    def write_part(part: Path) -> None:
        for name, data in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    _move_into_place(target, write_part)


def _move_into_place(target: Path, write: Callable[[Path], None]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        write(part)
        if target.is_dir():
            shutil.rmtree(target)
        part.replace(target)
    except OSError as error:
        raise EnvironmentProblem(f"{target} cannot be written: {error.strerror or error}") from None
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
