"""Comparison of a report file with the report that a bundle makes in the same format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.model.errors import EnvironmentProblem, InputError
from queries.wording.citations import TextOf
from reports.bundle.compare import describe_difference, measure_common_start
from reports.bundle.file_limits import LIMITS, format_size
from reports.bundle.pdf_record import compare_record
from reports.bundle.selection_file import BundleRequest
from reports.content.build import ReportOptions, build_report, find_no_text
from reports.content.model import Report
from reports.part.closure import Closure
from reports.render.output import find_report_format, render_report


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """The result for one report; `problem` and `not_compared` are "" if its bytes are those of the bundle."""

    check: str = ""
    problem: str = ""
    not_compared: str = ""


def compare_report(
    file: Path, request: BundleRequest, part: Closure, text_of: TextOf, *, reduced: bool
) -> ReportComparison:
    """Compare a report file with the one that the bundle makes, with and without the words of the texts.

    Raises UsageError for a file that is no report by its suffix, InputError for one that cannot be read.
    """
    format_ = find_report_format(file)
    actual = _read_report(file)
    expected: list[bytes] = []
    reports: list[Report] = []
    for texts in (find_no_text, text_of):
        options = ReportOptions(texts, request.include_protected, request.unfinished)
        reports.append(build_report(request.selection, part, options))
        try:
            expected.append(render_report(reports[-1], format_))
        except EnvironmentProblem as error:
            return ReportComparison(not_compared=f"{file.name}: {error.message}")
        if expected[-1] == actual:
            return ReportComparison(check=f"{file.name}: is the report of this bundle, byte for byte.")
    if format_.name == "pdf" and not reduced and (problem := _compare_attached(file, reports)):
        return ReportComparison(problem=problem)
    if format_.package:
        what = (
            f"{file.name}: differs, but the bytes of a {format_.title} also depend on {format_.package} and "
            "on the fonts of the machine. Compare the HTML or Markdown of this report."
        )
        return ReportComparison(not_compared=what)
    if reduced:
        what = f"{file.name}: differs, but this bundle leaves something out that the report may have."
        return ReportComparison(not_compared=what)
    nearest = max(expected, key=lambda data: measure_common_start(data, actual))
    return ReportComparison(problem=describe_difference(file.name, actual, nearest, "the records"))


def _compare_attached(file: Path, reports: list[Report]) -> str:
    """Return how the record attached to a PDF differs from each of these reports, "" if it is one of them."""
    try:
        differences = [list(compare_record(file, report)) for report in reports]
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
