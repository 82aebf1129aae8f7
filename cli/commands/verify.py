"""`scamgraph verify`: a bundle, checked offline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from cli.options import FormatOption, TextsOption
from cli.output import Format, print_line, print_record, print_stderr
from graph.model.errors import EnvironmentProblem, InputError, UsageError
from graph.rules.as_of import parse_day
from ingest.texts.text_store import find_texts
from queries.wording.answer_sentence import Count
from reports.bundle.report_comparison import ClaimedReport
from reports.bundle.verify import Verification, VerifyOptions, verify_bundle
from reports.content.model import Imprint

_EXIT_CODES = {"good": 0, "wrong": InputError.exit_code, "not compared": EnvironmentProblem.exit_code}
_IS_DIGEST = re.compile(r"[0-9a-f]{64}").fullmatch


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    bundle: Annotated[Path, typer.Argument(help="A bundle: a folder or a .zip file.")],
    digest: Annotated[
        str,
        typer.Option(help="Compare the bundle with its published digest.", metavar="HEX", show_default=False),
    ] = "",
    signers: Annotated[
        Path | None,
        typer.Option(help="Check the signature: a file of allowed signers (OpenSSH).", show_default=False),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(help="Compare a report file with the one the bundle gives.", show_default=False),
    ] = None,
    author: Annotated[
        str, typer.Option(help="With --report: the author printed in it.", show_default=False)
    ] = "",
    day: Annotated[
        str,
        typer.Option(
            "--date", metavar="DAY", help="With --report: the date printed in it.", show_default=False
        ),
    ] = "",
    revision: Annotated[
        str, typer.Option(help="With --report: the graph revision printed in it.", show_default=False)
    ] = "",
    texts: TextsOption = None,
    no_limits: Annotated[
        bool, typer.Option("--no-limits", help="Read a bundle of any size: only if you trust its source.")
    ] = False,
    form: FormatOption = Format.table,
) -> None:
    """Check a bundle offline.

    Makes every file of it again from the records and compares them, byte for byte; with the texts, compares
    every passage. The exit code is 0 if the bundle is good, 1 if something is wrong, and 3 if another version
    of scamgraph is needed to compare its files.

    \b
    Examples:
      scamgraph verify chen-zhi.zip --texts articles
      scamgraph verify chen-zhi.zip --report dossier.html
    """
    published = digest.strip().lower()
    if published and not _IS_DIGEST(published):
        raise UsageError("A digest has 64 hexadecimal digits.", hint="`scamgraph export bundle` prints it.")
    claimed: ClaimedReport | None = None
    if report is not None:
        imprint = Imprint(" ".join(author.split()), parse_day(day) if day else "", revision)
        claimed = ClaimedReport(report, imprint)
    options = VerifyOptions(published, signers, claimed, no_limits)
    verification = verify_bundle(bundle, find_texts(texts).get, options)
    if form is Format.table:
        _print_verification(verification)
    else:
        _print_as_record(verification, form)
    if code := _EXIT_CODES[verification.outcome]:
        raise typer.Exit(code)


def _print_verification(verification: Verification) -> None:
    print_line(f"Digest of the bundle: {verification.digest}")
    for check in verification.checks:
        print_line(check)
    for statement in verification.unproved:
        print_line(f"Not proved by the records: {statement}")
    for problem in verification.problems:
        print_stderr(f"Wrong: {problem}")
    for reason in verification.not_compared:
        print_stderr(f"Not compared: {reason}")
    print_line(_describe_outcome(verification))


def _describe_outcome(verification: Verification) -> str:
    if verification.outcome == "wrong":
        return f"NOT good: {Count(len(verification.problems)):problem}"
    if verification.outcome == "not compared":
        return "NOT compared: nothing wrong was found, but this does not prove the bundle good"
    return "good, except for what is not proved" if verification.unproved else "good"


def _print_as_record(verification: Verification, form: Format) -> None:
    record = {
        "outcome": verification.outcome,
        "digest": verification.digest,
        "checks": list(verification.checks),
        "unproved": list(verification.unproved),
        "problems": list(verification.problems),
        "not_compared": list(verification.not_compared),
    }
    print_record(record, form)
