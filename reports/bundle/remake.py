"""Remaking of a bundle's files from its records, and comparison with those that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph.model.errors import InputError
from queries.wording.answer_sentence import Count
from reports.bundle.bundle_source import BundleSource
from reports.bundle.compare import compare_claims, compare_json, describe_difference
from reports.bundle.derived_files import build_content_files
from reports.bundle.manifest import (
    CLAIMS,
    MANIFEST,
    RECORDS,
    SIGNATURE,
    SUMS,
    build_manifest,
    compute_sum,
    describe_completeness,
)
from reports.bundle.record_reader import DERIVATION_ERRORS
from reports.bundle.selection_file import SELECTION, BundleRequest, decode_selection
from reports.part.closure import Closure
from reports.part.recompute_selection import recompute_selection
from reports.part.redact import find_withheld_claims, has_redacted_names, redact_records


@dataclass(frozen=True, slots=True)
class RemakeResult:
    """What was compared and what differs, in words.

    `request` is what the bundle is made from, as recomputed; None if nothing could be made. `reduced` is
    whether something was left out of the bundle.
    """

    checks: tuple[str, ...]
    problems: tuple[str, ...]
    unproved: tuple[str, ...] = ()
    request: BundleRequest | None = None
    reduced: bool = False


@dataclass(frozen=True, slots=True)
class _Recomputed:
    request: BundleRequest
    problems: tuple[str, ...]
    unproved: tuple[str, ...]


def compare_with_records(source: BundleSource, part: Closure, sums: Mapping[str, str]) -> RemakeResult:
    """Make every file of a bundle again from its records and selection, and name those that differ.

    Args:
        source: The bundle.
        part: The part of the graph that its records give.
        sums: The SHA-256 of every file of the bundle, by name.
    """
    try:
        return _compare_files(source, part, sums)
    except InputError as error:
        return RemakeResult((), (error.message,))
    except DERIVATION_ERRORS as error:
        what = f"{RECORDS}: no files can be made from it: {type(error).__name__}: {error}"
        return RemakeResult((), (what,))


def _compare_files(source: BundleSource, part: Closure, sums: Mapping[str, str]) -> RemakeResult:
    recomputed = _recompute_request(source.read(SELECTION), part)
    request = recomputed.request
    expected = build_content_files(request, part)
    completeness = describe_completeness(request, part)
    content_sums = {name: sums[name] for name in expected if name in sums}
    manifest = build_manifest(request, part, completeness, content_sums)
    different = [name for name, data in sorted(expected.items()) if sums.get(name) != compute_sum(data)]
    problems = [*recomputed.problems]
    for name in different:
        problems += _describe_file(source, name, expected[name])
    unknown = sorted(sums.keys() - expected.keys() - {MANIFEST, SUMS, SIGNATURE})
    problems += [f"{name}: is no file of a bundle" for name in unknown]
    problems += compare_json(MANIFEST, source.read(MANIFEST), manifest, "the files")
    digest = completeness.digest
    checks = (
        f"{Count(len(part.claims)):claim} read from {RECORDS}; {len(expected) - len(different)} of "
        f"{len(expected)} files remade from them have the same bytes.",
        f"Digest of the records: {digest}." if digest else "Reduced: the records have no digest.",
    )
    reduced = bool(completeness.left_out)
    return RemakeResult(checks, tuple(problems), recomputed.unproved, request, reduced)


def _recompute_request(data: bytes, part: Closure) -> _Recomputed:
    """Return what the bundle is made from, with all that the records determine recomputed."""
    request = decode_selection(data, part)
    complete = not request.withheld_claims and not request.unfinished
    recomputed = recompute_selection(request.selection, part, complete=complete)
    problems = [f"{SELECTION}: {fault}" for fault in recomputed.faults]
    problems += _check_redaction(request, part)
    unproved = [*recomputed.unproved]
    if request.unfinished:
        unproved.append(f"why the graph was not complete: “{request.unfinished}”")
    if request.withheld_claims:
        unproved.append(f"that {Count(request.withheld_claims):claim} and no others were withheld")
    request = replace(request, selection=recomputed.selection)
    return _Recomputed(request, tuple(problems), tuple(unproved))


def _check_redaction(request: BundleRequest, part: Closure) -> Iterator[str]:
    """List contradictions between the records and what the selection says about withheld names."""
    if request.include_protected and has_redacted_names(part):
        yield f"{SELECTION}: include_protected is true, but names are withheld in {RECORDS}"
    elif not request.include_protected and (
        find_withheld_claims(part) or redact_records(part, frozenset()) != part.records
    ):
        what = "names people who may be victims, but include_protected is false"
        yield f"{RECORDS}: {what} in {SELECTION}"


def _describe_file(source: BundleSource, name: str, expected: bytes) -> Iterator[str]:
    """List what differs in one file."""
    if name not in source.sizes:
        yield f"{name}: missing"
        return
    actual = source.read(name)
    if name == CLAIMS:
        yield from compare_claims(expected, actual)
    elif name == SELECTION:
        yield from compare_json(SELECTION, actual, expected, "the records")
    else:
        yield describe_difference(name, actual, expected)
