"""Formats of reports, and the output of a report or bundle to its target: complete or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graph.model.errors import EnvironmentProblem, InputError, UsageError
from graph.model.install_hints import describe_install

if TYPE_CHECKING:
    from reports.content.model import Report


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format of reports; a file of it has `name` as its suffix.

    `renderer` is a `module:function` that makes a report text or bytes; it is imported only when it is
    used. `packages` are what it needs installed, and `extra` is the extra that installs them.
    """

    name: str
    title: str
    media_type: str
    renderer: str
    packages: tuple[str, ...] = ()
    extra: str = ""

    @property
    def suffix(self) -> str:
        """The suffix of a file of this format, with its dot."""
        return f".{self.name}"


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT_FORMATS = {
    format_.name: format_
    for format_ in (
        ReportFormat("html", "HTML", "text/html; charset=utf-8", "reports.render.html:render_html"),
        ReportFormat("pdf", "PDF", "application/pdf", "reports.render.pdf:render_pdf", ("typst",), "pdf"),
        ReportFormat(
            "docx", "Word document", DOCX, "reports.render.docx:render_docx", ("docx", "typst"), "docx"
        ),
        ReportFormat(
            "md", "Markdown", "text/markdown; charset=utf-8", "reports.render.markdown:render_markdown"
        ),
    )
}
"""Every format of a report by its name, in the order in which a page offers them."""
FORMAT_NAMES = tuple(sorted(REPORT_FORMATS))
SUFFIXES = tuple(REPORT_FORMATS[name].suffix for name in FORMAT_NAMES)


def find_report_format(target: Path) -> ReportFormat:
    """Return the format of a file by its suffix. Raises UsageError for another suffix."""
    if target.suffix not in SUFFIXES:
        raise UsageError(
            f"A report is not written to {target.name!r}.", hint=f"Forms: {', '.join(SUFFIXES)}."
        )
    return REPORT_FORMATS[target.suffix.removeprefix(".")]


def render_report(report: Report, format_: ReportFormat) -> bytes:
    """Render a report in a format. Raises EnvironmentProblem if what it needs is not installed."""
    module, _, function = format_.renderer.partition(":")
    try:
        rendered: str | bytes = getattr(import_module(module), function)(report)
    except ImportError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in format_.packages:
            raise
        raise EnvironmentProblem(
            f"A {format_.title} needs {missing}, which is not installed.",
            hint=f"Run `{describe_install(format_.extra)}`, or write .html.",
        ) from None
    return rendered.encode() if isinstance(rendered, str) else rendered


def check_target(target: Path, *, force: bool = False) -> None:
    """Refuse a target that exists, unless forced, and one in a folder that does not exist.

    A folder is overwritten only if it is a bundle, and never by a single file. Raises InputError.
    """
    if target.is_dir() and (target.suffix in (*SUFFIXES, ".zip") or not (target / "MANIFEST.json").is_file()):
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
