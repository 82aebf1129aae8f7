"""Signed bundles: the signature is checked with ssh-keygen, and names who signed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from graph.model.errors import EnvironmentProblem, UsageError
from graph.store.store import Store
from reports.bundle.verify import Verification, VerifyOptions, verify_bundle
from reports.bundle.write import build_bundle, build_zip
from reports.render.output import write_folder
from tests.reports.conftest import made
from tests.reports.forging import Files, find_no_text

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen"),
]


@pytest.fixture(scope="module")
def files(articles: Store) -> Files:
    """The bundle on one entity."""
    selection, part, _ = made(articles, "entity")
    return build_bundle(selection, part).files


def run_ssh_keygen(*arguments: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *arguments], check=True, capture_output=True)


def write_key(folder: Path, name: str) -> Path:
    run_ssh_keygen("-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name))
    return folder / name


def write_signers(folder: Path, key: Path, signer: str) -> Path:
    signers = folder / f"{key.name}.signers"
    signers.write_text(f"{signer} {key.with_suffix('.pub').read_text('utf-8')}", "utf-8")
    return signers


def sign(files: Files, key: Path, folder: Path, namespace: str = "scamgraph") -> Files:
    folder.mkdir(exist_ok=True)
    write_folder(folder / "bundle", files)
    run_ssh_keygen("-Y", "sign", "-f", str(key), "-n", namespace, str(folder / "bundle" / "SHA256SUMS"))
    signature = (folder / "bundle" / "SHA256SUMS.sig").read_bytes()
    return {**files, "SHA256SUMS.sig": signature}


def verify_signed(folder: Path, signers: Path | None) -> Verification:
    return verify_bundle(folder / "bundle", find_no_text, VerifyOptions(signers=signers))


def test_a_signature_is_checked_in_folder_and_zip(files: Files, tmp_path: Path) -> None:
    key = write_key(tmp_path, "key")
    signers = write_signers(tmp_path, key, "editor@example.org")
    signed = sign(files, key, tmp_path)
    (tmp_path / "b.zip").write_bytes(build_zip(signed))
    for path in (tmp_path / "bundle", tmp_path / "b.zip"):
        verification = verify_bundle(path, find_no_text, VerifyOptions(signers=signers))
        assert verification.outcome == "good"
        assert "Signed by editor@example.org." in verification.checks
    unchecked = verify_signed(tmp_path, None)
    assert unchecked.outcome == "good"
    assert any("SHA256SUMS.sig was not checked" in check for check in unchecked.checks)


def test_a_bundle_without_a_signature_is_named(files: Files, tmp_path: Path) -> None:
    signers = write_signers(tmp_path, write_key(tmp_path, "key"), "editor@example.org")
    write_folder(tmp_path / "bundle", files)
    assert verify_signed(tmp_path, signers).problems == ("SHA256SUMS.sig: missing: the bundle is not signed",)


def test_a_signature_of_somebody_else_is_named(files: Files, tmp_path: Path) -> None:
    signers = write_signers(tmp_path, write_key(tmp_path, "key"), "editor@example.org")
    sign(files, write_key(tmp_path, "other"), tmp_path)
    assert "is by nobody in key.signers" in verify_signed(tmp_path, signers).problems[0]


def test_a_signature_for_another_purpose_or_of_other_files_is_named(files: Files, tmp_path: Path) -> None:
    key = write_key(tmp_path, "key")
    signers = write_signers(tmp_path, key, "editor@example.org")
    sign(files, key, tmp_path, "file")
    assert "for `scamgraph`" in verify_signed(tmp_path, signers).problems[0]
    (tmp_path / "bundle" / "SHA256SUMS.sig").unlink()
    signed = sign({**files, "SHA256SUMS": b"x"}, key, tmp_path / "other")
    (tmp_path / "bundle" / "SHA256SUMS.sig").write_bytes(signed["SHA256SUMS.sig"])
    assert "is not a signature of this SHA256SUMS" in verify_signed(tmp_path, signers).problems[0]


@pytest.mark.parametrize("signature", [b"garbage", b"x" * 100_000, b"-----BEGIN SSH SIGNATURE-----\n"])
def test_a_damaged_signature_is_named(signature: bytes, files: Files, tmp_path: Path) -> None:
    signers = write_signers(tmp_path, write_key(tmp_path, "key"), "editor@example.org")
    write_folder(tmp_path / "bundle", {**files, "SHA256SUMS.sig": signature})
    assert verify_signed(tmp_path, signers).problems[0].startswith("SHA256SUMS.sig: ")


def test_what_a_check_needs_is_said(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = write_key(tmp_path, "key")
    signers = write_signers(tmp_path, key, "editor@example.org")
    sign(files, key, tmp_path)
    with pytest.raises(UsageError, match="no such file of signers"):
        verify_signed(tmp_path, tmp_path / "absent")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentProblem, match="ssh-keygen, which is not installed"):
        verify_signed(tmp_path, signers)
