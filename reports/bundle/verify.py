"""Offline check of a bundle, without a database: every file is made again from the records, and compared.

The records are read and derived by the rules that write the graph. Title, question, counts and what was left
out are recomputed, and every other file is made again by the code that made it. A bundle of another version
of that code cannot be remade: it is never called good, and never wrong for that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from graph.model.errors import InputError
from queries.wording.answer_sentence import Count
from queries.wording.citations import TextOf
from reports.bundle.bundle_source import HINT, BundleSource, open_bundle
from reports.bundle.compare import describe_difference
from reports.bundle.manifest import FORM, MANIFEST, RECORDS, SIGNATURE, SUMS, compute_sum, format_sums
from reports.bundle.passages import check_passages
from reports.bundle.record_reader import DERIVATION_ERRORS, derive_from_lines, find_duplicates
from reports.bundle.remake import compare_with_records
from reports.bundle.report_comparison import ClaimedReport, compare_report
from reports.bundle.signature import check_signature
from reports.bundle.versions import load_versions
from reports.part.closure import Closure
from reports.part.digest import compute_part_digest

Outcome = Literal["good", "wrong", "not compared"]


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What to check besides the bundle itself.

    `published_digest` is the digest of the bundle as published elsewhere, `signers` a file of allowed
    signers, `report` a report file to compare. `no_limits` reads bundles of any size.
    """

    published_digest: str = ""
    signers: Path | None = None
    report: ClaimedReport | None = None
    no_limits: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a check, in words.

    `digest` is that of the bundle. `checks` is what was checked, `problems` what is wrong, by file and claim,
    `unproved` what the records cannot prove, `not_compared` why files were not compared.
    """

    digest: str
    checks: tuple[str, ...]
    problems: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return whether the bundle is good: nothing is wrong, and every file was compared."""
        if self.problems:
            return "wrong"
        return "not compared" if self.not_compared else "good"


class Manifest(msgspec.Struct, frozen=True):
    """The fields of a manifest that a check reads; the others are compared as a whole."""

    form: int
    files: dict[str, str]
    digest: str | None = None
    versions: dict[str, str | int] = {}

    @property
    def maker(self) -> str:
        """Return the version that made the bundle, as the manifest claims."""
        versions = self.versions
        code = f"code {str(versions['code'])[:12]}" if "code" in versions else f"form {self.form} of bundles"
        libraries = f", {versions['libraries']}" if "libraries" in versions else ""
        ontology = versions.get("ontology", "unknown")
        return f"scamgraph {versions.get('scamgraph', 'unknown')} ({code}, ontology {ontology}{libraries})"


def verify_bundle(bundle: Path, text_of: TextOf, options: VerifyOptions | None = None) -> Verification:
    """Verify a bundle, a folder or a zip; `text_of` returns a text by SHA-256 if it is available.

    Raises:
        InputError: It is not a bundle, is damaged, or is over the limits.
        UsageError: A file of signers does not exist, or the report has an unknown suffix.
        EnvironmentProblem: Checking a signature needs ssh-keygen.
    """
    options = options or VerifyOptions()
    with open_bundle(bundle, no_limits=options.no_limits) as source:
        return _Verifier(source, text_of, options).verify()


@dataclass(slots=True)
class _Verifier:
    source: BundleSource
    text_of: TextOf
    options: VerifyOptions
    checks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)

    def verify(self) -> Verification:
        source = self.source
        manifest = _read_manifest(source)
        sums = {name: source.compute_sum(name) for name in source.sizes}
        digest = sums.get(SUMS, "")
        self._check_sums(sums, manifest)
        self._check_published_digest(digest)
        self._check_signature()
        part = self._read_part(manifest)
        if part is not None:
            passages = check_passages(part, self.text_of)
            self.problems += passages.problems
            if self._is_same_version(manifest):
                self._compare_files(part, sums)
            else:
                self._check_records_digest(part, manifest)
            self.checks.append(passages.check)
        if not self._is_same_version(manifest):
            self._explain_other_version(manifest)
        return Verification(
            digest,
            tuple(self.checks),
            tuple(dict.fromkeys(self.problems)),
            tuple(dict.fromkeys(self.unproved)),
            tuple(dict.fromkeys(self.not_compared)),
        )

    def _check_sums(self, sums: Mapping[str, str], manifest: Manifest) -> None:
        """Name files that are missing, unlisted, or different from the manifest or the list of sums."""
        listed = manifest.files
        for name in sorted(listed.keys() | sums.keys() - {MANIFEST, SUMS, SIGNATURE}):
            if name not in sums:
                self.problems.append(f"{name}: missing")
            elif name not in listed:
                self.problems.append(f"{name}: not in {MANIFEST}")
            elif sums[name] != listed[name]:
                self.problems.append(f"{name}: changed, its SHA-256 is not that of {MANIFEST}")
        expected = format_sums({**listed, MANIFEST: sums[MANIFEST]})
        if SUMS not in sums:
            self.problems.append(f"{SUMS}: missing")
        elif compute_sum(expected) != sums[SUMS]:
            self.problems.append(describe_difference(SUMS, self.source.read(SUMS), expected, MANIFEST))
        self.checks.append(f"{Count(len(sums)):file}, sums checked.")

    def _check_published_digest(self, digest: str) -> None:
        published = self.options.published_digest
        if not published:
            self.checks.append("The digest was not compared with a published one: give that with --digest.")
        elif published == digest:
            self.checks.append("The digest is the published one.")
        else:
            self.problems.append(f"{SUMS}: the digest is {digest}; the published one is {published}")

    def _check_signature(self) -> None:
        signature = SIGNATURE in self.source.sizes
        if self.options.signers is None:
            if signature:
                self.checks.append(f"{SIGNATURE} was not checked: name who may sign with --signers FILE.")
            return
        try:
            signer = check_signature(
                self.source.read(SUMS), self.source.read(SIGNATURE), self.options.signers
            )
            self.checks.append(f"Signed by {signer}.")
        except InputError as error:
            self.problems.append(error.message)

    def _is_same_version(self, manifest: Manifest) -> bool:
        return manifest.form == FORM and manifest.versions.get("code") == load_versions().code

    def _has_same_rules(self, manifest: Manifest) -> bool:
        return self._is_same_version(manifest) or manifest.versions.get("rules") == load_versions().rules

    def _add_fault(self, manifest: Manifest, fault: str) -> None:
        """Add a fault of the records: a problem, unless the rules of another version can explain it."""
        if self._has_same_rules(manifest):
            self.problems.append(fault)
        else:
            self.not_compared.append(f"{fault}. The rules of another version can be the reason.")

    def _read_part(self, manifest: Manifest) -> Closure | None:
        if RECORDS not in self.source.sizes:
            self.problems.append(f"{RECORDS}: missing")
            return None
        try:
            part = derive_from_lines(self.source.read(RECORDS))
        except InputError as error:
            self._add_fault(manifest, error.message)
            return None
        for id_ in find_duplicates(part.records):
            self.problems.append(f"{RECORDS}: {id_} is given twice")
        return part

    def _check_records_digest(self, part: Closure, manifest: Manifest) -> None:
        if manifest.digest is None:
            self.not_compared.append(f"{RECORDS}: can be read, but {MANIFEST} has no digest of the records.")
            return
        try:
            digest = str(compute_part_digest(part))
        except DERIVATION_ERRORS as error:
            self._add_fault(manifest, f"{RECORDS}: has no digest here: {error}")
            return
        if digest == manifest.digest:
            claims = f"{Count(len(part.claims)):claim}"
            self.checks.append(f"The records are good: {claims}, with the digest {digest} of {MANIFEST}.")
        else:
            self._add_fault(manifest, f"{RECORDS}: has the digest {digest}, not {manifest.digest}")

    def _explain_other_version(self, manifest: Manifest) -> None:
        self.not_compared.append(
            f"Made by {manifest.maker}; this is {load_versions()}. The derived files cannot be remade here "
            "and were not compared. Verify the bundle with the version that made it."
        )

    def _compare_files(self, part: Closure, sums: Mapping[str, str]) -> None:
        result = compare_with_records(self.source, part, sums)
        self.checks += result.checks
        self.problems += result.problems
        self.unproved += result.unproved
        if self.options.report is not None and result.request is not None:
            report = compare_report(
                self.options.report, result.request, part, self.text_of, reduced=result.reduced
            )
            self.checks += [report.check] if report.check else []
            self.problems += [report.problem] if report.problem else []
            self.not_compared += [report.not_compared] if report.not_compared else []


def _read_manifest(source: BundleSource) -> Manifest:
    if MANIFEST in source.sizes:
        try:
            return msgspec.json.decode(source.read(MANIFEST), type=Manifest)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            pass
    raise InputError(f"{source.path} is no bundle: {MANIFEST} is missing or cannot be read.", hint=HINT)
