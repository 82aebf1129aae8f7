"""Comparison of a report file with the report that a bundle makes in the same format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from graph.model.errors import EnvironmentProblem, InputError
from queries.wording.citations import TextOf
from reports.bundle.compare import describe_difference, measure_common_start
from reports.bundle.file_limits import LIMITS, format_size
from reports.bundle.pdf_record import compare_record
from reports.bundle.selection_file import BundleRequest
from reports.content.build import ReportOptions, build_report, find_no_text
from reports.content.model import Imprint
from reports.part.closure import Closure
from reports.render.output import find_report_format, render_report


@dataclass(frozen=True, slots=True)
class ClaimedReport:
    """A report file, with the author, date and graph revision printed in it: no bundle has these."""

    file: Path
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """The result for one report; `problem` and `not_compared` are "" if its bytes are those of the bundle."""

    check: str = ""
    problem: str = ""
    not_compared: str = ""


def compare_report(
    claimed: ClaimedReport, request: BundleRequest, part: Closure, text_of: TextOf, *, reduced: bool
) -> ReportComparison:
    """Compare a report file with the one that the bundle makes, with and without the words of the texts.

    Raises UsageError for a file that is no report by its suffix, InputError for one that cannot be read.
    """
    file = claimed.file
    format_ = find_report_format(file)
    actual = _read_report(file)
    expected: list[bytes] = []
    for texts in (find_no_text, text_of):
        options = ReportOptions(texts, request.include_protected, request.unfinished, claimed.imprint)
        try:
            expected.append(render_report(build_report(request.selection, part, options), format_))
        except EnvironmentProblem as error:
            return ReportComparison(not_compared=f"{file.name}: {error.message}")
        if expected[-1] == actual:
            return ReportComparison(check=f"{file.name}: is the report of this bundle, byte for byte.")
    if format_.name == "pdf" and not reduced and (problem := _compare_attached(file, expected)):
        return ReportComparison(problem=problem)
    if format_.packages:
        what = (
            f"{file.name}: differs, but the bytes of a {format_.title} also depend on "
            f"{' and '.join(format_.packages)}, and "
            "on the fonts of the machine. Compare the HTML or Markdown of this report."
        )
        return ReportComparison(not_compared=what)
    if reduced:
        what = f"{file.name}: differs, but this bundle leaves something out that the report may have."
        return ReportComparison(not_compared=what)
    nearest = max(expected, key=lambda data: measure_common_start(data, actual))
    problem = describe_difference(file.name, actual, nearest, "the records")
    if claimed.imprint == Imprint():
        problem += " (give --author, --date and --revision as they are printed in it)"
    return ReportComparison(problem=problem)


def _compare_attached(file: Path, expected: list[bytes]) -> str:
    """Return how the record attached to a PDF differs from those of these PDFs, "" if it is one of them."""
    try:
        differences = [list(compare_record(file, pdf)) for pdf in expected]
    except EnvironmentProblem:
        return ""
    return min((problems[0] for problems in differences), default="") if all(differences) else ""


def _read_report(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > LIMITS.file_bytes:
            raise InputError(f"{file} has {format_size(size)}: too large for a report.")
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}", hint="--report FILE") from None
