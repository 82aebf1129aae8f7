"""Checking the signature of a bundle with OpenSSH: `SHA256SUMS.sig` signs the list that covers every file."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from graph.model.errors import EnvironmentProblem, InputError, UsageError
from reports.bundle.manifest import SIGNATURE, SUMS

NAMESPACE = "scamgraph"
MOST_BYTES = 64 * 2**10
_SECONDS = 20


def check_signature(sums: bytes, signature: bytes, signers: Path) -> str:
    """Check the signature of a list of sums; return who signed it, as the file of signers names them.

    Args:
        sums: The bytes of SHA256SUMS.
        signature: The bytes of SHA256SUMS.sig.
        signers: A file of allowed signers, as `man ssh-keygen` describes it.

    Raises:
        InputError: The signature is missing, damaged, of another file, or by none of the signers.
        UsageError: There is no such file of signers.
        EnvironmentProblem: ssh-keygen is not installed, or does not answer.
    """
    if not signers.is_file():
        raise UsageError(f"{signers}: there is no such file of signers.", hint="--signers FILE")
    if not signature:
        raise InputError(f"{SIGNATURE}: missing: the bundle is not signed")
    if len(signature) > MOST_BYTES:
        raise InputError(f"{SIGNATURE}: too long for a signature")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / SIGNATURE
        file.write_bytes(signature)
        found = _run_ssh_keygen("find-principals", "-f", str(signers.absolute()), "-s", str(file))
        names = found.stdout.decode(errors="replace").splitlines() if found.returncode == 0 else []
        for name in names[:20]:
            arguments = ("-f", str(signers.absolute()), "-I", name, "-n", NAMESPACE, "-s", str(file))
            if _run_ssh_keygen("verify", *arguments, text=sums).returncode == 0:
                return name
    if not names:
        raise InputError(f"{SIGNATURE}: is by nobody in {signers.name}, or is no signature")
    raise InputError(
        f"{SIGNATURE}: is not a signature of this {SUMS} by {' or '.join(names[:20])} for `{NAMESPACE}`"
    )


def _run_ssh_keygen(action: str, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", "-Y", action, *arguments]
    try:
        return subprocess.run(command, input=text, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - a fixed program, no shell
    except FileNotFoundError:
        raise EnvironmentProblem(
            "Checking a signature needs ssh-keygen, which is not installed.",
            hint="Install OpenSSH 8.2 or newer, or leave out --signers.",
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentProblem(f"ssh-keygen could not check the signature: {error}") from None
